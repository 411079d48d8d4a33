import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from heard.core import clock, languages
from heard.core.texts.saying import number
from heard.media.forms import KINDS_TAKEN, PictureField, WithPhoto
from heard.media.queries import watchable_films
from heard.published.queries.listening import organisations_named
from heard.published.queries.related import has_service, public_numbers
from heard.regions.models import Region
from heard.showcase.forms.sheets import Sheet
from heard.showcase.models import HowAgreed
from heard.showcase.rules import interviews
from heard.showcase.rules.interviews import Answer, Interview, Speaker, Turn
from heard.ui.forms import DayField, Form, SentOnce, TextField, WordsField

NUMBER = re.compile(r"(?:^|/stories/)([0-9]{1,18})\b")
LAST_PART = re.compile(r"[^/?#\s]+(?=/?(?:[?#].*)?$)")


@dataclass(frozen=True)
class Person:
    """A person's fields, and the buttons beside them."""

    place: int
    name: BoundField
    short: BoundField
    role: BoundField
    number: BoundField


@dataclass(frozen=True)
class AnswerFields:
    place: int
    who: BoundField
    words: BoundField


@dataclass(frozen=True)
class TurnFields:
    place: int
    question: BoundField
    answers: Sequence[AnswerFields]

    @property
    def can_add_answer(self) -> bool:
        return len(self.answers) < interviews.MOST_ANSWERS


PARTS = frozenset(
    [f"person-{place}-{name}" for place in range(interviews.MOST_PEOPLE) for name in ("name", "role")]
    + [f"turn-{place}-question" for place in range(interviews.MOST_TURNS)]
    + [
        f"turn-{place}-answer-{each}-{name}"
        for place in range(interviews.MOST_TURNS)
        for each in range(interviews.MOST_ANSWERS)
        for name in ("who", "words")
    ]
)


FILM_GONE = gettext_lazy("No one can watch this film any more. Choose another, or none")


def films_offered() -> list[tuple[str, str]]:
    """Films that anyone can watch, to choose from."""
    return [("", _("None")), *((each.key, each.title) for each in watchable_films())]


