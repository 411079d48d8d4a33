"""A story's case: reading it, editing it, seeing it as the public will, and deciding."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from heard.accounts.audiences import moderators
from heard.accounts.policies import is_senior_moderator
from heard.accounts.queries import reach_of
from heard.core import clock
from heard.core.errors import ChangedSince, NotAcceptable, NotAllowed
from heard.core.kept import words_for
from heard.core.texts.differences import word_differences
from heard.directory.queries import services_by_id
from heard.moderation import policies
from heard.moderation.actions import cases
from heard.moderation.actions import stories as deciding
from heard.moderation.actions.cases import ColleagueWorksOnIt
from heard.moderation.forms import REASONS, AskForm, DeclineForm, HoldForm, NoteForm, PreviewForm, StoryForm, looks_in
from heard.moderation.models import Case, Line
from heard.moderation.presenters.author import reach_words
from heard.moderation.presenters.history import happened
from heard.moderation.presenters.looks import left_in
from heard.moderation.presenters.publishing import as_public, edit_rows, risk_words
from heard.moderation.presenters.signs import marked
from heard.moderation.queries.appeals import appeal_of, needs_a_second, somebody_else_can_look
from heard.moderation.queries.cases import begun_from, help_for, help_to_send, lines_above, proposal_of
from heard.moderation.queries.corrections import correction_of
from heard.moderation.queries.history import history_of
from heard.moderation.queries.looks import noticed_in, tags_to_look_at
from heard.moderation.queries.publishing import length_of_work, line_wanted, missing_in, who_will_be_told
from heard.moderation.queries.suggestions import suggestions_for
from heard.moderation.queries.times import last_day_of_hold, publishes_at
from heard.moderation.queries.waiting import still_waits
from heard.moderation.queries.work import TagNames, authors_words, on_newest, work_on
from heard.moderation.rules import sheets
from heard.moderation.rules.messages import ASK_BEGINNINGS, Start, with_help
from heard.moderation.rules.publishing import risks_of, word_count
from heard.moderation.rules.work import OWN, AuthorsWords, StoryWork, is_behind, story_work
from heard.moderation.views.common import (
    button_of,
    case_or_404,
    decided,
    desk_page,
    frame,
    is_mine,
    moderator,
    services_pressed,
    services_shown,
    show_wrong,
    story_beside,
    tags_pressed,
    to_case,
)
from heard.moderation.views.keeping import of_the_decline, on_a_sheet
from heard.moderation.views.refusing import check_whose, given, keeps_what_was_typed, not_yet, standing
from heard.regions.queries import setting
from heard.regions.rules import SettingKey
from heard.stories.lifecycle import STORY, StoryMoves
from heard.stories.models import DeclineReason
from heard.stories.queries import EarlierWords, appeals_left, as_one_text, criteria_in, earlier_words
from heard.stories.rules.criticality import CRITERIA
from heard.stories.rules.going_out import hits_of, not_looked_at
from heard.stories.rules.length import Length
from heard.stories.rules.personal_data import find_in_chosen_name
from heard.stories.rules.publishing import is_changed
from heard.stories.rules.titles import in_small_letters, is_in_capitals
from heard.ui.forms import SeenForm, WordsField, written_in
from heard.ui.wording import date_time

LEAD_ON = {"ask": "ask", "hold": "hold", "decline": "decline", "pass-up": "pass_up", "preview": "preview", "propose-place": "propose_place"}
"""What the buttons under the form lead to, after what was typed is saved."""
OF_THE_DESK = (StoryMoves.ASK, StoryMoves.HOLD, StoryMoves.RELEASE, StoryMoves.PUBLISH, StoryMoves.DECLINE)
"""What a moderator does with a story, where it can be done."""
CHOOSE_WORDS = ("authors-words", "keep-mine")
"""Buttons that say which words to go on with, once the author has changed theirs."""


def desk(request: HttpRequest, case: Case) -> HttpResponse:
    """The author's own words beside the form. Whatever button is pressed, what was typed is saved first."""
    if request.method == "POST":
        return _typed(request, case, request.POST)
    kept = words_for(request)
    if kept is not None:
        form = StoryForm(kept)
        form.is_valid()
        return _show(request, case, form, form.work(kept))
    work = work_on(case)
    return _show(request, case, StoryForm.of(work, seen_case=case.version), work)


