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
    """An answer is public. The person who wrote it is told too (ADR 25)."""

    name: ClassVar[str] = "responses.answer_published"
    answer_id: int
    story_id: int
    organisation_id: int


@dataclass(frozen=True)
class AnswerReturned(Fact):
    """A moderator sent an answer back to the person who wrote it, with a reason."""

    name: ClassVar[str] = "responses.answer_returned"
    answer_id: int
    story_id: int


@dataclass(frozen=True)
class ReplySent(Fact):
    """The author wrote a reply or an update; a moderator has to read it."""

    name: ClassVar[str] = "responses.reply_sent"
    reply_id: int
    story_id: int


@dataclass(frozen=True)
class ReplyPublished(Fact):
    """What the author added is public. Those who answered are told (ADR 25)."""

    name: ClassVar[str] = "responses.reply_published"
    reply_id: int
    story_id: int


@dataclass(frozen=True)
class ReplyDeclined(Fact):
    """A moderator decided not to publish what the author added, and says why."""

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
class PromiseNotKept(Fact):
    """The author said, without words, that a change hasn't happened by the day it was promised for. It is public at once
    (ADR 29).
    """

    name: ClassVar[str] = "responses.promise_not_kept"
    reply_id: int
    change_id: int
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
    """A plan, or the news that a change was made, is public; `step` is planned or made (ADR 25)."""

    name: ClassVar[str] = "responses.change_published"
    change_id: int
    story_id: int
    organisation_id: int
    step: str


@dataclass(frozen=True)
class ChangeReturned(Fact):
    """A moderator sent a plan, or the news that a change was made, back to the person who wrote it."""

    name: ClassVar[str] = "responses.change_returned"
    change_id: int
    story_id: int


@dataclass(frozen=True)
class ChangeDateMoved(Fact):
    """An organisation gave another day by which it will make a change."""

    name: ClassVar[str] = "responses.change_date_moved"
    change_id: int
    story_id: int
    organisation_id: int
    move_id: int


@dataclass(frozen=True)
class AnswerRated(Fact):
    """The author said whether an answer helped; `nth` tells one change of their mind from another (0: said before that was counted)."""

    name: ClassVar[str] = "responses.answer_rated"
    answer_id: int
    story_id: int
    helpful: str
    nth: int = 0


@dataclass(frozen=True)
class ChangeRated(Fact):
    """The author said whether a change made a difference: yes or no. `nth` as in `AnswerRated`."""

    name: ClassVar[str] = "responses.change_rated"
    change_id: int
    story_id: int
    helped: str
    nth: int = 0


@dataclass(frozen=True)
class AuthorTreatedDifferently(Fact):
    """The author told senior moderators that someone treated them differently or asked who they are."""

    name: ClassVar[str] = "responses.treated_differently"
    report_id: int
    story_id: int
