"""When an author is written to; and stop links. A link says, sealed, whose messages it stops; opening it shows a page, only a POST acts.

A member's is about the membership. An author's is about the way to reach them, never about the author: it ends when that is forgotten or
replaced, and neither the letter nor its headers hold a number by which letters could be put together.
"""

from datetime import datetime, timedelta
from secrets import SystemRandom

from django.core import signing

from heard.core.tokens import open_token, sealed_token

PURPOSE = "heard.alerts.stop"


def token_for_member(membership_id: int) -> str:
    return sealed_token(f"membership:{membership_id}", purpose=PURPOSE)


def token_for_contact(contact_id: int, mark: str) -> str:
    """For the letters to one way to reach an author; `mark` tells its address from the one that may replace it."""
    return sealed_token(f"contact:{contact_id}:{mark}", purpose=PURPOSE)


def stopped_by(token: str) -> tuple[str, int, str] | None:
    """What the token is about: `membership`, `contact` or, in letters from before, `author`; its id; the mark. None when it is not ours."""
    kind, _, rest = (open_token(token, purpose=PURPOSE) or _said_before(token)).partition(":")
    number, _, mark = rest.partition(":")
    return (kind, int(number), mark) if kind in {"membership", "contact", "author"} and number.isdigit() else None


def _said_before(token: str) -> str:
    """Links in old mailboxes, which were signed only, go on stopping: a mail may be opened years later."""
    try:
        said = signing.Signer(salt=PURPOSE).unsign_object(token.replace("~", ":"))
    except (signing.BadSignature, ValueError):
        return ""
    return said if isinstance(said, str) else ""


def some_time_after(moment: datetime, *, least: int, most: int) -> datetime:
    """A moment drawn by chance, from `least` to `most` minutes after this one; the two may come in either order.

    A letter that left as its story appeared would tell whose story it is to anybody who sees when the author's mail came.
    """
    shortest, longest = sorted((least, most))
    return moment + timedelta(seconds=SystemRandom().uniform(shortest * 60, longest * 60))