def _typed(request: HttpRequest, case: Case, data: QueryDict) -> HttpResponse:
    form = StoryForm(data)
    form.is_valid()
    button = button_of(data, "save")
    sent, typed = authors_words(case.story_id), form.work(data)
    work = on_newest(case, _pressed(button, typed, sent))
    learns = is_behind(typed, sent) and button not in CHOOSE_WORDS
    try:
        saved = cases.save_work(case_id=case.pk, seen_version=form.cleaned_data.get("seen_case", -1), work=work, by=moderator(request))
    except ColleagueWorksOnIt:
        return _changed_since(request, case, work)
    if learns:
        case.version = saved.version
        return _show(request, case, StoryForm.of(work, seen_case=saved.version), work, status=409)
    if button in LEAD_ON and button != "preview":
        return redirect(_address(LEAD_ON[button], case))
    if button == "preview":
        missing = missing_in(case.story, work)
        if not missing:
            return redirect(_address("preview", case))
        case.refresh_from_db(fields=["version", "work"])
        again = StoryForm({**StoryForm.of(work, seen_case=saved.version).initial})
        again.is_valid()
        again.say(missing)
        return _show(request, case, again, work, wrong=missing, status=422)
    looked_for = data.get("find", "").strip()[:100] if button == "find" else ""
    case.version = saved.version
    return _show(
        request,
        case,
        StoryForm.of(work, seen_case=saved.version),
        work,
        find=looked_for,
        more_rows=button == "add-row",
        saved=button == "save",
    )


def _pressed(button: str, work: StoryWork, sent: AuthorsWords) -> StoryWork:
    """What the small buttons inside the form do to the work: services and tags in and out, a title in small letters; and, where the author
    changed their words meanwhile, whose words to go on with.
    """
    what, _, which = button.partition(":")
    if what == "authors-words":
        own = {name: getattr(sent, name) for name in OWN if name != "title" or sent.title}
        return replace(work, **own, edits=(), of=sent.number)
    if what == "keep-mine":
        return replace(work, of=sent.number)
    if what == "small-title":
        return replace(work, title=in_small_letters(work.title))
    if what == "add-tag":
        kind, _, name = which.partition(":")
        column = {"good": "good", "better": "better", "feeling": "feelings"}.get(kind)
        if column and name:
            return story_work(work.as_json() | {column: list(dict.fromkeys((*getattr(work, column), name)))})
    return services_pressed(tags_pressed(work, button), button)


def _changed_since(request: HttpRequest, case: Case, typed: StoryWork) -> HttpResponse:
    """Another page saved meanwhile: show what it saved beside what was typed here, and let the person decide."""
    case.refresh_from_db(fields=["version", "work"])
    theirs = story_work(case.work or {})
    context = {"theirs": theirs, "theirs_differs": word_differences(theirs.text, typed.text)}
    return _show(request, case, StoryForm.of(typed, seen_case=case.version), typed, more=context, status=409)


