"""What is not public, or not any more, leaves the house by no door: no page, feed, export or email that is not its owner's.

One world holds a thing in every state of every lifecycle that is not public, each with a word of its own, made by the real actions; every
route is then asked, with the real numbers, by everybody who comes. A new state needs a line in `World`: the first test says so.
"""

import re
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import product
from uuid import uuid4

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils.http import urlencode

from heard.accounts.policies import AUTHOR, STAMP, stamp_of
from heard.core import clock, jobs
from heard.directory.models import Service
from heard.enquiries import actions as enquiries
from heard.enquiries.lifecycle import ENQUIRY
from heard.enquiries.models import Enquiry
from heard.enquiries.models import State as MessageState
from heard.moderation.actions import cases
from heard.moderation.models import Case
from heard.moderation.rules import sheets as desk_sheets
from heard.responses.actions import answers, authors, changes, replies
from heard.responses.lifecycle import ANSWER, CHANGE, REPLY
from heard.responses.models import AnswerState, ChangeState, ReplyState
from heard.responses.rules import sheets as sheets_of_answers
from heard.stories.actions import authoring, publishing
from heard.stories.lifecycle import STORY
from heard.stories.models import State
from heard.tags.models import Tag
from heard.telling.actions import drafts
from heard.writing import actions as writing
from heard.writing.rules import About, OpenPage
from tests import factories
from tests.access.test_personas import address, routes

pytestmark = pytest.mark.django_db

PUBLIC = {
    ("story", State.PUBLISHED), ("answer", AnswerState.PUBLISHED), ("reply", ReplyState.PUBLISHED),
    ("change", ChangeState.PLANNED), ("change", ChangeState.MADE),
}  # fmt: skip
IN_ALL = "Periwinkle"
"""Stands in everything, so that a search for it would find it."""
NUMBERED = re.compile(r"<int:(\w+)>")


@dataclass
class World:
    """`words`: by who may read it (“author”, “organisation”, “own:<story>”, “nobody”), the words that nobody else may."""

    service: Service
    organisation: object
    another: object
    responder: object
    story: object
    words: dict[str, str] = field(default_factory=dict)
    states: set[tuple[str, str]] = field(default_factory=set)
    stories: list[object] = field(default_factory=list)
    numbers: dict[str, list[int]] = field(default_factory=lambda: {"answer_id": [], "change_id": [], "reply_id": []})

    def word(self, whose, of, state):
        """A word that stands nowhere else, in a sentence."""
        letters = f"zq{of}{state}{len(self.words)}".replace("-", "")
        self.words[letters] = whose
        self.states.add((of, str(state)))
        return f"{IN_ALL} {letters}"


@pytest.fixture(scope="module")
def built(standing):
    """The world, and all that was written to anybody while it came to be."""
    outbox.outbox.clear()
    return everything(), list(outbox.outbox)


@pytest.fixture
def world(built, mailoutbox):
    made, written = deepcopy(built)
    mailoutbox.extend(written)
    return made


def everything():
    service = factories.service(name="Quayside Recovery Service")
    organisation = factories.organisation(remit=[service], name="Quayside Trust")
    another = factories.organisation(remit=[service], name="Another Trust")
    responder = factories.member(of=organisation, roles=["responder", "administrator"])
    made = World(
        service, organisation, another, responder, factories.published_story(services=[service], words="It was read, and is public.")
    )
    moderator = factories.moderator()
    some_stories(made, moderator)
    jobs.drain()
    some_answers(made, moderator)
    some_replies(made, moderator)
    some_changes(made, moderator)
    some_sheets(made, moderator)
    some_messages(made)
    report = f"{IN_ALL} zqreport"
    made.words["zqreport"] = "author"
    authors.report_treated_differently(story_id=made.story.pk, author=made.story.author, text=report)
    jobs.drain()
    return made


def some_stories(world, moderator):
    """A story in every state but published, one that is approved, one that was edited before it was published, and a draft."""

    def told(state, **more):
        story = factories.sent_story(services=[world.service])
        whose = f"own:{story.pk}"
        now = authoring.OwnWords(
            title=world.word(whose, "story", state), words=world.word(whose, "story", state),
            hope=world.word(whose, "story", state), chosen_name=world.word(whose, "story", state)[:60],
        )  # fmt: skip
        authoring.correct_story(story_id=story.pk, seen_words=1, now=now, note=world.word(whose, "story", state), by=story.author)
        story.refresh_from_db()
        world.stories.append(story)
        return story

    told(State.WAITING)
    story = told(State.ASKED)
    publishing.ask_author(story_id=story.pk, seen_version=story.version, question="Which day?", by=moderator)
    story = told(State.HELD)
    publishing.hold_story(story_id=story.pk, seen_version=story.version, reason="legal", by=moderator)
    story = told(State.DECLINED)
    publishing.decline_story(story_id=story.pk, seen_version=story.version, reason="duplicate", message="Told already.", by=moderator)
    story = told(State.WITHDRAWN)
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    taken_back_after_all(world, moderator)
    edited_before(world, moderator)
    approved(world)
    author = factories.author()
    draft = drafts.begin_draft(region_id=factories.region().pk, author=author)
    words = {"words": world.word("nobody", "draft", "draft"), "good": [world.word("nobody", "draft", "draft")]}
    drafts.save_draft(draft_id=draft.pk, changes=words, by=author)


