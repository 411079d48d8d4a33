"""Who works for Heard itself and proved it twice, and which author a session belongs to."""

from collections.abc import Mapping
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import salted_hmac

from heard.accounts.models import Author, Person, PlatformRole
from heard.core.actors import Actor, SystemActor

Visitor = Person | AnonymousUser

DEMO_SIGN_IN = "demo_sign_in"
"""Session key: this session came from the demo's page of people. Means nothing outside a demo."""
FACTOR_ADDED = "second_factor_added_by"
"""Session key: the id of the person who added a second factor in this session, and so has just shown it."""
REAL_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

MODERATORS = (PlatformRole.FIRST_LINE, PlatformRole.SECOND_LINE, PlatformRole.SENIOR)


def is_moderator(person: Visitor) -> bool:
    return isinstance(person, Person) and person.has_platform_role(*MODERATORS)


def is_senior_moderator(person: Visitor) -> bool:
    return isinstance(person, Person) and person.has_platform_role(PlatformRole.SENIOR)


def moderates(person: Person, region_id: int) -> bool:
    """Whether what this person does at the desk is for this region too: it is one of those that are named with them, or none is named."""
    return not person.moderates_in or region_id in person.moderates_in


def is_operator(person: Visitor) -> bool:
    return isinstance(person, Person) and person.has_platform_role(PlatformRole.OPERATOR)


def is_editor(person: Visitor) -> bool:
    """Editors, and operators: they write what Heard says about itself."""
    return isinstance(person, Person) and person.has_platform_role(PlatformRole.EDITOR, PlatformRole.OPERATOR)


def may_edit(by: Actor) -> bool:
    """Who may write what Heard says about itself: editors, operators, and Heard's own processes (its first pages come with it)."""
    return isinstance(by, SystemActor) or (isinstance(by, Person) and is_editor(by))


def may_run_heard(by: Actor) -> bool:
    """Operators, and Heard's own processes (the first operator is made by a command)."""
    return isinstance(by, SystemActor) or (isinstance(by, Person) and is_operator(by))


def may_change_person(by: Actor, person: Person) -> bool:
    """People change their own details; operators anybody's."""
    return by.actor_ref == person.actor_ref or may_run_heard(by)


def has_second_factor(person: Visitor) -> bool:
    """Whether the person set up an authenticator app or a passkey. Recovery codes alone are none."""
    return isinstance(person, Person) and Authenticator.objects.filter(user_id=person.pk, type__in=REAL_FACTORS).exists()


def second_factor_satisfied(person: Visitor, session: Mapping[str, Any]) -> bool:
    """Whether this session of `person` showed a second factor that the person still has. The demo's sign-in by one click counts as
    one, in a demo alone.
    """
    if settings.DEMO and session.get(DEMO_SIGN_IN):
        return True
    if not has_second_factor(person):
        return False
    shown = any(record.get("method") == "mfa" for record in session.get(AUTHENTICATION_METHODS_SESSION_KEY, ()))
    return shown or session.get(FACTOR_ADDED) == person.pk


PROVED = "author-proved"
"""Session key: this session showed the author's PIN, or came in by a mailed link, and may do what could hurt in the wrong hands."""
AUTHOR = "author"
STAMP = "author-stamp"
"""Keys of the session: which author it is, and which of the author's story keys it came in with."""


def stamp_of(author: Author) -> str:
    """Changes when the key is replaced, so that sessions from before end."""
    return f"{author.key_replaced_at.timestamp():.6f}" if author.key_replaced_at else "first"


def author_of(session: SessionBase) -> Author | None:
    """The author whose session this is; None when it is nobody's, or the key was replaced since."""
    pk = session.get(AUTHOR)
    author = Author.objects.filter(pk=pk).first() if pk is not None else None
    return author if author is not None and session.get(STAMP) == stamp_of(author) else None


def has_proved(session: SessionBase, author: Author) -> bool:
    """Whether this session may do what could hurt: it has shown the PIN that the author has now, or there is none."""
    return not author.pin_hash or session.get(PROVED) == _proof_of(author)


def note_proved(session: SessionBase, author: Author) -> None:
    """This session may do what could hurt, until it ends or the author chooses another PIN elsewhere."""
    session[PROVED] = _proof_of(author)


def _proof_of(author: Author) -> str:
    return salted_hmac(PROVED, f"{author.pk} {author.pin_hash}", algorithm="sha256").hexdigest()
