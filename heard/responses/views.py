"""Where members act for their organisation: answering a story, planning a change, saying that it was made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from heard.core import clock, links
from heard.core.errors import ChangedSince, NotAcceptable, WrongState
from heard.core.kept import keeps_words, words_for
from heard.organisations.audiences import acting, members, minds_organisation
from heard.organisations.models import Membership
from heard.organisations.queries import contacts_of
from heard.regions.queries import setting
from heard.regions.rules import SettingKey
from heard.responses import policies, presenters, queries
from heard.responses.actions import answers, changes
from heard.responses.forms import AnswerForm, MadeForm, NewDateForm, PlanForm, ShownForm
from heard.responses.models import Answer, AnswerState, Change, ChangeState
from heard.responses.rules import sheets
from heard.responses.rules.advice import GOOD_ANSWER, advise, promised_sentences
from heard.stories.models import Story
from heard.stories.rules.going_out import Noticed
from heard.ui.errors import Gone
from heard.ui.forms import SentOnce, form_data
from heard.writing.adapters import OpenSheet
from heard.writing.rules import About

F = TypeVar("F", bound=SentOnce)
MOST_FIGURES = 18
"""Of a number in an address that the database can hold."""
STILL_HERE = gettext_lazy("What you wrote is still here, so you can copy it.")
WELCOME_BACK = gettext_lazy("You were signed out, or this page was open for a long time. Here’s what you wrote. It hasn’t been sent yet.")


@members
@minds_organisation
@keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Write an answer, see it as it will look, send it."""
    membership = acting(request)
    story = _story(membership, number)
    sheet = _sheet(request, membership, sheets.ANSWER, story.pk, story)
    if done := sheet.answer() or _refusal(request, membership, story, sheet):
        return done
    job_title = membership.job_title or membership.person.job_title
    form = _form(request, sheet, AnswerForm, name=membership.person.name, job_title=job_title)
    form.limit_words(setting(story.region_id, SettingKey.ANSWER_WORDS))
    heading, button = _("Answer this story"), _("Send my answer")
    page = _AnswerPage(request=request, membership=membership, story=story, form=form, sheet=sheet, heading=heading, button=button)

    def send(said: dict[str, Any]) -> Answer:
        return answers.send_answer(
            story_id=story.pk, membership=membership, form_key=form.key(), written=sheet.written, by=membership, **said
        )

    return page.respond(send)


@members
@minds_organisation
@keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, answer_id: int) -> HttpResponse:
    """Change an answer: in its window, or after a moderator returned it."""
    membership = acting(request)
    sent = _own_answer(membership, answer_id)
    sheet = _sheet(request, membership, sheets.ANSWER_AGAIN, sent.pk, sent.story)
    if done := sheet.answer() or _refusal(request, membership, sent.story, sheet):
        return done
    revising = sent.state == AnswerState.RETURNED
    if not revising and presenters.window_left(sent) is None:
        return redirect("responses:sent", answer_id=sent.pk)
    form = _form(
        request,
        sheet,
        AnswerForm,
        seen_version=sent.version,
        name=sent.name,
        job_title=sent.job_title,
        text=sent.text,
        sign_off=sent.sign_off,
        claims_change=sent.claims_change,
    )
    form.limit_words(setting(sent.story.region_id, SettingKey.ANSWER_WORDS))
    heading, button = _("Edit your answer"), _("Send it again") if revising else _("Save my changes")
    page = _AnswerPage(
        request=request, membership=membership, story=sent.story, form=form, sheet=sheet, heading=heading, button=button, sent=sent
    )
    change: Callable[..., Answer] = answers.revise_answer if revising else answers.edit_answer

    def save(said: dict[str, Any]) -> Answer:
        seen = form.cleaned_data["seen_version"] or 0
        return change(answer_id=sent.pk, seen_version=seen, membership=membership, written=sheet.written, by=membership, **said)

    return page.respond(save)


