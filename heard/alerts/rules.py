"""When an author is written to; and stop links: one says, signed, whose messages it stops; opening it shows a page, only a POST acts."""

from datetime import datetime, timedelta
from secrets import SystemRandom

from django.core import signing

SALT = "heard.alerts.stop"


def stop_token(recipient: str) -> str:
    """A token for `membership:ID` or `author:ID` that does not expire: a mail may be opened years later."""
    return signing.Signer(salt=SALT).sign_object(recipient).replace(":", "~")


def stopped_by(token: str) -> str | None:
    """Whom the token is about; None when it is not ours."""
    try:
        recipient = signing.Signer(salt=SALT).unsign_object(token.replace("~", ":"))
    except signing.BadSignature:
        return None
    return recipient if isinstance(recipient, str) else None


def some_time_after(moment: datetime, *, least: int, most: int) -> datetime:
    """A moment drawn by chance, from `least` to `most` minutes after this one; the two may come in either order.

    A letter that left as its story appeared would tell whose story it is to anybody who sees when the author's mail came.
    """
    shortest, longest = sorted((least, most))
    return moment + timedelta(seconds=SystemRandom().uniform(shortest * 60, longest * 60))
