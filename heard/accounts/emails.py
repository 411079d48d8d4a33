"""How a reference becomes an address, at the moment of sending (an author's in the worker alone); letters about an author's way in, and
about the accounts of people who work here.
"""

from uuid import uuid4

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str

from heard.accounts.models import Person, SignInLink
from heard.accounts.queries import address_of, token_of
from heard.accounts.rules.contacts import AUTHOR_ACCOUNT
from heard.core import clock, links, mail
from heard.core.actors import AUTHOR, PERSON, ActorRef
from heard.core.models import Delivery

NOTICES = {
    "password_changed": ("Your password was changed", "The password of your Heard account was changed."),
    "password_reset": ("Your password was changed", "A new password was chosen for your Heard account with a link from an e-mail."),
    "totp_activated": ("An authenticator app was added", "An authenticator app was added to your Heard account."),
    "totp_deactivated": ("Your authenticator app was taken off", "The authenticator app was taken off your Heard account."),
    "webauthn_added": ("A passkey was added", "A passkey was added to your Heard account."),
    "webauthn_removed": ("A passkey was taken off", "A passkey was taken off your Heard account."),
    "recovery_codes_generated": (
        "New recovery codes were made",
        "New recovery codes were made for your Heard account. Older ones are void.",
    ),
}


@mail.resolver(PERSON)
def address_of_person(reference: ActorRef) -> str | None:
    return Person.objects.filter(pk=reference.number, is_active=True).values_list("email", flat=True).first()


@mail.resolver(AUTHOR)
def notices_to(reference: ActorRef) -> str | None:
    """Where an author is told what happens to the story: nowhere once the author has stopped that."""
    return address_of(reference.number, only_if_wanted=True)


@mail.resolver(AUTHOR_ACCOUNT)
def letters_about_the_way_in(reference: ActorRef) -> str | None:
    """Where an author gets what was asked for (a sign-in link), or has to know (the key was replaced)."""
    return address_of(reference.number, only_if_wanted=False)


@mail.letter("author-sign-in", to="author")
def sign_in_link(delivery: Delivery) -> mail.Letter | None:
    link = SignInLink.objects.filter(pk=delivery.params["link_id"], used_at=None, expires_at__gt=clock.now()).first()
    if link is None:
        return None
    return mail.Letter(
        subject="Your link to your story on Heard",
        paragraphs=[
            "You asked for a link to your story. Open it and press the button. It works once, in the next hour.",
            "If it was not you who asked, you need do nothing. Nobody can open your story without this e-mail.",
        ],
        path=links.to("author-link", token=token_of(link.author_id, link.expires_at)),
    )


@mail.letter("author-key-replaced", to="author")
def key_replaced(delivery: Delivery) -> mail.Letter | None:
    return mail.Letter(
        subject="Your story key on Heard was changed",
        paragraphs=[
            "Your story has a new key, and the old one no longer opens it.",
            "If it was not you who changed it, ask for a link to your story with this e-mail address, open it, and change the key again.",
        ],
        path=links.to("enter-key"),
    )


def welcome(person: Person, *, again: int) -> None:
    """Owe a new colleague the link to choose a password; `again` tells a second letter from the first."""
    mail.post(kind="welcome", to=person.actor_ref, key=f"welcome:{person.pk}:{again}", person_id=person.pk)


def password_reset(person: Person) -> None:
    """Owe the link to choose a new password."""
    mail.post(kind="password-reset", to=person.actor_ref, key=f"password-reset:{uuid4().hex}", urgency=mail.WAITED_FOR, person_id=person.pk)


def notice(person: Person, *, what: str) -> None:
    """Owe word that something about signing in was changed, so that a stranger cannot do it unseen."""
    mail.post(kind="account-notice", to=person.actor_ref, key=f"account-notice:{uuid4().hex}", what=what)


@mail.letter("welcome", to="account")
def _welcome(delivery: Delivery) -> mail.Letter | None:
    person = Person.objects.get(pk=delivery.params["person_id"])
    if person.has_usable_password():
        return None
    return mail.Letter(
        subject="Your account at Heard",
        paragraphs=[
            "An operator of Heard has made an account for you. Choose a password here to begin.",
            "The link works for three days. After that, ask for a new password on the sign-in page.",
        ],
        path=_choose_password(person),
    )


@mail.letter("password-reset", to="account")
def _password_reset(delivery: Delivery) -> mail.Letter | None:
    person = Person.objects.get(pk=delivery.params["person_id"])
    return mail.Letter(
        subject="Choose a new password for Heard",
        paragraphs=[
            "Somebody, we hope you, asked for a new password for your Heard account. Choose it here. The link works once, for three days.",
            "If it was not you, do nothing: your password stays as it is.",
        ],
        path=_choose_password(person),
    )


@mail.letter("account-notice", to="account")
def _account_notice(delivery: Delivery) -> mail.Letter:
    subject, words = NOTICES[str(delivery.params["what"])]
    return mail.Letter(
        subject=subject,
        paragraphs=[words, "If that was not you, choose a new password at once, and tell an operator of Heard."],
        path=links.to("new-password"),
    )


def _choose_password(person: Person) -> str:
    """The link is made when the letter is written, so the ledger of messages never holds one."""
    return links.to(
        "choose-password", uidb36=user_pk_to_url_str(person), key=app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    )
