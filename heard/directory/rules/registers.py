"""Reading register files, one row at a time: each line becomes entries or a refusal with its line number and the reason.

Forms: NHS Organisation Data Service report files (27 columns, no header), the ward tree of NHS England's Friends and Family Test template,
and the national files of NHS Choices open data: hospitals, GP surgeries, pharmacies, dentists, clinics, social care (delimiter ¬, read by
the names in their first line).
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TextIO

from heard.core import clock
from heard.core.texts.cleaning import clean_line
from heard.directory.rules.names import folded, written
from heard.directory.rules.positions import postcode

ODS_COLUMNS = 27
SETTINGS = {
    "1": "urgent-care", "2": "out-of-hours", "3": "urgent-care", "4": "general-practice", "11": "optician", "12": "urgent-care",
    "13": "hospice", "14": "care-home", "16": "prison-health", "17": "prison-health", "19": "prison-health", "25": "prison-health",
}  # fmt: skip
"""Prescribing settings (ODS `epraccur` specification) that are kinds of place of ours: 1 to 3 are walk-in centres, doctors out of hours and
both in one; 11 optometry, 12 urgent and emergency care, 16 to 19 and 25 young offenders, training and removal centres, and prisons. The
others are other prescribing cost centres.
"""
WARD_HEADER = ["icb_code", "trust_code", "trust_name", "site_code", "site_name", "ward_name"]
CODE = re.compile(r"[A-Za-z0-9_.:-]+\Z")
"""Codes stand in the addresses of pages. NHS Choices has one that ends in a full stop; a provider that no register names is “OWN:…”."""
LONGEST = {"name": 200, "code": 20, "identity": 250, "town": 80, "telephone": 80, "website": 200}
UNREADABLE = re.compile("[\udc80-\udcff\ufffd\0]")
"""What stands where a byte is a letter of no encoding (see `open_register`), or where another program has lost one before."""
LOOKED_AT, MOST_REFUSED = 20, 10
"""Where more of the first lines than that are refused, it is another file, and nothing of it is taken."""
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
    """A line that was not taken. `cells` is what it says, as far as that can be told: a place that it names has not vanished."""

    line: int
    reason: str
    cells: tuple[str, ...] = field(default=(), compare=False, repr=False)


class WrongFile(Exception):
    """The file is not of the form it was said to be; nothing of it was taken."""


Read = Iterator[tuple[int, Entry | Refusal]]


def read_trusts(lines: Iterable[str]) -> Read:
    """ODS `etr`: NHS trusts, with open and close date."""
    return _read_ods(lines, lambda row: _trust_kind(row[1]))


def read_practices(lines: Iterable[str]) -> Read:
    """ODS `epraccur`: GP practices and other prescribing cost centres, with status A, C, D or P."""
    return _read_ods(lines, lambda row: SETTINGS.get(row[25], "prescriber"))


def read_wards(lines: Iterable[str]) -> Read:
    """The ward tree: every line yields its trust and site (implied) and the ward, whose identity is trust, site and name without case."""
    seen = _Seen(lines)
    rows = csv.reader(seen, strict=True)
    _check_header(rows, WARD_HEADER)
    for line, row in _rows(rows, len(WARD_HEADER), seen):
        if isinstance(row, Refusal):
            yield line, row
            continue
        _, trust, trust_name, site, site_name, ward = row
        trust, site = trust.upper(), site.upper()
        if not (trust and site and ward):
            yield line, Refusal(line, "trust, site and ward must all be named", tuple(row))
            continue
        yield line, Entry("provider", _trust_kind(trust_name), written(trust_name), code=trust, implied=True)
        yield line, Entry("site", "hospital", written(site_name) or site, code=site, owner=("provider", trust))
        identity = f"{trust}|{site}|{' '.join(ward.casefold().split())}"
        yield line, Entry("service", "ward", written(ward), identity=identity, owner=("site", site))


def read_hospitals(lines: Iterable[str]) -> Read:
    """NHS Choices hospitals: sites with a position. Lines that say the same again are left out."""
    return _read_choices(lines, HOSPITALS)


def read_surgeries(lines: Iterable[str]) -> Read:
    """NHS Choices GP surgeries. Whatever is named above one commissions it and runs nothing: a surgery is its own provider."""
    return _read_choices(lines, SURGERIES)


def read_pharmacies(lines: Iterable[str]) -> Read:
    return _read_choices(lines, PHARMACIES)


def read_dentists(lines: Iterable[str]) -> Read:
    return _read_choices(lines, DENTISTS)


def read_clinics(lines: Iterable[str]) -> Read:
    return _read_choices(lines, CLINICS)


def read_social_care(lines: Iterable[str]) -> Read:
    return _read_choices(lines, SOCIAL_CARE)


def open_register(file: Path) -> TextIO:
    """The file as text, in the encoding that it is in: UTF-8, or Windows-1252 if nothing in it that is not plain English is UTF-8.

    A byte that is a letter of neither stays what it is, as a lone surrogate, so that its row can be refused by its number: nothing is ever
    put in its place.

    Raises:
        WrongFile: it is in UTF-16.
    """
    with file.open("rb") as raw:
        if raw.read(2) in {b"\xff\xfe", b"\xfe\xff"}:
            raise WrongFile("This file is in UTF-16. Save it again as UTF-8 (“CSV UTF-8” in a spreadsheet). Nothing was changed.")
        raw.seek(0)
        kinds = Counter(_encoded_in(line) for line in raw)
    encoding = "cp1252" if kinds["other"] and not kinds["utf-8"] else "utf-8-sig"
    return file.open(encoding=encoding, errors="surrogateescape", newline="")


def _encoded_in(line: bytes) -> str:
    if line.isascii():
        return "ascii"
    try:
        line.decode()
    except UnicodeDecodeError:
        return "other"
    return "utf-8"


def fitting(read: Read) -> Read:
    """The same entries; one that says more than the directory has room for is refused instead."""
    for line, entry in read:
        if isinstance(entry, Entry):
            too_long = [name for name, room in LONGEST.items() if len(getattr(entry, name)) > room]
            if too_long:
                yield (
                    line,
                    Refusal(
                        line,
                        f"{entry.code or entry.name[:40]}: {too_long[0]} is longer than {LONGEST[too_long[0]]} characters",
                        (entry.code, entry.identity),
                    ),
                )
                continue
            if entry.code and not CODE.match(entry.code):
                yield line, Refusal(line, f"“{entry.code[:20]}” is not a code that an address can hold")
                continue
        yield line, entry


@dataclass(frozen=True)
class _Form:
    """One of the national files: which kinds of places it may hold, the first of them when its rows do not say."""

    words: str
    kinds: tuple[str, ...]
    own_site: bool = False
    """Whether a place without a parent is a site of a provider made for it, and not a provider itself."""


HOSPITALS = _Form("hospitals", ("hospital",), own_site=True)
SURGERIES = _Form("GP surgeries", ("general-practice",))
PHARMACIES = _Form("pharmacies", ("pharmacy",))
DENTISTS = _Form("dentists", ("dental-practice",))
CLINICS = _Form("clinics", ("clinic",))
SOCIAL_CARE = _Form("social care", ("social-care", "care-home", "home-care", "hospice"))
SAID = (
    ("general-practice", ("gp", "general practice", "general practitioner", "surgery")),
    ("pharmacy", ("pharmac", "chemist")),
    ("dental-practice", ("dent",)),
    ("care-home", ("care home", "nursing home", "residential", "accommodation")),
    ("home-care", ("home care", "homecare", "domiciliary", "care at home")),
    ("hospice", ("hospice",)),
    ("social-care", ("social care", "social")),
    ("clinic", ("clinic",)),
    ("hospital", ("hospital",)),
)
"""What a row's OrganisationType and SubType say of its kind: the first that any of these begins a word of."""
COMMISSIONER = re.compile(
    r"\b(ccgs?|clinical commissioning|commissioning|primary care trust|pct|area team|nhs england|health board|integrated care board"
    r"|icb|health authority|council)\b"
)
"""Whoever pays for care and gives none: a place does not belong to it."""