def _show(
    request: HttpRequest,
    case: Case,
    form: StoryForm,
    work: StoryWork,
    *,
    find: str = "",
    more_rows: bool = False,
    saved: bool = False,
    wrong: list[tuple[str, str]] | None = None,
    more: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    original, story = case.story.own, case.story
    tags = TagNames(work.good, work.better, work.feelings)
    earlier = earlier_words(story.pk)
    suggestions = suggestions_for(story, words=as_one_text(original), tags=tags, earlier=earlier, known_signs=case.signs)
    texts = [("title", original.title), ("words", original.words), ("hope", original.hope)]
    around = frame(request, case)
    form.explain(criteria_in(story.region_id))
    looked_for = find or (story.unknown_service[:100] if not work.services else "")
    context = around | {
        "form": form,
        "work": work,
        "marked": marked(texts, suggestions),
        "suggestions": suggestions,
        "shouted_title": is_in_capitals(work.title),
        "tags_seen": tags_to_look_at(story, work),
        "name_hits": find_in_chosen_name(work.chosen_name),
        "reasons": REASONS,
        "rows": edit_rows(work.edits, more=more_rows),
        **services_shown(work, looked_for, region_id=story.region_id, known=around["services"]),
        "wrong": dict(reversed(wrong or [])),
        "saved": saved,
        "theirs": None,
        "past": happened(history_of(case)),
        "note_form": NoteForm(prefix="among"),
        "proposal": proposal_of(case),
        "appeal": appeal_of(case),
        **_corrected(case, work, earlier),
        "decline_reasons": dict(DeclineReason.choices),
        "may_confirm": policies.may_confirm(moderator(request), case),
        "can_pass_up": bool(lines_above(case)),
        "can": {name: STORY.allows(story.state, name) for name in OF_THE_DESK},
        "words_limit": setting(story.region_id, SettingKey.STORY_WORDS),
        "reach": reach_words(reach_of(story.author_id)),
    }
    return desk_page(request, "story", context | (more or {}), status=status)


def _corrected(case: Case, work: StoryWork, earlier: list[EarlierWords]) -> dict[str, Any]:
    """What the author changed since they sent the story, and whether what was typed here still stands on the words of before."""
    correction = correction_of(case, work, earlier=earlier)
    if correction is None:
        return {"correction": None}
    before, now = correction.before, correction.now
    return {
        "correction": correction,
        "is_behind": is_behind(work, now),
        "corrected_words": word_differences(before.text.replace("\r\n", "\n"), now.text.replace("\r\n", "\n")),
        "corrected_hope": word_differences(before.hope, now.hope) if before.hope != now.hope else [],
    }


@moderators
@keeps_what_was_typed
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, case_id: int) -> HttpResponse:
    """Exactly what the public will see, what was changed, and the button that publishes it."""
    case = _own_story(request, case_id)
    if case is None:
        return to_case(case_id)
    work, sent = work_on(case), authors_words(case.story_id)
    work = replace(work, looked_at=(*work.looked_at, *looks_in(request.POST)))
    at = publishes_at(case.story, work, clock.now())
    form = PreviewForm(given(request, seen=case.story.version, seen_case=case.version), initial=_seen(case))
    moved = False
    if request.method == "POST" and form.is_valid():
        about = form.cleaned_data
        try:
            done = deciding.publish(
                case_id=case.pk,
                seen_story=about["seen"],
                seen_case=about["seen_case"],
                work=work,
                long_is_fine=about["long_is_fine"],
                why_long=about["why_long"],
                by=moderator(request),
            )
        except ChangedSince:
            moved = True
            case.story.refresh_from_db()
            form.data = standing(request.POST, **_seen(case))
        except NotAcceptable as error:
            if error.field not in form.fields:
                again = StoryForm({**StoryForm.of(work, seen_case=case.version).initial})
                again.is_valid()
                again.say([(error.field or "", str(error))])
                return _show(request, case, again, work, wrong=[(error.field or "", str(error))], status=422)
            show_wrong(form, error)
        else:
            if done.waiting_until:
                return decided(request, case.pk, _("Approved. It will be published on %(when)s.") % {"when": date_time(done.waiting_until)})
            return decided(request, case.pk, _("Published. We’ll tell everyone concerned within a minute."))
    noticed = noticed_in(case.story, work)
    context = frame(request, case) | {
        "form": form,
        "work": work,
        "public": as_public(case.story, work, services_by_id(work.services), who_will_be_told(work.services), at=at),
        "pieces": word_differences(sent.text.replace("\r\n", "\n"), work.text),
        "hope_pieces": word_differences(sent.hope.replace("\r\n", "\n"), work.hope) if sent.hope.strip() != work.hope.strip() else [],
        "is_changed": is_changed(work, sent),
        "sent": sent,
        "left": left_in(noticed, ask=not_looked_at(noticed, ())),
        "ticked": work.looked_at,
        "reasons": dict(REASONS),
        "criteria": criteria_in(case.story.region_id),
        "criterion": CRITERIA[work.criticality] if work.criticality is not None else None,
        "missing": missing_in(case.story, work),
        "moved": moved,
        "later": at if at > clock.now() else None,
        "risks": risk_words(risks_of(work, hits=len(hits_of(noticed)), also=case.signs)),
        **_who_publishes(request, case, work),
    }
    return desk_page(request, "preview", context, status=409 if moved else 422 if form.errors and request.method == "POST" else 200)


