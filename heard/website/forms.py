"""What somebody asks of the list of stories, read from an address."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from heard.core.texts.cleaning import clean_line
from heard.stories.models import AuthorRole
from heard.tags.models import Kind
from heard.tags.rules import is_slug
from heard.ui.forms import Form

LONGEST_SEARCH = 200
MOST_TAGS = 10
SERVICE_KEY = re.compile(r"^[A-Za-z0-9_.:-]{1,120}\Z")
MINUS_OF_NOTHING = re.compile(r"-(?=[\s\-!&|()<]|$)")
"""A minus before no word. PostgreSQL takes each for one more “not”, and fails at the 33rd in a row."""
CHOOSE = {"invalid_choice": gettext_lazy("Choose one of the options in the list")}

PROGRESS: list[tuple[str, str | Promise]] = [
    ("", gettext_lazy("Any")),
    ("unheard", gettext_lazy("Unheard so far")),
    ("heard", pgettext_lazy("step of a story", "Heard")),
    ("read", gettext_lazy("Read")),
    ("unanswered", gettext_lazy("Not answered yet")),
    ("answered", gettext_lazy("Answered")),
    ("planned", gettext_lazy("Change planned")),
    ("made", gettext_lazy("Change made")),
]
ORDERS: list[tuple[str, str | Promise]] = [("newest", gettext_lazy("Newest first")), ("relevance", gettext_lazy("Best match first"))]
ROLE_CHOICES: list[tuple[str, str | Promise]] = [("", gettext_lazy("Anyone")), *((role.value, role.label) for role in AuthorRole)]


class SearchWordsField(forms.CharField):
    """Words to look for: what nobody can see is dropped, what nobody would type by hand is refused."""

    def to_python(self, value: Any) -> str:
        words = " ".join(MINUS_OF_NOTHING.sub("", clean_line(super().to_python(value) or "")).split())
        if len(words) > LONGEST_SEARCH:
            raise ValidationError(_("Your search must be %(most)s characters or fewer") % {"most": LONGEST_SEARCH})
        return words


def is_tag(value: str) -> bool:
    """Whether this is a tag as an address has it, `kind:slug`."""
    kind, _, slug = value.partition(":")
    return kind in Kind.values and is_slug(slug)


class TagsInAddressField(forms.MultipleChoiceField):
    """`kind:slug`, several. Any tag may be asked for, also one that nobody has used."""

    def valid_value(self, value: str) -> bool:
        return is_tag(value)

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if len(value) > MOST_TAGS:
            raise ValidationError(ngettext("Choose up to %(most)s tag", "Choose up to %(most)s tags", MOST_TAGS) % {"most": MOST_TAGS})


class SearchForm(Form):
    """Every part of a search is a part of the address; what is missing does not narrow. Drawn by the page of the list itself."""

    q = SearchWordsField(label=gettext_lazy("Search the stories"), required=False)
    sort = forms.ChoiceField(label=gettext_lazy("Sort by"), choices=ORDERS, required=False, error_messages=CHOOSE)
    progress = forms.ChoiceField(label=gettext_lazy("Progress"), choices=PROGRESS, required=False, error_messages=CHOOSE)
    role = forms.ChoiceField(label=gettext_lazy("Told by"), choices=ROLE_CHOICES, required=False, error_messages=CHOOSE)
    question = forms.BooleanField(label=gettext_lazy("Only questions"), required=False)
    everywhere = forms.BooleanField(label=gettext_lazy("All of Heard"), required=False)
    told_from = forms.DateField(
        label=gettext_lazy("Published from"),
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"],
        error_messages={"invalid": gettext_lazy("Enter a date like 31/3/2026")},
    )
    told_to = forms.DateField(
        label=gettext_lazy("Published until"),
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"],
        error_messages={"invalid": gettext_lazy("Enter a date like 31/3/2026")},
    )
    tag = TagsInAddressField(
        label=gettext_lazy("Tags"), required=False, error_messages={"invalid_choice": gettext_lazy("There is no tag “%(value)s”")}
    )
    service = forms.RegexField(
        SERVICE_KEY,
        label=gettext_lazy("Service"),
        required=False,
        error_messages={"invalid": gettext_lazy("We can’t find that service")},
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("told_from"), found.get("told_to")
        for name, day in (("told_from", first), ("told_to", last)):
            if day and not date(1900, 1, 1) <= day <= date(2200, 1, 1):
                self.add_error(name, _("Enter a date between 1900 and 2200"))
        if first and last and last < first:
            self.add_error("told_to", _("“Published until” must not be before “Published from”"))
        return found
