"""Cases of what was said about a story: an answer, an author's reply, a change; and reports of being treated differently."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from heard.accounts.audiences import moderators
from heard.core.errors import ChangedSince, NotAcceptable
from heard.core.kept import words_for
from heard.core.reviewing import Report, Words
from heard.core.texts.differences import as_one, is_heavy, word_differences
from heard.moderation.actions import conversation as deciding
from heard.moderation.forms import NoteForm, ReasonForm, SeenToForm, looks_in
from heard.moderation.models import Case
from heard.moderation.presenters.history import happened
from heard.moderation.presenters.looks import left_in
from heard.moderation.presenters.signs import Marked, marked
from heard.moderation.queries.cases import help_to_send, lines_above
from heard.moderation.queries.history import history_of
from heard.moderation.queries.looks import noticed_in_said, words_of
from heard.moderation.queries.suggestions import found_in
from heard.moderation.queries.waiting import still_waits
from heard.moderation.rules import sheets
from heard.moderation.rules.looking import FIELD as LOOKED_AT
from heard.moderation.views.common import case_or_404, decided, desk_page, frame, is_mine, moderator, show_wrong, to_case, typed_again
from heard.moderation.views.keeping import on_a_sheet
from heard.moderation.views.refusing import check_whose, given, keeps_what_was_typed
from heard.stories.queries import criteria_in
from heard.ui.forms import SeenForm


def desk(request: HttpRequest, case: Case) -> HttpResponse:
    """What was sent, the story it is about, and the form. “Preview” comes before “Publish”."""
    if isinstance(case.kind, Report):
        return _report(request, case, case.kind)
    kind = words_of(case)
    kind_of_form = kind.form(case.thing)
    if request.method != "POST":
        kept = words_for(request)
        form = kind_of_form(kept) if kept is not None else kind_of_form(initial={"seen": _version(case), **kind.own(case.thing)})
        return _show(request, case, form)
    form = kind_of_form(request.POST)
    if not form.is_valid():
        return _show(request, case, form, status=422)
    if request.POST.get("do") == "edit":
        return _show(request, case, form)
    if request.POST.get("do") != "publish":
        return _look(request, case, form)
    words = dict(form.cleaned_data)
    seen, note = words.pop("seen"), words.pop("note")
    looks = looks_in(request.POST)
    try:
        deciding.publish_words(case_id=case.pk, words=words, seen_version=seen, note=note, looked_at=looks, by=moderator(request))
    except NotAcceptable as error:
        if error.field == LOOKED_AT:
            return _look(request, case, form, wrong=str(error), status=422)
        show_wrong(form, error)
        return _show(request, case, form, status=422)
    except ChangedSince:
        return _changed_since(request, case)
    return decided(request, case.pk, _("Published. We’ll tell everyone concerned within a minute."))


def _changed_since(request: HttpRequest, case: Case) -> HttpResponse:
    """It was changed meanwhile: show what it says now beside what was typed here, and let the person decide again."""
    again = words_of(case).form(case.thing)({**request.POST.dict(), "seen": str(_version(case))})
    again.is_valid()
    again.add_error(None, _("This has changed since you opened the page. You can see what it says now, beside what you typed."))
    return _show(request, case, again, status=409)


def _look(request: HttpRequest, case: Case, form: SeenForm, *, wrong: str = "", status: int = 200) -> HttpResponse:
    """As the public will see it, with what was changed."""
    kind, given = words_of(case), form.cleaned_data
    own = kind.own(case.thing)
    old, new = as_one(own), as_one({name: given.get(name) for name in own})
    noticed = noticed_in_said(case, given)
    context = {
        "kind": kind,
        "form": form,
        "voice": kind.voice(case.thing, given),
        "pieces": word_differences(old, new),
        "edited": old != new,
        "heavy": kind.edits_count and is_heavy(old, new),
        "left": left_in(noticed, ask=noticed),
        "ticked": looks_in(request.POST),
        "wrong": wrong,
        "typed": typed_again(request),
    }
    return desk_page(request, "look", frame(request, case) | context, status=status)


def _show(request: HttpRequest, case: Case, form: SeenForm, *, status: int = 200) -> HttpResponse:
    kind, thing = words_of(case), case.thing
    own = kind.own(thing)
    context = {
        "kind": kind,
        "form": form,
        "voice": kind.voice(thing, own),
        "marked": _marked(case),
        "signed": left_in(each for each in noticed_in_said(case, own) if each.of.field not in own),
        "why_here": kind.why_here(thing),
        "criteria": criteria_in(case.story.region_id) if case.story.criticality is not None else (),
        "advice": kind.advice(thing, _text(case)),
        "stands": kind.stands(thing),
        "note_form": NoteForm(prefix="among"),
        "past": happened(history_of(case)),
        "can_pass_up": bool(lines_above(case)),
    }
    return desk_page(request, "said", frame(request, case) | context, status=status)


def _texts(case: Case) -> dict[str, str]:
    """What was sent, by field. The day of a promise is public, and points at nobody."""
    return {name: each for name, each in words_of(case).own(case.thing).items() if isinstance(each, str)}


def _text(case: Case) -> str:
    return as_one(_texts(case))


def _marked(case: Case) -> Marked:
    """What was sent, with what to look at marked in it. Who leads a change stands above its words: below them only if there is a mark."""
    text = _text(case)
    texts = [(name, each) for name, each in _texts(case).items() if each]
    hits = words_of(case).hits(case.thing, text)
    found = marked(texts, replace(found_in(text, known=case.signs), hits=hits))
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
    if not is_mine(request, case) or not isinstance(case.kind, Words) or not still_waits(case):
        return to_case(case_id)
    kind = case.kind
    form = ReasonForm(given(request, seen=_version(case)), initial={"seen": _version(case)})
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        seen, reason = form.cleaned_data["seen"], form.cleaned_data["reason"]
        try:
            deciding.give_back(case_id=case.pk, reason=reason, seen_version=seen, by=moderator(request))
        except NotAcceptable as error:
            show_wrong(form, error)
        except ChangedSince:
            form = ReasonForm({**request.POST.dict(), "seen": str(_version(case))})
            form.is_valid()
            form.add_error(None, _("This has changed since you opened the page. Read it again. We’ve kept what you wrote."))
            status = 409
        else:
            return decided(request, case.pk, str(kind.said_back(case.thing)))
    context = {"form": form, "kind": kind, **voice_of(case), "help": help_to_send(case) if kind.of_author else None}
    return desk_page(request, "give_back", frame(request, case) | context, status=status)


def _report(request: HttpRequest, case: Case, kind: Report[Any]) -> HttpResponse:
    form = SeenToForm(given(request))
    if request.method == "POST" and form.is_valid():
        deciding.see_to_report(case_id=case.pk, note=form.cleaned_data["note"], by=moderator(request))
        return decided(request, case.pk, _("Dealt with. We’ve kept your note for senior moderators."))
    text = kind.text(case.thing)
    context = {
        "form": form,
        "kind": kind,
        "told_at": kind.told_at(case.thing),
        "marked": marked([("text", text)], found_in(text, known=case.signs)),
        "past": happened(history_of(case)),
        "note_form": NoteForm(prefix="among"),
    }
    return desk_page(request, "report", frame(request, case) | context, status=422 if request.method == "POST" else 200)


def voice_of(case: Case) -> dict[str, Any]:
    """What was said, with its marks, if the case is about what was said."""
    if not isinstance(case.kind, Words):
        return {"voice": None}
    return {"voice": case.kind.voice(case.thing, case.kind.own(case.thing)), "marked": _marked(case)}


def as_decided(case: Case) -> dict[str, Any]:
    """What a decided case shows: both texts of a story, or what was said."""
    if isinstance(case.kind, Words):
        return {"pieces": [], "voice": case.kind.voice(case.thing, case.kind.as_decided(case.thing))}
    is_published = case.is_story and case.story.text
    return {"pieces": word_differences(case.story.own.words, case.story.text) if is_published else [], "voice": None}


def _version(case: Case) -> int:
    """What stands on the page: of something that nobody changes while it waits, the version of its case."""
    version = words_of(case).version(case.thing)
    return case.version if version is None else version
