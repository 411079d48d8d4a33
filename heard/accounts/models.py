from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy

from heard.core import clock
from heard.core.actors import AUTHOR, PERSON, ActorRef
from heard.core.fields import LanguageField
from heard.core.spans import Span, ends_after_it_began, never_two_at_once
from heard.media.models import Picture


class PlatformRole(models.TextChoices):
    """Work for Heard itself. Roles in organisations are memberships."""

    FIRST_LINE = "first-line", gettext_lazy("Moderator, first line")
    SECOND_LINE = "second-line", gettext_lazy("Moderator, second line")
    SENIOR = "senior", gettext_lazy("Senior moderator")
    EDITOR = "editor", gettext_lazy("Editor")
    OPERATOR = "operator", gettext_lazy("Operator")


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who works here: a member of an organisation, a moderator, an operator. Authors are never persons."""

    PRIVACY = {
        "id": "staff",
        "password": "private",
        "last_login": "private",
        "email": "private",
        "language": "private",
        "name": "staff",
        "job_title": "staff",
        "platform_roles": "staff",
        "moderates_in": "staff",
        "photo": "staff",
        "is_active": "staff",
        "joined_at": "staff",
        "sessions_ended_at": "operational",
    }

    email = models.EmailField(unique=True)
    language = LanguageField(help_text="What we write to them in")
    name = models.CharField(max_length=100)
    job_title = models.CharField(max_length=120, blank=True)
    platform_roles = ArrayField(models.CharField(max_length=20, choices=PlatformRole), default=list, blank=True)
    moderates_in = ArrayField(
        models.BigIntegerField(),
        default=list,
        db_default=[],
        blank=True,
        help_text="The regions whose stories they read, if they moderate; none: all of them. Read with the person at every request",
    )
    photo = models.OneToOneField(
        Picture,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Beside what they say in public; theirs to remove",
    )
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=clock.now)
    sessions_ended_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = PersonManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_email")]

    def __str__(self) -> str:
        return self.name

    @property
    def photo_key(self) -> str:
        """What the address of their photo is made of; nothing while they have none. A list reads it along (`select_related`)."""
        return self.photo.key if self.photo else ""

    @property
    def actor_ref(self) -> ActorRef:
        return ActorRef.of(PERSON, self.pk)

    def get_session_auth_hash(self) -> str:
        """Every session carries this: a new password, or `sessions_ended_at` set, ends those that carry another."""
        return self._session_hash()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | bytes | None = None) -> str:
        ended = self.sessions_ended_at.isoformat() if self.sessions_ended_at else ""
        return salted_hmac("heard.accounts.session", f"{self.password}\n{ended}", secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        return self.name

    @property
    def role_words(self) -> str:
        """“Moderator, first line; Operator”: work for Heard itself, in the order of `PlatformRole`; empty when there is none."""
        return "; ".join(str(role.label) for role in PlatformRole if role in self.platform_roles)

    def has_platform_role(self, *roles: str) -> bool:
        return self.is_active and not set(roles).isdisjoint(self.platform_roles)


class ClosedSpan(Span):
    """While an account was closed: nobody could sign in with it, and no mail was owed to it."""

    WHO = ("person_id",)
    PRIVACY = Span.SPAN_PRIVACY | {"person": "staff"}

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="closed_spans")

    class Meta:
        constraints = [never_two_at_once("closed_once_at_a_time", "person"), ends_after_it_began("closing_ends_after_it_began")]

    def __str__(self) -> str:
        return f"account of {self.person_id} closed"


class Author(models.Model):
    """Whoever holds a story key. No name, no account: a digest of the key, and perhaps sealed ways to be reached.

    `key_digest` is HMAC(pepper, argon2id(words, site salt)). The words themselves can be shown again for a while: see `KeyToShow`.
    """

    PRIVACY = {
        "id": "operational",
        "key_digest": "private",
        "key_to_show": "private",
        "pin_hash": "private",
        "made_at": "operational",
        "key_replaced_at": "operational",
        "forgotten_at": "operational",
    }

    key_digest = models.BinaryField(max_length=32, null=True, unique=True)
    key_to_show = models.BinaryField(null=True, help_text="Empty: the words were here before `KeyToShow`. Goes with the next release")
    pin_hash = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    key_replaced_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"author {self.pk}"

    @property
    def actor_ref(self) -> ActorRef:
        return ActorRef.of(AUTHOR, self.pk)


class KeyToShow(models.Model):
    """The words of a story key, encrypted to the web's own key, so that a lost reply or a reload can show them again.

    Only until the first of: they were typed correctly, the author said that they are safe, `until`. A table of its own, because no backup
    may keep them for longer than that: `make backup` leaves its rows out.
    """

    PRIVACY = {"author": "private", "locked": "private", "until": "operational"}

    author = models.OneToOneField(Author, on_delete=models.CASCADE, primary_key=True, related_name="key_shown")
    locked = models.BinaryField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "keys to show"

    def __str__(self) -> str:
        return f"key of author {self.author_id}"


class ContactDetail(models.Model):
    """A way to reach an author, sealed to the worker's key; found for sign-in by a keyed hash."""

    class Kind(models.TextChoices):
        EMAIL = "email", gettext_lazy("Email")

    PRIVACY = {
        "id": "operational",
        "author": "private",
        "kind": "private",
        "sealed": "private",
        "lookup": "private",
        "language": "private",
        "wants_notices": "private",
        "given_at": "private",
        "confirmed_at": "private",
    }

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="contact_details")
    kind = models.CharField(max_length=10, choices=Kind)
    sealed = models.BinaryField()
    lookup = models.BinaryField(max_length=32)
    language = LanguageField(help_text="What we write to them in")
    wants_notices = models.BooleanField(default=True)
    given_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True, help_text="When a link that we mailed there was used")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "kind"], name="one_contact_of_each_kind")]
        indexes = [models.Index(fields=["lookup"], name="contact_lookup")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.author_id}"


class NoticesSpan(Span):
    """While an author could be reached and wanted to be told what happens. Where, it does not say. One that is over is deleted as soon as
    nothing can be owed by it any more: see `actions.authors.forget_old_notices`.
    """

    WHO = ("author_id",)
    PRIVACY = dict.fromkeys((*Span.SPAN_PRIVACY, "author"), "private")

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="notices_spans")

    class Meta:
        constraints = [never_two_at_once("notices_once_at_a_time", "author"), ends_after_it_began("notices_end_after_they_began")]
        indexes = [models.Index(fields=["until"], name="notices_over", condition=Q(until__isnull=False))]

    def __str__(self) -> str:
        return f"notices to author {self.author_id}"


class SignInLink(models.Model):
    """A link mailed to an author: used once, soon, by pressing a button. Only its digest is kept."""

    PRIVACY = {
        "id": "operational",
        "author": "private",
        "digest": "private",
        "expires_at": "operational",
        "used_at": "operational",
    }

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="sign_in_links")
    digest = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="link_used_before_it_expired", condition=Q(used_at=None) | Q(used_at__lte=models.F("expires_at")))
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"
