"""What moderators type. Nothing typed is ever lost: the main form of a story is saved whatever it holds, and checked before publishing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.core.texts.cleaning import clean, clean_line
from heard.directory.models import Kind
from heard.moderation.models import Line
from heard.moderation.rules.work import StoryWork
from heard.stories.models import DeclineReason, EditReason, HoldReason
from heard.stories.rules.levels import CRITERIA, Criterion
from heard.ui.forms import COMMAS, DayField, ExplainedRadios, Form, SeenForm, SentOnce, TextField, WordsField
from heard.ui.wording import date_words

PUBLIC_REASONS = [("", gettext_lazy("Choose a reason")), *EditReason.choices]
"""Why a story that is public is changed."""
REASONS = [(value, label) for value, label in PUBLIC_REASONS if value != EditReason.SERVICE]
"""Why the author's words are changed before they are public; services are put right without one then."""
# What the templates draw themselves, and the id of the first of those inputs.
PLAIN_INPUTS = {"edits": "edit-reason-1", "services": "find", "tags": "tags-to-look-at"}
MOST_EDITS = 20
MOST_LOOKED_AT, MOST_KEY = 80, 80
"""How many tags and texts of one story somebody can have looked at, and how long the key is by which the page keeps each (`looked_at`)."""
GOOD = gettext_lazy("What was good")
BETTER = gettext_lazy("What could be better")
FEELINGS = gettext_lazy("How the author felt")


class LooksField(forms.MultipleChoiceField):
    """What somebody looked at and says can stay, as keys. The page draws the ticks (`desk.left_in_texts`); one for words that stood there
    before counts for nothing, and is no error.
    """

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: str) -> bool:
        return len(value) <= MOST_KEY


