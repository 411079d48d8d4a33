from dataclasses import dataclass
from typing import ClassVar

from heard.core.events import Fact


@dataclass(frozen=True)
class EnquirySent(Fact):
    """Someone wrote to the people who run Heard."""

    name: ClassVar[str] = "enquiries.sent"
    enquiry_id: int


@dataclass(frozen=True)
class EnquiryAnswered(Fact):
    """One of them answered."""

    name: ClassVar[str] = "enquiries.answered"
    enquiry_id: int


@dataclass(frozen=True)
class EnquiryClosed(Fact):
    """One of them closed it without an answer."""

    name: ClassVar[str] = "enquiries.closed"
    enquiry_id: int
