from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from heard.core.fields import LanguageField
from heard.core.models import AbstractMove
from heard.core.sites import Emergency
from heard.regions.rules import EMERGENCY_NUMBER, UK, country_of

HOST = r"^[a-z0-9][a-z0-9.-]*$"
"""What a host looks like, as browsers send it."""
PATH = r"^[a-z][a-z0-9-]{0,38}[a-z0-9]$"
"""What the first part of a region's path looks like."""


class State(models.TextChoices):
    PREPARING = "preparing", pgettext_lazy("region", "Not open yet")
    OPEN = "open", pgettext_lazy("region", "Open")
    CLOSED = "closed", pgettext_lazy("region", "Closed")


class Region(models.Model):
    """A country's or nation's site: its own address, languages, crisis lines, calendar and numbers."""

    PRIVACY = {
        "id": "public",
        "slug": "public",
        "name": "public",
        "host": "public",
        "path": "public",
        "former_paths": "public",
        "languages": "public",
        "is_default": "public",
        "time_zone": "public",
        "more_time_zones": "public",
        "leave_to": "public",
        "complaint_words": "public",
        "words_language": "public",
        "contact_email": "public",
        "state": "public",
        "closed_on": "public",
        "calendar": "public",
        "emergency_number": "public",
    }

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    host = models.CharField(max_length=120, blank=True, help_text="Its main address once more, for the code of before `RegionAddress`")
    path = models.CharField(
        max_length=40, blank=True, default="", db_default="", help_text="First part of the path below the default region’s addresses"
    )
    former_paths = ArrayField(
        models.CharField(max_length=40),
        blank=True,
        default=list,
        db_default=[],
        help_text="Paths it had before, which lead to where it is now: links in emails name them, and somebody may be telling there",
    )
    languages = ArrayField(
        models.CharField(max_length=12),
        blank=True,
        default=list,
        db_default=[],
        help_text="The first one is the default; none: the house’s",
    )
    is_default = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=40, default="Europe/London")
    more_time_zones = ArrayField(
        models.CharField(max_length=40),
        blank=True,
        default=list,
        db_default=[],
        help_text="Others that browsers of people here may be set to: whoever reads another site in one of them is offered this one",
    )
    leave_to = models.URLField(default="https://www.bbc.co.uk/weather", help_text="Where “Leave quickly” goes")
    complaint_words = models.TextField(blank=True, help_text="Its words about complaining once more, for the code of before `OwnWords`")
    words_language = LanguageField(help_text="What the words about complaining are in")
    contact_email = models.EmailField(
        blank=True, default="", db_default="", help_text="Where anybody can write to the people who run Heard here; public"
    )
    state = models.CharField(max_length=10, choices=State, default=State.OPEN, db_default=State.OPEN)
    closed_on = models.DateField(null=True, help_text="Since when it takes no more stories")
    calendar = models.CharField(
        max_length=16, blank=True, default="", db_default="", help_text="Whose holidays are proposed: a country, or a part of one (GB-SCT)"
    )

    emergency_number = models.CharField(
        max_length=4, default="999", db_default="999", help_text="Whom anyone here calls when someone’s life is in danger"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="one_default_region"),
            models.UniqueConstraint(fields=["host"], condition=~Q(host=""), name="one_region_per_host"),
            models.UniqueConstraint(fields=["path"], condition=~Q(path=""), name="one_region_per_path"),
            models.CheckConstraint(condition=Q(path="") | Q(path__regex=PATH, is_default=False), name="path_of_a_region"),
            models.CheckConstraint(condition=Q(emergency_number__regex=EMERGENCY_NUMBER), name="emergency_number_can_be_dialled"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def country(self) -> str:
        return country_of(calendar=self.calendar, time_zone=self.time_zone)

    @property
    def in_uk(self) -> bool:
        return self.country == UK

    @property
    def in_england(self) -> bool:
        """Whether NHS.UK and the Care Quality Commission are about its care: the other nations of the UK have bodies of their own. Where
        only the country is known, England is meant.
        """
        return self.calendar in {"GB-ENG", UK} or (not self.calendar and self.in_uk)

    @property
    def emergency(self) -> Emergency:
        return Emergency(self.emergency_number, self.in_uk)


class RegionMove(AbstractMove):
    PRIVACY = AbstractMove.PRIVACY | dict.fromkeys(("region", "to_state", "reason"), "staff")

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="moves")
    to_state = models.CharField(max_length=10, choices=State)
    reason = models.TextField(blank=True)


