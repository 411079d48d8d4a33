from collections.abc import Collection

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy

from heard.accounts.models import Person
from heard.core import clock
from heard.core.actors import PERSON, ActorRef
from heard.core.fields import LanguageField
from heard.core.spans import Span, ends_after_it_began, never_two_at_once
from heard.directory.models import Placing, Service
from heard.media.models import Picture
from heard.regions.models import Region


class Organisation(models.Model):
    """A listening organisation. It owns no story; its remit says which concern it."""

    class Kind(models.TextChoices):
        PROVIDER = "provider", gettext_lazy("Provider of care")
        COMMISSIONER = "commissioner", gettext_lazy("Commissioner")
        REGULATOR = "regulator", gettext_lazy("Regulator")
        HEALTHWATCH = "healthwatch", gettext_lazy("Patients’ champion")
        COUNCIL = "council", gettext_lazy("Council")
        FORUM = "forum", gettext_lazy("Patient forum or charity")
        EDUCATION = "education", gettext_lazy("Teaching and research")

    PRIVACY = dict.fromkeys(("id", "region", "kind", "name", "slug"), "public") | {"made_at": "staff", "form_key": "operational"}

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="organisations")
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=160)
    slug = models.SlugField(max_length=80, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    form_key = models.UUIDField(null=True, unique=True, help_text="The form it was made with: sent twice, it makes one")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def gives_care(self) -> bool:
        """Providers do, and councils, whose social care is their own. Everybody else listens to what these do."""
        return self.kind in {self.Kind.PROVIDER, self.Kind.COUNCIL}


class RemitBranch(models.Model):
    """One branch of the directory whose stories concern the organisation."""

    PRIVACY = dict.fromkeys(("id", "organisation", "service"), "public")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="remit")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="remits")

    class Meta:
        verbose_name_plural = "remit branches"
        constraints = [models.UniqueConstraint(fields=["organisation", "service"], name="one_row_per_branch")]

    def __str__(self) -> str:
        return f"{self.organisation} hears {self.service}"


class ShownPicture(models.Model):
    """The picture that an organisation shows of itself, or of one service that it looks after. A service has one, whoever gave it."""

    PRIVACY = dict.fromkeys(("id", "organisation", "service", "picture"), "public")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="pictures")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, null=True, related_name="+", help_text="None: the organisation itself")
    picture = models.OneToOneField(Picture, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(service=None), name="one_picture_of_an_organisation"),
            models.UniqueConstraint(fields=["service"], name="one_picture_of_a_service"),
        ]

    def __str__(self) -> str:
        return f"picture of {self.service_id or self.organisation_id}"


class RemitSpan(Span):
    """While stories of this branch concerned the organisation."""

    WHO = ("organisation_id", "service_id")
    PRIVACY = Span.SPAN_PRIVACY | {"organisation": "staff", "service": "staff"}

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="remit_spans")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="remit_spans")

    class Meta:
        constraints = [
            never_two_at_once("concerned_once_at_a_time", "organisation", "service"),
            ends_after_it_began("concern_ends_after_it_began"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} hears {self.service_id}"


class JoinedRemit(models.Model):
    """A branch of an organisation that is another one since the two were joined (`placing`): kept, so that undoing the join brings it back.
    `both`: the organisation listened to that other place too.
    """

    PRIVACY = dict.fromkeys(("id", "placing", "organisation", "both", "back_at"), "staff")

    placing = models.ForeignKey(Placing, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="joined_remits")
    both = models.BooleanField()
    back_at = models.DateTimeField(null=True, help_text="When the join was undone for this organisation")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["placing", "organisation"], name="remit_joined_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id} went along by {self.placing_id}"


class Subscription(models.Model):
    """A level and a term. `ends_on` is the last day; terms of one organisation never overlap."""

    class Level(models.TextChoices):
        FREE = "free", gettext_lazy("Free")
        STANDARD = "standard", gettext_lazy("Standard")
        FULL = "full", gettext_lazy("Full")

    PRIVACY = dict.fromkeys(("id", "organisation", "level", "starts_on", "ends_on"), "public")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="subscriptions")
    level = models.CharField(max_length=10, choices=Level)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(name="subscription_ends_after_it_starts", condition=Q(ends_on__gte=models.F("starts_on"))),
            ExclusionConstraint(
                name="terms_never_overlap",
                expressions=[
                    ("organisation", RangeOperators.EQUAL),
                    (
                        Func("starts_on", "ends_on", Value("[]"), function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.starts_on}–{self.ends_on}"


class TermSpan(Span):
    """While a term was said to run from `starts_on` to `ends_on`. A term given for days that are over, or ended today as of yesterday,
    changes nothing about what was owed before anybody said so. No two terms of one organisation were ever said of the same days.
    """

    WHO = ("subscription_number",)
    PRIVACY = Span.SPAN_PRIVACY | dict.fromkeys(("organisation", "subscription_number", "starts_on", "ends_on"), "staff")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="term_spans")
    subscription_number = models.BigIntegerField(help_text="A term that was called off is gone; this is what it was")
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            never_two_at_once("said_of_a_term_once_at_a_time", "subscription_number"),
            ends_after_it_began("saying_ends_after_it_began"),
        ]
        indexes = [models.Index(fields=["organisation"], name="term_span_by_organisation")]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.starts_on}–{self.ends_on}"


