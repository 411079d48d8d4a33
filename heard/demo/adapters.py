"""The demo's mail server: a table that the mailbox page shows."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from heard.demo.actions import mailbox


class MailboxBackend(BaseEmailBackend):
    """Django's way of sending mail, where sending means keeping. Outside a demo it takes nothing."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep every message, once for each recipient; returns how many messages were taken.

        Raises:
            ConnectionError: this is not a demo, so the messages have to wait for a real server.
        """
        if not settings.DEMO:
            raise ConnectionError("The demo's mailbox takes no mail outside a demo: set EMAIL_HOST.")
        for message in email_messages:
            built = {"From": message.from_email, **message.extra_headers}
            for address in message.recipients():
                mailbox.keep_message(to=address, subject=str(message.subject), body=str(message.body), headers=built)
        return len(email_messages)
