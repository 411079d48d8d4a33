"""What every view of the desk needs."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from heard.accounts.models import Person
from heard.accounts.queries import reach_of
from heard.core import links
from heard.core.access import keep_nowhere
from heard.core.errors import NotAcceptable
from heard.core.reviewing import Reviewable, kinds
from heard.directory.models import Service
from heard.directory.queries import FoundService, find_services, services_by_id
from heard.moderation import policies
from heard.moderation.forms import service_ids
from heard.moderation.models import Case, CaseState
from heard.moderation.presenters.author import reach_words
from heard.moderation.presenters.begun import begun
from heard.moderation.presenters.history import happened
from heard.moderation.presenters.queue import Narrowing, queue_row
from heard.moderation.presenters.signs import marked
from heard.moderation.queries.calls import calls_about
from heard.moderation.queries.cases import case_shown, may_edit_published
from heard.moderation.queries.history import history_of, what_moderators_said
from heard.moderation.queries.regions import regions_of
from heard.moderation.queries.reports import said_of_danger
from heard.moderation.queries.suggestions import signs_in_story
from heard.moderation.rules.looking import without_tag
from heard.moderation.rules.sheets import NOTE, OF_A_CASE
from heard.moderation.rules.work import StoryWork, story_work
from heard.regions.queries import setting
from heard.regions.rules import SettingKey
from heard.stories.rules.signs import HELP
from heard.tags.queries import slug_of
from heard.ui.forms import Form
from heard.ui.wording import month_words
from heard.writing.adapters import OpenSheet
from heard.writing.queries import unsent_at_the_desk

NARROWED_TO = "desk_narrowed_to"
"""Of a session: the kind and region of the list of the desk that was shown last."""


def moderator(request: HttpRequest) -> Person:
    """Whoever asks; the audience has made sure that it is a moderator."""
    return cast("Person", request.user)


def case_or_404(request: HttpRequest, case_id: int) -> Case:
    """The case, unless this moderator may not even know of it. Where its sheet was looked for, it was read already."""
    case: Case | None = getattr(request, "case_read", None) or case_shown(case_id)
    if case is None or not policies.may_see(moderator(request), case):
        raise Http404
    return case


def is_mine(request: HttpRequest, case: Case) -> bool:
    return case.state == CaseState.CLAIMED and case.claimed_by_id == moderator(request).pk


def narrow(request: HttpRequest, to: Narrowing) -> None:
    """Go on with what this list shows, from case to case, until another list is shown. Dozens of pages and buttons stand between one case
    and the next, so it isn't in the address of each.
    """
    said = [to.subject, to.slug]
    if said != request.session.get(NARROWED_TO, ["", ""]):
        request.session[NARROWED_TO] = said


def narrowing_of(request: HttpRequest) -> Narrowing:
    """What the list that was shown last was narrowed to, as far as there is such a kind and the moderator still reads for that region."""
    return narrowing_to(moderator(request), *request.session.get(NARROWED_TO, ["", ""]))


def narrowing_to(person: Person, subject: str, slug: str) -> Narrowing:
    """To this kind and this region, as above."""
    region = next((each for each in regions_of(person) if each.slug == slug), None) if slug else None
    return Narrowing(kind_named(subject), region)


def kind_named(subject: str) -> Reviewable[Any] | None:
    return next((each for each in kinds() if each.subject == subject), None)


def to_case(case_id: int) -> HttpResponse:
    return redirect(links.to("case", case_id=case_id))


def decided(request: HttpRequest, case_id: int, words: str) -> HttpResponse:
    """Say what was done; the page of the decided case offers the next one."""
    messages.success(request, words)
    return redirect(f"{links.to('case', case_id=case_id)}?done=1")


def show_wrong(form: Form, error: NotAcceptable) -> None:
    """A rule said no: beside its field, or at the top."""
    form.add_error(error.field if error.field in form.fields else None, str(error))


def frame(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What stands around every page of one case."""
    story = case.story
    services = services_by_id(story.service_ids)
    calls = calls_about(case)
    return {
        "calls": calls,
        "calling": any(call.ended_at is None for call in calls),
        "next_is_told": any(call.ended_at is None and call.next_at is not None for call in calls),
        "case": case,
        "story": story,
        "line": queue_row(
            case,
            services,
            notes=what_moderators_said([case])[case.pk],
            person_id=moderator(request).pk,
            by_the_same=case.pk in policies.everybody_had_a_part([case]),
        ),
        "is_story": case.is_story,
        "services": services,
        "who": story.get_role_display(),
        "happened_in": month_words(story.happened_month) if story.happened_month else "",
        "mine": is_mine(request, case),
        **_danger(case),
        "edit_path": links.to("edit-story", number=story.pk) if may_edit_story(request, case) else "",
    }


