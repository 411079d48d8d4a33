from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func, Q, Value
from django.utils.translation import gettext_lazy

from heard.core import clock
from heard.core.fields import LanguageField
from heard.regions.models import Region


class Level(models.TextChoices):
    PROVIDER = "provider", gettext_lazy("Provider")
    SITE = "site", gettext_lazy("Site")
    SERVICE = "service", gettext_lazy("Service")


class Kind(models.TextChoices):
    ACUTE_TRUST = "acute-trust", gettext_lazy("NHS hospital trust")
    MENTAL_HEALTH_TRUST = "mental-health-trust", gettext_lazy("Mental health trust")
    AMBULANCE = "ambulance", gettext_lazy("Ambulance service")
    COMMUNITY_TRUST = "community-trust", gettext_lazy("Community health trust")
    GENERAL_PRACTICE = "general-practice", gettext_lazy("GP surgery")
    URGENT_CARE = "urgent-care", gettext_lazy("Urgent care or walk-in centre")
    OUT_OF_HOURS = "out-of-hours", gettext_lazy("Out-of-hours doctors")
    PHONE_SERVICE = "phone-service", gettext_lazy("Phone or online service")
    PRESCRIBER = "prescriber", gettext_lazy("Other prescribing service")
    DENTAL_PRACTICE = "dental-practice", gettext_lazy("Dentist")
    PHARMACY = "pharmacy", gettext_lazy("Pharmacy")
    OPTICIAN = "optician", gettext_lazy("Optician or eye clinic")
    CARE_HOME = "care-home", gettext_lazy("Care home")
    HOSPICE = "hospice", gettext_lazy("Hospice")
    HOME_CARE = "home-care", gettext_lazy("Care at home")
    SOCIAL_CARE = "social-care", gettext_lazy("Social care")
    PRISON_HEALTH = "prison-health", gettext_lazy("Health care in prison or detention")
    CHARITY = "charity", gettext_lazy("Charity")
    PRIVATE = "private", gettext_lazy("Private provider")
    HOSPITAL = "hospital", gettext_lazy("Hospital")
    SITE = "site", gettext_lazy("Site")
    WARD = "ward", gettext_lazy("Ward")
    CLINIC = "clinic", gettext_lazy("Clinic")
    COMMUNITY_SERVICE = "community-service", gettext_lazy("Community service")
    OTHER = "other", gettext_lazy("Other")


class Standing(models.TextChoices):
    OPEN = "open", gettext_lazy("Open")
    CLOSED = "closed", gettext_lazy("Closed")
    DORMANT = "dormant", gettext_lazy("Dormant")
    PROPOSED = "proposed", gettext_lazy("Not open yet")


IN_NO_REGISTER = ("by-hand", "proposed", "joined")
BY_HAND, PROPOSED, JOINED = IN_NO_REGISTER
"""What stands in `Service.register` of a place that came from no register: put into the directory by an operator; proposed by a moderator
and still to be put into it; found to be the same as another one, its `successor`. No import matches, changes or closes these.
"""


