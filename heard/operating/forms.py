"""What operators fill in. Bounds of ⚙ numbers are checked by the action, which says them beside the field."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import formset_factory

from heard.accounts.models import OFFERED, Person
from heard.directory.models import EverydayName, Kind, Level, Service, Standing
from heard.moderation.rules.rota import DAYS
from heard.organisations.models import Organisation, Subscription
from heard.regions.models import ComplaintWay, CrisisLine, Region
from heard.regions.rules import NUMBERS, contradictions
from heard.ui.forms import DayField, EmailAddressField, Form, SentOnce, TextField, WordsField


class ClockField(forms.TimeField):
    """A time of the day as people type it: 17:00, 17.00, 17 or 5pm."""

    widget = forms.TextInput(attrs={"autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        wrong = "Enter a time like 17:00"
        formats = ["%H:%M", "%H.%M", "%H", "%I%p", "%I:%M%p", "%I.%M%p"]
        super().__init__(input_formats=formats, error_messages={"required": wrong, "invalid": wrong}, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(" ", "").lower() if isinstance(value, str) else value)


class RegionForm(Form):
    """A region's words."""

    name = TextField(label="What the region is called", max_length=80)
    host = TextField(label="Its own web address", max_length=120, required=False, help_text="Only the host, like wales.example.org.")
    time_zone = TextField(label="Time zone", max_length=40, initial="Europe/London")
    leave_to = forms.URLField(
        label="Where “Leave quickly” goes",
        assume_scheme="https",
        initial="https://www.bbc.co.uk/weather",
        help_text="A page nobody wonders about: the weather, say.",
    )
    complaint_words = forms.CharField(
        label="How to complain instead",
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        max_length=4000,
        help_text="Stands on “How to complain”, before the ways that you name under “Ways to complain”.",
    )

    contact_email = EmailAddressField(
        label="Where people can write to you",
        required=False,
        help_text="An e-mail address that somebody reads. It is public: on the pages About, Privacy and Accessibility.",
    )

    @staticmethod
    def of(region: Region) -> dict[str, Any]:
        return {name: getattr(region, name) for name in RegionForm.base_fields}


class NewRegionForm(RegionForm):
    slug = forms.SlugField(label="Short name", max_length=40, help_text="Small letters and hyphens. It never changes.")
    field_order = ["slug"]