class PublicContact(models.Model):
    """A number or address of the organisation that anybody may call or write to. It may stand in an answer without a second look."""

    PRIVACY = {"id": "public", "organisation": "public", "value": "public", "what": "public", "key": "operational", "added_at": "staff"}

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contacts")
    value = models.CharField(max_length=200)
    what = models.CharField(max_length=120, blank=True, help_text="Whose it is, and when somebody is there")
    key = models.CharField(max_length=220, help_text="What it comes down to, see rules.contacts")
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="one_row_per_contact"),
            models.CheckConstraint(name="a_contact_can_be_compared", condition=~Q(key="")),
        ]

    def __str__(self) -> str:
        return self.value


class Role(models.TextChoices):
    """What a member may do, on top of reading (see `policies.GRANTS`)."""

    MEMBER = "member", gettext_lazy("Member")
    RESPONDER = "responder", gettext_lazy("Responder")
    COORDINATOR = "co-ordinator", gettext_lazy("Co-ordinator")
    APPROVER = "approver", gettext_lazy("Approver")
    ADMINISTRATOR = "administrator", gettext_lazy("Administrator")


OFFERED = (Role.MEMBER, Role.RESPONDER, Role.ADMINISTRATOR)
"""The roles that do something today. The others are kept where they were given, and are neither offered nor named until they work."""


def offered_among(roles: Collection[str]) -> list[Role]:
    """Of these roles those that work today, in their order; who has none of them reads, as a member does."""
    return [role for role in OFFERED if role in roles] or [Role.MEMBER]


def role_words(roles: Collection[str]) -> str:
    """Roles as a phrase, in the order of `Role`: “Responder and administrator”."""
    return str(_ROLE_WORDS[tuple(offered_among(roles))])


_ROLE_WORDS = {
    (Role.MEMBER,): gettext_lazy("Member"),
    (Role.RESPONDER,): gettext_lazy("Responder"),
    (Role.ADMINISTRATOR,): gettext_lazy("Administrator"),
    (Role.MEMBER, Role.RESPONDER): gettext_lazy("Member and responder"),
    (Role.MEMBER, Role.ADMINISTRATOR): gettext_lazy("Member and administrator"),
    (Role.RESPONDER, Role.ADMINISTRATOR): gettext_lazy("Responder and administrator"),
    (Role.MEMBER, Role.RESPONDER, Role.ADMINISTRATOR): gettext_lazy("Member, responder and administrator"),
}
"""Whole phrases: not every language joins them with a word."""


class Membership(models.Model):
    """A person in an organisation. Frozen: may do nothing, loses nothing, and can be thawed.

    A session that chose to work here before `sessions_ended_at` has to choose again.
    """

    PRIVACY = {
        "id": "staff",
        "organisation": "staff",
        "person": "private",
        "roles": "staff",
        "job_title": "staff",
        "frozen_at": "staff",
        "sessions_ended_at": "operational",
        "joined_at": "staff",
    }

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=20, choices=Role), default=list)
    job_title = models.CharField(max_length=120, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    sessions_ended_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person"], name="one_membership_each"),
            models.CheckConstraint(name="a_member_has_a_role", condition=~Q(roles=[])),
        ]

    def __str__(self) -> str:
        return f"{self.person} of {self.organisation}"

    @property
    def actor_ref(self) -> ActorRef:
        return ActorRef.of(PERSON, self.person_id)

    @property
    def role_words(self) -> str:
        """“Responder and administrator”, in the order of `Role`."""
        return role_words(self.roles)


class MembershipSpan(Span):
    """While a member could work in the organisation: from joining, or being thawed, until frozen, or gone. It outlives the membership."""

    WHO = ("organisation_id", "person_id")
    PRIVACY = Span.SPAN_PRIVACY | dict.fromkeys(("organisation", "person", "membership_number"), "staff")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="membership_spans")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="membership_spans")
    membership_number = models.BigIntegerField(help_text="Of a membership that may be gone by now; whoever joins again has another one")

    class Meta:
        constraints = [
            never_two_at_once("a_member_once_at_a_time", "organisation", "person"),
            ends_after_it_began("membership_ends_after_it_began"),
        ]
        indexes = [models.Index(fields=["membership_number"], name="membership_span_by_number")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.organisation_id}"


class Invitation(models.Model):
    """An invitation by e-mail to become a member. Only a digest of its token is kept; the address goes when it is accepted or cancelled."""

    PRIVACY = {
        "id": "staff",
        "organisation": "staff",
        "email": "private",
        "language": "private",
        "name": "staff",
        "job_title": "staff",
        "roles": "staff",
        "digest": "private",
        "by": "staff",
        "made_at": "staff",
        "expires_at": "staff",
        "accepted_at": "staff",
        "cancelled_at": "staff",
        "form_key": "operational",
    }

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(blank=True)
    language = LanguageField(help_text="What we write to them in")
    name = models.CharField(max_length=100, blank=True)
    job_title = models.CharField(max_length=120, blank=True)
    roles = ArrayField(models.CharField(max_length=20, choices=Role), default=list)
    digest = models.BinaryField(max_length=32, unique=True)
    by = models.CharField(max_length=60)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    form_key = models.UUIDField(null=True, unique=True, help_text="The form it was made with: pressed twice, it sends one email")

    class Meta:
        constraints = [
            models.CheckConstraint(name="an_invitation_has_a_role", condition=~Q(roles=[])),
            models.CheckConstraint(name="accepted_or_cancelled", condition=Q(accepted_at=None) | Q(cancelled_at=None)),
            models.CheckConstraint(
                name="open_invitation_has_an_address", condition=~Q(email="") | Q(accepted_at__isnull=False) | Q(cancelled_at__isnull=False)
            ),
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=Q(accepted_at=None, cancelled_at=None),
                name="one_open_invitation_each",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} to {self.organisation_id}"
