from django import forms
from django.utils.translation import gettext_lazy

from heard.directory.rules.positions import Position, rounded
from heard.ui.forms import Form, TextField


class FindForm(Form):
    """What somebody looking for a service typed, and where they are if they chose to say."""

    q = TextField(label=gettext_lazy("Name, town or postcode"), required=False, max_length=200)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)

    @property
    def near(self) -> Position | None:
        """Where they are, to a kilometre or so: what is near is found by it, and no more is kept."""
        latitude, longitude = self.cleaned_data.get("lat"), self.cleaned_data.get("lon")
        return None if latitude is None or longitude is None else rounded(latitude, longitude)