def taken_back_after_all(world, moderator):
    """A story that was public, with an answer and a change on their way."""
    story = factories.published_story(services=[world.service], words=world.word("withdrawn", "story", State.WITHDRAWN))
    factories.sent_answer(story=story, membership=world.responder, text=world.word("organisation", "answer", AnswerState.LAPSED))
    what = world.word("organisation", "change", ChangeState.LAPSED)
    factories.planned_change(story=story, membership=world.responder, published=False, what=what)
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    world.stories.append(story)


def edited_before(world, moderator):
    """A public story whose author's words, name and tag were put right before anybody read them."""
    tag = world.word("tags", "tag", "dropped")
    story = factories.sent_story(services=[world.service], good=[tag])
    words = world.word(f"own:{story.pk}", "story", "own")
    now = authoring.OwnWords(title=words, words=words, hope=words, chosen_name="Gull")
    authoring.correct_story(story_id=story.pk, seen_words=1, now=now, by=story.author)
    factories.publish(
        story, title="Put right", text="Nobody is named.", hope="", tags=publishing.Tags(),
        edits=[publishing.MadeEdit("names-a-person")], by=moderator,
    )  # fmt: skip
    world.stories.append(story)


def approved(world):
    """A story that a moderator approved, and that is public on the next working morning, with words that nobody asked for yet."""
    moderator = factories.moderator()
    story = factories.sent_story(services=[world.service])
    case = cases.open_case(subject="story", thing_id=story.pk, by=factories.TESTS)
    cases.claim_case(case_id=case.pk, by=moderator)
    words = world.word("nobody", "story", "approved")
    work = factories.work_for(case, title=words, text=words, edits=(("spelling", ""),))
    cases.save_work(case_id=case.pk, seen_version=Case.objects.get(pk=case.pk).version, work=work, by=moderator)
    cases.put_to_wait(cases.locked_case(case.pk), "morning", until=clock.now() + timedelta(days=2), note="", by=moderator)
    world.stories.append(story)


def some_answers(world, moderator):
    """An answer in every state but published, and a published one that a moderator had put right."""

    def given(state, made=factories.sent_answer):
        text = world.word("organisation", "answer", state)
        answer = made(story=world.story, membership=world.responder, text=text, sign_off=world.word("organisation", "answer", state))
        world.numbers["answer_id"].append(answer.pk)
        return answer

    given(AnswerState.WAITING, factories.referred_answer)
    answer = given(AnswerState.RETURNED, factories.referred_answer)
    why = world.word("organisation", "answer", AnswerState.RETURNED)
    answers.return_answer(answer_id=answer.pk, seen_version=answer.version, reason=why, by=moderator)
    answer = given("edited", factories.referred_answer)
    answer.sign_off = ""
    answer.save()
    answers.publish_answer(answer_id=answer.pk, seen_version=answer.version, text="Thank you.", note="It named somebody.", by=moderator)
    world.answer = answer
    answer = given(AnswerState.TAKEN_BACK)
    answers.take_back_answer(answer_id=answer.pk, seen_version=answer.version, membership=world.responder, by=world.responder)
    given(AnswerState.WINDOW)


def some_replies(world, moderator):
    """A reply in every state but published, and a published one that a moderator had put right."""

    def sent(state):
        text = world.word("author", "reply", state)
        reply = replies.send_reply(story_id=world.story.pk, author=world.story.author, text=text, answer_id=world.answer.pk)
        world.numbers["reply_id"].append(reply.pk)
        return reply

    sent(ReplyState.WAITING)
    replies.decline_reply(reply_id=sent(ReplyState.DECLINED).pk, reason=world.word("author", "reply", ReplyState.DECLINED), by=moderator)
    replies.withdraw_reply(reply_id=sent(ReplyState.WITHDRAWN).pk, author=world.story.author)
    replies.publish_reply(reply_id=sent("edited").pk, text="Thank you.", note="It named somebody.", by=moderator)