@dataclass(frozen=True, kw_only=True)
class _AnswerPage:
    """The page on which an answer is written: form, preview and sending at one address, so that nothing typed is ever elsewhere."""

    request: HttpRequest
    membership: Membership
    story: Story
    form: AnswerForm
    sheet: OpenSheet
    heading: str
    button: str
    sent: Answer | None = None

    def respond(self, act: Callable[[dict[str, Any]], Answer]) -> HttpResponse:
        """`act` sends or saves what was written."""
        step = self.request.POST.get("step", "")
        if self.sheet.problem:
            return self.writing(status=self.sheet.status)
        if self.request.method != "POST" or step == "write":
            return self.writing()
        if not self.form.is_valid():
            return self.writing(status=422)
        if step not in {"send", "send-and-plan"}:
            return self.preview()
        try:
            said = {name: self.form.cleaned_data[name] for name in ("name", "job_title", "text", "sign_off", "claims_change")}
            done = act(said | {"long_is_fine": self.form.cleaned_data.get("long_is_fine", False)})
        except NotAcceptable as error:
            self.form.add_error(error.field if error.field in self.form.fields else None, str(error))
            return self.writing(status=422)
        except ChangedSince as error:
            self.form.add_error(None, f"{error} " + _("Below your words you can see what’s saved now."))
            return self.writing(status=409)
        except WrongState as error:
            self.form.add_error(None, f"{error} {STILL_HERE}")
            return self.writing(status=409)
        if step == "send-and-plan":
            messages.success(self.request, _("Your answer is on its way. Now record what it promises."))
            return redirect(f"{reverse('responses:plan', kwargs={'number': self.story.pk})}?{urlencode({'answer': done.pk})}")
        return redirect("responses:sent", answer_id=done.pk)

    def writing(self, status: int = 200) -> HttpResponse:
        stored = queries.answer_for(self.membership.organisation_id, self.sent.pk) if self.sent and status == 409 else None
        if stored is not None:
            self.form.now_seen(stored.version)
        returned = queries.why_returned(self.sent) if self.sent and self.sent.state == AnswerState.RETURNED else ""
        context = self._context(queries.Words(), noticed=[]) | {"checklist": GOOD_ANSWER, "stored": stored, "returned": returned}
        return render(self.request, "responses/answer.html", context, status=status)

    def preview(self) -> HttpResponse:
        said = self.form.cleaned_data
        words = queries.Words(**{name: said[name] for name in ("name", "job_title", "text", "sign_off", "claims_change")})
        noticed = queries.noticed_in_words(words, self.story, self.membership.organisation_id)
        earlier = queries.earlier_answers(self.membership.organisation_id, but=self.sent.pk if self.sent else None)
        return render(
            self.request,
            "responses/preview.html",
            self._context(words, noticed)
            | {
                "pointed_at": presenters.pointed_at(noticed),
                "said": said,
                "advice": advise(said["text"], earlier, ticked_change=said["claims_change"]),
            },
        )

    def _context(self, words: queries.Words, noticed: Sequence[Noticed]) -> dict[str, Any]:
        route = queries.route_for(person_id=self.membership.person_id, story=self.story, words=words, noticed=noticed)
        return {
            "story": self.story,
            "form": self.form,
            "sheet": self.sheet,
            "heading": self.heading,
            "button": self.button,
            "organisation": self.membership.organisation,
            "sent": self.sent,
            "way": presenters.way(route, setting(self.story.region_id, SettingKey.ANSWER_WINDOW)),
            "contacts": contacts_of(self.membership.organisation_id),
        }


@members
@require_safe
def sent(request: HttpRequest, answer_id: int) -> HttpResponse:
    """One answer and where it is: what a responder lands on after sending, and comes back to."""
    membership = acting(request)
    shown = _answer(membership, answer_id)
    left = presenters.window_left(shown)
    window = setting(shown.story.region_id, SettingKey.ANSWER_WINDOW)
    context = {
        "answer": shown,
        "story": shown.story,
        "mine": shown.person_id == membership.person_id,
        "left": left,
        "way": presenters.way(queries.route_of(shown), window) if shown.state == AnswerState.WINDOW else None,
        "returned": queries.why_returned(shown) if shown.state == AnswerState.RETURNED else "",
        "note": queries.moderators_note(shown),
        "unplanned": queries.promises_unplanned(shown) and not policies.why_not(membership),
    }
    return render(request, "responses/sent.html", context)


@members
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, answer_id: int) -> HttpResponse:
    """Take an answer back: says what will happen, then does it."""
    membership = acting(request)
    shown = _own_answer(membership, answer_id)
    if request.method == "POST":
        form = ShownForm(request.POST)
        if form.is_valid():
            seen = form.cleaned_data["seen_version"]
            answers.take_back_answer(answer_id=shown.pk, seen_version=seen, membership=membership, by=membership)
            messages.success(request, _("You’ve taken your answer back. No one outside your organisation has seen it."))
            return redirect("responses:sent", answer_id=shown.pk)
    left = presenters.window_left(shown)
    if left is None:
        return redirect("responses:sent", answer_id=shown.pk)
    return render(request, "responses/take_back.html", {"answer": shown, "story": shown.story, "left": left})


