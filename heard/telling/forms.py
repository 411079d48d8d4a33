"""The forms of telling, one for each page. `values` gives what a page holds under the names that a draft has for it."""

from datetime import date
from typing import Any, ClassVar, Self

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from heard.core import clock
from heard.directory.rules.positions import postcode
from heard.regions.models import Region
from heard.regions.queries import oldest_care, setting
from heard.regions.rules import UK, SettingKey
from heard.stories.models import AboutFields, AgeGroup, AuthorRole, Condition, Consent, EthnicGroup, Gender
from heard.stories.rules.consent import WORDINGS, version_here
from heard.stories.rules.publishing import MOST_NAME, MOST_TITLE
from heard.tags.models import Kind
from heard.tags.queries import offered_tags
from heard.telling.models import Draft
from heard.telling.rules import chosen_names
from heard.ui.forms import EmailAddressField, Form, MonthYearField, PinField, TagsField, TextField, WordsField

MOST_SIGNS = 150_000
"""Letters and signs of a story that are kept. Some 25,000 words: nobody is refused who has something to tell."""
EITHER_WAY = {"dir": "auto"}
"""Written from the side that the language has."""

ROLES = [
    (AuthorRole.PATIENT, gettext_lazy("I’m the patient")),
    (AuthorRole.SERVICE_USER, gettext_lazy("I use the service")),
    (AuthorRole.PARENT, gettext_lazy("I’m a parent or guardian")),
    (AuthorRole.RELATIVE, gettext_lazy("I’m a relative")),
    (AuthorRole.CARER, gettext_lazy("I’m a carer")),
    (AuthorRole.FRIEND, gettext_lazy("I’m a friend")),
    (AuthorRole.ADVOCATE, gettext_lazy("I’m a volunteer or an advocate")),
    (AuthorRole.STAFF, gettext_lazy("I work in health or care and was a patient myself")),
    (AuthorRole.SOMEBODY, gettext_lazy("I’d rather not say")),
]


class PageForm(Form):
    """A page of telling. `window` and `seen` let a change from another window be noticed."""

    fields_of_draft: tuple[str, ...] = ()
    aside: str | Promise = ""
    """What its page says beside its one question; a page that says more has a template of its own."""

    @classmethod
    def of(cls, draft: Draft | None, region: Region, data: Any = None) -> Self:
        """Filled with what the draft holds, or with what was just typed."""
        initial = {name: getattr(draft, name) for name in cls.fields_of_draft} if draft else None
        return cls(data, initial=initial, **cls.needs(draft, region))

    @classmethod
    def needs(cls, draft: Draft | None, region: Region) -> dict[str, Any]:
        """What the form is made with, besides."""
        return {}

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields_of_draft}

    def advice(self) -> list[str]:
        """What to say about what was typed before going on; nothing when it was said before."""
        return []


class WordsForm(PageForm):
    fields_of_draft = ("words",)
    words = WordsField(
        label=gettext_lazy("What happened?"),
        rows=10,
        usual=(50, 300),
        most=MOST_SIGNS,
        error_messages={"required": gettext_lazy("Write a few words. That’s enough to start with.")},
        widget=forms.Textarea(EITHER_WAY),
    )


class HopeForm(PageForm):
    fields_of_draft = ("hope", "is_question")
    hope = WordsField(
        label=gettext_lazy("What would you like to happen now?"),
        rows=5,
        most=20_000,
        required=False,
        widget=forms.Textarea(EITHER_WAY),
    )
    is_question = forms.BooleanField(label=gettext_lazy("I’m asking a question, and would like an answer"), required=False)


class TitleForm(PageForm):
    fields_of_draft = ("title",)
    title = TextField(
        label=gettext_lazy("What would you call your story?"),
        max_length=MOST_TITLE,
        required=False,
        widget=forms.TextInput({**EITHER_WAY, "autocomplete": "off"}),
    )


class SearchField(TextField):
    """Something to look for: nobody says that it can be skipped, and nobody minds if it is."""

    def validate(self, value: str) -> None:
        return