class Service(models.Model):
    """A place of care, at any of three levels: a provider, one of its sites, or a ward, clinic or team.

    `code` is the register's own; a ward has none, and its `identity` (trust, site and name, see `rules.registers`) stands in. `ancestors`
    lists the ids from the provider down to and including this one, so that a branch is one array test.
    """

    PRIVACY = dict.fromkeys(
        (
            "id", "region", "level", "kind", "name", "slug", "register", "code", "identity", "parent", "ancestors", "address", "town",
            "postcode", "latitude", "longitude", "telephone", "website", "opened_on", "closed_on", "standing", "successor",
            "not_in_register", "search_text",
        ),
        "public",
    ) | {
        "changed_at": "operational", "registered_contact": "private", "contact_language": "private",
        "contact_asked_at": "staff", "contact_confirmed_at": "staff", "contact_set_by": "staff",
    }  # fmt: skip

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="services")
    level = models.CharField(max_length=10, choices=Level)
    kind = models.CharField(max_length=30, choices=Kind)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120, unique=True)
    register = models.CharField(max_length=30, blank=True)
    code = models.CharField(max_length=20, blank=True)
    identity = models.CharField(max_length=250, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    ancestors = ArrayField(models.BigIntegerField(), default=list)
    address = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    town = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    telephone = models.CharField(max_length=80, blank=True)
    website = models.URLField(blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.OPEN)
    successor = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="predecessors")
    not_in_register = models.BooleanField(default=False, help_text="Named by another file, but missing from its own register")
    registered_contact = models.EmailField(blank=True, help_text="Where a provider without a subscription is told")
    contact_language = LanguageField(help_text="What we write to the registered contact in")
    contact_asked_at = models.DateTimeField(null=True, help_text="When we last wrote to the registered contact to have it confirmed")
    contact_confirmed_at = models.DateTimeField(null=True, help_text="Nothing else is sent to the registered contact before")
    contact_set_by = models.CharField(max_length=60, blank=True, db_default="", help_text="Who said where it is told")
    changed_at = models.DateTimeField(default=clock.now)
    search_text = models.CharField(max_length=600, blank=True, help_text="Folded words by which it is found, see queries.search_text_of")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "code"], condition=~Q(code=""), name="one_service_per_level_and_code"),
            models.UniqueConstraint(fields=["level", "identity"], condition=~Q(identity=""), name="one_service_per_identity"),
            models.CheckConstraint(name="only_a_contact_is_confirmed", condition=Q(contact_confirmed_at=None) | ~Q(registered_contact="")),
            models.CheckConstraint(name="only_a_provider_stands_alone", condition=Q(level=Level.PROVIDER) | Q(parent__isnull=False)),
            models.CheckConstraint(
                name="closed_after_opened",
                condition=Q(opened_on=None) | Q(closed_on=None) | Q(closed_on__gte=models.F("opened_on")),
            ),
            models.CheckConstraint(name="no_register_no_code", condition=~Q(register__in=IN_NO_REGISTER) | Q(code="", identity="")),
            models.CheckConstraint(name="proposed_stands_alone", condition=~Q(register=PROPOSED) | Q(level=Level.PROVIDER, parent=None)),
            models.CheckConstraint(
                name="joined_is_closed_and_goes_on",
                condition=~Q(register=JOINED) | Q(standing=Standing.CLOSED, successor__isnull=False),
            ),
        ]
        indexes = [
            GinIndex(fields=["ancestors"], name="service_ancestors"),
            models.Index(fields=["parent"], name="service_parent"),
            models.Index(fields=["code"], name="service_code"),
            models.Index(fields=["kind"], name="service_kind"),
            models.Index(fields=["postcode"], name="service_postcode", opclasses=["text_pattern_ops"]),
            models.Index(fields=["latitude", "longitude"], name="service_position"),
            models.Index(fields=["register", "-id"], name="service_in_no_register", condition=Q(register__in=IN_NO_REGISTER)),
            models.Index(fields=["closed_on"], name="service_closes", condition=~Q(standing="closed") & Q(closed_on__isnull=False)),
            GinIndex(Func("search_text", Value(" "), function="string_to_array"), name="service_words", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.name


class Correction(models.Model):
    """A field set by hand: the next import leaves it alone. `was` is what stood there, for undoing."""

    PRIVACY = dict.fromkeys(("id", "service", "field", "value", "was", "by", "at"), "staff")

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="corrections")
    field = models.CharField(max_length=30)
    value = models.JSONField(null=True)
    was = models.JSONField(null=True)
    by = models.CharField(max_length=60)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "field"], name="one_correction_per_field")]

    def __str__(self) -> str:
        return f"{self.field} of {self.service_id}"


class Placing(models.Model):
    """One step of a place that no register holds: who did what to it, and when. Steps are only ever added.

    `other` is the place with which it was joined, or the one that it was said not to be. `words` is what a moderator wrote for operators
    of where it is, deleted as soon as it is accepted or joined; or why an operator undid a join. `was` is what joining wrote over, and
    `undoes` the join that a step took back.
    """

    PRIVACY = dict.fromkeys(("id", "service", "step", "other", "words", "by", "at", "form_key", "was", "undoes"), "staff")

    class Step(models.TextChoices):
        PROPOSED = "proposed", gettext_lazy("Proposed")
        ADDED = "added", gettext_lazy("Added")
        ACCEPTED = "accepted", gettext_lazy("Put into the directory")
        JOINED = "joined", gettext_lazy("Joined with another place")
        APART = "apart", gettext_lazy("Said not to be another place")
        PARTED = "parted", gettext_lazy("Join undone")

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="placings")
    step = models.CharField(max_length=10, choices=Step)
    other = models.ForeignKey(Service, on_delete=models.CASCADE, null=True, related_name="+")
    words = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=60)
    at = models.DateTimeField(default=clock.now)
    form_key = models.UUIDField(null=True, unique=True, help_text="The form that made the place: sent twice, it makes one")
    was = models.JSONField(null=True, help_text="Of a join: what stood in the place before, and whether its contact went along")
    undoes = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="undone_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "step"], condition=Q(step__in=["proposed", "added", "accepted"]), name="one_step_of_each_kind"
            ),
            models.CheckConstraint(
                name="undone_is_a_join", condition=Q(step="parted", undoes__isnull=False) | ~Q(step="parted") & Q(undoes=None)
            ),
            models.UniqueConstraint(fields=["service", "other"], condition=Q(step="apart"), name="said_apart_once"),
            models.CheckConstraint(
                name="joined_or_apart_names_the_other",
                condition=Q(step__in=["joined", "apart", "parted"], other__isnull=False)
                | ~Q(step__in=["joined", "apart", "parted"]) & Q(other=None),
            ),
        ]
        indexes = [models.Index(fields=["at"], name="placing_at")]

    def __str__(self) -> str:
        return f"{self.service_id} {self.step}"


