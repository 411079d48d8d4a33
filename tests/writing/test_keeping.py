"""What staff type is kept until it is sent, and nothing is overwritten by something older."""

from datetime import timedelta

import pytest

from heard.core import clock, reckoning
from heard.core.errors import ChangedSince, NotAcceptable, NotAllowed, WrongState
from heard.core.reckoning import EVER
from heard.organisations.actions import members
from heard.organisations.models import Role
from heard.stories.actions import authoring
from heard.writing import actions, queries
from heard.writing.actions import SentAlready
from heard.writing.models import Sheet, Text
from heard.writing.rules import MOST_LETTERS, MOST_TEXTS, About, OpenPage, Written
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db
FIRST = OpenPage()


@pytest.fixture
def ruth():
    return factories.member(of=factories.organisation(remit=[factories.service()]), name="Ruth Kemp")


@pytest.fixture
def joy(ruth):
    return factories.member(of=ruth.organisation, name="Joy Adeyemi")


@pytest.fixture
def about(ruth):
    story = factories.story_for(ruth.organisation)
    return About(organisation_id=ruth.organisation_id, kind="answer", thing=story.pk, story_id=story.pk)


def keep(about, words, by, page=FIRST):
    return actions.keep_text(about=about, words={"text": [words]}, page=page, by=by)


def texts(about):
    return sorted(text.words["text"][0] for text in queries.texts_on(about))


def test_going_on_with_what_the_page_showed_takes_its_place(about, ruth):
    first = keep(about, "Dear Gull", ruth)
    second = keep(about, "Dear Gull, thank you", ruth, OpenPage(seen=first.version))
    assert second.pk == first.pk
    assert second.version > first.version
    assert texts(about) == ["Dear Gull, thank you"]


def test_saving_from_an_old_page_overwrites_nothing(about, ruth):
    first = keep(about, "Dear", ruth)
    keep(about, "Dear Gull", ruth, OpenPage(seen=first.version))
    keep(about, "Hello", ruth, OpenPage(seen=first.version))
    assert texts(about) == ["Dear Gull", "Hello"]


def test_two_windows_that_both_began_with_nothing_both_stay(about, ruth):
    keep(about, "Dear Gull", ruth, OpenPage(window="a", turn=1))
    keep(about, "Hello Gull", ruth, OpenPage(window="b", turn=1))
    keep(about, "Dear Gull, thank you", ruth, OpenPage(window="a", turn=2))
    assert texts(about) == ["Dear Gull, thank you", "Hello Gull"]


def test_a_window_that_never_heard_that_it_saved_goes_on_with_its_own_text(about, ruth):
    keep(about, "Dear", ruth, OpenPage(window="a", turn=1))
    keep(about, "Dear Gull", ruth, OpenPage(window="a", turn=2))
    assert texts(about) == ["Dear Gull"]


def test_a_save_that_comes_late_changes_nothing(about, ruth):
    keep(about, "Dear Gull", ruth, OpenPage(window="a", turn=2))
    keep(about, "Dear", ruth, OpenPage(window="a", turn=1))
    assert texts(about) == ["Dear Gull"]


def test_a_window_whose_text_was_gone_on_with_elsewhere_does_not_overwrite_that(about, ruth):
    first = keep(about, "Dear", ruth, OpenPage(window="a", turn=1))
    keep(about, "Dear Gull, from the other window", ruth, OpenPage(seen=first.version, window="b", turn=1))
    keep(about, "Dear Sir", ruth, OpenPage(seen=first.version, window="a", turn=2))
    assert texts(about) == ["Dear Gull, from the other window", "Dear Sir"]


def test_the_same_words_again_are_one_text(about, ruth):
    first = keep(about, "Dear Gull", ruth)
    assert keep(about, "Dear Gull", ruth).version == first.version
    assert Text.objects.count() == 1


def test_two_writers_lose_nothing(about, ruth, joy):
    keep(about, "By Ruth", ruth)
    keep(about, "By Joy", joy)
    assert texts(about) == ["By Joy", "By Ruth"]


def test_a_colleagues_version_is_no_way_to_overwrite_it(about, ruth, joy):
    hers = keep(about, "By Ruth", ruth)
    keep(about, "By Joy", joy, OpenPage(seen=hers.version))
    assert texts(about) == ["By Joy", "By Ruth"]


def test_what_is_sent_is_cleared_away_and_only_that(about, ruth, joy):
    sent = keep(about, "Sent", ruth, OpenPage(window="a", turn=1))
    keep(about, "Something else of hers", ruth, OpenPage(window="b", turn=1))
    keep(about, "By Joy", joy)
    actions.note_sent(written=Written(about, sent.version), by=ruth)
    assert texts(about) == ["By Joy", "Something else of hers"]
    assert Text.objects.get(sent_at__isnull=False).words == {}


def test_a_save_that_comes_after_sending_brings_nothing_back(about, ruth):
    sent = keep(about, "Sent", ruth, OpenPage(window="a", turn=1))
    actions.note_sent(written=Written(about, sent.version), by=ruth)
    with pytest.raises(SentAlready):
        keep(about, "Sent", ruth, OpenPage(window="a", turn=2))
    assert texts(about) == []


