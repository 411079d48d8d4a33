"""Case studies, for editors: written with buttons that need no JavaScript, looked at before they are published, taken out."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heard.accounts.audiences import editors
from heard.accounts.queries import names_of
from heard.core import languages, links
from heard.core.actors import PERSON, ActorRef
from heard.core.errors import ChangedSince, DomainError
from heard.core.kept import keeps_words
from heard.core.texts.differences import Piece, word_differences
from heard.regions.queries import all_regions
from heard.showcase.actions import case_studies as actions
from heard.showcase.forms.case_studies import CaseStudyForm, ConsentForm, WithdrawForm
from heard.showcase.forms.sheets import Sheet
from heard.showcase.models import CaseStudy, Interviewee, State
from heard.showcase.presenters import public as shown
from heard.showcase.presenters.paper import why_no_paper
from heard.showcase.queries import studies
from heard.showcase.rules.interviews import Interview, Speaker, read, still_wrong
from heard.showcase.views.shared import form_page, me, photo_page, show_and_send
from heard.ui.forms import form_data, form_data_kept


@editors
@require_safe
def study_list(request: HttpRequest) -> HttpResponse:
    found = studies.list_studies(page=request.GET.get("page", ""))
    context = {
        "studies": found.rows,
        "older": f"{request.path}?page={found.older}" if found.older else "",
        "newer": f"{request.path}?page={found.newer}" if found.newer else "",
    }
    return render(request, "showcase/editing/case_studies.html", context)


@editors
@keeps_words
@show_and_send
def new(request: HttpRequest) -> HttpResponse:
    """Begin a case study."""
    if request.method != "POST":
        typed = form_data_kept(request)
        form = CaseStudyForm(typed, regions=all_regions(), initial={"language": languages.active()}, quiet=typed is not None)
        return form_page(request, "showcase/editing/case_study.html", form, study=None)
    if changed := _changed(request):
        return _drawn(request, *changed, study=None)
    form = CaseStudyForm(request.POST, regions=all_regions())
    if form.is_valid():
        try:
            study = actions.begin_case_study(form_key=form.key(), **_said(form), by=me(request))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved as a draft. Before you publish it, record that everyone in it has agreed."))
            return redirect("showcase:look", case_study_id=study.pk)
    return form_page(request, "showcase/editing/case_study.html", form, study=None)


@editors
@keeps_words
@show_and_send
def write(request: HttpRequest, case_study_id: int) -> HttpResponse:
    """Write the next version. Whoever had not seen the newest one is shown what it says before they can replace it."""
    study = _study(case_study_id)
    newest = studies.newest_version(study.pk)
    if request.method != "POST":
        typed = form_data_kept(request)
        form = CaseStudyForm(typed or _as_sent(study, read(newest.body), newest.number), regions=all_regions(), quiet=True)
        return form_page(request, "showcase/editing/case_study.html", form, study=study)
    if changed := _changed(request):
        return _drawn(request, *changed, study=study)
    form = CaseStudyForm(request.POST, regions=all_regions())
    theirs: list[Piece] = []
    if form.is_valid():
        try:
            actions.save_version(case_study_id=study.pk, seen=form.cleaned_data["seen"] or 0, **_said(form), by=me(request))
        except ChangedSince as error:
            form.refuse(error)
            theirs = _between(form.interview(), read(newest.body), mine=form.given())
            form.have_seen(newest.number)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(
                request,
                _("Saved. Readers see what was published until you publish this.") if study.state == State.PUBLISHED else _("Saved."),
            )
            return redirect("showcase:look", case_study_id=study.pk)
    return form_page(request, "showcase/editing/case_study.html", form, study=study, theirs=theirs)


@editors
@show_and_send
def look(request: HttpRequest, case_study_id: int) -> HttpResponse:
    """The newest version as everyone would read it, what is missing, what is new; and the button that publishes it."""
    study = _study(case_study_id)
    newest = studies.newest_version(study.pk)
    problem = ""
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            actions.publish_case_study(case_study_id=study.pk, seen=int(seen) if seen.isdecimal() and len(seen) < 10 else 0, by=me(request))
        except DomainError as error:
            problem = str(error)
        else:
            no_paper = why_no_paper(study, newest)
            messages.success(request, _("Published.") if no_paper else _("Published. The PDF will be there in a minute."))
            return redirect("showcase:look", case_study_id=study.pk)
    interview, people = read(newest.body), studies.interviewees_of(study.pk)
    in_it = [people[each.number] for each in interview.people]
    before = read(study.published.body) if study.published and study.published_id != newest.pk else None
    only_public = [people[each.number] for each in before.people if people[each.number] not in in_it] if before else []
    written_on = timezone.localdate(newest.made_at)
    context = {
        "study": study,
        "newest": newest,
        "shown": shown.interview_shown(interview, study.language, {each.pk: each.photo.key for each in in_it if each.photo}),
        "wrong": [each.words for each in still_wrong(interview)],
        "people": in_it,
        "only_public": only_public if study.state == State.PUBLISHED else [],
        "not_agreed": [each.name for each in in_it if not each.agrees],
        "agreed_before": {each.pk for each in in_it if each.agreed_on and each.agreed_on < written_on and study.published_id != newest.pk},
        "taken_out": _taken_out(study),
        "differences": _between(before, interview) if before else [],
        "no_paper": why_no_paper(study, newest),
        "problem": problem,
    }
    return render(request, "showcase/editing/look.html", context, status=422 if problem else 200)


@editors
@show_and_send
def withdraw(request: HttpRequest, case_study_id: int) -> HttpResponse:
    """Take it out, with a reason for colleagues."""
    study = _study(case_study_id)
    if request.method != "POST" and study.state != State.PUBLISHED:
        messages.warning(request, _("This isn’t published, so there’s nothing to take down."))
        return redirect("showcase:look", case_study_id=study.pk)
    form = WithdrawForm(form_data(request))
    if form.is_valid():
        try:
            actions.withdraw_case_study(case_study_id=study.pk, by=me(request), **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Taken down. Its page and its PDF are gone."))
            return redirect("showcase:look", case_study_id=study.pk)
    return form_page(request, "showcase/editing/withdraw.html", form, study=study)


# ---------------------------------------------------------------- everyone in it


@editors
@show_and_send
def interviewee(request: HttpRequest, case_study_id: int, interviewee_id: int) -> HttpResponse:
    """Whether someone agreed, when and how; their photo; and the button for when they don't agree any more."""
    study, who = _study(case_study_id), _interviewee(case_study_id, interviewee_id)
    now = {"agreed_on": who.agreed_on, "agreed_how": who.agreed_how, "agreed_where": who.agreed_where}
    form = ConsentForm(form_data(request), initial=now)
    if form.is_valid():
        said = form.cleaned_data
        given = {"agreed_on": said["agreed_on"], "how": said["agreed_how"], "where": said["agreed_where"]}
        actions.record_consent(interviewee_id=who.pk, by=me(request), **given)
        messages.success(request, _("Saved. %(name)s agreed.") % {"name": who.name})
        return redirect("showcase:look", case_study_id=study.pk)
    return form_page(request, "showcase/editing/interviewee.html", form, study=study, who=who)


