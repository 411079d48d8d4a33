"""What somebody asks of the list of stories, read from an address."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

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
CHOOSE = {"invalid_choice": "Choose one of these."}

PROGRESS = [
    ("", "Anything"),
    ("unheard", "Unheard so far"),
    ("heard", "Heard"),
    ("read", "Read"),
    ("unanswered", "Not answered yet"),
    ("answered", "Answered"),
    ("planned", "A change was planned"),
    ("made", "A change was made"),
]
ORDERS = [("newest", "Newest first"), ("relevance", "Best match first")]
ROLE_CHOICES = [("", "Anybody"), *((role.value, str(role.label)) for role in AuthorRole)]


class SearchWordsField(forms.CharField):
    """Words to look for: what nobody can see is dropped, what nobody would type by hand is refused."""

    def to_python(self, value: Any) -> str:
        words = " ".join(MINUS_OF_NOTHING.sub("", clean_line(super().to_python(value) or "")).split())
        if len(words) > LONGEST_SEARCH:
            raise ValidationError(f"Search for fewer words: use {LONGEST_SEARCH} characters or fewer.")
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
            raise ValidationError(f"Choose at most {MOST_TAGS} of these.")


class SearchForm(Form):
    """Every part of a search is a part of the address; what is missing does not narrow. Drawn by the page of the list itself."""

    q = SearchWordsField(label="Search the stories", required=False)
    sort = forms.ChoiceField(label="In which order", choices=ORDERS, required=False, error_messages=CHOOSE)
    progress = forms.ChoiceField(label="How far it came", choices=PROGRESS, required=False, error_messages=CHOOSE)
    role = forms.ChoiceField(label="Told by", choices=ROLE_CHOICES, required=False, error_messages=CHOOSE)
    question = forms.BooleanField(label="Only questions", required=False)
    told_from = forms.DateField(
        label="Told from",
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"],
        error_messages={"invalid": "Write a day like 2026-03-31"},
    )
    told_to = forms.DateField(
        label="Told until",
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"],
        error_messages={"invalid": "Write a day like 2026-03-31"},
    )
    tag = TagsInAddressField(label="Tags", required=False, error_messages={"invalid_choice": "There is no tag like “%(value)s”."})
    service = forms.RegexField(
        SERVICE_KEY,
        label="Service",
        required=False,
        error_messages={"invalid": "We know no service by that address."},
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("told_from"), found.get("told_to")
        for name, day in (("told_from", first), ("told_to", last)):
            if day and not date(1900, 1, 1) <= day <= date(2200, 1, 1):
                self.add_error(name, "Choose a day of this century.")
        if first and last and last < first:
            self.add_error("told_to", "This day must not be before the first one.")
        return found
