from dataclasses import dataclass
from typing import ClassVar

from heard.core.events import Fact


@dataclass(frozen=True)
class AnswerReferred(Fact):
    """An answer's window closed and a moderator has to read it."""

    name: ClassVar[str] = "responses.answer_referred"
    answer_id: int
    story_id: int


@dataclass(frozen=True)
class AnswerPublished(Fact):
    name: ClassVar[str] = "responses.answer_published"
    answer_id: int
    story_id: int
    organisation_id: int


@dataclass(frozen=True)
class AnswerReturned(Fact):
    name: ClassVar[str] = "responses.answer_returned"
    answer_id: int
    story_id: int


@dataclass(frozen=True)
class ReplySent(Fact):
    name: ClassVar[str] = "responses.reply_sent"
    reply_id: int
    story_id: int


@dataclass(frozen=True)
class ReplyPublished(Fact):
    name: ClassVar[str] = "responses.reply_published"
    reply_id: int
    story_id: int


@dataclass(frozen=True)
class ReplyDeclined(Fact):
    name: ClassVar[str] = "responses.reply_declined"
    reply_id: int
    story_id: int


@dataclass(frozen=True)
class ReplyWithdrawn(Fact):
    """The author took one reply or update back."""

    name: ClassVar[str] = "responses.reply_withdrawn"
    reply_id: int
    story_id: int


@dataclass(frozen=True)
class ChangeSent(Fact):
    """A plan, or the news that a change was made, has to be read by a moderator. `step` is planned or made."""

    name: ClassVar[str] = "responses.change_sent"
    change_id: int
    story_id: int
    step: str


@dataclass(frozen=True)
class ChangePublished(Fact):
    """`step` is planned or made."""

    name: ClassVar[str] = "responses.change_published"
    change_id: int
    story_id: int
    organisation_id: int
    step: str


@dataclass(frozen=True)
class ChangeReturned(Fact):
    name: ClassVar[str] = "responses.change_returned"
    change_id: int
    story_id: int


@dataclass(frozen=True)
class AnswerRated(Fact):
    """The author said whether an answer helped."""

    name: ClassVar[str] = "responses.answer_rated"
    answer_id: int
    story_id: int
    helpful: str


@dataclass(frozen=True)
class ChangeRated(Fact):
    """The author said whether a change made a difference: yes or no."""

    name: ClassVar[str] = "responses.change_rated"
    change_id: int
    story_id: int
    helped: str


@dataclass(frozen=True)
class AuthorTreatedDifferently(Fact):
    name: ClassVar[str] = "responses.treated_differently"
    report_id: int
    story_id: int
