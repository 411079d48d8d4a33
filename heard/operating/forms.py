"""What operators fill in. Bounds of ⚙ numbers are checked by the action, which says them beside the field."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.forms import formset_factory
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.accounts.models import Person, PlatformRole
from heard.core import languages, sites
from heard.directory.models import EverydayName, Kind, Level, Service, Standing
from heard.moderation.rules.messages import ASK_BEGINNINGS, BUILT_IN
from heard.moderation.rules.rota import DAYS
from heard.organisations.models import Organisation, Subscription
from heard.regions.models import ComplaintWay, CrisisLine, Region
from heard.regions.rules import MOST_OF_A_LEVEL, MOST_OWN_WORDS, NUMBERS, contradictions
from heard.stories.models import DeclineReason
from heard.stories.rules.levels import CRITERIA, texts_of
from heard.ui.forms import ClockField, DayField, EmailAddressField, Form, SentOnce, TextField, WordsField, written_in
from heard.ui.wording import capital, number

SEVERAL = 2


class EmergencyForm(Form):
    """Whom to call in an emergency, above the crisis lines; the same in every language."""

    emergency_number = TextField(
        label=gettext_lazy("Emergency number"),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off", "size": 6}),
        help_text=gettext_lazy("The number for an ambulance or the police, like 999 or 112. We show it wherever someone may be in danger."),
        error_messages={"required": gettext_lazy("Enter a number of 3 or 4 digits, like 999 or 112")},
    )


class RegionForm(Form):
    """A region's words, where it is found and in which languages."""

    name = TextField(label=gettext_lazy("Name of the region"), max_length=80)
    host = TextField(
        label=gettext_lazy("Main web address"),
        max_length=253,
        required=False,
        help_text=gettext_lazy("Enter the domain name only, like wales.example.org. It must already point to this server."),
    )
    other_hosts = forms.CharField(
        label=gettext_lazy("Other web addresses"),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("Put each one on a new line, like www.wales.example.org. They’ll all take people to the main one."),
    )
    path = TextField(
        label=gettext_lazy("Start of its path"),
        max_length=40,
        required=False,
        help_text=gettext_lazy(
            "Only if it doesn’t have its own web address. For example, enter wales to start the address of every page with /wales/. "
            "If you change it later, links to the old one will still work."
        ),
    )
    first_language = forms.ChoiceField(
        label=gettext_lazy("Main language"), choices=lambda: languages.spoken().items(), widget=forms.RadioSelect
    )
    more_languages = forms.MultipleChoiceField(
        label=gettext_lazy("Other languages"),
        choices=lambda: languages.spoken().items(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Pages in these languages have a code in their address, like /cy/."),
    )
    time_zone = TextField(label=gettext_lazy("Time zone"), max_length=40, initial="Europe/London")
    more_time_zones = forms.CharField(
        label=gettext_lazy("Other time zones people there use"),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
        required=False,
        max_length=4000,
        help_text=gettext_lazy(
            "Put each one on a new line, like Europe/Dublin. If someone’s device is set to one of these and they’re on another site, "
            "we’ll offer them this one."
        ),
    )
    leave_to = forms.URLField(
        label=gettext_lazy("Where “Leave quickly” goes"),
        assume_scheme="https",
        initial="https://www.bbc.co.uk/weather",
        help_text=gettext_lazy("Choose a page no one would notice, like the weather."),
    )
    contact_email = EmailAddressField(
        label=gettext_lazy("Email address for people to write to"),
        required=False,
        help_text=gettext_lazy("Make sure someone reads it. We show it to everyone on the About, Privacy and Accessibility pages."),
    )

    def __init__(self, *args: Any, is_default: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("host", "other_hosts", "path", "time_zone", "more_time_zones", "leave_to"):
            self.fields[name].widget.attrs["dir"] = "ltr"
        if is_default:
            del self.fields["path"]
        if len(settings.LANGUAGES) < 2:
            del self.fields["first_language"], self.fields["more_languages"]
        else:
            self.fields["first_language"].initial = settings.LANGUAGE_CODE

    @staticmethod
    def of(region: Region, hosts: Sequence[str]) -> dict[str, Any]:
        host, *others = hosts or [region.host]
        first, *more = region.languages or [settings.LANGUAGE_CODE]
        names = ("name", "path", "time_zone", "leave_to", "contact_email")
        return {name: getattr(region, name) for name in names} | {
            "host": host,
            "other_hosts": "\n".join(others),
            "more_time_zones": "\n".join(region.more_time_zones),
            "first_language": first,
            "more_languages": more,
        }

    def clean_other_hosts(self) -> list[str]:
        return _lines(self.cleaned_data["other_hosts"])

    def clean_more_time_zones(self) -> list[str]:
        return _lines(self.cleaned_data["more_time_zones"])

    def clean(self) -> dict[str, Any]:
        """The languages as the action takes them, in one list."""
        given: dict[str, Any] = super().clean() or {}
        more = given.pop("more_languages", [])
        if first := given.pop("first_language", ""):
            given["languages"] = [first, *(each for each in more if each != first)]
        return given


def _lines(typed: str) -> list[str]:
    return [each.strip() for each in typed.splitlines() if each.strip()]


class NewRegionForm(EmergencyForm, RegionForm):
    """Its emergency number is asked for at once: a site shows it before it opens, and no other country's may stand there."""

    slug = forms.SlugField(
        label=gettext_lazy("Short name"),
        max_length=40,
        help_text=gettext_lazy("Use lower case letters and hyphens, like north-wales. You can’t change it later."),
        error_messages={"invalid": gettext_lazy("Use lower case letters, numbers and hyphens, like north-wales")},
    )
    field_order = ["slug", "name", "emergency_number"]


class NumbersForm(Form):
    """Every ⚙ number, with its meaning, default and bounds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in NUMBERS.values():
            words = capital(str(each.words))
            if each.is_switch:
                self.fields[each.name] = forms.TypedChoiceField(
                    label=words,
                    help_text=_("Usually yes.") if each.default else _("Usually no."),
                    choices=[(1, _("Yes")), (0, _("No"))],
                    coerce=int,
                    widget=forms.RadioSelect,
                )
                continue
            bounds = {"low": number(each.low), "high": number(each.high), "usual": number(each.default)}
            wrong = _("Enter a whole number from %(low)s to %(high)s") % bounds
            self.fields[each.name] = forms.IntegerField(
                label=_("%(what)s, in %(unit)s") % {"what": words, "unit": each.unit},
                help_text=_("From %(low)s to %(high)s. Usually %(usual)s.") % bounds,
                min_value=each.low,
                max_value=each.high,
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
            )

    def clean(self) -> dict[str, Any]:
        """Numbers that cannot hold together are named once each of them can."""
        values: dict[str, Any] = super().clean() or {}
        if not self.errors:
            for name, words in contradictions(values).items():
                self.add_error(name, words)
        return values


class WrittenIn(Form):
    """What an operator writes in one of a region's languages."""

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written_in(language, *(field for field in self.fields.values() if isinstance(field, TextField)))


class LineForm(WrittenIn):
    """One crisis line. Without name and number it is removed."""

    asked_for = ("name", "contact")

    name = TextField(label=gettext_lazy("Name"), max_length=80, required=False)
    contact = TextField(label=gettext_lazy("Number"), max_length=80, required=False)
    when = TextField(label=gettext_lazy("When it’s open"), max_length=80, required=False)
    who_for = TextField(label=gettext_lazy("Who it’s for"), max_length=160, required=False)
    in_strip = forms.BooleanField(
        label=gettext_lazy("Show it at the top of every page where people tell a story"),
        required=False,
        help_text=gettext_lazy("Only choose this if the line is open day and night. We say there that it is."),
    )

    @staticmethod
    def of(line: CrisisLine) -> dict[str, Any]:
        return {name: getattr(line, name) for name in LineForm.base_fields}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if bool(given.get("name")) != bool(given.get("contact")):
            if given.get("name"):
                self.add_error("contact", _("Enter a number for this line"))
            else:
                self.add_error("name", _("Enter a name for this line"))
        return given


LineForms = formset_factory(LineForm, extra=1, max_num=30, absolute_max=30)


class WayForm(WrittenIn):
    """One way to complain. Without a name it is removed."""

    asked_for = ("name", "words")

    name = TextField(label=gettext_lazy("Name"), max_length=120, required=False)
    words = TextField(label=gettext_lazy("What they do, and when to contact them"), max_length=300, required=False)
    about = forms.ChoiceField(label=gettext_lazy("What is it for?"), choices=ComplaintWay.About.choices, initial=ComplaintWay.About.BOTH)
    contact = TextField(label=gettext_lazy("Phone number"), max_length=80, required=False)
    address = forms.URLField(label=gettext_lazy("Web address of their page"), assume_scheme="https", required=False)

    @staticmethod
    def of(way: ComplaintWay) -> dict[str, Any]:
        return {name: getattr(way, name) for name in WayForm.base_fields}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("name"):
            if not given.get("words"):
                self.add_error("words", _("Say what they do and when to contact them"))
            if "address" in given and not given["address"] and not given.get("contact"):
                self.add_error("contact", _("Enter a phone number or a web address"))
        return given


class AboutComplainingForm(Form):
    """What a region says about complaining, above the ways."""

    words = WordsField(
        label=gettext_lazy("What to say about complaining"),
        rows=5,
        most=MOST_OWN_WORDS,
        required=False,
        help_text=gettext_lazy("We show this on “How to complain”, above the ways to complain."),
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written_in(language, self.fields["words"])


WayForms = formset_factory(WayForm, extra=1, max_num=30, absolute_max=30)


class OwnWordsForm(Form):
    """What a region says in words of its own, in one of its languages. A text that is left empty, or is as ours is, is ours."""

    ours: ClassVar[Mapping[str, str | Promise]]
    """What we say, in the language that it is written in."""

    def __init__(self, *args: Any, own: Mapping[str, str], language: str, **kwargs: Any) -> None:
        """`own`: what the region says in this language, by name."""
        super().__init__(*args, **kwargs)
        self.fields |= self.texts()
        with translation.override(languages.SOURCE):
            self.as_ours = {name: str(words) for name, words in self.ours.items()} if language == languages.SOURCE else {}
        for name, field in self.fields.items():
            field.initial = own.get(name) or self.as_ours.get(name, "")
        written_in(language, *self.fields.values())

    def texts(self) -> dict[str, forms.Field]:
        """The fields, by the names of their texts. Each page has its own."""
        raise NotImplementedError

    def clean(self) -> dict[str, str]:
        given: dict[str, str] = super().clean() or {}
        return {name: "" if _same(text, self.as_ours.get(name, "")) else text for name, text in given.items()}


class MessagesForm(OwnWordsForm):
    """What moderators begin from when they write to an author."""

    ours = BUILT_IN
    asked_for = tuple(BUILT_IN)

    def texts(self) -> dict[str, forms.Field]:
        labels: dict[str, Any] = {f"decline-{reason.value}": reason.label for reason in DeclineReason}
        labels |= {f"ask-{each.key}": each.label for each in ASK_BEGINNINGS}
        return {
            name: WordsField(label=label, help_text=TO_NAME.get(name, ""), rows=7, most=MOST_OWN_WORDS, required=False)
            for name, label in labels.items()
        }


class CriteriaForm(OwnWordsForm):
    """What each level of criticality means, and examples of it."""

    ours = {name: words for each in CRITERIA for name, words in zip(texts_of(each.level), (each.words, each.examples), strict=True)}
    asked_for = tuple(ours)

    def texts(self) -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = {}
        for each in CRITERIA:
            about = {"level": each.level, "name": each.name}
            labels = (_("%(level)s %(name)s: what it means") % about, _("%(level)s %(name)s: examples") % about)
            for name, label in zip(texts_of(each.level), labels, strict=True):
                found[name] = WordsField(label=label, rows=2, most=MOST_OF_A_LEVEL, required=False)
        return found


def _same(text: str, other: str) -> bool:
    """Whether two texts differ in blanks and ends of lines at most."""
    return text.split() == other.split()


TO_NAME = {
    "decline-staff-about-colleagues": gettext_lazy("Say who can help staff to raise concerns in this region."),
    "ask-safe": gettext_lazy("Say which number to call in an emergency, and who people can talk to."),
    "ask-care-now": gettext_lazy("Say which number to call for medical help, and in an emergency."),
}
"""What ours can't name, because it's different in every country."""


class HolidayForm(Form):
    day = DayField(label=gettext_lazy("Date"))
    name = TextField(label=gettext_lazy("Name of the holiday"), max_length=80)


class CalendarForm(Form):
    """Whose public holidays an operator wants to see: a country's, or those of a part of it."""

    country = forms.ChoiceField(
        label=gettext_lazy("Country"), error_messages={"invalid_choice": gettext_lazy("Choose a country from the list")}
    )
    part = forms.ChoiceField(
        label=gettext_lazy("Part of the country"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose a part from the list")},
    )

    def __init__(self, *args: Any, countries: Sequence[tuple[str, str]], parts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Choose a country")), *countries]  # type: ignore[attr-defined]
        if parts:
            self.fields["part"].choices = [("", _("All of it")), *parts]  # type: ignore[attr-defined]
        else:
            del self.fields["part"]


class ProposedForm(Form):
    """Which of the days that were proposed are holidays here. Each is chosen until it is unticked: all of them are on the page."""

    days = forms.MultipleChoiceField(
        label=gettext_lazy("Which days are holidays in this region?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one day"), "invalid_choice": gettext_lazy("Choose days from the list")},
    )
    language = forms.ChoiceField(label=gettext_lazy("What language are these names in?"))

    def __init__(self, *args: Any, days: Sequence[tuple[str, str]], spoken: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].choices = days  # type: ignore[attr-defined]
        self.fields["language"].choices = spoken  # type: ignore[attr-defined]
        if len(spoken) < SEVERAL:
            del self.fields["language"]


class CloseRegionForm(Form):
    reason = TextField(
        label=gettext_lazy("Why are you closing it?"),
        max_length=500,
        help_text=gettext_lazy("Only people who run Heard can read this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ShiftForm(Form):
    """Hours on the rota, for one day of the week or several, and who is told in which order."""

    days = forms.MultipleChoiceField(
        label=gettext_lazy("Which days does it start on?"),
        choices=[(str(number), day) for number, day in enumerate(DAYS)],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one day")},
    )
    begins = ClockField(label=gettext_lazy("From"), help_text=gettext_lazy("For example, 17:00."))
    ends = ClockField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("For example, 09:00. If it’s the same as the start time or earlier, it means the next day."),
    )
    first = forms.TypedChoiceField(
        label=gettext_lazy("Who should we tell first?"),
        coerce=int,
        error_messages={"required": gettext_lazy("Choose who we should tell first")},
        help_text=gettext_lazy("Senior moderators only."),
    )
    second = forms.TypedChoiceField(label=gettext_lazy("Who should we tell next?"), coerce=int, empty_value=None, required=False)
    third = forms.TypedChoiceField(label=gettext_lazy("Who should we tell after that?"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [("", _("No one")), *((str(each.pk), each.name) for each in people)]
        for name in ("first", "second", "third"):
            self.fields[name].choices = names  # type: ignore[attr-defined]

    def in_order(self) -> list[int]:
        return [self.cleaned_data[name] for name in ("first", "second", "third") if self.cleaned_data[name]]


class PagingForm(Form):
    address = TextField(
        label=gettext_lazy("Web address of the paging service"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("It starts with https://. We only send it the time and a link. Leave it empty to use email only."),
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false", "autocomplete": "off"}),
    )


class RegionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Whose the new thing is. Where there are several regions none is chosen beforehand: it can’t be moved to another one later."""

    def __init__(self) -> None:
        super().__init__(label=gettext_lazy("Region"), queryset=Region.objects.order_by("name"), empty_label=None)

    def __deepcopy__(self, memo: dict[int, Any]) -> "RegionField":
        made: RegionField = super().__deepcopy__(memo)
        made.empty_label = _("Choose a region") if len(sites.sites().of_regions) > 1 else None
        return made


class OrganisationForm(SentOnce):
    """A new listening organisation."""

    region = RegionField()
    name = TextField(label=gettext_lazy("Name"), max_length=160)
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of organisation is it?"), choices=Organisation.Kind.choices, widget=forms.RadioSelect
    )


class NameForm(Form):
    name = TextField(label=gettext_lazy("Name"), max_length=160)


class TermForm(Form):
    """A term of subscription; its last day counts."""

    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=Subscription.Level.choices, widget=forms.RadioSelect)
    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(label=gettext_lazy("Last day"))


class EndTermForm(Form):
    on = DayField(
        label=gettext_lazy("What should the last day be?"), help_text=gettext_lazy("A term that hasn’t started by then is cancelled.")
    )


class PlatformRolesField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=gettext_lazy("Roles at Heard"), choices=PlatformRole.choices, **kwargs)


class RegionsField(forms.TypedMultipleChoiceField):
    """For which regions somebody moderates."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Regions they moderate for"),
            help_text=gettext_lazy("They only see stories from these. If you choose none, they see all regions, and any you add later."),
            coerce=int,
            required=False,
        )


class HeardsOwnForm(Form):
    """Somebody who works for Heard itself. Where the house has one region, nobody is asked about regions."""

    moderates_in = RegionsField()

    def __init__(self, *args: Any, regions: Sequence[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(regions) < 2:
            del self.fields["moderates_in"]
        else:
            self.fields["moderates_in"].choices = [(each.pk, each.name) for each in regions]  # type: ignore[attr-defined]


class ColleagueForm(HeardsOwnForm):
    """A new moderator or operator."""

    field_order = ("email", "name", "job_title", "platform_roles", "moderates_in")

    email = EmailAddressField(label=gettext_lazy("Their email address"))
    name = TextField(label=gettext_lazy("Their name"), max_length=100)
    job_title = TextField(label=gettext_lazy("Their job title"), max_length=120, required=False)
    platform_roles = PlatformRolesField(error_messages={"required": gettext_lazy("Choose at least one role")})


class PersonForm(HeardsOwnForm):
    field_order = ("name", "email", "job_title", "platform_roles", "moderates_in")
    name = TextField(label=gettext_lazy("Name"), max_length=100)
    email = EmailAddressField(label=gettext_lazy("Email address"))
    job_title = TextField(label=gettext_lazy("Job title"), max_length=120, required=False)
    platform_roles = PlatformRolesField(required=False)

    @staticmethod
    def of(person: Person) -> dict[str, Any]:
        return {name: getattr(person, name) for name in PersonForm.base_fields}


class ServiceForm(Form):
    """What the directory says of a place. What is changed here stays, whatever the next register says."""

    name = TextField(label=gettext_lazy("Name"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of place"), choices=Kind.choices)
    address = forms.CharField(
        label=gettext_lazy("Address"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text=gettext_lazy("Put each part on a new line."),
    )
    town = TextField(label=gettext_lazy("Town"), max_length=80, required=False)
    postcode = TextField(label=gettext_lazy("Postcode"), max_length=10, required=False)
    latitude = forms.FloatField(
        label=gettext_lazy("Latitude, in degrees"), required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    longitude = forms.FloatField(
        label=gettext_lazy("Longitude, in degrees"), required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    telephone = TextField(
        label=gettext_lazy("Phone number"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=gettext_lazy("Include the area code. Put any extension after the number, like 01632 960001 ext 12."),
    )
    website = forms.URLField(label=gettext_lazy("Website"), required=False, assume_scheme="https")
    opened_on = DayField(label=gettext_lazy("Opened on"), required=False)
    closed_on = DayField(label=gettext_lazy("Closed on"), required=False)
    standing = forms.ChoiceField(label=gettext_lazy("Is it open?"), choices=Standing.choices, widget=forms.RadioSelect)
    successor = TextField(
        label=gettext_lazy("Which place took over from it?"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Enter its code, or the last part of its page’s web address."),
    )

    @staticmethod
    def of(service: Service) -> dict[str, Any]:
        values: dict[str, Any] = {name: getattr(service, name) for name in ServiceForm.base_fields if name not in {"address", "successor"}}
        after = service.successor
        return values | {"address": "\n".join(service.address), "successor": (after.code or after.slug) if after else ""}


class PlaceForm(SentOnce):
    """A place that no register holds, as an operator puts it into the directory."""

    asked_for = ("parent",)

    name = TextField(label=gettext_lazy("Name"), max_length=200, error_messages={"required": gettext_lazy("Enter the name of the place")})
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of place"),
        choices=[("", gettext_lazy("Choose a kind")), *Kind.choices],
        error_messages={"required": gettext_lazy("Choose what kind of place it is")},
    )
    level = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[
            (Level.PROVIDER, gettext_lazy("A provider: an organisation that runs services")),
            (Level.SITE, gettext_lazy("A site, such as a home or a hospital")),
            (Level.SERVICE, gettext_lazy("A service, such as a ward, clinic or team")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether it’s a provider, a site or a service")},
    )
    parent = TextField(
        label=gettext_lazy("Which place is it part of?"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Only for a site or a service. Enter its full name or its code."),
    )
    address = forms.CharField(
        label=gettext_lazy("Address"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=gettext_lazy("Put each part on a new line."),
    )
    town = TextField(label=gettext_lazy("Town"), max_length=80, required=False)
    postcode = TextField(
        label=gettext_lazy("Postcode"), max_length=10, required=False, help_text=gettext_lazy("We use it to show where the place is.")
    )
    telephone = TextField(
        label=gettext_lazy("Phone number"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    website = forms.URLField(label=gettext_lazy("Website"), required=False, assume_scheme="https")
    opened_on = DayField(label=gettext_lazy("Opened on"), required=False)
    closed_on = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("For example, for a seasonal clinic. The place closes automatically after this day."),
    )


class NewPlaceForm(PlaceForm):
    region = RegionField()
    field_order = ["region"]


class PartForm(Form):
    """Why a join of two places was a mistake."""

    reason = WordsField(
        label=gettext_lazy("Why are you undoing it?"),
        rows=2,
        most=500,
        help_text=gettext_lazy("Only people who run Heard see this."),
        error_messages={"required": gettext_lazy("Say why you’re undoing it")},
    )


class EverydayNameForm(Form):
    """Words that people use for a kind of place, and what they find."""

    title = TextField(
        label=gettext_lazy("What these words mean"),
        max_length=80,
        help_text=gettext_lazy("Only people who run Heard see this. For example, “Accident and emergency”."),
    )
    words = forms.CharField(
        label=gettext_lazy("Words people use"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        help_text=gettext_lazy("Put each one on a new line, like A&E or casualty. Capitals, spaces and apostrophes don’t matter."),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of place they find"), choices=Kind.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    called = forms.CharField(
        label=gettext_lazy("What these places are called"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        required=False,
        help_text=gettext_lazy(
            "Words in their names, like Emergency Department. Put each one on a new line, the likeliest first. We show those places first."
        ),
    )
    specialities = TextField(
        label=gettext_lazy("Treatment functions"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("NHS Data Dictionary codes, separated by commas. They don’t change what people find."),
    )
    note = WordsField(
        label=gettext_lazy("What to tell people"),
        rows=2,
        most=300,
        required=False,
        help_text=gettext_lazy(
            "We show this above the results when someone types one of these words. For example, that NHS 111 is a phone service."
        ),
    )
    note_language = forms.ChoiceField(
        label=gettext_lazy("Language of what you tell people"), choices=lambda: languages.spoken().items(), widget=forms.RadioSelect
    )
    same = forms.CharField(
        label=gettext_lazy("Other words for this in stories"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        required=False,
        help_text=gettext_lazy(
            "Put each one on a new line, in any language, like hospital or ysbyty. Anyone who searches for one also finds the others."
        ),
    )
    region = forms.ModelChoiceField(
        label=gettext_lazy("Where people use these words"),
        queryset=Region.objects.order_by("name"),
        empty_label=gettext_lazy("Everywhere"),
        required=False,
        help_text=gettext_lazy("In that region, we use these instead of the ones for everywhere."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note_language"].initial = settings.LANGUAGE_CODE
        if len(languages.spoken()) == 1:
            del self.fields["note_language"]

    @staticmethod
    def of(name: EverydayName) -> dict[str, Any]:
        return {
            "title": name.title,
            "words": "\n".join(name.words),
            "kinds": name.kinds,
            "called": "\n".join(name.called),
            "specialities": ", ".join(name.specialities),
            "note": name.note,
            "note_language": name.note_language,
            "same": "\n".join(name.same),
            "region": name.region_id,
        }

    def values(self) -> dict[str, Any]:
        """What the form says, as the actions want it."""
        said = self.cleaned_data
        return {
            "region_id": said["region"].pk if said["region"] else None,
            "title": said["title"],
            "words": said["words"].splitlines(),
            "kinds": said["kinds"],
            "called": said["called"].splitlines(),
            "specialities": said["specialities"].split(","),
            "note": said["note"],
            "note_language": said.get("note_language", ""),
            "same": said["same"].splitlines(),
        }


class ContactForm(Form):
    registered_contact = EmailAddressField(
        label=gettext_lazy("Where to email it about stories"),
        required=False,
        help_text=gettext_lazy("We only use this while no one there listens on Heard."),
    )


class AnswerForm(Form):
    """The answer to somebody who wrote to Heard itself."""

    answer = WordsField(
        label=gettext_lazy("Your answer"),
        rows=8,
        most=10_000,
        help_text=gettext_lazy(
            "We’ll email it exactly as you write it, so sign it. We add when they wrote, and how to get help if someone may be in danger."
        ),
        error_messages={"required": gettext_lazy("Enter your answer")},
    )


class CloseForm(Form):
    reason = WordsField(
        label=gettext_lazy("Why doesn’t it need an answer?"),
        rows=2,
        most=1_000,
        help_text=gettext_lazy("Only your colleagues will see this."),
        error_messages={"required": gettext_lazy("Say why it doesn’t need an answer")},
    )
