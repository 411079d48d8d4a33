from dataclasses import dataclass
from typing import ClassVar

from heard.core.events import Fact


@dataclass(frozen=True)
class StorySent(Fact):
    """An author sent a story; only a moderator may see it yet."""

    name: ClassVar[str] = "stories.sent"
    story_id: int


@dataclass(frozen=True)
class StoryPublished(Fact):
    """A story became public. Everyone concerned has to be told within a minute."""

    name: ClassVar[str] = "stories.published"
    story_id: int


@dataclass(frozen=True)
class StoryEdited(Fact):
    """The public text of a published story was changed by a moderator."""

    name: ClassVar[str] = "stories.edited"
    story_id: int
    version: int


@dataclass(frozen=True)
class ServicesCorrected(Fact):
    """A published story turned out to be about other places: anyone concerned now who was not before has to be told."""

    name: ClassVar[str] = "stories.services_corrected"
    story_id: int


@dataclass(frozen=True)
class AuthorAsked(Fact):
    """A moderator asked the author something; `move_id` is the move that holds the question."""

    name: ClassVar[str] = "stories.author_asked"
    story_id: int
    move_id: int


@dataclass(frozen=True)
class AuthorReplied(Fact):
    """The author answered a moderator's question."""

    name: ClassVar[str] = "stories.author_replied"
    story_id: int
    move_id: int


@dataclass(frozen=True)
class StoryCorrected(Fact):
    """The author corrected or added to their words before anyone decided; `move_id` is the move that did it."""

    name: ClassVar[str] = "stories.corrected"
    story_id: int
    move_id: int


@dataclass(frozen=True)
class AuthorAppealed(Fact):
    """The author asked us to look again at a story that was declined."""

    name: ClassVar[str] = "stories.author_appealed"
    story_id: int
    move_id: int


@dataclass(frozen=True)
class StoryHeld(Fact):
    name: ClassVar[str] = "stories.held"
    story_id: int


@dataclass(frozen=True)
class StoryDeclined(Fact):
    """A moderator decided not to publish; `move_id` is the move that holds the message to the author (0 in facts of before it was kept)."""

    name: ClassVar[str] = "stories.declined"
    story_id: int
    reason: str
    move_id: int = 0


@dataclass(frozen=True)
class StoryWithdrawn(Fact):
    """The author took the story back; `was_public` says whether anyone could have read it."""

    name: ClassVar[str] = "stories.withdrawn"
    story_id: int
    was_public: bool


@dataclass(frozen=True)
class StoryErased(Fact):
    """The words of a story that its author took back were deleted, ⚙ `taken_back_kept` days after. What others keep of them has to
    go, too.
    """

    name: ClassVar[str] = "stories.erased"
    story_id: int
