from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.ui.forms import Form


class WhoseMail(Form):
    """Whose messages to show; no one chosen means everyone's."""

    to = forms.ChoiceField(label=gettext_lazy("Show messages to"), required=False)

    def __init__(self, data: Any, *, addresses: Sequence[str]) -> None:
        super().__init__(data)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for mypy
        field.choices = [("", _("Everyone")), *((each, each) for each in addresses)]