@editors
@show_and_send
def portrait(request: HttpRequest, case_study_id: int, interviewee_id: int) -> HttpResponse:
    """The photo of someone who was interviewed."""
    study, who = _study(case_study_id), _interviewee(case_study_id, interviewee_id)
    return photo_page(
        request,
        who,
        show=partial(actions.set_portrait, interviewee_id=who.pk),
        remove=links.path_of_view("showcase:remove_portrait", case_study_id=study.pk, interviewee_id=who.pk),
        crumb=(study.slug, links.path_of_view("showcase:look", case_study_id=study.pk)),
    )


@editors
@require_POST
def remove_portrait(request: HttpRequest, case_study_id: int, interviewee_id: int) -> HttpResponse:
    who = _interviewee(case_study_id, interviewee_id)
    actions.set_portrait(interviewee_id=who.pk, copies=None, by=me(request))
    messages.success(request, _("We’ve deleted the photo."))
    return redirect("showcase:look", case_study_id=case_study_id)


@editors
@require_POST
def withdraw_consent(request: HttpRequest, case_study_id: int, interviewee_id: int) -> HttpResponse:
    """Someone doesn't agree any more: it is taken out at once."""
    who = _interviewee(case_study_id, interviewee_id)
    actions.withdraw_consent(case_study_id=case_study_id, interviewee_id=who.pk, by=me(request))
    messages.success(request, _("%(name)s doesn’t agree any more, so this case study isn’t public.") % {"name": who.name})
    return redirect("showcase:look", case_study_id=case_study_id)


