"""From when until when an author wanted to be told what happens: kept by whatever changes it, and asked as of the fact."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heard.accounts.actions import authors
from heard.accounts.models import Author, NoticesSpan
from heard.accounts.queries import unkept_notices, wanted_notices, wants_notices
from heard.core import clock, jobs, reckoning
from heard.core.models import Delivery
from heard.core.reckoning import Window
from heard.telling.tasks import purge_drafts
from tests import factories

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
TUESDAY, WEDNESDAY, THURSDAY = (MONDAY + timedelta(days=n) for n in (1, 2, 3))


def give(author, **more):
    authors.give_contact(author, kind="email", value="gull@mail.example", **more)


def spans(author):
    return list(NoticesSpan.objects.filter(author=author).order_by("since").values_list("since", "until", "since_known"))


@pytest.fixture
def author():
    return factories.author()


def test_an_address_begins_it_and_another_address_changes_nothing(author):
    for day, address in ((MONDAY, "gull@mail.example"), (TUESDAY, "tern@mail.example")):
        with clock.at(day):
            authors.give_contact(author, kind="email", value=address)
    assert spans(author) == [(MONDAY, None, True)]


@pytest.mark.parametrize(
    "end",
    [
        authors.stop_notices,
        authors.forget_contact,
        lambda author: authors.forget_contact(author, "email"),
        lambda a: give(a, wants_notices=False),
    ],
    ids=["stopped", "all forgotten", "address forgotten", "given without notices"],
)
def test_it_ends_however_the_author_ends_it_and_begins_again(author, end):
    with clock.at(MONDAY):
        give(author)
    with clock.at(TUESDAY):
        end(author)
        end(author)
    with clock.at(WEDNESDAY):
        give(author)
    assert spans(author) == [(MONDAY, TUESDAY, True), (WEDNESDAY, None, True)]


def test_there_is_never_more_than_one_at_a_time(author):
    NoticesSpan.objects.create(author=author, since=MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticesSpan.objects.create(author=author, since=TUESDAY, until=WEDNESDAY)


def test_one_that_is_over_is_forgotten_when_nothing_can_be_owed_by_it(author):
    with clock.at(MONDAY):
        give(author)
    with clock.at(TUESDAY):
        authors.stop_notices(author)
    with clock.at(TUESDAY + jobs.OWED_FOR):
        purge_drafts(0)
        assert spans(author)
    with clock.at(TUESDAY + jobs.OWED_FOR + timedelta(days=2)):
        purge_drafts(0)
        assert spans(author) == []


def test_a_row_written_around_the_actions_is_named_and_known_from_then_on(author):
    give(author)
    NoticesSpan.objects.all().delete()
    assert [each.of for each in unkept_notices(Window.back())] == [author.pk]
    reckoning.put_right("accounts", window=Window.back())
    assert unkept_notices(Window.back()) == []
    assert not NoticesSpan.objects.get().since_known


def test_a_handler_that_runs_late_tells_whom_it_would_have_told_in_time(run_jobs):
    with clock.at(MONDAY):
        wanting, later = factories.published_story(), factories.published_story()
        give(wanting.author)
        run_jobs()
        factories.published_answer(story=wanting)
        factories.published_answer(story=later)
    with clock.at(TUESDAY):
        give(later.author)
        run_jobs()
    told = Delivery.objects.filter(kind="author-answered").values_list("recipient", flat=True)
    assert list(told) == [f"author:{wanting.author_id}"]


def test_who_stopped_meanwhile_was_owed_it_and_is_not_written_to(run_jobs):
    story = factories.published_story()
    give(story.author)
    run_jobs()
    outbox.outbox.clear()
    factories.published_answer(story=story)
    authors.stop_notices(story.author)
    run_jobs()
    assert not [letter for letter in outbox.outbox if "gull@mail.example" in letter.to]
    assert Delivery.objects.get(kind="author-answered").state == Delivery.State.DROPPED


STEPS = st.sampled_from(["give", "give without", "stop", "forget", "ask"])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(STEPS, min_size=1, max_size=20))
def test_what_is_asked_later_is_what_held_then_whatever_happened_since(history):
    do = {
        "give": give,
        "give without": lambda author: give(author, wants_notices=False),
        "stop": authors.stop_notices,
        "forget": authors.forget_contact,
        "ask": lambda author: None,
    }
    with transaction.atomic():
        author, held = Author.objects.create(), {}
        for hour, step in enumerate(history):
            at = MONDAY + timedelta(hours=hour)
            with clock.at(at):
                do[step](author)
            held[at + timedelta(minutes=30)] = wants_notices(author.pk)
        assert {at: wanted_notices(author.pk, at) for at in held} == held
        assert not wanted_notices(author.pk, MONDAY - timedelta(seconds=1))
        assert unkept_notices(Window.back()) == []
        transaction.set_rollback(True)