def _danger(case: Case) -> dict[str, Any]:
    """Of what its author wrote with signs of danger: whether somebody said that it is a false alarm."""
    if not case.kind.of_author or not HELP & set(case.signs):
        return {"danger": False}
    days = setting(case.story.region_id, SettingKey.HELP_SHOWN_FOR)
    return {"danger": True, "said_of_danger": said_of_danger(case), "help_days": days}


def story_beside(case: Case) -> dict[str, Any]:
    """The author's own words, for the pages on which a moderator decides about them: nothing of what they decide about is out of sight."""
    own = case.story.own
    signs = signs_in_story(case.story, known=case.signs if case.is_story else ())
    texts = [("title", own.title), ("words", own.words), ("hope", own.hope)]
    return {
        "beside": marked(texts, signs),
        "past": happened(history_of(case)),
        "reach": reach_words(reach_of(case.story.author_id)),
    }


def may_edit_story(request: HttpRequest, case: Case) -> bool:
    """Whether this moderator may edit the story of the case, which is public."""
    return case.story.is_public and may_edit_published(moderator(request), case.story_id)


def button_of(data: QueryDict, usual: str) -> str:
    """Which button was pressed. Enter in a field (`enter`) looks for a service where one is asked for, and else is the `usual` button."""
    button = data.get("do", usual)
    if button != "enter":
        return button
    return "find" if data.get("find", "").strip() else usual


def services_pressed(work: StoryWork, button: str) -> StoryWork:
    """`work` after a button beside a service was pressed: one more, or one less."""
    what, _, which = button.partition(":")
    if what == "add-service":
        return replace(work, services=tuple(dict.fromkeys((*work.services, *service_ids([which])))))
    if what == "remove-service":
        return replace(work, services=tuple(each for each in work.services if each not in service_ids([which])))
    return work


def tags_pressed(work: StoryWork, button: str) -> StoryWork:
    """`work` after a button beside a tag was pressed: it was looked at and stays, or is taken out."""
    what, _, which = button.partition(":")
    if what == "keep-tag" and which:
        return replace(work, looked_at=tuple(dict.fromkeys((*work.looked_at, which))))
    if what == "drop-tag":
        return story_work(work.as_json() | without_tag(work, which, slug_of))
    return work


def typed_again(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, for a page that carries it on unseen. Ticks are pressed on the page itself."""
    carried = {name: values for name, values in request.POST.lists() if name not in {"do", "csrfmiddlewaretoken", "looked_at"}}
    return [(name, each) for name, values in carried.items() for each in values]


def services_shown(work: StoryWork, looked_for: str, *, region_id: int, known: dict[int, Service] | None = None) -> dict[str, Any]:
    """What the part of a form that chooses services shows: those chosen, and what was found for `looked_for`. `known` were read already."""
    known = known or {}
    return {
        "chosen_services": known if known.keys() >= set(work.services) else services_by_id(work.services),
        "find": looked_for,
        "found": _found(looked_for, region_id, but=work.services) if looked_for else [],
    }


def _found(looked_for: str, region_id: int, *, but: Collection[int]) -> list[FoundService]:
    """Places of the story's region, closed and proposed ones too: which place an author meant is a moderator's judgement."""
    found = find_services(looked_for, limit=8, include_closed=True, include_proposed=True, region_id=region_id, only_here=True)
    return [each for each in found if each.id not in but]


def desk_page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page of the desk: kept by no cache, since it shows what is not public. What was begun (`keeping`) stands in its form."""
    sheet: OpenSheet | None = getattr(request, "sheet", None)
    if sheet is not None and "form" in context:
        sheet.fill(context["form"])
        status = sheet.status if sheet.problem else status
    here = context.get("case")
    sheets = OF_A_CASE if template in {"story", "said"} else (NOTE,) if template == "outside" and not context.get("closed") else ()
    unsent = unsent_at_the_desk(thing=here.pk, kinds=sheets) if here and sheets else []
    if "narrowing" not in context:
        context["narrowing"] = narrowing_of(request)
    context |= {"sheet": sheet, "typed_beside": getattr(request, "typed_beside", None), "begun": begun(unsent)}
    return keep_nowhere(render(request, f"moderation/{template}.html", context, status=status))