@members
@minds_organisation
@keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """Plan a change because of a story."""
    membership = acting(request)
    story = _story(membership, number)
    sheet = _sheet(request, membership, sheets.PLAN, story.pk, story)
    if done := sheet.answer() or _refusal(request, membership, story, sheet):
        return done
    form = _form(request, sheet, PlanForm, what=_promised_in(membership, story, request.GET.get("answer", "")))

    def send() -> Change:
        return changes.plan_change(
            story_id=story.pk, membership=membership, form_key=form.key(), written=sheet.written, by=membership, **_planned(form)
        )

    return _change_page(request, story, sheet, form, send, heading=_("Plan a change"), button=_("Send the plan"))


@members
@minds_organisation
@keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def made(request: HttpRequest, number: int) -> HttpResponse:
    """Say that something was changed because of a story, without a plan before."""
    membership = acting(request)
    story = _story(membership, number)
    sheet = _sheet(request, membership, sheets.MADE, story.pk, story)
    if done := sheet.answer() or _refusal(request, membership, story, sheet):
        return done
    form = _form(request, sheet, MadeForm)

    def send() -> Change:
        said, key = form.cleaned_data["made_what"], form.key()
        return changes.make_change(
            story_id=story.pk, membership=membership, made_what=said, form_key=key, written=sheet.written, by=membership
        )

    return _change_page(request, story, sheet, form, send, heading=_("Record a change you’ve made"), button=_("Send it"))


@members
@minds_organisation
@keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, change_id: int) -> HttpResponse:
    """Carry a change on: say that a plan was made, or write anew what a moderator returned."""
    membership = acting(request)
    shown = _change(membership, change_id)
    planning = shown.state == ChangeState.RETURNED and not shown.made_what
    if shown.state == ChangeState.PLAN_WAITING and request.method == "POST" and not shown.made_what:
        planning = True  # sent a moment ago: the action knows the same words again, and other ones stay on the page
    if not planning and shown.state not in {ChangeState.PLANNED, ChangeState.RETURNED, ChangeState.MADE_WAITING}:
        return redirect(_back(request, shown.story))
    sheet = _sheet(request, membership, sheets.PLAN_AGAIN if planning else sheets.MADE_OF_PLAN, shown.pk, shown.story)
    if done := sheet.answer() or _refusal(request, membership, shown.story, sheet):
        return done
    if planning:
        return _revise_plan(request, membership, shown, sheet)
    form = _form(request, sheet, MadeForm, seen_version=shown.version, made_what=shown.made_what)

    def send() -> Change:
        said, seen = form.cleaned_data["made_what"], form.cleaned_data["seen_version"] or 0
        if shown.state == ChangeState.RETURNED:
            return changes.revise_made(
                change_id=shown.pk, seen_version=seen, membership=membership, made_what=said, written=sheet.written, by=membership
            )
        return changes.make_change(
            change_id=shown.pk, seen_version=seen, membership=membership, made_what=said, written=sheet.written, by=membership
        )

    return _change_page(request, shown.story, sheet, form, send, heading=_("Mark this change as done"), button=_("Send it"), shown=shown)


@members
@require_http_methods(["GET", "HEAD", "POST"])
def new_date(request: HttpRequest, change_id: int) -> HttpResponse:
    """Give another day by which a planned change will be made."""
    membership = acting(request)
    shown = _change(membership, change_id)
    if shown.state != ChangeState.PLANNED:
        return redirect(_back(request, shown.story))
    if reason := policies.why_not(membership):
        context = {"story": shown.story, "back": _back(request, shown.story), "reason": reason, "typed": "", "is_kept": False}
        return render(request, "responses/cannot.html", context, status=403)
    form = NewDateForm(form_data(request), initial={"seen_version": shown.version})
    allowed = queries.new_dates_of(shown, region_id=shown.story.region_id)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        given = form.cleaned_data
        try:
            changes.give_new_date(
                change_id=shown.pk, seen_version=given["seen_version"], membership=membership, due_on=given["due_on"], by=membership
            )
        except NotAcceptable as error:
            form.refuse(error)
        except WrongState as error:
            form.add_error(None, f"{error} " + _("Check what it says now, and send your date again if it’s still right."))
            status = 409
        else:
            messages.success(request, _("The new date is public. We’ll tell the author."))
            return redirect(_back(request, shown.story))
    if status == 409:
        shown = _change(membership, change_id)
        form.data = {**request.POST.dict(), "seen_version": str(shown.version)}
    context = {"story": shown.story, "back": _back(request, shown.story), "form": form, "change": shown}
    context |= {"allowed": allowed, "why_none": "" if form.is_bound else allowed.why_none(clock.today())}
    context["furthest"] = allowed.furthest(clock.today())
    return render(request, "responses/new_date.html", context, status=status)


