"""What happens to the accounts of people who work here."""

from dataclasses import dataclass
from typing import ClassVar

from heard.core.events import Fact


@dataclass(frozen=True)
class PersonMade(Fact):
    name: ClassVar[str] = "accounts.person_made"
    person_id: int


@dataclass(frozen=True)
class PersonInvited(Fact):
    """Mailed a link to choose a password."""

    name: ClassVar[str] = "accounts.person_invited"
    person_id: int


@dataclass(frozen=True)
class PlatformRolesSet(Fact):
    name: ClassVar[str] = "accounts.platform_roles_set"
    person_id: int


@dataclass(frozen=True)
class RegionsOfModeratorSet(Fact):
    """An operator chose the regions that someone moderates. What they had claimed in any other goes back, and they leave its rota."""

    name: ClassVar[str] = "accounts.regions_of_moderator_set"
    person_id: int


@dataclass(frozen=True)
class PersonChanged(Fact):
    """`what` is name, email or password."""

    name: ClassVar[str] = "accounts.person_changed"
    person_id: int
    what: str


@dataclass(frozen=True)
class PhotoChanged(Fact):
    """Someone has another photo now, or none: pages where they say something show it."""

    name: ClassVar[str] = "accounts.photo_changed"
    person_id: int


@dataclass(frozen=True)
class PersonDeactivated(Fact):
    """An operator closed an account: it is signed out everywhere at once."""

    name: ClassVar[str] = "accounts.person_deactivated"
    person_id: int


@dataclass(frozen=True)
class PersonReactivated(Fact):
    name: ClassVar[str] = "accounts.person_reactivated"
    person_id: int


@dataclass(frozen=True)
class SessionsEnded(Fact):
    name: ClassVar[str] = "accounts.sessions_ended"
    person_id: int