def _seen(case: Case) -> dict[str, int]:
    return {"seen": case.story.version, "seen_case": case.version}


def _who_publishes(request: HttpRequest, case: Case, work: StoryWork) -> dict[str, Any]:
    """What the page offers: the same rules that the action asks."""
    person, wanted, length = moderator(request), line_wanted(case.story, work), length_of_work(case.story, work)
    senior, here = is_senior_moderator(person), case.story.region_id
    may_publish = policies.may_publish(person, wanted, region_id=here)
    return {
        "may_publish": may_publish and (length != Length.VERY_LONG or senior),
        "for_line": "" if may_publish else Line(policies.line_that_publishes(wanted, region_id=here)).name.lower(),
        "length": length.value,
        "words": word_count(work),
        "words_limit": setting(case.story.region_id, SettingKey.STORY_WORDS),
        "can_pass_up": bool(lines_above(case)),
        "can_ask": STORY.allows(case.story.state, StoryMoves.ASK),
        "can_hold": STORY.allows(case.story.state, StoryMoves.HOLD),
    }


@moderators
@on_a_sheet(sheets.ASK, unless="begin")
@keeps_what_was_typed
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, case_id: int) -> HttpResponse:
    """Ask the author something."""
    case = _own_story(request, case_id)
    if case is None or not _can(request, case, StoryMoves.ASK):
        return to_case(case_id)
    begun = request.GET.get("begin", "")
    words = _question(case, begun)
    form = AskForm(given(request, seen=case.story.version), initial={"seen": case.story.version, "question": words.words if words else ""})
    if words:
        written_in(words.language, form.fields["question"])

    def act(typed: dict[str, Any]) -> None:
        deciding.ask(case_id=case.pk, seen_story=typed["seen"], question=typed["question"], by=moderator(request))

    said = _("We’ve sent your question. The story will come back to the queue when the author answers.")
    more = {"beginnings": ASK_BEGINNINGS, "begun": begun, "help": help_to_send(case)}
    return _decision(request, case, "ask", form, act=act, said=said, more=more)


def _question(case: Case, begun: str) -> Start | None:
    """What a question begins from. Ours name no number to call, so where they are for someone who may need one, the region's stand under
    them, unless they go along anyway.
    """
    chosen = next((each for each in ASK_BEGINNINGS if each.key == begun), None)
    if chosen is None:
        return None
    words = begun_from(case, f"ask-{chosen.key}")
    if not chosen.needs_help or words.own or help_to_send(case):
        return words
    return replace(words, words=with_help(words.words, help_for(case)))


@moderators
@on_a_sheet(sheets.HOLD)
@keeps_what_was_typed
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest, case_id: int) -> HttpResponse:
    """Hold the story for advice."""
    case = _own_story(request, case_id)
    if case is None or not _can(request, case, StoryMoves.HOLD):
        return to_case(case_id)
    last = last_day_of_hold(case.story.region_id)
    form = HoldForm(given(request, seen=case.story.version), initial={"seen": case.story.version}, last=last)

    def act(typed: dict[str, Any]) -> None:
        about = {name: typed[name] for name in ("reason", "until", "note")}
        deciding.hold(case_id=case.pk, seen_story=typed["seen"], **about, by=moderator(request))

    return _decision(
        request,
        case,
        "hold",
        form,
        act=act,
        said=_("On hold. You’ll find it under “Waiting for someone” until it comes back to the queue."),
    )


@moderators
@keeps_what_was_typed
@require_http_methods(["GET", "HEAD", "POST"])
def release_hold(request: HttpRequest, case_id: int) -> HttpResponse:
    """The advice has come."""
    case = case_or_404(request, case_id)
    if request.method != "POST":
        return not_yet(request, case_id)
    deciding.release_hold(case_id=case.pk, seen_story=case.story.version, by=moderator(request))
    return decided(request, case.pk, _("The hold has ended. The story is back in the queue."))