def _read_choices(lines: Iterable[str], form: _Form) -> Read:
    """A national file by the names in its first line. Needed are a code, a name, and a postcode or a position; all else may be missing."""
    rows = _choices_lines(lines)
    _, header = next(rows, (1, []))
    at = {name.strip().lstrip("\ufeff").removeprefix("ï»¿").casefold(): column for column, name in enumerate(header)}
    missing = [name for name in ("OrganisationCode", "OrganisationName") if name.casefold() not in at]
    if "postcode" not in at and not {"latitude", "longitude"} <= at.keys():
        missing.append("Postcode (or Latitude and Longitude)")
    if missing:
        if len(header) == 1 and "organisationcode" in re.split(r"[,;\t]", header[0].casefold().replace('"', "")):
            raise WrongFile(
                f"This file of {form.words} is divided by another sign than ¬, perhaps because a spreadsheet saved it. Take the original."
            )
        raise WrongFile(
            f"This is not a national file of {form.words}: its first line, divided by ¬, does not name {' and '.join(missing)}."
        )
    known = _Columns(at)
    wrong = 0
    for line, row in _whole(rows, len(header)):
        entries = [row] if isinstance(row, Refusal) else _choices_entries(line, known.of(row), form)
        for entry in entries:
            wrong += isinstance(entry, Refusal) and entry.reason.startswith(OTHER_FILE)
            if wrong > MOST_REFUSED and line <= LOOKED_AT:
                raise WrongFile(f"This is not a national file of {form.words}: most of its first lines say that they are something else.")
            yield line, _with_cells(entry, row)


