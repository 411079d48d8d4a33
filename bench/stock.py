"""The story page as it would be written without thinking about its cost: the ORM's objects, prefetched, and Django's own templates.

Kept as the oracle: it must show what the real page shows (tests/bench), and as what the real page is compared with.
"""

import re
from datetime import date, datetime
from html import unescape
from pathlib import Path

from django.db.models import Prefetch, Q
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.template import engines

from heard.core import clock
from heard.core.access import public
from heard.directory.models import PROPOSED
from heard.organisations.models import Membership
from heard.published.queries.parts import ChangeSaid, ServiceRef
from heard.published.queries.story_page import AnswerGiven, AuthorsReply, OrganisationTold, ProviderAsked, StoryPage, TagRef
from heard.reach.models import Asking, RoleReading, Telling
from heard.regions.queries import setting
from heard.regions.rules import SettingKey
from heard.responses.models import Answer, AnswerState, Change, ChangeState, Reply, ReplyState
from heard.stories.models import State, Story, StoryService, StoryTag
from heard.website.presenters.stories import story_view

TEMPLATES = Path(__file__).parent / "templates"
PLANNED = Q(state__in=[ChangeState.PLANNED, ChangeState.MADE_WAITING], planned_at__isnull=False)


@public
def story(request: HttpRequest, number: int) -> HttpResponse:
    """The stock page."""
    found = read(number)
    if found is None:
        raise Http404
    page = engines["django"].get_template("stock/story.html").render({"story": story_view(found)}, request)
    return HttpResponse(page)


def read(number: int) -> StoryPage | None:
    """What `heard.published.queries.story_page` reads, by the ORM."""
    found = (
        Story.objects.filter(pk=number, state=State.PUBLISHED)
        .prefetch_related(
            Prefetch("storyservice_set", StoryService.objects.select_related("service__parent").order_by("position")),
            Prefetch("story_tags", StoryTag.objects.select_related("tag").order_by("position")),
            Prefetch(
                "tellings",
                Telling.objects.select_related("organisation")
                .prefetch_related(Prefetch("role_readings", RoleReading.objects.order_by("role")))
                .order_by(clock.day_in("told_at"), Lower("organisation__name"), "organisation_id"),
            ),
            Prefetch(
                "askings", Asking.objects.select_related("provider").order_by(clock.day_in("asked_at"), "provider__name", "provider_id")
            ),
            Prefetch(
                "answers",
                Answer.objects.filter(state=AnswerState.PUBLISHED).select_related("organisation").order_by("pk"),
            ),
            Prefetch("replies", Reply.objects.filter(state=ReplyState.PUBLISHED).order_by("pk")),
            Prefetch(
                "changes",
                Change.objects.filter(PLANNED | Q(state=ChangeState.MADE)).select_related("organisation").order_by("pk"),
            ),
        )
        .first()
    )
    return None if found is None else _page(found)


def _page(story: Story) -> StoryPage:
    least = setting(story.region_id, SettingKey.ROLE_SHOWN_FROM)
    return StoryPage(
        number=story.pk,
        region_id=story.region_id,
        version=story.version,
        title=story.title,
        text=story.text,
        hope=story.hope,
        role=story.role,
        chosen_name=story.chosen_name,
        happened_month=story.happened_month,
        is_question=story.is_question,
        told_on=clock.day_of(story.told_at or story.changed_at),
        heard_on=_day_of(story.heard_at),
        read_on=_day_of(story.read_at),
        answered_on=_day_of(story.answered_at),
        planned_on=_day_of(story.planned_at),
        made_on=_day_of(story.made_at),
        helped_on=_day_of(story.helped_at),
        changed_on=clock.day_of(story.changed_at),
        views=story.views,
        me_too=story.me_too,
        protective_edits=story.protective_edits,
        civil_edits=story.civil_edits,
        clarity_edits=story.clarity_edits,
        edited_on=story.edited_on,
        services=tuple(_service(each) for each in story.storyservice_set.all()),
        tags=tuple(TagRef(each.tag.kind, each.tag.slug, each.tag.name) for each in story.story_tags.all()),
        told=tuple(_told(each, least) for each in story.tellings.all()),
        asked=tuple(
            ProviderAsked(
                each.provider.name, each.provider.code or each.provider.slug, clock.day_of(each.asked_at), each.delivered_at is not None
            )
            for each in story.askings.all()
        ),
        answers=tuple(_answer(each) for each in story.answers.all()),
        replies=tuple(
            AuthorsReply(each.pk, each.kind, each.text, clock.day_of(each.published_at), each.answer_id)
            for each in story.replies.all()
            if each.published_at is not None
        ),
        changes=tuple(_change(each) for each in story.changes.all()),
        proposed=tuple(each.service.name for each in story.storyservice_set.all() if each.service.register == PROPOSED),
        seen=(story.version, story.me_too),
    )


def _service(row: StoryService) -> ServiceRef:
    service = row.service
    return ServiceRef(service.name, service.code or service.slug, service.level, service.parent.name if service.parent else "")


def _told(telling: Telling, least: int) -> OrganisationTold:
    roles = tuple(
        each.role
        for each in telling.role_readings.all()
        if Membership.objects.filter(organisation_id=telling.organisation_id, frozen_at=None, roles__contains=[each.role]).count() >= least
    )
    return OrganisationTold(
        telling.organisation.name, telling.organisation.slug, clock.day_of(telling.told_at), _day_of(telling.heard_at),
        _day_of(telling.read_at), roles,
    )  # fmt: skip


def _answer(answer: Answer) -> AnswerGiven:
    on = clock.day_of(answer.published_at or answer.sent_at)
    return AnswerGiven(answer.pk, answer.organisation.name, answer.name, answer.job_title, answer.text, answer.sign_off, on, answer.helpful)


def _change(change: Change) -> ChangeSaid:
    made = change.state == ChangeState.MADE
    return ChangeSaid(
        number=change.pk,
        organisation=change.organisation.name,
        what=change.what if change.planned_at else "",
        who_leads=change.who_leads,
        due_on=change.due_on,
        planned_on=_day_of(change.planned_at),
        made_what=change.made_what if made else "",
        made_on=_day_of(change.made_at) if made else None,
        helped=change.helped if made else "",
    )


def _day_of(moment: datetime | None) -> date | None:
    return None if moment is None else clock.day_of(moment)


def words_of(page: str) -> list[str]:
    """The words of a page's main part, as a reader gets them."""
    main = page.partition("<main")[2].partition("</main>")[0].partition(">")[2]
    main = re.sub(r"<svg.*?</svg>", " ", main, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", main)).split()
