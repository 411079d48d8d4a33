"""The made-up county as it is written down in `heard/demo/content` (its README says what every word means)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "content"
Row = dict[str, Any]


def _read(name: str) -> Row:
    with (FOLDER / name).open("rb") as file:
        return tomllib.load(file)


@cache
def region() -> Row:
    """The region's own words and its crisis lines."""
    return _read("region.toml")


@cache
def places() -> dict[str, Row]:
    """Places by slug, parents first."""
    return {row["slug"]: row for row in _read("directory.toml")["place"]}


@cache
def people() -> dict[str, Row]:
    """Staff of organisations and of Heard, by slug."""
    return {row["slug"]: row for row in _read("people.toml")["person"]}


@cache
def organisations() -> dict[str, Row]:
    """Listening organisations with their members, by slug."""
    return {row["slug"]: row for row in _read("organisations.toml")["organisation"]}


@cache
def tags() -> Row:
    """Offered tags by kind, and `synonyms`."""
    return _read("tags.toml")


@cache
def stories() -> dict[str, Row]:
    """Every story with what followed it, by key."""
    return {row["key"]: row for file in sorted((FOLDER / "stories").glob("*.toml")) for row in _read(f"stories/{file.name}")["story"]}


def may_be_signed_in_as() -> dict[str, Row]:
    """The people of the demo's sign-in page, by slug."""
    return {slug: row for slug, row in people().items() if row.get("demo_sign_in")}


def tour() -> Row:
    """The story that the tour walks through."""
    return next(row for row in stories().values() if row.get("tour"))