OTHER_FILE = "is of another kind"


class _Columns:
    """The cells of a row by the names of their columns; one that the file does not have is empty."""

    def __init__(self, at: dict[str, int]) -> None:
        self.at = at

    def of(self, row: list[str]) -> Callable[[str], str]:
        return lambda name: row[self.at[name.casefold()]] if name.casefold() in self.at else ""


def _choices_entries(line: int, cell: Callable[[str], str], form: _Form) -> list[Entry | Refusal]:
    code, name = cell("OrganisationCode").upper(), written(cell("OrganisationName"))
    if not code or not name:
        return [Refusal(line, "a place needs a code and a name")]
    position = _position(cell("Latitude"), cell("Longitude"))
    if position is None:
        return [Refusal(line, f"{code[:20]}: the position is not a latitude and longitude")]
    where = postcode(cell("Postcode")) or ""
    if position == (None, None) and not where:
        return [Refusal(line, f"{code[:20]} has neither a postcode nor a position")]
    kind = _said_kind(cell("SubType"), form) or _said_kind(cell("OrganisationType"), form) or form.kinds[0]
    if kind not in form.kinds:
        return [Refusal(line, f"{OTHER_FILE}: “{cell('OrganisationType')[:40]}”")]
    owner, above = _choices_owner(cell, code, name, form)
    place = Entry(
        "site" if owner else "provider",
        kind,
        name,
        code=code,
        owner=("provider", owner) if owner else None,
        address=tuple(part for part in (written(cell(f"Address{n}")) for n in (1, 2, 3)) if part),
        town=written(cell("City")),
        postcode=where,
        telephone=cell("Phone"),
        website=_website(cell("Website")),
        latitude=position[0],
        longitude=position[1],
    )
    return [above, place] if above else [place]


def _choices_owner(cell: Callable[[str], str], code: str, name: str, form: _Form) -> tuple[str, Entry | None]:
    """The code of what a place belongs to, with that provider as the file implies it; none where the place is its own provider."""
    owner, called = cell("ParentODSCode").upper(), written(cell("ParentName"))
    if form is SURGERIES or (not form.own_site and (not owner or COMMISSIONER.search(folded(called)))):
        return "", None
    owner, called = owner or f"OWN:{code}", called or name
    if form.own_site:
        kind = "private" if cell("Sector") == "Independent Sector" else _trust_kind(called)
    else:
        trust = _trust_kind(called)
        kind = form.kinds[0] if trust == "private" else trust
    return owner, Entry("provider", kind, called, code=owner, implied=True)


def _said_kind(words: str, form: _Form) -> str:
    """The kind that a row says: one of those that the file may hold first, since a clinic of a hospital is a clinic there."""
    folds = f" {folded(words)}"
    said = [kind for kind, beginnings in SAID if any(f" {beginning}" in folds for beginning in beginnings)]
    return next((kind for kind in said if kind in form.kinds), said[0] if said else "")


