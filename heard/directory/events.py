from dataclasses import dataclass
from typing import ClassVar

from heard.core.events import Fact


@dataclass(frozen=True)
class RegisterImported(Fact):
    """A register was taken in; the numbers say what it did."""

    name: ClassVar[str] = "directory.register_imported"
    register: str
    added: int
    changed: int
    closed: int


@dataclass(frozen=True)
class ServiceMoved(Fact):
    """A place belongs to another one now: everything that carries its ancestors has to follow. No one is emailed about years of old
    stories.
    """

    name: ClassVar[str] = "directory.service_moved"
    service_id: int


@dataclass(frozen=True)
class ServiceRenamed(Fact):
    """A place is known by another name, or by one more old one: whatever is found by its names has to be found by these
    (ADR 35).
    """

    name: ClassVar[str] = "directory.service_renamed"
    service_id: int


@dataclass(frozen=True)
class ContactConfirmed(Fact):
    """The person who reads the mailbox of a provider's registered contact said that it is right."""

    name: ClassVar[str] = "directory.contact_confirmed"
    service_id: int


@dataclass(frozen=True)
class ServiceCorrected(Fact):
    """Someone set a field by hand, or took that back."""

    name: ClassVar[str] = "directory.service_corrected"
    service_id: int
    field: str


@dataclass(frozen=True)
class PlaceProposed(Fact):
    """A moderator named a place that no register holds: it waits for an operator to put it into the directory."""

    name: ClassVar[str] = "directory.place_proposed"
    service_id: int


@dataclass(frozen=True)
class PlaceAdded(Fact):
    """An operator put a place into the directory that no register holds."""

    name: ClassVar[str] = "directory.place_added"
    service_id: int


@dataclass(frozen=True)
class PlaceAccepted(Fact):
    """A proposed place has its parent and its particulars: those concerned now have to be told of the stories about it
    (ADR 26).
    """

    name: ClassVar[str] = "directory.place_accepted"
    service_id: int
    placing_id: int


@dataclass(frozen=True)
class PlaceJoined(Fact):
    """A place turned out to be another one of the directory: what is told about it is about that one from now on
    (ADR 26).
    """

    name: ClassVar[str] = "directory.place_joined"
    service_id: int
    into_id: int
    placing_id: int


@dataclass(frozen=True)
class PlaceParted(Fact):
    """A join was a mistake and is undone: what was told about the place before it, or since, is about that place again."""

    name: ClassVar[str] = "directory.place_parted"
    service_id: int
    placing_id: int


@dataclass(frozen=True)
class PlaceClosed(Fact):
    """The last day of a place came."""

    name: ClassVar[str] = "directory.place_closed"
    service_id: int


@dataclass(frozen=True)
class PlaceDropped(Fact):
    """A proposed place was none: an operator took it away again."""

    name: ClassVar[str] = "directory.place_dropped"
    service_id: int


@dataclass(frozen=True)
class EverydayNameSet(Fact):
    """An operator added, changed, hid or showed an everyday name; `step` says which."""

    name: ClassVar[str] = "directory.everyday_name_set"
    everyday_name_id: int
    step: str
