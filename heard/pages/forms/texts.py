"""What editors fill in about pages. What a text may say is checked by `rules.markdown`; the action refuses."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.core import clock
from heard.pages.models import Kind
from heard.pages.rules import lengths, markdown, paths
from heard.ui.forms import ClockField, DayField, Form, TextField, WordsField, written_in

Choices = Sequence[tuple[str, str | Promise]]


def _path_field() -> TextField:
    return TextField(
        label=gettext_lazy("Address"),
        max_length=paths.MOST_LETTERS,
        widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false", "autocapitalize": "none", "autocomplete": "off"}),
        help_text=gettext_lazy("What comes after the name of the site, like help/telling. Use small letters, numbers and hyphens."),
        error_messages={"required": gettext_lazy("Enter an address, like help/telling")},
    )


def _kind_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("What kind of page is it?"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Earlier versions of a policy stay public, with what changed."),
        error_messages={"required": gettext_lazy("Choose what kind of page it is")},
    )


class PathForm(Form):
    """Where a page is. What leads there today goes on leading there."""

    path = _path_field()


class PlaceForm(Form):
    """For which site and in which language a text is. Only what there is a choice of is asked."""

    region = forms.ChoiceField(label=gettext_lazy("Which site is it for?"), required=False, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=gettext_lazy("What language is it in?"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, regions: Sequence[Any], spoken: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [  # type: ignore[attr-defined]
            ("", _("All sites that don’t have their own")),
            *((each.slug, each.name) for each in regions),
        ]
        self.fields["language"].choices = list(spoken)  # type: ignore[attr-defined]
        if len(regions) < 2:
            del self.fields["region"]
        if len(spoken) < 2:
            del self.fields["language"]


class TextForm(Form):
    """What a page says. `seen`: the version that stood on the editor's page, so that nothing is replaced that they haven't read."""

    title = TextField(label=gettext_lazy("Title"), max_length=lengths.TITLE)
    lead = TextField(
        label=gettext_lazy("First sentence"),
        max_length=lengths.LEAD,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Say in a sentence what the page is about. It stands in larger letters under the title."),
    )
    source = WordsField(
        label=gettext_lazy("Text"),
        rows=24,
        usual=(150, 700),
        most=markdown.MOST_LETTERS,
        error_messages={"required": gettext_lazy("Write what the page says")},
    )
    summary = TextField(
        label=gettext_lazy("What search engines show"),
        max_length=lengths.SUMMARY,
        required=False,
        help_text=gettext_lazy("If you leave it empty, they show the first sentence."),
    )
    summary_of_change = TextField(
        label=gettext_lazy("What have you changed?"),
        max_length=lengths.CHANGE,
        required=False,
        help_text=gettext_lazy("Other editors see this. Beside a policy everyone does."),
    )
    is_up_to_date = forms.BooleanField(required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    original = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    asked_for = ("summary_of_change", "lead", "summary")

    def __init__(self, *args: Any, language: str, up_to_date: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written_in(language, self.fields["title"], self.fields["lead"], self.fields["source"], self.fields["summary"])
        if up_to_date:
            self.fields["is_up_to_date"].label = up_to_date
        else:
            del self.fields["is_up_to_date"]

    def clean_seen(self) -> int:
        return int(self.cleaned_data.get("seen") or 0)


class NewPageForm(TextForm):
    """A page that isn't there yet: where it is, of which kind, and what it says first."""

    path = _path_field()
    kind = _kind_field()
    field_order = ("path", "kind")

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, language=language, **kwargs)
        del self.fields["summary_of_change"]


class WhenForm(Form):
    """A day and an hour to come, by the clocks of a site, and the version that stood on the page."""

    day = DayField(label=gettext_lazy("Day"), earliest=clock.today)
    at = ClockField(label=gettext_lazy("Time"), help_text=gettext_lazy("For example, 09:00."))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean(self) -> dict[str, Any]:
        """The moment, which must not be over."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("day") and given.get("at"):
            moment = datetime.combine(given["day"], given["at"], tzinfo=self.zone)
            if moment <= clock.now():
                self.add_error("at", _("Choose a time that hasn’t passed yet"))
            given["moment"] = moment
        return given


class RetireForm(Form):
    """Why a text isn't shown any more."""

    reason = TextField(
        label=gettext_lazy("Why are you taking it down?"),
        max_length=300,
        help_text=gettext_lazy("Only editors see this."),
        error_messages={"required": gettext_lazy("Say why you’re taking it down")},
    )


class ReviewForm(Form):
    """By when someone reads a page again."""

    review_by = DayField(label=gettext_lazy("Read it again by"), earliest=clock.today)


class TermForm(Form):
    """A word of the glossary and what it means."""

    word = TextField(label=gettext_lazy("Word"), max_length=lengths.WORD)
    also = TextField(
        label=gettext_lazy("Other words for it"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Separate them with commas. They lead to the same meaning."),
    )
    meaning = WordsField(
        label=gettext_lazy("What it means"),
        rows=4,
        usual=(10, 50),
        most=lengths.MEANING,
        error_messages={"required": gettext_lazy("Say what it means")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written_in(language, *self.fields.values())

    def clean_also(self) -> list[str]:
        return [each for each in (part.strip() for part in self.cleaned_data["also"].split(",")) if each]

    def clean_seen(self) -> int:
        return int(self.cleaned_data.get("seen") or 0)
