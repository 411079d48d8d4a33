from dataclasses import dataclass
from typing import ClassVar

from heard.core.events import Fact


@dataclass(frozen=True)
class OrganisationsTold(Fact):
    """Every organisation concerned with a story, newly published or corrected, has its `Telling`; now its members can be alerted."""

    name: ClassVar[str] = "reach.told"
    story_id: int


@dataclass(frozen=True)
class StoryHeard(Fact):
    """A first message about the story was delivered to a member of the organisation."""

    name: ClassVar[str] = "reach.heard"
    story_id: int
    organisation_id: int


@dataclass(frozen=True)
class StoryRead(Fact):
    """A first signed-in member of the organisation opened the story."""

    name: ClassVar[str] = "reach.read"
    story_id: int
    organisation_id: int
