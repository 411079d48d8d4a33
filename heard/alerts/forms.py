from django import forms

from heard.alerts.models import AlertSetting
from heard.ui.forms import Form

LEVELS = [
    (0, "Every story"),
    (1, "From minimally critical"),
    (2, "From mildly critical"),
    (3, "From moderately critical"),
    (4, "From strongly critical"),
    (5, "Only severely critical"),
]


class AlertForm(Form):
    stories = forms.ChoiceField(
        label="When somebody tells a story about your services", choices=AlertSetting.When, widget=forms.RadioSelect
    )
    least_criticality = forms.TypedChoiceField(
        label="Which stories",
        help_text="How critical a story is, is judged by a moderator. It is for staff only and never public.",
        choices=LEVELS,
        coerce=int,
    )
    answers = forms.ChoiceField(
        label="When a story of your services is answered, or a change is planned or made",
        choices=AlertSetting.When,
        widget=forms.RadioSelect,
    )