def _choices_lines(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Lines with their numbers, divided at each ¬: nothing is quoted in these files."""
    for line, text in enumerate(lines, start=1):
        if text.strip():
            yield line, text.rstrip("\r\n").split("¬")


MOST_BREAKS = 4
"""How many line breaks may stand inside one row: in an address, say."""


def _whole(rows: Iterator[tuple[int, list[str]]], columns: int) -> Iterator[tuple[int, list[str] | Refusal]]:
    """Rows under the number of their first line. One inside which line breaks stand is put together again, if the columns then fit."""
    begun: tuple[int, list[str]] | None = None
    breaks = 0
    for line, cells in rows:
        if begun is not None:
            first, before = begun
            both = [*before[:-1], f"{before[-1]} {cells[0]}", *cells[1:]]
            breaks += 1
            if len(both) == columns and len(cells) < columns:
                begun = None
                yield first, _checked(first, both)
                continue
            if len(both) < columns and breaks < MOST_BREAKS:
                begun = (first, both)
                continue
            begun = None
            yield first, Refusal(first, f"has {len(before)} columns instead of {columns}", tuple(before))
        if len(cells) < columns:
            begun, breaks = (line, cells), 0
        elif len(cells) > columns:
            yield line, Refusal(line, f"has {len(cells)} columns instead of {columns}", tuple(cells))
        else:
            yield line, _checked(line, cells)
    if begun is not None:
        yield begun[0], Refusal(begun[0], f"has {len(begun[1])} columns instead of {columns}", tuple(begun[1]))


def _with_cells(entry: Entry | Refusal, row: list[str] | Refusal) -> Entry | Refusal:
    return replace(entry, cells=tuple(row)) if isinstance(entry, Refusal) and not isinstance(row, Refusal) else entry


def _read_ods(lines: Iterable[str], kind: Callable[[list[str]], str]) -> Read:
    badly_formed = unreadable = 0
    seen = _Seen(lines)
    for line, row in _rows(csv.reader(seen, strict=True), ODS_COLUMNS, seen):
        entry = row if isinstance(row, Refusal) else _ods_entry(line, row, kind(row))
        if isinstance(entry, Refusal) and line <= LOOKED_AT:
            badly_formed += entry is row
            unreadable += entry is not row
        if badly_formed > MOST_REFUSED:
            raise WrongFile(f"This does not look like an ODS report file of {ODS_COLUMNS} columns: most of its first lines are not.")
        if badly_formed + unreadable > MOST_REFUSED and isinstance(entry, Refusal):
            raise WrongFile(f"Most of the first lines of this ODS report file cannot be taken, for one line {line}: {entry.reason}.")
        yield line, _with_cells(entry, row)


def _ods_entry(line: int, row: list[str], kind: str) -> Entry | Refusal:
    code, name = row[0].upper(), row[1]
    if not code.isalnum() or len(code) > 12:
        return Refusal(line, f"“{code[:20]}” is not an organisation code")
    if not name:
        return Refusal(line, f"{code} has no name")
    try:
        opened, closed = _date(row[10]), _date(row[11])
    except ValueError:
        return Refusal(line, f"{code} has a date that is neither yyyymmdd nor dd/mm/yyyy")
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


class _Seen:
    """Lines as they go to the reader, which says of a row that is not well formed only that it is not."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = iter(lines)
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in self.lines:
            self.taken.append(line)
            yield line

    def cells(self) -> tuple[str, ...]:
        """What the lines taken for the last row say, as far as that can be told: divided at each comma, without their quotes."""
        return tuple(cell.strip().strip('"').strip() for line in self.taken for cell in line.split(","))


def _rows(rows: Iterator[list[str]], columns: int, seen: _Seen) -> Iterator[tuple[int, list[str] | Refusal]]:
    """Rows with their line numbers, stripped; a row that is not well formed is a refusal, and the rest goes on."""
    while True:
        seen.taken.clear()
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield rows.line_num, Refusal(rows.line_num, f"not well-formed: {error}", seen.cells())  # type: ignore[attr-defined]
            continue
        line: int = rows.line_num  # type: ignore[attr-defined]
        if not row:
            continue
        if len(row) != columns:
            yield line, Refusal(line, f"has {len(row)} columns instead of {columns}", tuple(row))
        else:
            yield line, _checked(line, row)


def _checked(line: int, row: list[str]) -> list[str] | Refusal:
    for cell in row:
        if found := UNREADABLE.search(cell):
            lost = "has a null character" if found.group() == "\0" else "has a letter that is lost, or in no encoding we know"
            return Refusal(line, lost, tuple(row))
        if len(cell) > 200:
            return Refusal(line, "has a cell of over 200 characters", tuple(row))
    return [" ".join(clean_line(cell).split()) for cell in row]


def _check_header(rows: Iterator[list[str]], expected: list[str]) -> None:
    header = _first(rows)
    if [name.strip().lstrip("\ufeff").lower() for name in header] != expected:
        raise WrongFile(f"The first line must be: {','.join(expected)}")


def _first(rows: Iterator[list[str]]) -> list[str]:
    try:
        return next(rows, [])
    except csv.Error as error:
        raise WrongFile(f"The first line is not well-formed: {error}") from error


DATES = (re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})"), re.compile(r"(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4})"))


def _date(text: str) -> date | None:
    """A day as yyyymmdd, or as dd/mm/yyyy, as spreadsheets save it here."""
    if not text:
        return None
    found = next((known for form in DATES if (known := form.fullmatch(text))), None)
    if found is None:
        raise ValueError(text)
    return date(int(found["y"]), int(found["m"]), int(found["d"]))


def _position(latitude: str, longitude: str) -> tuple[float | None, float | None] | None:
    if not latitude and not longitude:
        return (None, None)
    try:
        found = (float(latitude), float(longitude))
    except (ValueError, OverflowError):
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
