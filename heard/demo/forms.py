from collections.abc import Sequence
from typing import Any

from django import forms

from heard.ui.forms import Form


class WhoseMail(Form):
    """Whose messages to show; nobody chosen means everybody's."""

    to = forms.ChoiceField(label="Show messages to", required=False)

    def __init__(self, data: Any, *, addresses: Sequence[str]) -> None:
        super().__init__(data)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for mypy
        field.choices = [("", "Everybody"), *((each, each) for each in addresses)]
