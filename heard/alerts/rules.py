"""Stop links. A link says, signed, whose messages it stops; opening it shows a page, only a POST acts."""

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