def some_changes(world, moderator):
    """A change in every state that has something unread in it, whichever way it came there."""

    def made(state, plan=None):
        change = changes.make_change(
            story_id=None if plan else world.story.pk, change_id=plan.pk if plan else None, membership=world.responder,
            made_what=world.word("organisation", "change", state), by=world.responder,
        )  # fmt: skip
        world.numbers["change_id"].append(change.pk)
        return change

    def planned(state="", **more):
        what = world.word("organisation", "change", state) if state else "A clock will hang there."
        plan = factories.planned_change(story=world.story, membership=world.responder, what=what, **more)
        world.numbers["change_id"].append(plan.pk)
        return plan

    def given_back(change, why):
        changes.return_change(change_id=change.pk, seen_version=change.version, reason=why, by=moderator)

    planned(ChangeState.PLAN_WAITING, published=False)
    why = world.word("organisation", "change", ChangeState.RETURNED)
    given_back(planned(ChangeState.RETURNED, published=False), why)
    given_back(made(ChangeState.RETURNED), why)
    made(ChangeState.MADE_WAITING)
    made(ChangeState.MADE_WAITING, planned())
    given_back(made("back", planned()), why)
    plan = planned("never", published=False)
    given_back(plan, why)
    plan.refresh_from_db()
    said = changes.revise_made(
        change_id=plan.pk, seen_version=plan.version, membership=world.responder, made_what="A clock hangs there.", by=world.responder
    )
    changes.publish_change(change_id=said.pk, seen_version=said.version, made_what=said.made_what, by=moderator)


def some_sheets(world, moderator):
    """What staff are writing and have not sent: a member's about the public story, a moderator's about a case, an operator's answer."""

    def kept(whose, kind, by, **about):
        words = world.word(whose, "sheet", kind)
        writing.keep_text(about=About(**{"organisation_id": None, "kind": kind} | about), words={"text": [words]}, page=OpenPage(), by=by)

    ours = {"organisation_id": world.organisation.pk, "thing": world.story.pk, "story_id": world.story.pk}
    for kind in (sheets_of_answers.ANSWER, sheets_of_answers.PLAN, sheets_of_answers.MADE):
        kept("organisation", kind, world.responder, **ours)
    case = cases.open_case(subject="story", thing_id=world.stories[0].pk, by=factories.TESTS)
    for kind in (desk_sheets.ASK, desk_sheets.HOLD, desk_sheets.NOTE):
        kept("nobody", kind, moderator, thing=case.pk, story_id=world.stories[0].pk)


def some_messages(world):
    """A message to Heard in every state, and an answer to one that an operator is writing."""
    operator = factories.operator()

    def sent(state):
        words = world.word("operators", "message", state)
        return enquiries.send_enquiry(
            region=factories.region(),
            form_key=uuid4(),
            kind="question",
            words=words,
            email="ada@home.example",
            place="here",
            by=factories.TESTS,
        )

    waiting = sent(MessageState.WAITING)
    enquiries.answer_enquiry(enquiry_id=sent(MessageState.ANSWERED).pk, answer="Thank you for asking.", by=operator)
    why = world.word("operators", "message", MessageState.CLOSED)
    enquiries.close_enquiry(enquiry_id=sent(MessageState.CLOSED).pk, reason=why, by=operator)
    about = About(organisation_id=None, kind="enquiry-answer", thing=waiting.pk, enquiry_id=waiting.pk)
    words = world.word("operators", "sheet", "message")
    writing.keep_text(about=about, words={"answer": [words]}, page=OpenPage(), by=operator)
    world.numbers["enquiry_id"] = [each.pk for each in Enquiry.objects.all()]


# ---------------------------------------------------------------- who comes, and to which doors


def come_in(author):
    client = Client()
    session = client.session
    session[AUTHOR], session[STAMP] = author.pk, stamp_of(author)
    session.save()
    return client


def works_for(organisation, **more):
    return partial(factories.sign_in, whom=factories.member(of=organisation, **more))


def stranger(world):
    return lambda client: client, set()


def author(world):
    return lambda client: come_in(world.story.author), {"author"}


def another_author(world):
    other = factories.published_story(services=[world.service]).author
    return lambda client: come_in(other), set()


def colleague(world):
    return works_for(world.organisation, roles=["responder", "administrator"]), {"organisation"}


def another_organisation(world):
    """It listens to the same service."""
    return works_for(world.another, roles=["responder", "administrator"]), set()


def operator(world):
    return partial(factories.sign_in, whom=factories.operator()), {"operators"}


