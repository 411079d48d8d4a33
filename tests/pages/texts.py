"""The texts that come with Heard, as their readers read them: for tests of their words."""

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from heard.core.build import PACKAGE

CONTENT = PACKAGE / "pages" / "content" / "en-GB"
_FRONT = re.compile(r"\A\+\+\+\n(.*?)\n\+\+\+\n", re.DOTALL)
_CODE = re.compile(r"`[^`]*`")
_LINK = re.compile(r"\[([^\[\]]*)\]\((\w+:[^()]*)\)")
_TERM = re.compile(r"\[\[([^\[\]|]+)(?:\|([^\[\]]+))?\]\]")
_NAME = re.compile(r"\{([a-z_]+)(:number)?\}")
_BLOCK = re.compile(r"^::: ?(\w*) ?(.*)$", re.MULTILINE)
_MARKS = re.compile(r"^(?:#+|\*|\d+\.|>) |^\|?-[-| ]*$|\*\*|\|", re.MULTILINE)


@dataclass(frozen=True)
class Text:
    """One file: its front matter, its source, and what it uses."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(CONTENT).with_suffix("").as_posix()

    @cached_property
    def _written(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def front(self) -> dict[str, Any]:
        found = _FRONT.match(self._written)
        assert found, f"{self.name} has no front matter between lines of +++"
        return tomllib.loads(found.group(1))

    @cached_property
    def source(self) -> str:
        """Without what stands between backticks, which says how something is written and does nothing."""
        return _CODE.sub("code", _FRONT.sub("", self._written))

    @cached_property
    def links(self) -> list[tuple[str, str]]:
        """Each link: its words and where it leads."""
        return _LINK.findall(self.source)

    @cached_property
    def terms(self) -> set[str]:
        return {term for term, _ in _TERM.findall(self.source)}

    @cached_property
    def names(self) -> set[str]:
        return {name for name, _ in _NAME.findall(self.source)}

    @cached_property
    def blocks(self) -> set[str]:
        return {name for name, _ in _BLOCK.findall(self.source) if name}

    @cached_property
    def left(self) -> str:
        """What is left without anything that means something."""
        return _NAME.sub("…", _TERM.sub(lambda found: found.group(2) or found.group(1), _LINK.sub(r"\1", self.source)))

    @cached_property
    def read(self) -> list[str]:
        """Heading by heading, paragraph by paragraph, what people read."""
        lines = _MARKS.sub(" ", _BLOCK.sub(r"\2", self.left)).splitlines()
        said = [" ".join(line.split()) for line in lines]
        return [self.front["title"], self.front["lead"], self.front["summary"], *(each for each in said if each.strip(" …"))]


def all_texts() -> list[Text]:
    return [Text(path) for path in sorted(CONTENT.rglob("*.md")) if not path.name.startswith("_")]


def all_terms() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((CONTENT / "terms.toml").read_text(encoding="utf-8"))["term"]
    return found
