"""Links by which a registered contact is confirmed. A link says, sealed, which provider and which address it is about; opening it shows a
page, only a POST confirms.
"""

import hashlib

from django.core import signing

from heard.core.tokens import open_token, sealed_token

TO_CONTACT = "contact"
"""The kind of reference (`core.actors`) under which a registered contact is written to."""
PURPOSE = "heard.directory.contact"


def mark_of(address: str) -> str:
    """A short mark of an address: a link to an old one confirms no new one."""
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()[:16]


def is_about(mark: str, address: str) -> bool:
    """Whether a link with this mark is about the address that stands now."""
    return bool(address) and mark == mark_of(address)


def confirm_token(service_id: int, address: str) -> str:
    """A token that does not expire: a letter may be opened weeks later. It ends with the address."""
    return sealed_token(f"{service_id}:{mark_of(address)}", purpose=PURPOSE)


def asked_by(token: str) -> tuple[int, str] | None:
    """The id of the provider and the mark of the address that the token is about; None when it is not ours."""
    number, _, mark = (open_token(token, purpose=PURPOSE) or "").partition(":")
    return (int(number), mark) if number.isdigit() else _asked_before(token)


def _asked_before(token: str) -> tuple[int, str] | None:
    """Letters from before carry links that were signed only: whoever reads one could read the mark, and try addresses against it."""
    try:
        service_id, mark = signing.Signer(salt=PURPOSE).unsign_object(token.replace("~", ":"))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return service_id, mark