class PublicWords(Form):
    """The words of a story that the public reads. Reasons of edits are a list of plain inputs beside the fields (`edit_reason`,
    `edit_note`), so that rows are added without JavaScript.
    """

    text = WordsField(label=gettext_lazy("Words"), rows=18, most=200_000, required=False)
    hope = WordsField(label=gettext_lazy("What the author would like to happen"), rows=4, most=50_000, required=False)
    title = TextField(label=gettext_lazy("Title"), required=False)
    chosen_name = TextField(label=gettext_lazy("Chosen name"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"text", "hope", "title", "chosen_name", "good", "better", "feelings"} & self.fields.keys():
            self.fields[name].widget.attrs["dir"] = "auto"
        self.fields["text"].widget.attrs["spellcheck"] = "true"

    def fit(self, text: str) -> None:
        """Make the box for the words as high as a usual story needs."""
        self.fields["text"].widget.attrs["rows"] = min(30, max(8, len(text) // 50 + 2 * text.count("\n") + 2))

    def typed(self, data: QueryDict) -> dict[str, Any]:
        """What was typed of the words and the reasons, whatever it is. Call after `is_valid()`."""
        given = self.cleaned_data
        return {
            "title": given.get("title", ""),
            "text": given.get("text") or clean(str(data.get("text", ""))),
            "hope": given.get("hope") or clean(str(data.get("hope", ""))),
            "chosen_name": given.get("chosen_name", ""),
            "edits": edits_in(data),
        }

    def say(self, wrong: Sequence[tuple[str, str]]) -> None:
        """Show what is missing beside its field; what has none goes to the top, and leads to the inputs it is about."""
        for field, sentence in wrong:
            self.add_error(field if field in self.fields else None, sentence)
            if field not in self.fields and field in PLAIN_INPUTS:
                self.targets[sentence] = PLAIN_INPUTS[field]


class EditForm(PublicWords):
    """A story that is public: `seen` is the number of the public text that stood on the page."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    good = TextField(label=GOOD, required=False)
    better = TextField(label=BETTER, required=False)
    feelings = TextField(label=FEELINGS, required=False)

    @classmethod
    def of(cls, work: StoryWork, *, seen: int) -> "EditForm":
        """The form as it stands in a page that was just opened."""
        words = {"text": work.text, "hope": work.hope, "title": work.title, "chosen_name": work.chosen_name}
        form = cls(initial={"seen": seen, **words, **tags_typed(work)})
        form.fit(work.text)
        return form

    def work(self, data: QueryDict, public: StoryWork) -> StoryWork:
        """`public` with what was typed, whatever it is. Call after `is_valid()`. What did not stand on the page (services and tags on those
        of before) stays as it is.
        """
        services = services_in(data) if "find" in data else public.services
        stand, typed = tags_typed(public), self.cleaned_data
        retagged = {name: _tags(typed.get(name, "")) for name in stand if name in data and typed.get(name, "") != stand[name]}
        work = replace(public, **self.typed(data), services=services, looked_at=looks_in(data))
        return replace(
            work,
            good=retagged.get("good", work.good),
            better=retagged.get("better", work.better),
            feelings=retagged.get("feelings", work.feelings),
        )


class StoryForm(PublicWords):
    """A story on the desk. Services too are a list of plain inputs (`service`)."""

    seen_case = forms.IntegerField(widget=forms.HiddenInput)
    words_seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=100_000)
    criticality = forms.TypedChoiceField(
        label=gettext_lazy("How critical is it?"),
        choices=[(str(each.level), format_lazy("{} {}", each.level, each.name)) for each in CRITERIA],
        coerce=int,
        empty_value=None,
        required=False,
        widget=ExplainedRadios(hints={}),
    )
    about_child = forms.TypedChoiceField(
        label=gettext_lazy("Is it about a child?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    good = TextField(label=GOOD, required=False)
    better = TextField(label=BETTER, required=False)
    feelings = TextField(label=FEELINGS, required=False)

    @classmethod
    def of(cls, work: StoryWork, *, seen_case: int) -> "StoryForm":
        """The form as it stands in a page that was just opened."""
        child = {True: "yes", False: "no", None: ""}[work.about_child]
        initial = {
            "seen_case": seen_case,
            "words_seen": work.of,
            "text": work.text,
            "hope": work.hope,
            "title": work.title,
            "chosen_name": work.chosen_name,
            "criticality": "" if work.criticality is None else str(work.criticality),
            "about_child": child,
            **tags_typed(work),
        }
        form = cls(initial=initial)
        form.fit(work.text)
        return form

    def explain(self, criteria: Sequence[Criterion]) -> None:
        """Say under each level what it means in the region of the story."""
        means = {str(each.level): format_html("{} {}", each.words, each.examples) for each in criteria}
        self.fields["criticality"].widget.hints = means

    def work(self, data: QueryDict) -> StoryWork:
        """What was typed, whatever it is. Call after `is_valid()`."""
        given = self.cleaned_data
        return StoryWork(
            **self.typed(data),
            criticality=given.get("criticality"),
            about_child=given.get("about_child"),
            services=services_in(data),
            good=_tags(given.get("good", "")),
            better=_tags(given.get("better", "")),
            feelings=_tags(given.get("feelings", "")),
            of=given.get("words_seen") or 0,
            looked_at=looks_in(data),
        )


def tags_typed(work: StoryWork) -> dict[str, str]:
    """The tags of a work as they stand in their fields."""
    return {"good": ", ".join(work.good), "better": ", ".join(work.better), "feelings": ", ".join(work.feelings)}


def looks_in(data: QueryDict) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each[:MOST_KEY] for each in data.getlist("looked_at")))[:MOST_LOOKED_AT]


def edits_in(data: QueryDict) -> tuple[tuple[str, str], ...]:
    """The rows of reasons that hold anything."""
    reasons, notes = data.getlist("edit_reason"), [clean_line(note) for note in data.getlist("edit_note")]
    rows = zip(reasons, [*notes, *[""] * len(reasons)], strict=False)
    known = {value for value, _ in PUBLIC_REASONS}
    return tuple((reason if reason in known else "", note) for reason, note in rows if reason or note)[:MOST_EDITS]


def services_in(data: QueryDict) -> tuple[int, ...]:
    return service_ids(data.getlist("service"))[:20]


def service_ids(written: Sequence[str]) -> tuple[int, ...]:
    """Ids as a page wrote them, each once; what no page of ours would write is left out."""
    return tuple(dict.fromkeys(int(each) for each in written if each.isascii() and each.isdigit() and len(each) < 12))


def _tags(written: str) -> tuple[str, ...]:
    words = (" ".join(word.split())[:60] for word in COMMAS.split(written))
    return tuple(dict.fromkeys(word for word in words if word))[:20]


class PreviewForm(SeenForm):
    """Publishing what was previewed: which version of the case, and so of what was typed, stood on that page."""

    seen_case = forms.IntegerField(widget=forms.HiddenInput)
    looked_at = LooksField(required=False)
    long_is_fine = forms.BooleanField(label=gettext_lazy("Publish it at this length"), required=False)
    why_long = WordsField(
        label=gettext_lazy("Why should it be this long?"),
        help_text=gettext_lazy("We keep this with the decision. Only moderators can see it."),
        rows=3,
        most=2000,
        required=False,
    )


class AskForm(SeenForm):
    question = WordsField(
        label=gettext_lazy("What do you want to ask?"),
        rows=8,
        most=5000,
        error_messages={"required": gettext_lazy("Write your question")},
    )


class HoldForm(SeenForm):
    reason = forms.ChoiceField(
        label=gettext_lazy("What advice do you need?"),
        choices=HoldReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what advice you need")},
    )
    note = WordsField(
        label=gettext_lazy("What are you waiting for, and who from?"),
        help_text=gettext_lazy("Only moderators can see this."),
        rows=3,
        most=5000,
        error_messages={"required": gettext_lazy("Say what you’re waiting for, and who from")},
    )
    until = DayField(
        label=gettext_lazy("When should someone look at it again?"),
        error_messages={"required": gettext_lazy("Enter the day when someone should look at it again")},
    )

    def __init__(self, *args: Any, last: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        comes_back = _("It comes back to the queue at 9am that day. The latest day you can choose is %(day)s.")
        self.fields["until"].help_text = comes_back % {"day": date_words(last)}


class ProposePlaceForm(SentOnce):
    """A place that no register holds."""

    name = TextField(
        label=gettext_lazy("What is the place called?"),
        max_length=200,
        help_text=gettext_lazy("The name is public, and will be part of the place’s web address."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("What kind of place is it?"), choices=[("", gettext_lazy("Choose a kind")), *Kind.choices])
    where = WordsField(
        label=gettext_lazy("Where is it?"),
        help_text=gettext_lazy("Tell us as much as you know. Only moderators and operators can see this."),
        rows=3,
        most=500,
    )


class DeclineForm(SeenForm):
    reason = forms.ChoiceField(choices=DeclineReason.choices, widget=forms.HiddenInput)
    message = WordsField(
        label=gettext_lazy("Your message to the author"),
        rows=10,
        most=5000,
        error_messages={"required": gettext_lazy("Write a message to the author")},
    )
    note = WordsField(
        label=gettext_lazy("Note for moderators"),
        help_text=gettext_lazy("The author can’t see this."),
        rows=3,
        most=5000,
        required=False,
    )


class PassUpForm(Form):
    line = forms.TypedChoiceField(
        label=gettext_lazy("Who should decide?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who should decide")},
    )
    note = WordsField(
        label=gettext_lazy("What should they look at?"),
        help_text=gettext_lazy("Only moderators can see this."),
        rows=3,
        most=5000,
        error_messages={"required": gettext_lazy("Say what they should look at")},
    )

    def __init__(self, *args: Any, lines: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = [(line, Line(line).label) for line in lines]  # type: ignore[attr-defined]


class NoteForm(Form):
    note = WordsField(
        label=gettext_lazy("Note for moderators"),
        help_text=gettext_lazy("Authors and organisations never see this."),
        rows=3,
        most=5000,
        error_messages={"required": gettext_lazy("Write your note")},
    )


class TakeOverForm(Form):
    note = TextField(
        label=gettext_lazy("Why are you taking it over?"),
        help_text=gettext_lazy("The other moderator will see this."),
        max_length=300,
        error_messages={"required": gettext_lazy("Say why you’re taking it over")},
    )


class ReasonForm(SeenForm):
    """Words that go back with an answer or a change, or that tell an author why a reply is not published."""

    reason = WordsField(label=gettext_lazy("Your note"), rows=8, most=2000, error_messages={"required": gettext_lazy("Write your note")})


class SeenToForm(Form):
    note = WordsField(
        label=gettext_lazy("What did you do?"),
        help_text=gettext_lazy("Only senior moderators can see this."),
        rows=5,
        most=5000,
        error_messages={"required": gettext_lazy("Say what you did")},
    )


# ---------------------------------------------------------------- what was typed, whatever the form

TYPED: dict[str, Promise] = {
    "text": gettext_lazy("Words"),
    "hope": gettext_lazy("What the author would like to happen"),
    "title": gettext_lazy("Title"),
    "chosen_name": gettext_lazy("Chosen name"),
    "good": gettext_lazy("What was good"),
    "better": gettext_lazy("What could be better"),
    "feelings": gettext_lazy("How the author felt"),
    "question": gettext_lazy("Your question"),
    "message": gettext_lazy("Your message to the author"),
    "reason": gettext_lazy("Reason"),
    "note": gettext_lazy("Your note"),
    "what": gettext_lazy("What will change"),
    "who_leads": gettext_lazy("Who leads it"),
    "made_what": gettext_lazy("What was done"),
    "why_long": gettext_lazy("Why it should be this long"),
    "name": gettext_lazy("What the place is called"),
    "where": gettext_lazy("Where the place is"),
}
"""What people type into the forms of the desk, in the order in which it is shown again. A day is three inputs."""
_DAYS = {"until": gettext_lazy("When to look at it again"), "due_on": gettext_lazy("Due date")}
_SAID = dict(HoldReason.choices) | dict(DeclineReason.choices)


def typed_in(data: QueryDict) -> list[tuple[str, str]]:
    """(label, words) of everything that somebody typed, for a page that shows it again: nothing chosen by a page of ours alone."""
    names = {name.removeprefix("among-"): data.get(name, "") for name in data}
    found = [(str(label), str(_SAID.get(names[name], names[name]))) for name, label in TYPED.items() if names.get(name, "").strip()]
    found += [
        (str(label), " ".join(parts))
        for name, label in _DAYS.items()
        if (parts := [part for each in ("day", "month", "year") if (part := names.get(f"{name}_{each}", "").strip())])
    ]
    reasons = dict(PUBLIC_REASONS)
    edits = [": ".join(part for part in (str(reasons[reason]) if reason else "", note) if part) for reason, note in edits_in(data)]
    return [*found, (_("Why you changed the words"), "\n".join(edits))] if edits else found
