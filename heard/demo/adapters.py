"""The demo's mail server: a table that the mailbox page shows."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext as _

from heard.demo.actions import mailbox
from heard.moderation.gateways import NotPaged


class MailboxPager:
    """The demo's paging service: a page is shown in the mailbox, and goes nowhere."""

    def page(self, address: str, words: str) -> None:
        """Keep the words.

        Raises:
            NotPaged: this is not a demo.
        """
        if not settings.DEMO:
            raise NotPaged("the demo's mailbox takes no pages outside a demo")
        mailbox.keep_message(to="pager@demo.invalid", subject=_("Pager message"), body=words, headers={})


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
