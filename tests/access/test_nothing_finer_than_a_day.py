"""Whoever reads everything that is public, headers and cursors too, learns on which day something became so, and nothing finer.

One day is lived twice: what happens on it happens in one order, and in the opposite one, at other hours. Then everything that a stranger
can get is fetched; both worlds must look the same to the last byte.
"""

import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from html import unescape
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from heard.core import clock
from heard.reach import actions as reach
from heard.reach.models import Asking, Telling
from heard.responses.actions import answers, authors, changes, replies
from heard.responses.models import Answer, Change, Reply
from heard.stories.actions import authoring, readers
from heard.stories.models import State, Story
from tests import factories
from tests.access.test_every_view_declares_its_audience import patterns

pytestmark = pytest.mark.django_db

BEFORE = datetime(2026, 6, 8, 9, tzinfo=UTC)
MORNING = datetime(2026, 6, 10, 7, 13, 41, 918_273, tzinfo=UTC)
EVENING = datetime(2026, 6, 10, 21, tzinfo=UTC)
BETWEEN = timedelta(minutes=7, seconds=13, microseconds=11)

Event = Callable[[], object]
World = dict[str, tuple[object, ...]]


# ---------------------------------------------------------------- a day, and what happens on it


def a_day() -> tuple[list[Event], dict[str, str]]:
    """Everything as it stands before the day; what happens on it, in an order that can be turned round; and what addresses may hold."""
    with clock.at(BEFORE):
        trust = factories.service(name="Quayside Trust")
        ward = factories.service(name="Larkfield Ward", parent=trust)
        providers = [factories.service(name=f"Pharmacy {each}") for each in "ab"]
        listening = [factories.organisation(remit=[trust], name=f"{each} watches") for each in ("Alder", "Birch")]
        members = [factories.member(of=each) for each in listening]
        known = [
            factories.published_story(services=[ward, *providers], title=f"Known {each}", words=f"Waiting long {each}") for each in "ab"
        ]
        moderator = factories.moderator()
        happens: list[Event] = []
        for story in known:
            factories.tell(story)
            for member in members:
                Telling.objects.filter(story=story, organisation=member.organisation).update(heard_at=None)
                happens.append(partial(_heard, story.pk, member.organisation_id))
                happens.append(partial(reach.story_opened, story_id=story.pk, membership=member, by=member))
                old = factories.published_answer(story=story, membership=member, by=moderator)
                happens.append(partial(authors.rate_answer, answer_id=old.pk, author=story.author, helpful="partly"))
                waiting = factories.referred_answer(story=story, membership=member)
                happens.append(partial(_publish_answer, waiting.pk, moderator))
                for words, kind, to in (("I see.", "reply", old.pk), ("Well.", "reply", None), ("Since then.", "update", None)):
                    reply = replies.send_reply(story_id=story.pk, author=story.author, text=words, kind=kind, answer_id=to)
                    happens.append(partial(_publish_reply, reply.pk, moderator))
                for what in ("A board", "A bell"):
                    plan = factories.planned_change(story=story, membership=member, published=False, what=what)
                    happens.append(partial(_publish_change, plan.pk, moderator))
                    done = factories.planned_change(story=story, membership=member, what=f"{what} there")
                    changes.make_change(
                        change_id=done.pk, membership=member, made_what=f"{what} is there, says {member.organisation.name}.", by=member
                    )
                    happens.append(partial(_publish_change, done.pk, moderator))
                    late = factories.planned_change(story=story, membership=member, what=f"{what} at last")
                    Change.objects.filter(pk=late.pk).update(due_on=(BEFORE - timedelta(days=3)).date())
                    said = replies.say_not_yet(change_id=late.pk, author=story.author, text=f"{what}? I see none.")
                    happens.append(partial(_publish_reply, said.pk, moderator))
                    later = factories.planned_change(story=story, membership=member, what=f"{what} some day")
                    happens.append(partial(_new_date, later.pk, member))
            happens += [partial(_note_asked, story.pk, each.pk) for each in providers]
            happens.append(partial(readers.say_me_too, story_id=story.pk, who=f"somebody {story.pk}", place="here"))
        unanswered = factories.tell(factories.published_story(services=[ward], title="Known c", words="Waiting long c"))
        happens += [partial(reach.story_opened, story_id=unanswered.pk, membership=member, by=member) for member in members]
        for n in range(23):
            waiting = factories.sent_story(services=[ward], words=f"Waiting long, number {n}", happened_month=None)
            happens.append(partial(_publish, waiting.pk, f"Parking {n}", moderator))
        for gone in [factories.published_story(services=[ward], title=f"Gone {n}") for n in range(2)]:
            happens.append(partial(authoring.withdraw_story, story_id=gone.pk, by=gone.author))
    return happens, {"number": str(known[0].pk), "key": trust.slug, "chunk": "0"}


