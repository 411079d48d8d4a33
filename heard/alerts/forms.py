from django import forms

from heard.alerts.models import AlertSetting
from heard.stories.rules.levels import CRITERIA
from heard.ui.forms import Form

LEVELS = [
    (each.level, "Every story" if each.level == 0 else f"{each.name} critical{' only' if each is CRITERIA[-1] else ' and above'}")
    for each in CRITERIA
]


class AlertForm(Form):
    stories = forms.ChoiceField(label="When someone tells a story about your services", choices=AlertSetting.When, widget=forms.RadioSelect)
    least_criticality = forms.TypedChoiceField(
        label="Which stories",
        help_text="A moderator judges how critical each story is. What the levels mean is explained above.",
        choices=LEVELS,
        coerce=int,
    )
    answers = forms.ChoiceField(
        label="When a story of your services is answered, or a change is planned or made",
        choices=AlertSetting.When,
        widget=forms.RadioSelect,
    )
