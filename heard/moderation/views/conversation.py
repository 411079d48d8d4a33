"""Cases of what was said about a story: an answer, an author's reply, a change; and reports of unfair treatment."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from heard.accounts.audiences import moderators
from heard.core.errors import ChangedSince, NotAcceptable
from heard.core.kept import words_for
from heard.core.texts import beginning
from heard.moderation import presenters
from heard.moderation.actions import conversation as deciding
from heard.moderation.forms import AnswerForm, MadeForm, NoteForm, PlanForm, ReasonForm, ReplyForm, SeenForm, SeenToForm, looks_in
from heard.moderation.models import Case, Subject
from heard.moderation.queries.cases import help_to_send, lines_above
from heard.moderation.queries.history import history_of, why_referred
from heard.moderation.queries.looks import noticed_in_said
from heard.moderation.queries.signs import openly_known
from heard.moderation.queries.suggestions import found_in
from heard.moderation.queries.waiting import still_waits
from heard.moderation.rules import sheets
from heard.moderation.rules.differences import is_heavy, word_differences
from heard.moderation.rules.looking import FIELD as LOOKED_AT
from heard.moderation.views.common import case_or_404, decided, frame, is_mine, moderator, page, show_wrong, to_case, typed_again
from heard.moderation.views.keeping import on_a_sheet
from heard.moderation.views.refusing import check_whose, given, keeps_what_was_typed
from heard.responses.models import ChangeState, Reply
from heard.responses.queries import hits_in
from heard.responses.rules.advice import asks_who
from heard.responses.rules.fast_track import phrases_claiming_change
from heard.stories.rules.levels import CRITERIA
from heard.stories.rules.personal_data import Hit, find_personal_data
from heard.ui.wording import date_words


@dataclass(frozen=True)
class Kind:
    """How one kind of thing is shown and decided. `fields` are those whose words are public, in the order of the page."""

    template: str
    form: type[SeenForm]
    fields: tuple[str, ...]
    voice: str
    back: str
    """What the button that does not publish says."""
    own: Callable[[Case], dict[str, Any]]
    """What was sent, by field."""
    publish: Callable[..., Any]
    give_back: Callable[..., Any]
    versioned: bool = True
    said_back: str = "Sent back with your note."
    hints: dict[str, str] = field(default_factory=dict)


def _kind(case: Case) -> Kind:
    if case.subject == Subject.CHANGE:
        return MADE if case.change and case.change.state == ChangeState.MADE_WAITING else PLAN
    return KINDS[case.subject]


KINDS: dict[str, Kind] = {
    Subject.ANSWER: Kind(
        template="answer",
        form=AnswerForm,
        fields=("text",),
        voice="answer",
        back="Send it back with a note",
        own=lambda case: {"text": case.answer.text if case.answer else ""},
        publish=deciding.publish_answer,
        give_back=deciding.return_answer,
    ),
    Subject.REPLY: Kind(
        template="reply",
        form=ReplyForm,
        fields=("text",),
        voice="author",
        back="Decline it, and say why",
        own=lambda case: {"text": case.reply.original if case.reply else ""},
        publish=deciding.publish_reply,
        give_back=deciding.decline_reply,
        versioned=False,
        said_back="Declined. The author reads your words.",
    ),
}
PLAN = Kind(
    template="change",
    form=PlanForm,
    fields=("what", "who_leads", "due_on"),
    voice="change",
    back="Send it back with a note",
    own=lambda case: {"what": case.change.what, "who_leads": case.change.who_leads, "due_on": case.change.due_on} if case.change else {},
    publish=deciding.publish_change,
    give_back=deciding.return_change,
)
MADE = Kind(
    template="change",
    form=MadeForm,
    fields=("made_what",),
    voice="change",
    back="Send it back with a note",
    own=lambda case: {"made_what": case.change.made_what} if case.change else {},
    publish=deciding.publish_change,
    give_back=deciding.return_change,
    said_back="Sent back with your note. A plan that is public stays public.",
)


def desk(request: HttpRequest, case: Case) -> HttpResponse:
    """What was sent, the story it is about, and the form. “See it as the public will” comes before “Publish”."""
    if case.subject == Subject.TREATED_DIFFERENTLY:
        return _report(request, case)
    kind = _kind(case)
    if request.method != "POST":
        kept = words_for(request)
        form = kind.form(kept) if kept is not None else kind.form(initial={"seen": _version(case), **kind.own(case)})
        return _show(request, case, kind, form)
    form = kind.form(request.POST)
    if not form.is_valid():
        return _show(request, case, kind, form, status=422)
    if request.POST.get("do") == "edit":
        return _show(request, case, kind, form)
    if request.POST.get("do") != "publish":
        return _look(request, case, kind, form)
    given = dict(form.cleaned_data) | {"looked_at": looks_in(request.POST)}
    seen = given.pop("seen")
    try:
        kind.publish(case_id=case.pk, **({"seen_version": seen} if kind.versioned else {}), **given, by=moderator(request))
    except NotAcceptable as error:
        if error.field == LOOKED_AT:
            return _look(request, case, kind, form, wrong=str(error), status=422)
        show_wrong(form, error)
        return _show(request, case, kind, form, status=422)
    except ChangedSince:
        return _changed_since(request, case, kind)
    return decided(request, case.pk, "Published. Those concerned are told within a minute.")


def _changed_since(request: HttpRequest, case: Case, kind: Kind) -> HttpResponse:
    """It was changed meanwhile: show what it says now beside what was typed here, and let the person decide again."""
    again = kind.form({**request.POST.dict(), "seen": str(_version(case))})
    again.is_valid()
    again.add_error(None, "It was changed since you opened this page. What it says now stands beside it; what you typed is kept.")
    return _show(request, case, kind, again, status=409)


def _look(request: HttpRequest, case: Case, kind: Kind, form: SeenForm, *, wrong: str = "", status: int = 200) -> HttpResponse:
    """As the public will see it, with what was changed."""
    own, given = kind.own(case), form.cleaned_data
    old, new = (_joined(kind, each) for each in (own, given))
    noticed = noticed_in_said(case, given)
    context = {
        "kind": kind,
        "form": form,
        "voice": _voice(case, given),
        "pieces": word_differences(old, new),
        "edited": old != new,
        "heavy": case.subject == Subject.ANSWER and is_heavy(old, new),
        "left": presenters.left_in(noticed, ask=noticed),
        "ticked": looks_in(request.POST),
        "wrong": wrong,
        "typed": typed_again(request),
    }
    return page(request, "look", frame(request, case) | context, status=status)


def _show(request: HttpRequest, case: Case, kind: Kind, form: SeenForm, *, status: int = 200) -> HttpResponse:
    own = kind.own(case)
    words = _words(case, kind)
    context = {
        "kind": kind,
        "form": form,
        "voice": _voice(case, own),
        "marked": _marked(case, kind),
        "signed": presenters.left_in(each for each in noticed_in_said(case, own) if each.of.field not in kind.fields),
        "why_referred": why_referred(case),
        "criteria": CRITERIA,
        "asks_who": asks_who(words) if case.subject != Subject.REPLY else [],
        "promised": phrases_claiming_change(words)[:3] if case.answer is not None and not case.answer.claims_change else [],
        "note_form": NoteForm(prefix="among"),
        "past": presenters.happened(history_of(case)),
        "can_pass_up": bool(lines_above(case)),
    }
    return page(request, "said", frame(request, case) | context, status=status)


def _words(case: Case, kind: Kind) -> str:
    return _joined(kind, {**kind.own(case), "due_on": None})  # the day of a promise is public, and points at nobody


def _marked(case: Case, kind: Kind) -> presenters.Marked:
    """What was sent, with what to look at marked in it. Who leads a change stands above its words: below them only if there is a mark."""
    own, words = kind.own(case), _words(case, kind)
    texts = [(name, str(own[name])) for name in kind.fields if name != "due_on" and own.get(name)]
    found = presenters.marked(texts, replace(found_in(words, known=case.signs), hits=_hits(case, words)))
    return replace(found, parts=[part for n, part in enumerate(found.parts) if n == 0 or part.has_marks])


@moderators
@on_a_sheet(sheets.GIVE_BACK)
@keeps_what_was_typed
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: HttpRequest, case_id: int) -> HttpResponse:
    """Return an answer or a change with words, or decline a reply and say why."""
    case = case_or_404(request, case_id)
    if request.method == "POST":
        check_whose(request, case)
    if not is_mine(request, case) or case.subject in {Subject.STORY, Subject.TREATED_DIFFERENTLY} or not still_waits(case):
        return to_case(case_id)
    kind = _kind(case)
    form = ReasonForm(given(request, seen=_version(case)), initial={"seen": _version(case)})
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        seen = {"seen_version": form.cleaned_data["seen"]} if kind.versioned else {}
        try:
            kind.give_back(case_id=case.pk, **seen, reason=form.cleaned_data["reason"], by=moderator(request))
        except NotAcceptable as error:
            show_wrong(form, error)
        except ChangedSince:
            form = ReasonForm({**request.POST.dict(), "seen": str(_version(case))})
            form.is_valid()
            form.add_error(None, "It was changed since you opened this page. Look at it again; what you wrote is kept.")
            status = 409
        else:
            return decided(request, case.pk, kind.said_back)
    helps = help_to_send(case) if case.subject == Subject.REPLY else []
    context = {"form": form, "kind": kind, "voice": _voice(case, kind.own(case)), "marked": _marked(case, kind), "help": helps}
    return page(request, "give_back", frame(request, case) | context, status=status)


def _report(request: HttpRequest, case: Case) -> HttpResponse:
    form = SeenToForm(given(request))
    if request.method == "POST" and form.is_valid():
        deciding.see_to_report(case_id=case.pk, note=form.cleaned_data["note"], by=moderator(request))
        return decided(request, case.pk, "Seen to. Your note is kept for senior moderators.")
    text = case.report.text if case.report else ""
    context = {
        "form": form,
        "marked": presenters.marked([("text", text)], found_in(text, known=case.signs)),
        "past": presenters.happened(history_of(case)),
        "note_form": NoteForm(prefix="among"),
    }
    return page(request, "report", frame(request, case) | context, status=422 if request.method == "POST" else 200)


def voice_of(case: Case) -> dict[str, Any]:
    """What was said, with its marks, if the case is about what was said."""
    if case.subject in {Subject.STORY, Subject.TREATED_DIFFERENTLY}:
        return {"voice": None}
    return {"voice": _voice(case, _kind(case).own(case)), "marked": _marked(case, _kind(case))}


def as_decided(case: Case) -> dict[str, Any]:
    """What a decided case shows: both texts of a story, or what was said."""
    if case.subject == Subject.STORY:
        return {"pieces": word_differences(case.story.own.words, case.story.text) if case.story.text else [], "voice": None}
    if case.subject == Subject.TREATED_DIFFERENTLY:
        return {"pieces": [], "voice": None}
    return {"pieces": [], "voice": _voice(case, KINDS[case.subject].own(case) if case.subject in KINDS else _change_words(case))}


def _change_words(case: Case) -> dict[str, Any]:
    change = case.change
    return {"what": change.what, "who_leads": change.who_leads, "due_on": change.due_on, "made_what": change.made_what} if change else {}


def _voice(case: Case, words: dict[str, Any]) -> dict[str, Any]:
    """As `ui.voice` wants it: exactly as it will stand in the conversation."""
    story = case.story
    if case.answer is not None:
        answer = case.answer
        return {"kind": "answer", "who": answer.name, "role": f"{answer.job_title}, {answer.organisation.name}", "text": words["text"],
                "sign_off": answer.sign_off}  # fmt: skip
    if case.reply is not None:
        role = {"reply": "replied", "update": "told what happened next"}.get(case.reply.kind) or _of_promise(case.reply)
        return {"kind": "author", "who": story.chosen_name, "role": role, "text": words["text"], "sign_off": ""}
    if words.get("made_what"):
        return {"kind": "change", "who": "Change made", "role": case.change.organisation.name if case.change else "",
                "text": words["made_what"], "sign_off": ""}  # fmt: skip
    due = f", due {date_words(words['due_on'])}" if words.get("due_on") else ""
    return {"kind": "change", "who": "Change planned", "role": f"Lead: {words.get('who_leads', '')}{due}", "text": words.get("what", ""),
            "sign_off": ""}  # fmt: skip


def _of_promise(reply: Reply) -> str:
    due = f", due {date_words(reply.promised_for)}" if reply.promised_for else ""
    return f"says that this hasn’t happened{due}: “{beginning(reply.change.what, 120) if reply.change else ''}”"


def _joined(kind: Kind, words: dict[str, Any]) -> str:
    return "\n\n".join(str(words[name]) for name in kind.fields if words.get(name))


def _hits(case: Case, words: str) -> list[Hit]:
    if case.answer is not None:
        return hits_in(case.answer, words)
    known = openly_known(case.story)
    return find_personal_data(words, known=[*known, case.change.organisation.name] if case.change else known)


def _version(case: Case) -> int:
    thing = case.answer or case.change
    return thing.version if thing is not None else case.version