def _heard(story_id: int, organisation_id: int) -> None:
    reach.note_heard(story_id=story_id, organisation_id=organisation_id, at=clock.now(), by=factories.TESTS)


def _note_asked(story_id: int, provider_id: int) -> None:
    asking, _ = Asking.objects.get_or_create(story_id=story_id, provider_id=provider_id, defaults={"asked_at": clock.now()})
    reach.note_asked(asking_id=asking.pk, at=clock.now(), by=factories.TESTS)


def _publish(story_id: int, title: str, moderator) -> None:
    factories.tell(factories.publish(Story.objects.get(pk=story_id), title=title, by=moderator))


def _publish_answer(answer_id: int, moderator) -> None:
    answer = Answer.objects.get(pk=answer_id)
    answers.publish_answer(answer_id=answer_id, seen_version=answer.version, text=answer.text, by=moderator)


def _publish_reply(reply_id: int, moderator) -> None:
    replies.publish_reply(reply_id=reply_id, text=Reply.objects.get(pk=reply_id).original, by=moderator)


def _new_date(change_id: int, member) -> None:
    change = Change.objects.get(pk=change_id)
    due_on = EVENING.date() + timedelta(days=90)
    changes.give_new_date(change_id=change_id, seen_version=change.version, membership=member, due_on=due_on, by=member)


def _publish_change(change_id: int, moderator) -> None:
    change = Change.objects.get(pk=change_id)
    changes.publish_change(
        change_id=change_id, seen_version=change.version, what=change.what, who_leads=change.who_leads, due_on=change.due_on,
        made_what=change.made_what, by=moderator,
    )  # fmt: skip


@contextmanager
def lived(happens: list[Event]) -> Iterator[None]:
    """The day lived through in this order; outside the block it never was."""
    with transaction.atomic():
        for n, event in enumerate(happens):
            with clock.at(MORNING + n * BETWEEN):
                event()
        yield
        transaction.set_rollback(True)


# ---------------------------------------------------------------- what a stranger can get

# Drawn anew for every form, and for every proof of work.
MASKED = re.compile(
    r'name="(?:csrfmiddlewaretoken|window|form_key)" value="[^"]*"|"(?:nonce|salt|keyPrefix|keySignature|signature)": "[0-9a-f]+"'
)
LINK = re.compile(r'(?:href|action)="([^"#]*)|<(?:loc|link[^>]+href)="?>?([^<"]+)')
START = ("/", "/stories/", "/stories/feed/", "/changes/", "/statistics/", "/statistics.csv", "/sitemap-stories-0.xml", "/listening/")
OTHER_DOORS = ("/account/", "/staff/", "/static/")


def everything_public(held: dict[str, str]) -> World:
    """Every address that needs no account, from the URLconf and from what the pages lead to: status, headers and body of each."""
    client, seen = Client(), {}
    waiting = sorted(public_addresses(held))
    while waiting:
        address = waiting.pop()
        if address in seen or len(seen) > 600:
            continue
        response = client.get(address)
        client.cookies.clear()
        body = b"".join(response.streaming_content) if response.streaming else response.content
        text = MASKED.sub("", body.decode("utf-8", "replace"))
        headers = {name: MASKED.sub("", value) for name, value in response.items()}
        if "no-store" in headers.get("Cache-Control", ""):
            headers.pop("Expires", None)  # Django's way to say so to old caches: the time of asking
        cookies = sorted(name for name in response.cookies)
        seen[address] = (response.status_code, sorted(headers.items()), cookies, text)
        waiting += [link for link in links_of(text) if link not in seen]
    return seen


