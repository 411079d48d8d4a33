"""An organisation's inbox, and one story as its members see it."""

from typing import cast, get_args

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from heard.core import clock, links
from heard.core.keyset import Page
from heard.inbox import presenters, queries
from heard.inbox.queries import Tab
from heard.organisations.audiences import acting, members
from heard.organisations.policies import Permission, grants
from heard.reach import actions as reach
from heard.reach.queries import who_was_told
from heard.responses import policies
from heard.responses import presenters as responding
from heard.responses import queries as responses
from heard.stories.presenters import steps
from heard.stories.queries import criteria_in
from heard.ui.presenters import Link, told_entry
from heard.writing.queries import unsent_about


@members
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The stories that concern the organisation, by what it has done about them."""
    organisation = acting(request).organisation
    wanted = request.GET.get("show", "new")
    if wanted not in get_args(Tab):
        raise Http404
    tab = cast("Tab", wanted)
    counts = queries.counts(organisation)
    place = request.GET.get("page", "")
    page: Page[presenters.InboxStory] | Page[queries.PromisedRow]
    page = (
        queries.promised(organisation, page=place)
        if tab == "promised"
        else presenters.inbox_stories(queries.stories(organisation, tab, page=place))
    )
    here = f"{links.to('inbox')}?show={tab}&page="
    context = {
        "organisation": organisation,
        "tab": tab,
        "tabs": presenters.tabs(counts, tab, gives_care=organisation.gives_care),
        "counts": counts,
        "page": page,
        "newer": f"{here}{page.newer}" if page.newer else None,
        "older": f"{here}{page.older}" if page.older else None,
        "why_not": policies.why_not(acting(request)),
        "due": presenters.due_mark,
        "criteria": criteria_in(organisation.region_id) if tab != "promised" and page.rows else (),
    }
    return render(request, "inbox/inbox.html", context)


@members
@require_safe
def story(request: HttpRequest, number: int) -> HttpResponse:
    """A story as a member sees it. Opening it makes it read by the organisation."""
    membership = acting(request)
    shown = responses.story_in_remit(membership.organisation_id, number)
    if shown is None:
        missed = queries.missed(membership, number)
        if missed is None:
            raise Http404
        page = {"missed": missed, "number": number, "organisation": membership.organisation}
        return render(request, "inbox/missed.html", page, status=410 if missed.taken_back else 404)
    if request.method == "GET":
        reach.story_opened(story_id=shown.pk, membership=membership, by=membership)
        shown.refresh_from_db(fields=["read_at", "progress"])
    opened_at, new_since = clock.now(), queries.new_since(membership.organisation, shown)
    voices = responses.conversation(shown.pk)
    if request.method == "GET" and new_since and Permission.ANSWER in grants(membership):
        reach.note_followed(story_id=shown.pk, membership=membership, until=opened_at, by=membership)
    around = queries.around(shown)
    answers = responses.answers_in_hand(membership.organisation_id, shown.pk)
    changes = responses.changes_in_hand(membership.organisation_id, shown.pk)
    unsent = unsent_about(organisation_id=membership.organisation_id, story_id=shown.pk) if Permission.ANSWER in grants(membership) else []
    context = {
        "story": shown,
        "organisation": membership.organisation,
        "services": [Link(name, links.to("service", key=key)) for name, key in around.services],
        "good": [name for kind, name in around.tags if kind == "good"],
        "better": [name for kind, name in around.tags if kind == "better"],
        "feelings": [name for kind, name in around.tags if kind == "feeling"],
        "criteria": criteria_in(shown.region_id) if shown.criticality is not None else (),
        "criticality": presenters.criticality(shown.criticality),
        "steps": steps(shown),
        "voices": voices,
        "new_since": new_since,
        "answers": [(each, presenters.answer_state(each), each.person_id == membership.person_id) for each in answers],
        "changes": [(each, presenters.change_state(each), presenters.due_mark(each.due_on) if each.due_on else None) for each in changes],
        "begun": responding.begun(unsent, person_id=membership.person_id, answers=answers, changes=changes),
        "told": [told_entry(each.organisation, each.told_at, heard_at=each.heard_at, read_at=each.read_at) for each in who_was_told(shown)],
        "why_not": policies.why_not(membership),
    }
    return render(request, "inbox/story.html", context)
