"""Exemplars and the team."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.core import clock, languages
from heard.published.queries.listening import organisations_named
from heard.regions.models import Region
from heard.showcase.forms.case_studies import FILM_GONE, ConsentForm, films_offered
from heard.showcase.models import TeamMember
from heard.showcase.rules import interviews
from heard.ui.forms import DayField, Form, SentOnce, TextField, WordsField


class Seen(Form):
    """A form that knows what stood on the page when it was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def have_seen(self, now: str) -> None:
        """Whoever sends this form again has been shown what it says now."""
        self.data = {**self.data.dict(), "seen": now} if isinstance(self.data, QueryDict) else self.data


class ExemplarForm(Seen):
    why = WordsField(
        label=gettext_lazy("Why is it an exemplar?"),
        help_text=gettext_lazy("Say what it does that others could do. Leave an empty line between paragraphs."),
        usual=(60, 200),
        most=4000,
    )
    since = DayField(label=gettext_lazy("Since when?"), latest=clock.today)
    language = forms.ChoiceField(label=gettext_lazy("Written in"), choices=lambda: languages.spoken().items())
    case_study = forms.TypedChoiceField(label=gettext_lazy("Case study about it"), coerce=int, empty_value=None, required=False)
    film = forms.ChoiceField(
        label=gettext_lazy("Film about it"), choices=films_offered, required=False, error_messages={"invalid_choice": FILM_GONE}
    )

    def __init__(self, data: Any = None, *, studies: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["case_study"].choices = [("", _("None")), *studies]  # type: ignore[attr-defined]


class NewExemplarForm(ExemplarForm):
    field_order = ("organisation",)
    organisation = TextField(
        label=gettext_lazy("Organisation"),
        help_text=gettext_lazy("Its short name, as in the list of organisations, like quayside-recovery-service"),
        max_length=80,
    )

    def clean_organisation(self) -> int:
        typed = str(self.cleaned_data["organisation"]).strip().lower()
        found = organisations_named([typed])
        if not found:
            raise ValidationError(_("There is no organisation with this short name"))
        return found[typed]


class EndForm(Form):
    reason = WordsField(
        label=gettext_lazy("Why isn’t it an exemplar any more?"),
        help_text=gettext_lazy("Everyone can read this. Be fair: say what changed."),
        rows=4,
        most=1000,
    )


class CardForm(SentOnce, Seen, ConsentForm):
    """Someone of Heard, and that they agreed."""

    field_order = ("name", "role", "words", "language", "group", "position", "region")
    name = TextField(label=gettext_lazy("Name"), max_length=interviews.LONGEST_NAME)
    role = TextField(label=gettext_lazy("What they do for Heard"), max_length=interviews.LONGEST_ROLE)
    words = WordsField(label=gettext_lazy("Why they do it, in their own words"), rows=4, usual=(20, 60), most=1000, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Written in"), choices=lambda: languages.spoken().items())
    group = forms.ChoiceField(label=gettext_lazy("Where they are listed"), choices=TeamMember.Group)
    position = forms.IntegerField(
        label=gettext_lazy("Place in the list"), help_text=gettext_lazy("0 is first"), min_value=0, max_value=999, initial=0
    )
    region = forms.TypedChoiceField(label=gettext_lazy("Shown on"), coerce=int, empty_value=None, required=False)

    def __init__(self, data: Any = None, *, regions: Sequence[Region], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["region"].choices = [("", _("All sites")), *((each.pk, each.name) for each in regions)]  # type: ignore[attr-defined]