def public_addresses(held: dict[str, str]) -> set[str]:
    found = set()
    for pattern, view in patterns(get_resolver()):
        if getattr(view, "audience", None) != "anybody":
            continue
        address = re.sub(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>", lambda part: held.get(part[1] or part[2], "unknown"), pattern)
        found.add("/" + address.strip("^$").replace("^", "").replace("\\", ""))
    queries = ("q=waiting", "q=waiting&sort=relevance", "q=long&progress=read", f"service={held['key']}", "role=patient", "question=on",
               "told_from=2026-06-10&told_to=2026-06-10", "tag=good:the-nurse")  # fmt: skip
    found |= {f"/stories/{below}?{query}" for below in ("", "feed/") for query in queries}
    return found | {f"/changes/?show={which}" for which in ("made", "planned", "overdue")}


def links_of(text: str) -> set[str]:
    found = set()
    for match in LINK.finditer(text):
        parts = urlsplit(unescape(match[1] or match[2] or ""))
        if parts.hostname in (None, "testserver") and parts.path.startswith("/") and not parts.path.startswith(OTHER_DOORS):
            found.add(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def cursors_of(world: World) -> list[str]:
    return [value for address in world for name, value in parse_qsl(urlsplit(address).query) if name == "page"]


# ---------------------------------------------------------------- both worlds


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker):
    """The same day in both orders, as a stranger finds it in the evening."""
    with django_db_blocker.unblock(), transaction.atomic():
        happens, held = a_day()
        found = []
        for order in (happens, happens[::-1]):
            with lived(order), clock.at(EVENING):
                found.append(everything_public(held))
                assert Story.objects.filter(state=State.PUBLISHED).count() == 26
        transaction.set_rollback(True)
    return found


def test_a_day_lived_in_either_order_looks_the_same_to_a_stranger(worlds):
    first, second = worlds
    assert first.keys() == second.keys()
    for address in sorted(first):
        assert first[address] == second[address], address


def test_the_walk_came_to_every_kind_of_public_thing(worlds):
    first, _ = worlds
    for start in START:
        assert first[start][0] == 200, start
    feeds = [address for address, (status, *_) in first.items() if re.match(r"/stories/\d+/feed/", address) and status == 200]
    assert len(feeds) >= 2
    assert len(set(cursors_of(first))) >= 5
    assert any("Known a" in text and "I see." in text and "A board" in text for *_, text in first.values())


def test_no_header_says_when_something_was_changed(worlds):
    for address, (_, headers, _, _) in worlds[0].items():
        assert not {"Last-Modified", "Date", "Age", "Expires"} & {
            name for name, _ in headers if address.startswith(("/stories", "/changes"))
        }


def test_no_cursor_holds_a_moment_that_can_be_read(worlds):
    for cursor in cursors_of(worlds[0]):
        held = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        assert not re.search(rb"\d{4,}", held), cursor


def test_no_public_page_holds_the_time_of_day_of_what_happened(worlds):
    """Minutes, seconds and microseconds of the events, in whatever form they might stand there."""
    moments = [MORNING + n * BETWEEN for n in range(90)]
    shapes = (
        {f"{each:%M:%S}" for each in moments}
        | {str(each.microsecond) for each in moments}
        | {str(int(each.timestamp())) for each in moments}
    )
    any_shape = re.compile(rf"(?<!\w)(?:{'|'.join(shapes)})(?!\w)")
    for address, (_, headers, _, text) in worlds[0].items():
        if address.startswith(("/stories", "/changes", "/services", "/sitemap", "/statistics")) or address == "/":
            assert not any_shape.findall(f"{headers} {text}"), address


def test_no_entry_of_a_feed_is_dated_later_than_it_is_read(worlds):
    for hour in (0, 1, 11, 23):
        with clock.at(datetime(2026, 6, 9, 23, 0, 1, tzinfo=UTC) + timedelta(hours=hour)):  # a second after midnight in London, and later
            with transaction.atomic():
                story = factories.published_story()
                stamps = [
                    datetime.fromisoformat(each.text)
                    for path in ("/stories/feed/", f"/stories/{story.pk}/feed/")
                    for each in ET.fromstring(Client().get(path).content).iter()  # noqa: S314 - what we wrote ourselves
                    if each.tag.endswith(("updated", "published"))
                ]
                transaction.set_rollback(True)
            assert len(stamps) >= 4
            assert max(stamps) <= clock.now()
