"""Stories in every state and with everything around them, for the public pages' tests."""

from datetime import timedelta

from heard.core import clock
from heard.reach.models import Asking, RoleReading, Telling
from heard.responses.models import Answer, AnswerState, Change, ChangeState, Reply, ReplyKind, ReplyState
from heard.stories.actions import authoring, progress, publishing
from heard.stories.models import Step, Story
from tests import factories

SENTINEL = "sentinel-that-nobody-may-see"
"""Stands in every private and staff field of `everything`; a public page that holds it leaks."""


def told(story, organisation, *, heard=True, read=True):
    now = clock.now()
    row = Telling.objects.create(
        story=story, organisation=organisation, told_at=story.told_at, heard_at=now if heard else None, read_at=now if read else None
    )
    for step, done in ((Step.HEARD, heard), (Step.READ, read)):
        if done:
            progress.note_step(story_id=story.pk, step=step, by=factories.TESTS)
    return row


def answer(story, organisation, *, text="Thank you for telling us.", at=None, state=AnswerState.PUBLISHED, **more):
    at = at or clock.now()
    member = factories.member(of=organisation, name=more.pop("member_name", "Rowan Sellick"))
    made = Answer.objects.create(
        story=story, organisation=organisation, person=member.person, name=more.pop("name", "Rowan Sellick"),
        job_title=more.pop("job_title", "Clinical director"), text=text, state=state,
        due_at=at + timedelta(minutes=30), published_at=at if state == AnswerState.PUBLISHED else None, **more,
    )  # fmt: skip
    if state == AnswerState.PUBLISHED:
        progress.note_step(story_id=story.pk, step=Step.ANSWERED, at=at, by=factories.TESTS)
    return made


def change(story, organisation, *, state=ChangeState.PLANNED, at=None, due_in=30, **more):
    at = at or clock.now()
    planned = state in {ChangeState.PLANNED, ChangeState.MADE_WAITING} or more.pop("planned_first", False)
    member = factories.member(of=organisation)
    made = Change.objects.create(
        story=story, organisation=organisation, person=member.person, state=state,
        what=more.pop("what", "A screen will show how long it is likely to be."), who_leads=more.pop("who_leads", "Reception manager"),
        due_on=clock.today() + timedelta(days=due_in), planned_at=at if planned else None,
        made_what=more.pop("made_what", "A screen shows how long it is." if state == ChangeState.MADE else ""),
        made_at=at if state == ChangeState.MADE else None, **more,
    )  # fmt: skip
    if planned:
        progress.note_step(story_id=story.pk, step=Step.PLANNED, at=at, by=factories.TESTS)
    if state == ChangeState.MADE:
        progress.note_step(story_id=story.pk, step=Step.MADE, at=at, by=factories.TESTS)
    return made


def reply(story, *, text="That would have helped.", kind=ReplyKind.REPLY, state=ReplyState.PUBLISHED, original=None, at=None):
    published = state == ReplyState.PUBLISHED
    return Reply.objects.create(
        story=story, kind=kind, text=text if published else "", original=original or text, state=state,
        published_at=(at or clock.now()) if published else None,
    )  # fmt: skip


def full_story(**more):
    """A story with everything a page can show, as (story, organisation, service)."""
    service = more.pop("service", None) or factories.service(name="Quayside Recovery Service")
    organisation = more.pop("organisation", None) or factories.organisation(remit=[service], name="Quayside Trust")
    story = factories.published_story(services=[service], **more)
    reading = told(story, organisation)
    RoleReading.objects.create(telling=reading, role="responder")
    now = clock.now()
    Asking.objects.create(story=story, provider=service, asked_at=now, delivered_at=now)
    answer(story, organisation, helpful="yes")
    reply(story)
    change(story, organisation)
    change(story, organisation, state=ChangeState.MADE)
    return story, organisation, service


def hidden_stories(service):
    """One story in every state but published, each with words, a title and people that nobody may see. State to story."""
    found = {}
    for state in ("waiting", "asked", "held", "declined", "withdrawn", "withdrawn-after"):
        words = f"{SENTINEL} words of {state}"
        if state == "withdrawn-after":
            story = factories.published_story(services=[service], title=f"{SENTINEL} title", words=words)
            organisation = factories.organisation(remit=[service], name="Quiet Trust")
            told(story, organisation)
            answer(story, organisation, text=f"{SENTINEL} answer to what was withdrawn")
            change(story, organisation, state=ChangeState.MADE, made_what=f"{SENTINEL} change for what was withdrawn")
            change(story, organisation, what=f"{SENTINEL} plan for what was withdrawn", due_in=-3)
        else:
            story = factories.sent_story(services=[service], words=words, chosen_name=f"{SENTINEL} name", good=[f"{SENTINEL} good"])
            Story.objects.filter(pk=story.pk).update(title=f"{SENTINEL} title", text=words)
        moderator = factories.moderator()
        story.refresh_from_db()
        if state == "asked":
            publishing.ask_author(story_id=story.pk, seen_version=story.version, question=SENTINEL, by=moderator)
        if state == "held":
            publishing.hold_story(story_id=story.pk, seen_version=story.version, reason="legal", by=moderator)
        if state == "declined":
            publishing.decline_story(story_id=story.pk, seen_version=story.version, reason="duplicate", message=SENTINEL, by=moderator)
        if state.startswith("withdrawn"):
            authoring.withdraw_story(story_id=story.pk, by=story.author)
        found[state] = story
    return found
