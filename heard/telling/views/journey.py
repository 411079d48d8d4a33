"""The journey of telling: every page of it, in order, gathered in steps. Another journey is another list over the same parts."""

from heard.telling import forms, presenters
from heard.telling.rules.journey import Journey
from heard.telling.views.pages import JourneyPage
from heard.telling.views.places import Places
from heard.telling.views.questions import Question
from heard.telling.views.reaching import Reach
from heard.telling.views.sending import Check, Consent

JOURNEY: Journey[JourneyPage] = Journey(
    "telling:page",
    (
        Question("words", 1, form=forms.WordsForm, autosaves=True, guide="help/telling", notes=presenters.beside_words),
        Question("hope", 1, form=forms.HopeForm, autosaves=True),
        Question("title", 1, form=forms.TitleForm, autosaves=True, notes=presenters.beside_title),
        Places("services", 2, guide="help/telling#where-was-it"),
        Question("good", 3, form=forms.GoodForm),
        Question("better", 3, form=forms.BetterForm),
        Question("feelings", 3, form=forms.FeelingsForm),
        Question("you", 4, form=forms.RoleForm),
        Question("name", 4, guide="help/staying-anonymous", form=forms.NameForm),
        Question("when", 4, form=forms.WhenForm, notes=presenters.beside_when),
        Question("more", 4, form=forms.MoreForm),
        Reach("reach", 4),
        Check("check", 5),
        Consent("consent", 6),
    ),
)