class FormerName(models.Model):
    """A name under which a service was known, so that it can still be found by it."""

    PRIVACY = dict.fromkeys(("id", "service", "name", "until"), "public")

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=200)
    until = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "name"], name="one_row_per_former_name")]

    def __str__(self) -> str:
        return self.name


class PlaceWord(models.Model):
    """A word of some place's `search_text`: what is typed is first looked for among these few short words, typos and all, and only then
    in places, where whole words are found by an index. The database adds them whenever a place is written (migration 0002); a word that
    no place has any more finds nothing and stays.
    """

    PRIVACY = {"word": "public"}

    word = models.CharField(max_length=600, primary_key=True)

    class Meta:
        # Without fastupdate: else every search reads through what the last import has added, until the database tidies up.
        indexes = [GinIndex(fields=["word"], name="place_word_nearly", opclasses=["gin_trgm_ops"], fastupdate=False)]

    def __str__(self) -> str:
        return self.word


class PostcodeSector(models.Model):
    """The middle of a postcode sector (`TS18 1`) or district (`TS18`): near enough to find what is near."""

    PRIVACY = dict.fromkeys(("id", "code", "latitude", "longitude"), "public")

    code = models.CharField(max_length=8, unique=True)
    latitude = models.FloatField()
    longitude = models.FloatField()

    def __str__(self) -> str:
        return self.code


class EverydayName(models.Model):
    """What people type for one kind of place, and what it finds: places of some kinds, and places in whose own name certain words stand.

    Without a `region` it holds everywhere; a region's own name goes before one for everywhere. `specialities` are treatment functions of
    the NHS Data Dictionary, for whoever compares; nothing is found by them. `note` is said to whoever looks for it: that NHS 111 is no
    place, say. `same` are words that mean the same in a story: whoever searches stories for one of them finds the others.
    """

    PRIVACY = dict.fromkeys(
        ("id", "region", "title", "words", "kinds", "specialities", "called", "note", "note_language", "same", "hidden"), "public"
    )

    region = models.ForeignKey(Region, on_delete=models.CASCADE, null=True, blank=True, related_name="everyday_names")
    title = models.CharField(max_length=80)
    words = ArrayField(models.CharField(max_length=60))
    kinds = ArrayField(models.CharField(max_length=30, choices=Kind), default=list, blank=True)
    specialities = ArrayField(models.CharField(max_length=4), default=list, blank=True)
    called = ArrayField(models.CharField(max_length=60), default=list, blank=True, help_text="The likeliest first")
    note = models.CharField(max_length=300, blank=True, db_default="", help_text="Said above what is found")
    note_language = LanguageField(help_text="What the note is in")
    same = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        db_default=Value([], output_field=ArrayField(models.CharField(max_length=60))),
        help_text="Words that mean the same in a story",
    )
    hidden = models.BooleanField(default=False, help_text="Nothing is found by it")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["title"], condition=Q(region=None), name="one_everyday_name_everywhere"),
            models.UniqueConstraint(fields=["region", "title"], name="one_everyday_name_in_a_region"),
            models.CheckConstraint(name="an_everyday_name_has_words", condition=~Q(words=[])),
            models.CheckConstraint(name="an_everyday_name_finds_something", condition=~Q(kinds=[], called=[])),
        ]

    def __str__(self) -> str:
        return self.title


class EverydayStep(models.Model):
    """One step of an everyday name: who added, changed, hid or showed it, and when. Of a change, `was` is what stood there."""

    PRIVACY = dict.fromkeys(("id", "name", "step", "was", "by", "at"), "staff")

    class Step(models.TextChoices):
        ADDED = "added", gettext_lazy("Added")
        CHANGED = "changed", gettext_lazy("Changed")
        HIDDEN = "hidden", gettext_lazy("Hidden")
        SHOWN = "shown", gettext_lazy("Shown again")

    name = models.ForeignKey(EverydayName, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=8, choices=Step)
    was = models.JSONField(null=True)
    by = models.CharField(max_length=60)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.name_id} {self.step}"
