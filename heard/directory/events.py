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
    """A place belongs to another one now: everything that carries its ancestors has to follow."""

    name: ClassVar[str] = "directory.service_moved"
    service_id: int


@dataclass(frozen=True)
class ContactConfirmed(Fact):
    """Whoever reads the mailbox of a provider's registered contact said that it is right."""

    name: ClassVar[str] = "directory.contact_confirmed"
    service_id: int


@dataclass(frozen=True)
class ServiceCorrected(Fact):
    """Somebody set a field by hand, or took that back."""

    name: ClassVar[str] = "directory.service_corrected"
    service_id: int
    field: str
