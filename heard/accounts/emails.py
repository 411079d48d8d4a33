"""How a reference becomes an address, at the moment of sending (an author's in the worker alone); emails about an author's way in, and
about the accounts of people who work here.
"""

from uuid import uuid4

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.accounts.models import Person, SignInLink
from heard.accounts.queries import mailbox_of, token_of
from heard.accounts.rules.contacts import AUTHOR_ACCOUNT
from heard.core import clock, links, mail
from heard.core.actors import AUTHOR, PERSON, ActorRef
from heard.core.models import Delivery

NOTICES = {
    "password_changed": (
        gettext_lazy("Your password was changed"),
        gettext_lazy("Someone who was signed in to your Heard account changed the password."),
    ),
    "password_reset": (
        gettext_lazy("Your password was changed"),
        gettext_lazy("Someone used the link we emailed you to choose a new password for your Heard account."),
    ),
    "totp_activated": (
        gettext_lazy("An authenticator app was added"),
        gettext_lazy("Someone who was signed in to your Heard account added an authenticator app."),
    ),
    "totp_deactivated": (
        gettext_lazy("Your authenticator app was removed"),
        gettext_lazy("Someone who was signed in to your Heard account removed the authenticator app."),
    ),
    "webauthn_added": (
        gettext_lazy("A passkey was added"),
        gettext_lazy("Someone who was signed in to your Heard account added a passkey."),
    ),
    "webauthn_removed": (
        gettext_lazy("A passkey was removed"),
        gettext_lazy("Someone who was signed in to your Heard account removed a passkey."),
    ),
    "recovery_codes_generated": (
        gettext_lazy("You have new recovery codes"),
        gettext_lazy("Someone who was signed in to your Heard account got new recovery codes. The old ones no longer work."),
    ),
}


@mail.resolver(PERSON)
def mailbox_of_person(reference: ActorRef) -> mail.Mailbox | None:
    person = Person.objects.filter(pk=reference.number, is_active=True).first()
    return mail.Mailbox(person.email, person.language) if person else None


@mail.resolver(AUTHOR)
def notices_to(reference: ActorRef) -> mail.Mailbox | None:
    """Where an author is told what happens to the story: nowhere once the author has stopped that."""
    return mailbox_of(reference.number, only_if_wanted=True)


@mail.resolver(AUTHOR_ACCOUNT)
def letters_about_the_way_in(reference: ActorRef) -> mail.Mailbox | None:
    """Where an author gets what was asked for (a sign-in link), or has to know (the key was replaced)."""
    return mailbox_of(reference.number, only_if_wanted=False)


@mail.letter("author-sign-in", to="author")
def sign_in_link(delivery: Delivery) -> mail.Letter | None:
    link = SignInLink.objects.filter(pk=delivery.params["link_id"], used_at=None, expires_at__gt=clock.now()).first()
    if link is None:
        return None
    return mail.Letter(
        subject=_("Your link to your story on Heard"),
        paragraphs=[
            _("Use this link to get back to your story. It works once, in the next hour."),
            _("If you didn’t ask for it, you don’t need to do anything. No one can use the link without this email."),
        ],
        path=links.to("author-link", token=token_of(link.author_id, link.expires_at)),
    )


@mail.letter("author-key-replaced", to="author")
def key_replaced(delivery: Delivery) -> mail.Letter | None:
    return mail.Letter(
        subject=_("Your story key on Heard was changed"),
        paragraphs=[
            _("Your story has a new key. The old one no longer works."),
            _("If you didn’t change it, ask for a link to your story using this email address. Then change the key again."),
        ],
        path=links.to("enter-key"),
    )


def welcome(person: Person, *, again: int) -> None:
    """Owe a new colleague the link to choose a password; `again` tells a second email from the first."""
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
        subject=_("Your Heard account"),
        paragraphs=[
            _("Someone who runs Heard has made an account for you. Use this link to choose a password."),
            _("The link works for 3 days. After that, choose “Forgotten your password?” on the sign-in page."),
        ],
        path=_choose_password(person),
    )


@mail.letter("password-reset", to="account")
def _password_reset(delivery: Delivery) -> mail.Letter | None:
    person = Person.objects.get(pk=delivery.params["person_id"])
    return mail.Letter(
        subject=_("Choose a new password for Heard"),
        paragraphs=[
            _("Use this link to choose a new password for your Heard account. It works once, in the next 3 days."),
            _("If you didn’t ask for it, you don’t need to do anything. Your password hasn’t changed."),
        ],
        path=_choose_password(person),
    )


@mail.letter("account-notice", to="account")
def _account_notice(delivery: Delivery) -> mail.Letter:
    subject, words = NOTICES[str(delivery.params["what"])]
    return mail.Letter(
        subject=str(subject),
        paragraphs=[str(words), _("If this wasn’t you, choose a new password now and tell someone who runs Heard.")],
        path=links.to("new-password"),
    )


def _choose_password(person: Person) -> str:
    """The link is made when the email is written, so the ledger of messages never holds one."""
    return links.to(
        "choose-password", uidb36=user_pk_to_url_str(person), key=app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    )
