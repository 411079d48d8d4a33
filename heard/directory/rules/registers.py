"""Reading register files, one row at a time: each line becomes entries or a refusal with its line number and the reason.

Forms: NHS Organisation Data Service report files (27 columns, no header, dates yyyymmdd), the ward tree of NHS England's Friends and
Family Test template, and the hospital file of NHS Choices open data (delimiter ¬, Latin-1).
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from heard.core import clock
from heard.directory.rules.names import folded, written
from heard.directory.rules.positions import postcode

ODS_COLUMNS = 27
GP_PRACTICE = "4"
"""Prescribing setting 4 is a GP practice (ODS `epraccur` specification); other settings are other prescribing cost centres."""
WARD_HEADER = ["icb_code", "trust_code", "trust_name", "site_code", "site_name", "ward_name"]
CODE = re.compile(r"[A-Za-z0-9_.:-]+\Z")
"""Codes stand in the addresses of pages. NHS Choices has one that ends in a full stop; a provider that no register names is “OWN:…”."""
LONGEST = {"name": 200, "code": 20, "identity": 250, "town": 80, "telephone": 80, "website": 200}
STANDINGS = {"A": "open", "": "open", "C": "closed", "D": "dormant", "P": "proposed"}


COUNTY_WORDS = """avon bedfordshire berkshire buckinghamshire cambridgeshire cheshire cleveland clwyd cornwall cumbria derbyshire devon
dorset durham dyfed essex gloucestershire gwent gwynedd hampshire herefordshire hertfordshire humberside kent lancashire leicestershire
lincolnshire merseyside middlesex norfolk northamptonshire northumberland nottinghamshire oxfordshire powys rutland shropshire somerset
staffordshire suffolk surrey sussex warwickshire wiltshire worcestershire yorkshire"""
COUNTIES = frozenset(COUNTY_WORDS.split()) | {
    f"{part} {county}"
    for part, county in (
        ("county", "durham"), ("co", "durham"), ("east", "sussex"), ("west", "sussex"), ("mid", "glamorgan"), ("south", "glamorgan"),
        ("west", "glamorgan"), ("greater", "manchester"), ("greater", "london"), ("north", "yorkshire"), ("south", "yorkshire"),
        ("west", "yorkshire"), ("east", "yorkshire"), ("north", "humberside"), ("south", "humberside"), ("west", "midlands"),
        ("tyne", "and wear"), ("isle", "of wight"), ("east", "riding of yorkshire"),
    )
}  # fmt: skip
"""In older ODS rows the fourth address line is the county and the third the town; in newer ones the fourth is the town."""


@dataclass(frozen=True)
class Entry:
    """One place as a register states it. `owner` is the (level, code) or (level, identity) of what it belongs to."""

    level: str
    kind: str
    name: str
    code: str = ""
    identity: str = ""
    owner: tuple[str, str] | None = None
    address: tuple[str, ...] = ()
    town: str = ""
    postcode: str = ""
    telephone: str = ""
    website: str = ""
    latitude: float | None = None
    longitude: float | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    standing: str = "open"
    implied: bool = False
    """True when the file only mentions it (the trust a ward belongs to): it is kept and marked if its own register lacks it."""

    @property
    def key(self) -> tuple[str, str]:
        return (self.level, self.code or self.identity)


@dataclass(frozen=True)
class Refusal:
    line: int
    reason: str


class WrongFile(Exception):
    """The file is not of the form it was said to be; nothing of it was taken."""


Read = Iterator[tuple[int, Entry | Refusal]]


def read_trusts(lines: Iterable[str]) -> Read:
    """ODS `etr`: NHS trusts, with open and close date."""
    return _read_ods(lines, lambda row: _trust_kind(row[1]))


def read_practices(lines: Iterable[str]) -> Read:
    """ODS `epraccur`: GP practices and other prescribing cost centres, with status A, C, D or P."""
    return _read_ods(lines, lambda row: "general-practice" if row[25] == GP_PRACTICE else "prescriber")


def read_wards(lines: Iterable[str]) -> Read:
    """The ward tree: every line yields its trust and site (implied) and the ward, whose identity is trust, site and name without case."""
    rows = csv.reader(lines, strict=True)
    _check_header(rows, WARD_HEADER)
    for line, row in _rows(rows, len(WARD_HEADER)):
        if isinstance(row, Refusal):
            yield line, row
            continue
        _, trust, trust_name, site, site_name, ward = row
        if not (trust and site and ward):
            yield line, Refusal(line, "trust, site and ward must all be named")
            continue
        yield line, Entry("provider", _trust_kind(trust_name), written(trust_name), code=trust, implied=True)
        yield line, Entry("site", "hospital", written(site_name) or site, code=site, owner=("provider", trust))
        identity = f"{trust}|{site}|{' '.join(ward.casefold().split())}"
        yield line, Entry("service", "ward", written(ward), identity=identity, owner=("site", site))


def read_hospitals(lines: Iterable[str]) -> Read:
    """NHS Choices hospitals: sites with a position. Lines that say the same again are left out."""
    rows = csv.reader(lines, delimiter="¬", quoting=csv.QUOTE_NONE)
    header = _first(rows)
    if "OrganisationCode" not in header or "Latitude" not in header:
        raise WrongFile("This is not the hospital file: its first line does not name OrganisationCode and Latitude.")
    at = {name: column for column, name in enumerate(header)}
    for line, row in _rows(rows, len(header)):
        if isinstance(row, Refusal):
            yield line, row
            continue
        if not row[at["OrganisationCode"]] or not row[at["OrganisationName"]]:
            yield line, Refusal(line, "a hospital needs a code and a name")
            continue
        position = _position(row[at["Latitude"]], row[at["Longitude"]])
        if position is None:
            yield line, Refusal(line, "the position is not a latitude and longitude")
            continue
        owner = row[at["ParentODSCode"]] or f"OWN:{row[at['OrganisationCode']]}"
        private = row[at["Sector"]] == "Independent Sector"
        parent = written(row[at["ParentName"]]) or row[at["OrganisationName"]]
        yield line, Entry("provider", "private" if private else _trust_kind(parent), parent, code=owner, implied=True)
        yield (
            line,
            Entry(
                "site",
                "hospital",
                written(row[at["OrganisationName"]]),
                code=row[at["OrganisationCode"]],
                owner=("provider", owner),
                address=tuple(part for part in (written(row[at[f"Address{n}"]]) for n in (1, 2, 3)) if part),
                town=written(row[at["City"]]),
                postcode=postcode(row[at["Postcode"]]) or "",
                telephone=row[at["Phone"]],
                website=_website(row[at["Website"]]),
                latitude=position[0],
                longitude=position[1],
            ),
        )


def fitting(read: Read) -> Read:
    """The same entries; one that says more than the directory has room for is refused instead."""
    for line, entry in read:
        if isinstance(entry, Entry):
            too_long = [name for name, room in LONGEST.items() if len(getattr(entry, name)) > room]
            if too_long:
                yield (
                    line,
                    Refusal(line, f"{entry.code or entry.name[:40]}: {too_long[0]} is longer than {LONGEST[too_long[0]]} characters"),
                )
                continue
            if entry.code and not CODE.match(entry.code):
                yield line, Refusal(line, f"“{entry.code[:20]}” is not a code that an address can hold")
                continue
        yield line, entry


def _read_ods(lines: Iterable[str], kind: Callable[[list[str]], str]) -> Read:
    refused_first = 0
    for line, row in _rows(csv.reader(lines, strict=True), ODS_COLUMNS):
        entry = row if isinstance(row, Refusal) else _ods_entry(line, row, kind(row))
        refused_first += isinstance(entry, Refusal) and line <= 20
        if refused_first > 10:
            raise WrongFile(f"This does not look like an ODS report file of {ODS_COLUMNS} columns: most of its first lines are not.")
        yield line, entry


def _ods_entry(line: int, row: list[str], kind: str) -> Entry | Refusal:
    code, name = row[0], row[1]
    if not code.isalnum() or len(code) > 12:
        return Refusal(line, f"“{code[:20]}” is not an organisation code")
    if not name:
        return Refusal(line, f"{code} has no name")
    try:
        opened, closed = _date(row[10]), _date(row[11])
    except ValueError:
        return Refusal(line, f"{code} has a date that is not yyyymmdd")
    if opened and closed and closed < opened:
        return Refusal(line, f"{code} closed before it opened")
    if row[12] not in STANDINGS:
        return Refusal(line, f"{code} has the unknown status “{row[12][:5]}”")
    address, town = row[4:7], row[7]
    if folded(town) in COUNTIES or not town:
        named = [part for part in address if part]
        address, town = named[:-1], named[-1] if len(named) > 1 else ""
    return Entry(
        "provider",
        kind,
        written(name),
        code=code,
        address=tuple(written(part) for part in address if part),
        town=written(town),
        postcode=postcode(row[9]) or "",
        telephone=row[17],
        opened_on=opened,
        closed_on=closed,
        # A last day that is still to come: it is open until then, and closes on it by itself (`placing.close_places`).
        standing="closed" if closed and closed <= clock.today() else STANDINGS[row[12]],
    )


def _rows(rows: Iterator[list[str]], columns: int) -> Iterator[tuple[int, list[str] | Refusal]]:
    """Rows with their line numbers, stripped; a row that is not well formed is a refusal, and the rest goes on."""
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield rows.line_num, Refusal(rows.line_num, f"not well-formed: {error}")  # type: ignore[attr-defined]
            continue
        line: int = rows.line_num  # type: ignore[attr-defined]
        if not row:
            continue
        if len(row) != columns:
            yield line, Refusal(line, f"has {len(row)} columns instead of {columns}")
        elif any("\0" in cell for cell in row):
            yield line, Refusal(line, "has a null character")
        elif any(len(cell) > 200 for cell in row):
            yield line, Refusal(line, "has a cell of over 200 characters")
        else:
            yield line, [cell.strip() for cell in row]


def _check_header(rows: Iterator[list[str]], expected: list[str]) -> None:
    header = _first(rows)
    if [name.strip().lower() for name in header] != expected:
        raise WrongFile(f"The first line must be: {','.join(expected)}")


def _first(rows: Iterator[list[str]]) -> list[str]:
    try:
        return next(rows, [])
    except csv.Error as error:
        raise WrongFile(f"The first line is not well-formed: {error}") from error


def _date(text: str) -> date | None:
    return datetime.strptime(text, "%Y%m%d").date() if text else None  # noqa: DTZ007 (a day has no time zone)


def _position(latitude: str, longitude: str) -> tuple[float | None, float | None] | None:
    if not latitude and not longitude:
        return (None, None)
    try:
        found = (float(latitude), float(longitude))
    except ValueError:
        return None
    return (round(found[0], 6), round(found[1], 6)) if abs(found[0]) <= 90 and abs(found[1]) <= 180 else None


def _website(text: str) -> str:
    return text if text.startswith(("http://", "https://")) else ""


def _trust_kind(name: str) -> str:
    folds = folded(name)
    if "ambulance" in folds:
        return "ambulance"
    if any(word in folds for word in ("mental health", "partnership")):
        return "mental-health-trust"
    if "community" in folds:
        return "community-trust"
    return "acute-trust" if "nhs" in folds.split() else "private"