@moderators
@on_a_sheet(of_the_decline)
@keeps_what_was_typed
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, case_id: int) -> HttpResponse:
    """Decline: first the reason, then a message that begins from kind words for it."""
    case = _own_story(request, case_id)
    if case is None:
        return to_case(case_id)
    offered = [each for each in DeclineReason if not (case.story.is_question and each == DeclineReason.NOT_AN_EXPERIENCE)]
    typed = given(request, seen=case.story.version)
    reason = (typed.get("reason") if typed is not None else "") or request.GET.get("reason", "")
    if reason not in offered:
        context = {"offered": offered, "asked_for": bool(reason), "proposal": proposal_of(case)}
        return desk_page(request, "decline_reason", frame(request, case) | story_beside(case) | context)
    proposal = proposal_of(case)
    words = begun_from(case, f"decline-{reason}")
    begin = proposal.message if proposal and reason == DeclineReason.NOT_GENUINE else words.words
    form = DeclineForm(typed, initial={"seen": case.story.version, "reason": reason, "message": begin})
    written_in(words.language, form.fields["message"])
    needs_two = needs_a_second(moderator(request), case, reason)
    if needs_two:
        form.fields["note"] = WordsField(
            label=_("What makes you think so?"),
            help_text=_("Give the evidence for the second moderator. The author can’t see this."),
            rows=4,
            most=5000,
            error_messages={"required": _("Say what makes you think so")},
        )

    def act(sent: dict[str, Any]) -> None:
        deciding.decline(
            case_id=case.pk, seen_story=sent["seen"], reason=reason, message=sent["message"], note=sent["note"], by=moderator(request)
        )

    final = case.appeal and not appeals_left(case.story)
    somebody_else = somebody_else_can_look(case.story_id, besides=moderator(request))
    said = _("Your proposal is in the queue for a second moderator.") if needs_two else _("Declined. We’ll send the author your message.")
    more = {
        "reason": DeclineReason(reason),
        "needs_two": needs_two,
        "proposal": proposal,
        "final": final,
        "somebody_else": somebody_else,
        "help": help_to_send(case),
    }
    return _decision(request, case, "decline", form, act=act, said=said, more=more)


def _decision(
    request: HttpRequest,
    case: Case,
    template: str,
    form: SeenForm,
    *,
    act: Callable[[dict[str, Any]], None],
    said: str,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """One form, one action. What went wrong stands beside what was typed; a story that moved meanwhile is shown as it is now."""
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except NotAcceptable as error:
            show_wrong(form, error)
        except NotAllowed as error:
            if policies.may_decide(moderator(request), case):
                form.add_error(None, str(error))
            else:
                raise
        except ChangedSince:
            case.story.refresh_from_db()
            form.data = standing(request.POST, seen=case.story.version)
            form.add_error(None, _("The story has changed since you opened the page. Read it again. We’ve kept what you wrote."))
            status = 409
        else:
            return decided(request, case.pk, said)
    return desk_page(request, template, frame(request, case) | story_beside(case) | {"form": form, **(more or {})}, status=status)


def _own_story(request: HttpRequest, case_id: int) -> Case | None:
    """The case, if it is a story's, this moderator has claimed it and there is something to decide. Who sends a decision about any other
    is told why not, in words.
    """
    case = case_or_404(request, case_id)
    if request.method == "POST":
        check_whose(request, case)
    return case if is_mine(request, case) and case.is_story and still_waits(case) else None


def _can(request: HttpRequest, case: Case, what: StoryMoves) -> bool:
    """Whether the story can be asked about or held; who sends that all the same is told in words that it cannot (`WrongState`)."""
    if request.method == "POST":
        STORY.after(case.story.state, what)
    return STORY.allows(case.story.state, what)


def _address(view: str, case: Case) -> str:
    return reverse(f"moderation:{view}", kwargs={"case_id": case.pk})