class CaseStudyForm(SentOnce):
    """An interview. Its people and questions are as many as the page sent. `quiet`: nothing is checked, as a button changed it."""

    most_people, most_turns = interviews.MOST_PEOPLE, interviews.MOST_TURNS
    asked_for = {"lead", *PARTS}
    """A draft can lack them; nothing is published without."""
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = TextField(label=gettext_lazy("Title"), max_length=interviews.LONGEST_TITLE)
    lead = WordsField(
        label=gettext_lazy("Introduction"),
        help_text=gettext_lazy("In a sentence or two, say who you interviewed and what about."),
        rows=3,
        most=interviews.LONGEST_LEAD,
        required=False,
    )
    slug = forms.SlugField(
        label=gettext_lazy("End of its address"),
        help_text=gettext_lazy("Small letters, numbers and hyphens, like the-board-that-says-how-long"),
        max_length=80,
        error_messages={"invalid": gettext_lazy("Use only letters, numbers and hyphens")},
    )
    region = forms.TypedChoiceField(label=gettext_lazy("Shown on"), coerce=int, empty_value=None, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Written in"), choices=lambda: languages.spoken().items())
    service = TextField(
        label=gettext_lazy("Service it is about"),
        help_text=gettext_lazy("Paste the address of the service’s page"),
        max_length=300,
        required=False,
    )
    organisation = TextField(
        label=gettext_lazy("Organisation it is about"),
        help_text=gettext_lazy("Its short name, as in the list of organisations, like quayside-recovery-service"),
        max_length=80,
        required=False,
    )
    stories = WordsField(
        label=gettext_lazy("Stories it is about"),
        help_text=gettext_lazy("Paste the addresses of their pages, one on each line. What changed because of them is shown too."),
        rows=3,
        most=2000,
        required=False,
    )
    film = forms.ChoiceField(
        label=gettext_lazy("Film of it"), choices=films_offered, required=False, error_messages={"invalid_choice": FILM_GONE}
    )

    def __init__(self, data: Any = None, *, regions: Sequence[Region], quiet: bool = False, **more: Any) -> None:
        self.quiet = quiet
        self.sheet = Sheet() if data is None else Sheet.sent(data)
        super().__init__(data, **more)
        self.fields["region"].choices = [("", _("All sites")), *((each.pk, each.name) for each in regions)]  # type: ignore[attr-defined]
        self._add("people", forms.CharField(widget=forms.HiddenInput, required=False, initial=str(len(self.sheet.people))))
        self._add("turns", forms.CharField(widget=forms.HiddenInput, required=False, initial=self.sheet.shape))
        for place, _person in enumerate(self.sheet.people):
            self._add_person(place)
        named = [
            (str(place), each["name"] or _("Person %(number)s") % {"number": number(place + 1)})
            for place, each in enumerate(self.sheet.people)
        ]
        for place, turn in enumerate(self.sheet.turns):
            said = {"number": number(place + 1)}
            question = TextField(label=_("Question %(number)s") % said, max_length=interviews.LONGEST_QUESTION, required=False)
            self._add(f"turn-{place}-question", question)
            for each in range(len(turn.answers)):
                who = forms.ChoiceField(label=_("Who answers"), choices=[("", _("Choose who answers")), *named], required=False)
                self._add(f"turn-{place}-answer-{each}-who", who)
                words = WordsField(
                    label=_("Answer"),
                    help_text=_("Leave an empty line between paragraphs"),
                    rows=6,
                    most=interviews.LONGEST_ANSWER,
                    required=False,
                )
                self._add(f"turn-{place}-answer-{each}-words", words)

    def _add_person(self, place: int) -> None:
        self._add(f"person-{place}-number", forms.IntegerField(required=False, widget=forms.HiddenInput))
        self._add(f"person-{place}-name", TextField(label=_("Full name"), max_length=interviews.LONGEST_NAME, required=place == 0))
        short = TextField(
            label=_("Short name"),
            help_text=_("Shown before their later answers, like R or Rosa. If you leave it empty, we’ll use their initials."),
            max_length=interviews.LONGEST_SHORT,
            required=False,
        )
        self._add(f"person-{place}-short", short)
        role = TextField(
            label=_("What they do, and where"),
            help_text=_("Like “Ward manager, Larkfield Ward”"),
            max_length=interviews.LONGEST_ROLE,
            required=False,
        )
        self._add(f"person-{place}-role", role)

    def _add(self, name: str, made: forms.Field) -> None:
        self.fields[name] = made

    def have_seen(self, number: int) -> None:
        """Whoever sends this form again has been shown that version."""
        sent = self.sheet.flat()
        sent["seen"] = str(number)
        self.data = sent

    @property
    def errors(self) -> ErrorDict:
        return ErrorDict() if self.quiet else super().errors

    @property
    def can_add_person(self) -> bool:
        return len(self.sheet.people) < self.most_people

    @property
    def can_add_turn(self) -> bool:
        return len(self.sheet.turns) < self.most_turns

    @property
    def people(self) -> Iterator[Person]:
        for place in range(len(self.sheet.people)):
            fields = {name: self[f"person-{place}-{name}"] for name in ("name", "short", "role", "number")}
            yield Person(place, **fields)

    @property
    def turns(self) -> Iterator[TurnFields]:
        for place, turn in enumerate(self.sheet.turns):
            answers = [
                AnswerFields(each, self[f"turn-{place}-answer-{each}-who"], self[f"turn-{place}-answer-{each}-words"])
                for each in range(len(turn.answers))
            ]
            yield TurnFields(place, self[f"turn-{place}-question"], answers)

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()

    def clean_service(self) -> str:
        """The last part of the address of a service's page."""
        typed = str(self.cleaned_data["service"])
        found = LAST_PART.search(typed.strip())
        key = found[0][:120] if found else ""
        if typed and not has_service(key):
            raise ValidationError(_("There is no service at this address. Open its page and copy the address from there."))
        return key if typed else ""

    def clean_organisation(self) -> str:
        typed = str(self.cleaned_data["organisation"]).strip().lower()
        if typed and not organisations_named([typed]):
            raise ValidationError(_("There is no organisation with this short name"))
        return typed

    def clean_stories(self) -> tuple[int, ...]:
        lines = [each.strip() for each in str(self.cleaned_data["stories"]).splitlines() if each.strip()]
        found = [NUMBER.search(each) for each in lines]
        if None in found:
            raise ValidationError(_("“%(line)s” isn’t the address of a story") % {"line": lines[found.index(None)][:60]})
        numbers = [int(each[1]) for each in found if each]
        if len(numbers) > interviews.MOST_RELATED:
            raise ValidationError(_("Choose at most %(most)s stories") % {"most": number(interviews.MOST_RELATED)})
        missing = set(numbers) - public_numbers(numbers)
        if missing:
            raise ValidationError(_("There is no public story with the number %(number)s") % {"number": min(missing)})
        return tuple(dict.fromkeys(numbers))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for place in range(1, len(self.sheet.people)):
            name, rest = cleaned.get(f"person-{place}-name"), (cleaned.get(f"person-{place}-{each}") for each in ("role", "short"))
            if not name and any(rest) and f"person-{place}-name" not in self.errors:
                self.add_error(f"person-{place}-name", _("Enter their full name, or remove this person"))
        for place, turn in enumerate(self.sheet.turns):
            for each in range(len(turn.answers)):
                name = f"turn-{place}-answer-{each}"
                who, words = cleaned.get(f"{name}-who"), cleaned.get(f"{name}-words")
                if words and not who:
                    self.add_error(f"{name}-who", _("Choose who answers"))
                if who and not cleaned.get(f"person-{who}-name"):
                    self.add_error(f"{name}-who", _("Enter their name above first"))
        return cleaned

    def given(self) -> list[Speaker]:
        """The people, without those whose name was left empty. Their numbers are 0 while they have no row."""
        return [
            Speaker(
                self.cleaned_data[f"person-{place}-number"] or 0,
                *(self.cleaned_data[f"person-{place}-{name}"] for name in ("name", "short", "role")),
            )
            for place in self._places()
        ]

    def _places(self) -> list[int]:
        return [place for place in range(len(self.sheet.people)) if self.cleaned_data.get(f"person-{place}-name")]

    def interview(self) -> Interview:
        """What was written; answers name people by their place among `given`."""
        said, places = self.cleaned_data, {str(place): position for position, place in enumerate(self._places())}
        turns = []
        for place, turn in enumerate(self.sheet.turns):
            rows = [
                (said[f"turn-{place}-answer-{each}-who"], said[f"turn-{place}-answer-{each}-words"]) for each in range(len(turn.answers))
            ]
            answers = tuple(Answer(places[who], words) for who, words in rows if words)
            if said[f"turn-{place}-question"] or answers:
                turns.append(Turn(said[f"turn-{place}-question"], answers))
        return Interview(
            title=said["title"],
            lead=said["lead"],
            people=(),
            turns=tuple(turns),
            service=said["service"],
            organisation=said["organisation"],
            stories=said["stories"],
            film=said["film"],
        )


class WithdrawForm(Form):
    reason = WordsField(
        label=gettext_lazy("Why are you taking it down?"), help_text=gettext_lazy("Only editors see this."), rows=3, most=400
    )


class ConsentForm(Form):
    """That someone agreed."""

    agreed_on = DayField(label=gettext_lazy("When did they agree?"), latest=clock.today)
    agreed_how = forms.ChoiceField(label=gettext_lazy("How did they agree?"), choices=HowAgreed, widget=forms.RadioSelect)
    agreed_where = TextField(
        label=pgettext_lazy("proof of consent", "Where is that kept?"),
        help_text=gettext_lazy("So that someone else can find it, like “Consents 2026, folder 12”"),
        max_length=200,
    )


class PortraitForm(WithPhoto):
    """A photo of someone. Their name stands beside it, so it needs no words for people who can't see it."""

    photo = PictureField(label=gettext_lazy("Photo"), help_text=KINDS_TAKEN, error_messages={"required": gettext_lazy("Choose a photo")})
