"""How an author's ways to be reached are written, so that the same one is always the same text."""

from heard.core.errors import NotAcceptable
from heard.core.texts.addresses import NotAnAddress, email_address

AUTHOR_ACCOUNT = "author-account"
"""The kind of reference (`core.actors`) under which an author is written to about the way in, whatever else they want to hear."""


def clean_email(typed: str) -> str:
    """The address in one form (`core.texts.addresses`). Whether it can be reached is not tried.

    Raises:
        NotAcceptable: it is not an email address, or not one our mail can carry.
    """
    try:
        return email_address(typed)
    except NotAnAddress as wrong:
        raise NotAcceptable(str(wrong), field="email") from wrong
