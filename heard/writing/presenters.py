"""What a page says of the sheet it stands on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from heard.core import clock
from heard.writing.models import Text
from heard.writing.rules import is_blank

JUST_NOW = timedelta(minutes=15)
"""Whoever wrote so lately is writing still, as far as anybody can tell."""


@dataclass(frozen=True)
class Other:
    """A text on the sheet that is not the one in the form; `mine`: by whoever looks, in another window. `use`: where it is taken."""

    who: str
    mine: bool
    at: datetime
    words: str
    use: str

    @property
    def is_writing(self) -> bool:
        return not self.mine and clock.now() - self.at < JUST_NOW


@dataclass(frozen=True)
class Begun:
    """Something that was begun and not sent, where it is listed. `path` is where to go on with it; empty where nobody can."""

    label: str
    who: str
    at: datetime
    words: str
    path: str


def main_words(text: Text, main: tuple[str, ...]) -> str:
    """The words that matter of a text, one under the other."""
    return "\n\n".join(value.strip() for name in main for value in text.words.get(name, ()) if value.strip())


def others(texts: list[Text], *, but: Text | None, main: tuple[str, ...], person_id: int, address: str) -> list[Other]:
    """All that stands on the sheet beside `but`. `address` is the page, with room for one more thing asked in it."""
    return [
        Other(each.writer.name, each.writer_id == person_id, each.written_at, main_words(each, main), f"{address}use={each.version}")
        for each in texts
        if (but is None or each.pk != but.pk) and not is_blank(each.words, main)
    ]