def _revise_plan(request: HttpRequest, membership: Membership, shown: Change, sheet: OpenSheet) -> HttpResponse:
    form = _form(request, sheet, PlanForm, seen_version=shown.version, what=shown.what, who_leads=shown.who_leads, due_on=shown.due_on)

    def send() -> Change:
        seen = form.cleaned_data["seen_version"] or 0
        return changes.revise_plan(
            change_id=shown.pk, seen_version=seen, membership=membership, written=sheet.written, by=membership, **_planned(form)
        )

    return _change_page(request, shown.story, sheet, form, send, heading=_("Edit your plan"), button=_("Send the plan"), shown=shown)


def _promised_in(membership: Membership, story: Story, answer_id: str) -> str:
    """The sentences of the organisation's own answer that sound like a promise, to begin a plan with."""
    if not answer_id.isdecimal() or len(answer_id) > MOST_FIGURES:
        return ""
    answer = queries.answer_for(membership.organisation_id, int(answer_id))
    return promised_sentences(answer.text) if answer is not None and answer.story_id == story.pk else ""


def _planned(form: SentOnce) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("what", "who_leads", "due_on")}


def _change_page(
    request: HttpRequest,
    story: Story,
    sheet: OpenSheet,
    form: SentOnce,
    send: Callable[[], Change],
    *,
    heading: str,
    button: str,
    shown: Change | None = None,
) -> HttpResponse:
    """One form, one action; then back to the story with what happens next."""
    back = _back(request, story)
    status = sheet.status
    if request.method == "POST" and not sheet.problem:
        status = 422
        if form.is_valid():
            try:
                send()
            except NotAcceptable as error:
                form.add_error(error.field if error.field in form.fields else None, str(error))
            except WrongState as error:
                form.add_error(None, f"{error} {STILL_HERE}")
                status = 409
            else:
                messages.success(request, _("Sent. A moderator will read it before it’s published."))
                return redirect(back)
    context = {
        "story": story,
        "back": back,
        "form": form,
        "sheet": sheet,
        "heading": heading,
        "button": button,
        "change": shown,
        "returned": queries.why_returned(shown) if shown else "",
    }
    return render(request, "responses/change.html", context, status=status)


def _back(request: HttpRequest, story: Story) -> str:
    """The story in the inbox; or what is promised there, for whom the story concerns no more."""
    if queries.story_in_remit(acting(request).organisation_id, story.pk):
        return links.to("inbox-story", number=story.pk)
    return f"{links.to('inbox')}?show=promised"


def _sheet(request: HttpRequest, membership: Membership, kind: str, thing: int, story: Story) -> OpenSheet:
    """What the organisation's members have typed here and not sent."""
    about = About(organisation_id=membership.organisation_id, kind=kind, thing=thing, story_id=story.pk)
    return OpenSheet(request, about, by=membership, main=sheets.MAIN[kind])


def _form(request: HttpRequest, sheet: OpenSheet, kind: type[F], **initial: Any) -> F:
    """The form as posted, or as it was kept over an expired session, or with what was begun, or a new one."""
    if request.method == "POST":
        return kind(request.POST)
    kept = words_for(request)
    if kept is not None:
        messages.info(request, WELCOME_BACK)
        sheet.goes_on_with(kept)
        return kind(kept)
    return sheet.form(kind, initial=initial)


def _story(membership: Membership, number: int) -> Story:
    story = queries.story_in_remit(membership.organisation_id, number)
    if story is None:
        if queries.is_taken_back(membership.organisation_id, number):
            raise Gone(_("The author took this story back, so you can’t answer it any more. There’s nothing you need to do."))
        raise Http404
    return story


def _answer(membership: Membership, answer_id: int) -> Answer:
    found = queries.answer_for(membership.organisation_id, answer_id)
    if found is None:
        raise Http404
    return found


def _own_answer(membership: Membership, answer_id: int) -> Answer:
    found = _answer(membership, answer_id)
    if found.person_id != membership.person_id:
        raise Http404
    return found


def _change(membership: Membership, change_id: int) -> Change:
    found = queries.change_for(membership.organisation_id, change_id)
    if found is None:
        raise Http404
    return found


def _refusal(request: HttpRequest, membership: Membership, story: Story, sheet: OpenSheet) -> HttpResponse | None:
    """A page that says why this member cannot answer; None for those who can. What was typed stays on it, and is kept if they may write."""
    reason = policies.why_not(membership)
    if not reason:
        return None
    typed = request.POST.get("text") or request.POST.get("what") or request.POST.get("made_what") or ""
    context = {"story": story, "back": _back(request, story), "reason": reason, "typed": typed, "is_kept": sheet.written is not None}
    return render(request, "responses/cannot.html", context, status=403)
