"""The texts that come with Heard: Markdown files with a few lines of TOML at their head, and the words of the glossary."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from django.utils.text import slugify

from heard.core.actors import SystemActor

CONTENT = Path(__file__).parents[1] / "content" / "en-GB"
BY = SystemActor("house-texts")
"""Who wrote what comes with Heard."""
RULE = "+++\n"


@dataclass(frozen=True)
class HouseText:
    path: str
    kind: str
    position: int
    review_months: int
    title: str
    lead: str
    summary: str
    source: str


@dataclass(frozen=True)
class HouseTerm:
    word: str
    also: tuple[str, ...]
    meaning: str

    @property
    def slug(self) -> str:
        return slugify(self.word)[:60]


class Written(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def lead(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def source(self) -> str: ...


def same(one: Written, other: Written) -> bool:
    """Whether both say the same."""
    return (one.title, one.lead, one.summary, one.source) == (other.title, other.lead, other.summary, other.source)


def digest(brought: HouseText) -> str:
    """By what it says, so that one that says something else is told from it."""
    return sha256(repr((brought.title, brought.lead, brought.summary, brought.source)).encode()).hexdigest()


@cache
def texts() -> Mapping[str, HouseText]:
    """By their paths. A file whose name begins with an underscore is none."""
    files = sorted(each for each in CONTENT.rglob("*.md") if not each.name.startswith("_"))
    read = [_read(each) for each in files]
    return {each.path: each for each in read}


@cache
def terms() -> tuple[HouseTerm, ...]:
    file = CONTENT / "terms.toml"
    rows: list[dict[str, Any]] = tomllib.loads(file.read_text("utf-8"))["term"] if file.exists() else []
    return tuple(HouseTerm(each["word"], tuple(each.get("also", ())), each["meaning"].strip()) for each in rows)


@cache
def paths() -> frozenset[str]:
    return frozenset(texts())


def _read(file: Path) -> HouseText:
    before, head, source = file.read_text("utf-8").split(RULE, 2)
    said = tomllib.loads(head)
    if before.strip():
        raise ValueError(f"{file}: the lines of TOML come first, between two lines of +++")
    return HouseText(
        path=file.relative_to(CONTENT).with_suffix("").as_posix(),
        kind=said["kind"],
        position=said.get("position", 0),
        review_months=said["review_months"],
        title=said["title"],
        lead=said.get("lead", ""),
        summary=said.get("summary", ""),
        source=source.strip(),
    )