DOORS = {
    stranger: {"anybody"},
    author: {"anybody", "authors"},
    another_author: {"anybody", "authors"},
    colleague: {"anybody", "signed in", "members", "administrators"},
    another_organisation: {"anybody", "signed in", "members", "administrators"},
    operator: {"anybody", "signed in", "operators"},
}
"""Who comes, and which audiences' routes they ask for. Moderators read all of this: that is what they are for."""
SEEN = {
    stranger: {"/statistics.csv", "/stories/feed/", "/changes/?show=planned", "/sitemap.xml"},
    author: {"/my-story/", "/my-story/download/", "/my-story/words/"},
    another_author: {"/my-story/", "/my-story/download/", "/my-story/words/"},
    colleague: {"/inbox/", "/organisation/"},
    another_organisation: {"/inbox/", "/organisation/"},
    operator: {"/operator/"},
}
"""Some of what each of them is let in to."""


def paths(world, audiences):
    """Every route of these audiences, with every number that there is for it, and searches for what stands in everything."""
    numbers = world.numbers | {"number": [world.story.pk, *(each.pk for each in world.stories)], "chunk": [1]}
    for pattern, view in routes():
        if getattr(view, "audience", None) not in audiences or "logout" in pattern or "sign-out" in pattern:
            continue
        names = NUMBERED.findall(pattern)
        if not names:
            yield address(pattern).replace("/services/x/", f"/services/{world.service.slug}/")
        for values in product(*(numbers.get(name, []) for name in names)) if names else ():
            given = dict(zip(names, values, strict=True))
            yield address(NUMBERED.sub(lambda part, given=given: str(given[part[1]]), pattern))
    if "anybody" in audiences:
        tags = [{"tag": f"{tag.kind}:{tag.slug}"} for tag in Tag.objects.filter(name__icontains=IN_ALL)]
        asked = [{"q": IN_ALL}, {"words": IN_ALL}, {"service": world.service.slug}, {"sort": "changed"}, *tags]
        yield from (f"{path}?{urlencode(query)}" for path in ("/stories/", "/stories/feed/") for query in asked)
        yield from (f"/changes/?show={shown}" for shown in ("made", "planned", "overdue"))
        yield from (f"/stories/tags/?{urlencode(query)}" for query in asked)


def said_by(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode("utf-8", "replace").casefold()


def not_for(world, mine):
    return {word for word, whose in world.words.items() if whose not in mine}


def test_the_world_holds_every_state_that_is_not_public(world):
    every = {(each.name, str(state)) for each in (STORY, ANSWER, REPLY, CHANGE) for state in each.states}
    every |= {("message", str(state)) for state in ENQUIRY.states}
    assert every - {(of, str(state)) for of, state in PUBLIC} <= world.states


@pytest.mark.parametrize("who", DOORS, ids=lambda each: each.__name__)
def test_what_is_not_public_is_on_no_page_and_in_no_export_of_others(world, who):
    come, mine = who(world)
    hidden, found, shown = not_for(world, mine), set(), set()
    for path in dict.fromkeys(paths(world, DOORS[who])):
        response = come(Client()).get(path)  # some addresses close a session, and what comes after is to be seen all the same
        said, query = said_by(response), path.partition("?")[2].casefold()  # a page of a search says what was searched for
        found |= {(path, word) for word in hidden if word in said and word not in query}
        shown |= {path} if response.status_code == 200 else set()
    assert shown >= SEEN[who], "the walk did not come in"
    assert found == set()


def test_nothing_that_is_not_public_is_in_any_email(world):
    assert outbox.outbox, "nobody was written to"
    said = [f"{each.subject}\n{each.body}".casefold() for each in outbox.outbox]
    assert {(word, each[:60]) for word in world.words for each in said if word in each} == set()


def test_an_author_takes_away_all_that_is_theirs(world):
    held = {story: said_by(come_in(story.author).get("/my-story/download/")) for story in (world.story, *world.stories)}
    mine = {word for word, whose in world.words.items() if whose == "author"}
    assert {word for word in mine if word not in held[world.story]} == set()
    for story in world.stories:
        own = {word for word, whose in world.words.items() if whose == f"own:{story.pk}"}
        assert {word for word in own if word not in held[story]} == set()
        assert {word for word in not_for(world, {f"own:{story.pk}", "withdrawn", "tags"}) if word in held[story]} == set()


def test_a_responder_finds_what_is_on_its_way_beside_the_story(world):
    client = factories.sign_in(Client(), world.responder)
    said = said_by(client.get(f"/inbox/stories/{world.story.pk}/"))
    assert {each for each in ("zqchangeplanwaiting", "zqchangereturned", "zqchangemadewaiting") if each not in said} == set()
    own = "".join(said_by(client.get(f"/inbox/answers/{pk}/")) for pk in world.numbers["answer_id"])
    assert {each for each in ("zqanswerwindow", "zqanswerwaiting", "zqanswerreturned") if each not in own} == set()
