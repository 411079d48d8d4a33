"""What happens at the desk that others may follow."""

from dataclasses import dataclass
from typing import ClassVar

from heard.core.events import Fact


@dataclass(frozen=True)
class CallBegan(Fact):
    """Someone has to look at a case, or at a message to Heard, now, and no one has it. A sweep every minute tells the next
    (ADR 21, ADR 27).
    """

    name: ClassVar[str] = "moderation.call_began"
    call_id: int
    case_id: int | None = None
    enquiry_id: int | None = None


@dataclass(frozen=True)
class RotaChanged(Fact):
    name: ClassVar[str] = "moderation.rota_changed"
    region_id: int


@dataclass(frozen=True)
class PagingAddressSet(Fact):
    """A senior moderator has another paging address, or none."""

    name: ClassVar[str] = "moderation.paging_address_set"
    person_id: int
