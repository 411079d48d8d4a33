"""Messages that were sent, kept for a week."""

from collections.abc import Mapping
from datetime import timedelta

from heard.core import clock
from heard.demo.models import MailboxMessage

KEPT = timedelta(days=7)


def keep_message(*, to: str, subject: str, body: str, headers: Mapping[str, str]) -> MailboxMessage:
    """Keep one message to one address, as the mail server that it is sent through."""
    return MailboxMessage.objects.create(to=to, subject=subject, body=body, headers=dict(headers), at=clock.now())


def forget_old_messages() -> int:
    """Delete messages older than a week; returns how many."""
    gone, _ = MailboxMessage.objects.filter(at__lt=clock.now() - KEPT).delete()
    return gone
