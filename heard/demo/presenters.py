"""How a message of the mailbox is shown."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from heard.demo.models import MailboxMessage
from heard.demo.rules.letters import Piece, one_click_stop, pieces_of

SHOWN_HEADERS = ("Message-ID", "Auto-Submitted", "List-Unsubscribe", "List-Unsubscribe-Post")


@dataclass(frozen=True)
class ShownMessage:
    """One message: paragraphs of pieces, the headers worth seeing, and where one click stops such messages ("" if it offers none)."""

    to: str
    sender: str
    subject: str
    at: datetime
    paragraphs: list[list[Piece]]
    headers: list[tuple[str, str]]
    stop: str


def shown(message: MailboxMessage) -> ShownMessage:
    headers: dict[str, str] = message.headers
    return ShownMessage(
        to=message.to,
        sender=headers.get("From", ""),
        subject=message.subject,
        at=message.at,
        paragraphs=[pieces_of(each.strip("\n"), site=settings.SITE_URL) for each in message.body.split("\n\n") if each.strip()],
        headers=[(name, headers[name]) for name in SHOWN_HEADERS if name in headers],
        stop=one_click_stop(headers, site=settings.SITE_URL),
    )