def test_a_colleagues_text_that_was_taken_goes_when_it_is_sent(about, ruth, joy):
    hers = keep(about, "By Ruth", ruth)
    mine = keep(about, "By Ruth, and Joy", joy, OpenPage(took=(hers.version,)))
    actions.note_sent(written=Written(about, mine.version), by=joy)
    assert texts(about) == []


def test_a_colleague_who_wrote_on_after_her_text_was_taken_keeps_it(about, ruth, joy):
    hers = keep(about, "By Ruth", ruth)
    mine = keep(about, "By Ruth, and Joy", joy, OpenPage(took=(hers.version,)))
    keep(about, "By Ruth, more", ruth, OpenPage(seen=hers.version))
    actions.note_sent(written=Written(about, mine.version), by=joy)
    assert texts(about) == ["By Ruth, more"]


def test_ones_own_text_can_be_thrown_away_and_a_colleagues_cannot(about, ruth, joy):
    hers, his = keep(about, "By Ruth", ruth), keep(about, "By Joy", joy)
    with pytest.raises(ChangedSince):
        actions.throw_away(about=about, version=hers.version, by=joy)
    actions.throw_away(about=about, version=his.version, by=joy)
    assert texts(about) == ["By Ruth"]


@pytest.mark.parametrize("who", ["another organisation", "a reader", "frozen", "a moderator", "an operator"])
def test_whoever_may_not_answer_writes_nothing(about, ruth, who):
    by = {
        "another organisation": lambda: factories.member(of=factories.organisation()),
        "a reader": lambda: factories.member(of=ruth.organisation, roles=[Role.MEMBER]),
        "frozen": lambda: ruth,
        "a moderator": factories.moderator,
        "an operator": factories.operator,
    }[who]()
    if who == "frozen":
        members.freeze_member(membership_id=ruth.pk, by=TESTS)
        by.refresh_from_db()
    with pytest.raises(NotAllowed):
        keep(about, "Dear Gull", by)
    assert not Sheet.objects.exists()


def test_members_write_nothing_at_the_desk(about, ruth):
    at_the_desk = About(organisation_id=None, kind="ask", thing=1, story_id=about.story_id)
    with pytest.raises(NotAllowed):
        keep(at_the_desk, "When was it?", ruth)
    keep(at_the_desk, "When was it?", factories.moderator())
    assert texts(at_the_desk) == ["When was it?"]


def test_far_too_much_is_refused(about, ruth):
    with pytest.raises(NotAcceptable):
        keep(about, "x" * (MOST_LETTERS + 1), ruth)
    with pytest.raises(NotAcceptable):
        actions.keep_text(about=about, words={f"field{n}": ["x"] for n in range(500)}, page=FIRST, by=ruth)


def test_endlessly_many_texts_are_refused(about, ruth):
    for n in range(MOST_TEXTS):
        keep(about, f"Begun {n}", ruth)
    with pytest.raises(NotAcceptable):
        keep(about, "Once more", ruth)


def test_signs_that_a_database_does_not_take_are_left_out(about, ruth):
    keep(about, "Dear\x00 Gull", ruth)
    assert texts(about) == ["Dear Gull"]


def test_when_the_author_takes_the_story_back_what_was_written_goes(about, ruth, run_jobs):
    keep(about, "Dear Gull", ruth)
    report = About(organisation_id=None, kind="report", thing=7, story_id=about.story_id, outlives_story=True)
    keep(report, "I rang them", factories.moderator("senior"))
    story = Sheet.objects.first().story
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    run_jobs()
    assert texts(about) == []
    assert texts(report) == ["I rang them"]
    with pytest.raises(WrongState):
        keep(about, "Dear Gull, late", ruth)


def test_what_the_handler_missed_is_owed_and_put_right(about, ruth):
    keep(about, "Dear Gull", ruth)
    story = Sheet.objects.get().story
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    assert [each.story_id for each in queries.left_of_withdrawn_stories(EVER)] == [story.pk]
    reckoning.put_right("writing", window=EVER)
    assert not Sheet.objects.exists()
    assert queries.left_of_withdrawn_stories(EVER) == []


def test_what_nobody_went_on_with_is_forgotten_after_a_while(about, ruth, joy):
    keep(about, "Old", ruth)
    with clock.at(clock.now() + timedelta(days=29)):
        actions.forget_old_texts(by=TESTS)
        keep(about, "New", joy)
    with clock.at(clock.now() + timedelta(days=31)):
        actions.forget_old_texts(by=TESTS)
        assert texts(about) == ["New"]
    with clock.at(clock.now() + timedelta(days=61)):
        actions.forget_old_texts(by=TESTS)
    assert not Sheet.objects.exists()


def test_that_something_was_sent_is_forgotten_after_a_day(about, ruth):
    sent = keep(about, "Sent", ruth)
    actions.note_sent(written=Written(about, sent.version), by=ruth)
    with clock.at(clock.now() + timedelta(hours=25)):
        actions.forget_old_texts(by=TESTS)
    assert not Sheet.objects.exists()


def test_a_page_that_knew_an_earlier_sheet_knows_no_version_of_a_new_one(about, ruth):
    old = keep(about, "Old", ruth)
    actions.throw_away(about=about, version=old.version, by=ruth)
    actions.forget_old_texts(by=TESTS)
    keep(about, "New", ruth)
    keep(about, "From the old page", ruth, OpenPage(seen=old.version))
    assert texts(about) == ["From the old page", "New"]