class RegionAddress(models.Model):
    """A host that leads to this region. Visitors of the others are sent on to the main one."""

    PRIVACY = dict.fromkeys(("id", "region", "host", "is_main"), "public")

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="addresses")
    host = models.CharField(max_length=253, unique=True, help_text="In small letters, without a port; punycode where it is not Latin")
    is_main = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_main", "host"]
        constraints = [
            models.UniqueConstraint(fields=["region"], condition=Q(is_main=True), name="one_main_address"),
            models.CheckConstraint(condition=Q(host__regex=HOST), name="host_as_browsers_send_it"),
        ]

    def __str__(self) -> str:
        return self.host


class CrisisLine(models.Model):
    """Help at any hour, shown on every page of telling."""

    PRIVACY = dict.fromkeys(("id", "region", "language", "name", "contact", "when", "who_for", "position", "in_strip"), "public")

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="crisis_lines")
    language = LanguageField()
    name = models.CharField(max_length=80)
    contact = models.CharField(max_length=80)
    when = models.CharField(max_length=80)
    who_for = models.CharField(max_length=160)
    position = models.PositiveSmallIntegerField(default=0)
    in_strip = models.BooleanField(default=False, help_text="Named in the strip at the top of every page of telling")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.name}: {self.contact}"


class ComplaintWay(models.Model):
    """Somebody in this region who takes a complaint about care, or helps to make one."""

    class About(models.TextChoices):
        HEALTH = "health", gettext_lazy("Health care")
        SOCIAL = "social", gettext_lazy("Social care and council services")
        BOTH = "both", pgettext_lazy("health and social care", "Both")

    PRIVACY = dict.fromkeys(("id", "region", "language", "name", "about", "words", "contact", "address", "position"), "public")

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="complaint_ways")
    language = LanguageField()
    name = models.CharField(max_length=120)
    about = models.CharField(max_length=8, choices=About, default=About.BOTH)
    words = models.CharField(max_length=300, help_text="What they do, and when to turn to them")
    contact = models.CharField(max_length=80, blank=True, help_text="A telephone number, where there is one")
    address = models.URLField(blank=True, help_text="Their page")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(name="complaint_way_can_be_reached", condition=~Q(contact="") | ~Q(address="")),
        ]

    def __str__(self) -> str:
        return self.name


class OwnWords(models.Model):
    """What this region says in words of its own, where we would say ours (`rules.OWN_WORDS`): another country has other numbers to call."""

    PRIVACY = dict.fromkeys(("id", "region", "language", "name", "words"), "public")

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="own_words")
    language = LanguageField()
    name = models.CharField(max_length=40, help_text="Which text it is: one of `rules.OWN_WORDS`")
    words = models.TextField()

    class Meta:
        verbose_name_plural = "own words"
        constraints = [
            models.UniqueConstraint(fields=["region", "language", "name"], name="own_words_once_a_language"),
            models.CheckConstraint(condition=~Q(words=""), name="own_words_say_something"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.language}"


class Holiday(models.Model):
    """A day on which nobody is expected to work."""

    PRIVACY = dict.fromkeys(("id", "region", "day", "language", "name"), "public")

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="holidays")
    day = models.DateField()
    language = LanguageField()
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "day"], name="one_holiday_a_day")]

    def __str__(self) -> str:
        return f"{self.name}, {self.day}"


class Setting(models.Model):
    """A number of this region that differs from the default in `rules.NUMBERS`."""

    PRIVACY = dict.fromkeys(("id", "region", "name", "value"), "public")

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="settings")
    name = models.CharField(max_length=40)
    value = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="one_value_per_number")]

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"