class ServicesForm(Form):
    """What is typed on the page of services; adding and taking off are buttons of their own."""

    MOST_UNKNOWN = 2_000

    find = SearchField(
        label=gettext_lazy("Name of the place, town or postcode"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off", "type": "search"}),
    )
    unknown_service = WordsField(
        label=gettext_lazy("I can’t find it"),
        help_text=gettext_lazy("Tell us what you know: what it’s called, where it is, what they do there. We’ll look for it."),
        rows=3,
        most=MOST_UNKNOWN,
        required=False,
        widget=forms.Textarea(EITHER_WAY),
    )


class PlaceForm(Form):
    """Which place a button of the page of services puts on the list, or takes off it."""

    add = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    remove = forms.IntegerField(required=False, min_value=1, max_value=2**62)


class TagsForm(PageForm):
    """What was good, what could be better, or how it felt: tags offered, and the author's own."""

    kind: ClassVar[Kind]
    question: ClassVar[str | Promise]

    @classmethod
    def needs(cls, draft: Draft | None, region: Region) -> dict[str, Any]:
        return {"offered": [tag.name for tag in offered_tags().get(cls.kind, [])]}

    def __init__(self, *args: Any, offered: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        (name,) = self.fields_of_draft
        self.fields[name] = TagsField(label=self.question, choices=offered, most=10, required=False)


class GoodForm(TagsForm):
    fields_of_draft = ("good",)
    kind, question = Kind.GOOD, gettext_lazy("What was good?")
    aside = gettext_lazy("People who did well should hear about it. Choose up to 10 things.")


class BetterForm(TagsForm):
    fields_of_draft = ("better",)
    kind, question = Kind.BETTER, gettext_lazy("What could be better?")
    aside = gettext_lazy("Choose up to 10 things that mattered most to you.")


class FeelingsForm(TagsForm):
    fields_of_draft = ("feelings",)
    kind, question = Kind.FEELING, gettext_lazy("How did you feel?")
    aside = gettext_lazy("At the time, or now. It helps staff see it through your eyes.")


class RoleForm(PageForm):
    fields_of_draft = ("role",)
    aside = gettext_lazy("Readers see this with your story, for example “A parent”. They never see your real name.")
    role = forms.ChoiceField(label=gettext_lazy("Who are you in this story?"), choices=ROLES, widget=forms.RadioSelect, required=False)

    def clean_role(self) -> str:
        return self.cleaned_data["role"] or AuthorRole.SOMEBODY


class NameForm(PageForm):
    """`advised` holds the name about which a word was said already: it is said once, and is no wall."""

    fields_of_draft = ("chosen_name",)
    chosen_name = TextField(
        label=gettext_lazy("What name should we show with your story?"),
        max_length=MOST_NAME,
        required=False,
        widget=forms.TextInput({**EITHER_WAY, "autocomplete": "off", "spellcheck": "false"}),
    )
    advised = forms.CharField(required=False, widget=forms.HiddenInput)

    @classmethod
    def needs(cls, draft: Draft | None, region: Region) -> dict[str, Any]:
        return {"suggested": chosen_names.suggested(draft.pk if draft else 0)}

    def __init__(self, *args: Any, suggested: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggested = suggested
        self.initial["chosen_name"] = self.initial.get("chosen_name") or suggested

    def clean_chosen_name(self) -> str:
        return self.cleaned_data["chosen_name"] or self.suggested

    def advice(self) -> list[str]:
        name = self.cleaned_data["chosen_name"]
        return [] if name == self.cleaned_data.get("advised") else chosen_names.advice(name)


class WhenForm(PageForm):
    fields_of_draft = ("happened_month",)
    happened_month = MonthYearField(label=gettext_lazy("When did it happen?"), latest=clock.today, required=False)

    @classmethod
    def needs(cls, draft: Draft | None, region: Region) -> dict[str, Any]:
        return {"earliest": oldest_care(region.pk), "years": setting(region.pk, SettingKey.CARE_WITHIN)}

    def __init__(self, *args: Any, earliest: date, years: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earliest, self.years = earliest, years

    def clean_happened_month(self) -> date | None:
        month: date | None = self.cleaned_data["happened_month"]
        if month is not None and month < self.earliest:
            said = ngettext(
                "This is more than a year ago. We can only take stories about care in the last year.",
                "This is more than %(years)s years ago. We can only take stories about care in the last %(years)s years.",
                self.years,
            )
            raise forms.ValidationError(said, code="too_long_ago", params={"years": self.years})
        return month

    @property
    def too_long_ago(self) -> bool:
        return self.has_error("happened_month", "too_long_ago")


UNSAID = ("", gettext_lazy("I’d rather not say"))


class MoreForm(PageForm):
    """What an author may say about themselves, so that it can be seen whose stories are missing."""

    fields_of_draft = tuple(AboutFields.ABOUT)
    age_group = forms.ChoiceField(
        label=gettext_lazy("How old are you?"), choices=[*AgeGroup.choices, UNSAID], widget=forms.RadioSelect, required=False
    )
    gender = forms.ChoiceField(label=gettext_lazy("Are you…"), choices=[*Gender.choices, UNSAID], widget=forms.RadioSelect, required=False)
    ethnic_group = forms.ChoiceField(
        label=gettext_lazy("What is your ethnic group?"), choices=[*EthnicGroup.choices, UNSAID], widget=forms.RadioSelect, required=False
    )
    condition = forms.ChoiceField(
        label=gettext_lazy("Do you have a disability or a long-term condition?"),
        choices=[*Condition.choices, UNSAID],
        widget=forms.RadioSelect,
        required=False,
    )


POSTCODES = {UK: "NM4 2AB", "IE": "A65 F4E2"}
"""What a postcode looks like in the countries whose postcodes we can read. Elsewhere nobody is asked for one."""


class ReachForm(Form):
    """Ways to reach the author, and a PIN. What was given before is never printed: it cannot be read."""

    email = EmailAddressField(label=gettext_lazy("Email address"), own=True, required=False)
    wants_notices = forms.BooleanField(label=gettext_lazy("Email me when something happens with my story"), required=False, initial=True)
    postcode = forms.CharField(
        label=gettext_lazy("Postcode"),
        required=False,
        max_length=20,
        widget=forms.TextInput({"autocomplete": "postal-code", "spellcheck": "false"}),
    )
    pin = PinField(label=gettext_lazy("PIN"), new=True, required=False)
    forget = forms.MultipleChoiceField(
        label=gettext_lazy("Delete what I gave you before"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("email", gettext_lazy("My email address")), ("pin", gettext_lazy("My PIN"))],
    )

    def __init__(self, *args: Any, given: set[str], chosen_name: str = "", country: str = UK, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen_name = chosen_name
        self.postcode_like = POSTCODES.get(country)
        if self.postcode_like is None:
            del self.fields["postcode"]
        if given:
            self.fields["forget"].choices = [each for each in self.fields["forget"].choices if each[0] in given]  # type: ignore[attr-defined]
        else:
            del self.fields["forget"]

    def clean_postcode(self) -> str:
        typed = self.cleaned_data["postcode"]
        written = postcode(typed) if typed.strip() else ""
        if written is None:
            said = _("Enter a postcode like %(whole)s, or only the first half, like %(half)s")
            raise forms.ValidationError(said % {"whole": self.postcode_like, "half": str(self.postcode_like).partition(" ")[0]})
        return written.partition(" ")[0]  # only where it is, never which street: the rest is not kept at all

    def name_is_in_email(self) -> bool:
        """Whether the chosen name is part of the address that is just being given."""
        return chosen_names.is_part_of(self.chosen_name, self.cleaned_data["email"])


class ConsentForm(Form):
    """Each use is asked for by itself. The number of the wording that was shown comes back with the answer and is kept."""

    wording = forms.ChoiceField(choices=[(version, version) for version in WORDINGS], widget=forms.HiddenInput)

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = version_here(in_england=region.in_england)
        self.fields["wording"].initial = here
        version = str(self["wording"].value())
        for use, wording in WORDINGS.get(version, WORDINGS[here]).items():
            required = use == Consent.Use.PUBLISH
            self.fields[use] = forms.BooleanField(
                label=str(wording.label),
                help_text=str(wording.more),
                required=required,
                error_messages={"required": _("Tick this to let us publish your story. We can’t publish it unless you agree.")},
            )

    def consents(self) -> dict[str, str]:
        """Use → number of the wording agreed to."""
        return {use: self.cleaned_data["wording"] for use in Consent.Use.values if self.cleaned_data.get(use)}
