"""The made-up regions as they are written down in `heard/demo/content` (its README says what every word means)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "content"
ELSEWHERE = ("strathwend", "kilcarrow")
"""The folders of the other regions, in the order in which they are made."""
Row = dict[str, Any]


def _read(path: Path) -> Row:
    with path.open("rb") as file:
        return tomllib.load(file)


@cache
def regions() -> dict[str, Row]:
    """Each region's own words, crisis lines, ways to complain, holidays and numbers, by slug; Northmoor, the main one, first."""
    return {row["region"]["slug"]: row for row in (_read(folder / "region.toml") for folder in _folders())}


def region() -> Row:
    """The same of the main one."""
    return next(iter(regions().values()))


@cache
def places() -> dict[str, Row]:
    """Places by slug, parents first."""
    return _rows("directory.toml", "place")


@cache
def people() -> dict[str, Row]:
    """Staff of organisations and of Heard, by slug."""
    return _rows("people.toml", "person")


@cache
def organisations() -> dict[str, Row]:
    """Listening organisations with their members, by slug."""
    return _rows("organisations.toml", "organisation")


@cache
def tags() -> Row:
    """Offered tags by kind, and `synonyms`: the same in all regions."""
    return _read(FOLDER / "tags.toml")


@cache
def stories() -> dict[str, Row]:
    """Every story with what followed it, by key."""
    return _rows("stories.toml", "story", "key") | _rows("stories/*.toml", "story", "key")


@cache
def showcase() -> Row:
    """Case studies, exemplars and the team."""
    return _read(FOLDER / "showcase.toml")


def may_be_signed_in_as() -> dict[str, Row]:
    """The people of the demo's sign-in page, by slug."""
    return {slug: row for slug, row in people().items() if row.get("demo_sign_in")}


def tour() -> Row:
    """The story that the tour walks through."""
    return next(row for row in stories().values() if row.get("tour"))


def _folders() -> list[Path]:
    """Where each region is written down."""
    return [FOLDER, *(FOLDER / "elsewhere" / each for each in ELSEWHERE)]


def _rows(files: str, what: str, key: str = "slug") -> dict[str, Row]:
    """What these files of every region hold, each row with the `region` that it is of."""
    return {
        row[key]: {**row, "region": slug}
        for slug, folder in zip(regions(), _folders(), strict=True)
        for file in sorted(folder.glob(files))
        for row in _read(file)[what]
    }