class NumbersForm(Form):
    """Every ⚙ number, with its meaning, default and bounds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in NUMBERS.values():
            if number.is_switch:
                self.fields[number.name] = forms.TypedChoiceField(
                    label=f"{number.words[0].upper()}{number.words[1:]}",
                    help_text=f"Usually {'yes' if number.default else 'no'}.",
                    choices=[(1, "Yes"), (0, "No")],
                    coerce=int,
                    widget=forms.RadioSelect,
                )
                continue
            self.fields[number.name] = forms.IntegerField(
                label=f"{number.words[0].upper()}{number.words[1:]}, in {number.unit}",
                help_text=f"From {number.low} to {number.high}. Usually {number.default}.",
                min_value=number.low,
                max_value=number.high,
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                error_messages={
                    "required": f"Enter a whole number from {number.low} to {number.high}",
                    "invalid": f"Enter a whole number from {number.low} to {number.high}",
                    "min_value": f"Enter a whole number from {number.low} to {number.high}",
                    "max_value": f"Enter a whole number from {number.low} to {number.high}",
                },
            )

    def clean(self) -> dict[str, Any]:
        """Numbers that cannot hold together are named once each of them can."""
        values: dict[str, Any] = super().clean() or {}
        if not self.errors:
            for name, words in contradictions(values).items():
                self.add_error(name, words)
        return values


class LineForm(Form):
    """One crisis line. Without name and number it is taken off."""

    name = TextField(label="Name", max_length=80, required=False)
    contact = TextField(label="Number", max_length=80, required=False)
    when = TextField(label="When it answers", max_length=80, required=False)
    who_for = TextField(label="Whom it is for", max_length=160, required=False)
    in_strip = forms.BooleanField(label="Name it at the top of every page of telling", required=False)

    @staticmethod
    def of(line: CrisisLine) -> dict[str, Any]:
        return {name: getattr(line, name) for name in LineForm.base_fields}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if bool(given.get("name")) != bool(given.get("contact")):
            self.add_error("contact" if given.get("name") else "name", "A line needs both a name and a number")
        return given


LineForms = formset_factory(LineForm, extra=1, max_num=30, absolute_max=30)


class WayForm(Form):
    """One way to complain. Without a name it is taken off."""

    name = TextField(label="Name", max_length=120, required=False)
    words = TextField(label="What they do, and when to turn to them", max_length=300, required=False)
    about = forms.ChoiceField(label="What is it for?", choices=ComplaintWay.About.choices, initial=ComplaintWay.About.BOTH)
    contact = TextField(label="Telephone number", max_length=80, required=False)
    address = forms.URLField(label="Their page", assume_scheme="https", required=False)

    @staticmethod
    def of(way: ComplaintWay) -> dict[str, Any]:
        return {name: getattr(way, name) for name in WayForm.base_fields}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("name"):
            if not given.get("words"):
                self.add_error("words", "Say what they do, and when to turn to them")
            if "address" in given and not given["address"] and not given.get("contact"):
                self.add_error("contact", "A way needs a telephone number or a page")
        return given


WayForms = formset_factory(WayForm, extra=1, max_num=30, absolute_max=30)


class HolidayForm(Form):
    day = DayField(label="Which day?")
    name = TextField(label="What is it called?", max_length=80)


class ShiftForm(Form):
    """Hours on the rota, for one day of the week or several, and who is told in which order."""

    days = forms.MultipleChoiceField(
        label="On which days does it begin?",
        choices=[(str(number), day) for number, day in enumerate(DAYS)],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one day"},
    )
    begins = ClockField(label="From", help_text="For example 17:00.")
    ends = ClockField(label="Until", help_text="For example 09:00. An earlier time, or the same, means the next day.")
    first = forms.TypedChoiceField(
        label="Who is told first?", coerce=int, error_messages={"required": "Choose who is told first"}, help_text="Senior moderators only."
    )
    second = forms.TypedChoiceField(label="Who is told next?", coerce=int, empty_value=None, required=False)
    third = forms.TypedChoiceField(label="And after that?", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [("", "Nobody"), *((str(each.pk), each.name) for each in people)]
        for name in ("first", "second", "third"):
            self.fields[name].choices = names  # type: ignore[attr-defined]

    def in_order(self) -> list[int]:
        return [self.cleaned_data[name] for name in ("first", "second", "third") if self.cleaned_data[name]]


class PagingForm(Form):
    address = TextField(
        label="Address of the paging service",
        max_length=500,
        required=False,
        help_text="Begins with https://. Heard sends the time and a link there, and nothing else. Leave it empty to email only.",
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false", "autocomplete": "off"}),
    )


class OrganisationForm(SentOnce):
    """A new listening organisation."""

    region = forms.ModelChoiceField(label="Region", queryset=Region.objects.order_by("name"), empty_label=None)
    name = TextField(label="Name", max_length=160)
    kind = forms.ChoiceField(label="What kind of organisation is it?", choices=Organisation.Kind.choices, widget=forms.RadioSelect)


class NameForm(Form):
    name = TextField(label="Name", max_length=160)


class TermForm(Form):
    """A term of subscription; its last day counts."""

    level = forms.ChoiceField(label="Level", choices=Subscription.Level.choices, widget=forms.RadioSelect)
    starts_on = DayField(label="First day")
    ends_on = DayField(label="Last day")


class EndTermForm(Form):
    on = DayField(label="Which should be the last day?", help_text="A term that has not begun by then is called off.")


class PlatformRolesField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label="Work for Heard itself", choices=[(role.value, role.label) for role in OFFERED], **kwargs)


class ColleagueForm(Form):
    """A new moderator or operator."""

    email = EmailAddressField(label="Their e-mail address")
    name = TextField(label="Their name", max_length=100)
    job_title = TextField(label="Their job title", max_length=120, required=False)
    platform_roles = PlatformRolesField(error_messages={"required": "Choose at least one role."})


class PersonForm(Form):
    name = TextField(label="Name", max_length=100)
    email = EmailAddressField(label="E-mail address")
    job_title = TextField(label="Job title", max_length=120, required=False)
    platform_roles = PlatformRolesField(required=False)

    @staticmethod
    def of(person: Person) -> dict[str, Any]:
        return {name: getattr(person, name) for name in PersonForm.base_fields}


class ServiceForm(Form):
    """What the directory says of a place. What is changed here stays, whatever the next register says."""

    name = TextField(label="Name", max_length=200)
    kind = forms.ChoiceField(label="Kind", choices=Kind.choices)
    address = forms.CharField(
        label="Address", widget=forms.Textarea(attrs={"rows": 4}), required=False, help_text="One line for each part."
    )
    town = TextField(label="Town", max_length=80, required=False)
    postcode = TextField(label="Postcode", max_length=10, required=False)
    latitude = forms.FloatField(label="Latitude, in degrees", required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    longitude = forms.FloatField(label="Longitude, in degrees", required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    telephone = TextField(
        label="Telephone",
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text="One number with its area code. An extension goes behind it, like: 01632 960001 ext 12.",
    )
    website = forms.URLField(label="Website", required=False, assume_scheme="https")
    opened_on = DayField(label="Opened on", required=False)
    closed_on = DayField(label="Closed on", required=False)
    standing = forms.ChoiceField(label="Is it open?", choices=Standing.choices, widget=forms.RadioSelect)
    successor = TextField(
        label="Which place took over from it?",
        required=False,
        max_length=120,
        help_text="Its code, or the last part of its page's address.",
    )

    @staticmethod
    def of(service: Service) -> dict[str, Any]:
        values: dict[str, Any] = {name: getattr(service, name) for name in ServiceForm.base_fields if name not in {"address", "successor"}}
        after = service.successor
        return values | {"address": "\n".join(service.address), "successor": (after.code or after.slug) if after else ""}


class PlaceForm(SentOnce):
    """A place that no register holds, as an operator puts it into the directory."""

    name = TextField(label="Name", max_length=200, error_messages={"required": "Enter the name of the place"})
    kind = forms.ChoiceField(
        label="Kind",
        choices=[("", "Choose a kind"), *Kind.choices],
        error_messages={"required": "Choose what kind of place it is"},
    )
    level = forms.ChoiceField(
        label="What is it?",
        choices=[
            (Level.PROVIDER, "A provider: an organisation that runs services"),
            (Level.SITE, "A site, such as a home or a hospital"),
            (Level.SERVICE, "A service, such as a ward, clinic or team"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is a provider, a site or a service"},
    )
    parent = TextField(
        label="Which place does it belong to?",
        required=False,
        max_length=120,
        help_text="Only for a site or a service. Enter its full name or its code.",
    )
    address = forms.CharField(
        label="Address", widget=forms.Textarea(attrs={"rows": 3}), required=False, help_text="One line for each part."
    )
    town = TextField(label="Town", max_length=80, required=False)
    postcode = TextField(label="Postcode", max_length=10, required=False, help_text="We use it to show where the place is.")
    telephone = TextField(
        label="Telephone", max_length=80, required=False, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    )
    website = forms.URLField(label="Website", required=False, assume_scheme="https")
    opened_on = DayField(label="Opened on", required=False)
    closed_on = DayField(
        label="Last day",
        required=False,
        help_text="For example for a clinic for one season. The place closes after this day automatically.",
    )


class NewPlaceForm(PlaceForm):
    region = forms.ModelChoiceField(label="Region", queryset=Region.objects.order_by("name"), empty_label=None)
    field_order = ["region"]


class PartForm(Form):
    """Why a join of two places was a mistake."""

    reason = WordsField(
        label="Why are you undoing it?",
        rows=2,
        most=500,
        help_text="Only people who run Heard see this.",
        error_messages={"required": "Enter a reason for undoing it."},
    )


class EverydayNameForm(Form):
    """Words that people use for a kind of place, and what they find."""

    title = TextField(label="What these words mean", max_length=80, help_text="For you and other operators, like “Accident and emergency”.")
    words = forms.CharField(
        label="Words people use",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        help_text="One on each line: A&E, casualty. Capitals, spaces and apostrophes don’t matter.",
    )
    kinds = forms.MultipleChoiceField(
        label="Kinds of place they find", choices=Kind.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    called = forms.CharField(
        label="What such places are called",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        required=False,
        help_text="Words in the names of places, one on each line, the likeliest first: Emergency Department. We show those places first.",
    )
    specialities = TextField(
        label="Treatment functions",
        max_length=200,
        required=False,
        help_text="Codes of the NHS Data Dictionary, divided by commas. They’re only for comparing.",
    )
    note = WordsField(
        label="What to tell people",
        rows=2,
        most=300,
        required=False,
        help_text="We show this above the results when someone types one of these words. For example, that NHS 111 is a phone service.",
    )
    same = forms.CharField(
        label="Words that mean the same in a story",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        required=False,
        help_text="One on each line, in any language: hospital, ysbyty. Anyone who searches stories for one of them also finds the others.",
    )
    region = forms.ModelChoiceField(
        label="Where people use these words",
        queryset=Region.objects.order_by("name"),
        empty_label="Everywhere",
        required=False,
        help_text="In that region, its words count instead of the same words for everywhere.",
    )

    @staticmethod
    def of(name: EverydayName) -> dict[str, Any]:
        return {
            "title": name.title,
            "words": "\n".join(name.words),
            "kinds": name.kinds,
            "called": "\n".join(name.called),
            "specialities": ", ".join(name.specialities),
            "note": name.note,
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
            "same": said["same"].splitlines(),
        }


class ContactForm(Form):
    registered_contact = EmailAddressField(
        label="Where to email it about stories",
        required=False,
        help_text="We only use this while no one there listens on Heard.",
    )


class AnswerForm(Form):
    """The answer to somebody who wrote to Heard itself."""

    answer = WordsField(
        label="Your answer",
        rows=8,
        most=10_000,
        help_text="It goes out by email as you write it. We add when they wrote, and how to get help if someone may be in danger. Sign it.",
        error_messages={"required": "Write your answer."},
    )


class CloseForm(Form):
    reason = WordsField(
        label="Why does it need no answer?",
        rows=2,
        most=1_000,
        help_text="Only your colleagues see this.",
        error_messages={"required": "Say why it needs no answer."},
    )