# ---------------------------------------------------------------- parts


def _study(case_study_id: int) -> CaseStudy:
    study = studies.study_by_id(case_study_id)
    if study is None:
        raise Http404
    return study


def _interviewee(case_study_id: int, interviewee_id: int) -> Interviewee:
    who = studies.interviewees_of(case_study_id).get(interviewee_id)
    if who is None:
        raise Http404
    return who


def _taken_out(study: CaseStudy) -> tuple[str, str, datetime] | None:
    """Why a case study isn't public any more, who took it out, and when."""
    last = studies.last_move(study.pk)
    if last is None or study.state != State.WITHDRAWN:
        return None
    who = ActorRef(last.by)
    name = names_of([who.number]).get(who.number, _("Someone")) if who.kind == PERSON else "Heard"
    return _("Someone in it doesn’t agree any more.") if last.reason == actions.CONSENT else last.reason, name, last.at


def _changed(request: HttpRequest) -> tuple[CaseStudyForm, str] | None:
    """The form after a button that adds, moves or removes a part of it, and where to go on; None for any other button."""
    button = request.POST.get("do", "")
    if not button.startswith(("add-", "remove-", "up-", "down-")):
        return None
    sheet = Sheet.sent(request.POST)
    there = sheet.do(button)
    return CaseStudyForm(sheet.flat(), regions=all_regions(), quiet=True), there or ""


def _drawn(request: HttpRequest, form: CaseStudyForm, there: str, *, study: CaseStudy | None) -> HttpResponse:
    if there and there.removeprefix("id_") in form.fields:
        form.fields[there.removeprefix("id_")].widget.attrs["autofocus"] = True
    return form_page(request, "showcase/editing/case_study.html", form, study=study)


def _said(form: CaseStudyForm) -> dict[str, Any]:
    said = form.cleaned_data
    people = [actions.Given(each.name, each.short, each.role, each.number or None) for each in form.given()]
    return {
        "slug": said["slug"],
        "region_id": said["region"],
        "language": said["language"],
        "interview": form.interview(),
        "people": people,
    }


def _as_sent(study: CaseStudy, interview: Interview, number: int) -> QueryDict:
    """The form of a version as it stands, the way a page sends it."""
    rest = {
        "form_key": str(study.form_key),
        "seen": str(number),
        "title": interview.title,
        "lead": interview.lead,
        "slug": study.slug,
        "region": str(study.region_id or ""),
        "language": study.language,
        "service": interview.service,
        "organisation": interview.organisation,
        "stories": "\n".join(map(str, interview.stories)),
        "film": interview.film,
    }
    return Sheet.of(interview, rest).flat()


def _between(before: Interview, after: Interview, *, mine: Sequence[Speaker] | None = None) -> list[Piece]:
    """What became of what was said. `mine`: those who are in `before`, where its answers name them by their places."""
    said = before if mine is None else replace(before, people=tuple(replace(each, number=place) for place, each in enumerate(mine)))
    return word_differences("\n\n".join(_lines(said)), "\n\n".join(_lines(after)))


def _lines(interview: Interview) -> Iterable[str]:
    """All it says, in order."""
    yield interview.title
    yield interview.lead
    yield from (f"{each.name}, {each.role}" for each in interview.people)
    for turn in interview.turns:
        yield turn.question
        yield from (f"{interview.named(each.who).name}: {each.words}" for each in turn.answers)
