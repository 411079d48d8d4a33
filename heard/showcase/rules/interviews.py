"""What an interview is, and what is still wrong with one that is to be published. It is kept as JSON, and page and PDF are made from it."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from heard.core.rows import row

LONGEST_TITLE, LONGEST_LEAD, LONGEST_QUESTION, LONGEST_ANSWER = 140, 400, 250, 6000
LONGEST_NAME, LONGEST_SHORT, LONGEST_ROLE = 80, 12, 160
MOST_PEOPLE, MOST_TURNS, MOST_ANSWERS, MOST_RELATED = 6, 30, 7, 8
"""All of it has to fit into one form (`settings.DATA_UPLOAD_MAX_NUMBER_FIELDS`): a longer one is refused, and what was typed is lost."""


@dataclass(frozen=True)
class Speaker:
    """Someone who was interviewed, as the page names them. `number` is their row, which keeps their consent."""

    number: int
    name: str
    short: str
    role: str


@dataclass(frozen=True)
class Answer:
    who: int
    words: str

    @property
    def paragraphs(self) -> list[str]:
        return [" ".join(each.split()) for each in self.words.split("\n\n") if each.strip()]


@dataclass(frozen=True)
class Turn:
    """A question, and what was answered."""

    question: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Interview:
    title: str
    lead: str
    people: tuple[Speaker, ...]
    turns: tuple[Turn, ...]
    service: str = ""
    """The last part of the address of its page."""
    organisation: str = ""
    stories: tuple[int, ...] = ()
    """Their numbers. What changed because of them is shown beside them."""
    film: str = ""
    """The key of a film of it."""

    @property
    def body(self) -> dict[str, Any]:
        return asdict(self)

    def named(self, number: int) -> Speaker:
        return next(each for each in self.people if each.number == number)


def read(body: dict[str, Any]) -> Interview:
    return row(Interview, body)


def digest_of(*parts: object) -> str:
    """Of what a PDF is made from: while this stays, so does the file."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:32]


class Wrong(NamedTuple):
    """What is wrong, and with which field of the form."""

    field: str
    words: str


def still_wrong(interview: Interview) -> Iterator[Wrong]:
    """What is missing before this can be published."""
    if not interview.lead:
        yield Wrong("lead", _("Write an introduction that says who was interviewed, and what about"))
    if not interview.people:
        yield Wrong("person-0-name", _("Say who was interviewed"))
    for position, person in enumerate(interview.people):
        if not any(person.number == answer.who for turn in interview.turns for answer in turn.answers):
            yield Wrong(f"person-{position}-name", _("%(name)s doesn’t answer anything yet") % {"name": person.name})
        if not person.role:
            yield Wrong(f"person-{position}-role", _("Say what %(name)s does") % {"name": person.name})
    if not interview.turns:
        yield Wrong("turn-0-question", _("Write the first question"))
    for position, turn in enumerate(interview.turns):
        if not turn.question:
            yield Wrong(f"turn-{position}-question", _("Write the question"))
        if not turn.answers:
            yield Wrong(f"turn-{position}-answer-0-words", _("Write the answer, or remove the question"))
