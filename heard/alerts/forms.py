from django import forms
from django.utils.translation import gettext_lazy

from heard.alerts.models import AlertSetting
from heard.ui.forms import Form

LEVELS = [
    (0, gettext_lazy("Every story")),
    (1, gettext_lazy("Minimally critical and above")),
    (2, gettext_lazy("Mildly critical and above")),
    (3, gettext_lazy("Moderately critical and above")),
    (4, gettext_lazy("Strongly critical and above")),
    (5, gettext_lazy("Severely critical only")),
]


class AlertForm(Form):
    stories = forms.ChoiceField(
        label=gettext_lazy("When someone tells a story about your services"), choices=AlertSetting.When, widget=forms.RadioSelect
    )
    least_criticality = forms.TypedChoiceField(
        label=gettext_lazy("Which stories"),
        help_text=gettext_lazy("A moderator decides how critical each story is. The levels are explained above."),
        choices=LEVELS,
        coerce=int,
    )
    answers = forms.ChoiceField(
        label=gettext_lazy("When a story about your services is answered, or a change is planned or made"),
        choices=AlertSetting.When,
        widget=forms.RadioSelect,
    )
