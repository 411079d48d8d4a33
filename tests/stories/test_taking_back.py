"""What is kept of a story that its author took back, for how long, and that it goes: as the author and the privacy notice are told."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection

from heard.accounts.actions import authors
from heard.accounts.policies import AUTHOR, STAMP, stamp_of
from heard.core import clock, reckoning
from heard.core.errors import WrongState
from heard.core.models import Event
from heard.moderation.actions import cases, conversation
from heard.moderation.queries.owed import left_of_erased
from heard.regions.queries import setting
from heard.regions.rules import SettingKey
from heard.responses.actions import replies
from heard.responses.actions.authors import report_treated_differently
from heard.responses.models import TreatedDifferently
from heard.stories.actions import authoring, erasing, publishing
from heard.stories.queries import taken_back_long_ago
from heard.stories.rules.own_words import OwnWords
from heard.stories.rules.taking_back import taking_back
from heard.stories.tasks import erase_taken_back
from tests import factories

pytestmark = pytest.mark.django_db
SECRET = "Zanzibar"


@pytest.fixture
def story(run_jobs):
    """A story with the secret in everything that its author or a moderator can write about it, taken back."""
    moderator = factories.moderator()
    story = factories.sent_story(words=f"{SECRET} first", hope=f"{SECRET} hope", chosen_name=f"{SECRET} Gull", better=[SECRET])
    run_jobs()
    now = OwnWords(f"{SECRET} title", f"{SECRET} then", f"{SECRET} hope", f"{SECRET} Gull")
    authoring.correct_story(story_id=story.pk, seen_words=1, now=now, note=f"{SECRET} note", by=story.author)
    run_jobs()
    case = cases.claim_case(case_id=story.cases.get().pk, by=moderator)
    cases.add_note(case_id=case.pk, note=f"{SECRET} among moderators", by=moderator)
    publishing.publish_story(
        story_id=story.pk,
        seen_version=1,
        criticality=1,
        title=f"{SECRET} title",
        text=f"{SECRET} edited",
        hope=f"{SECRET} hope",
        edits=[publishing.MadeEdit("other", f"{SECRET} why"), publishing.MadeEdit("spelling", f"{SECRET} why")],
        by=moderator,
    )
    replies.send_reply(story_id=story.pk, author=story.author, text=f"{SECRET} reply")
    report_treated_differently(story_id=story.pk, author=story.author, text=f"{SECRET} report")
    authors.give_contact(story.author, kind="email", value="gull@mail.example")
    run_jobs()
    see_to(story)
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    run_jobs()
    return story


def see_to(story):
    """A senior moderator is done with every report about it."""
    senior = factories.moderator("senior")
    for case in story.cases.filter(subject="treated-differently", closed_at=None):
        cases.claim_case(case_id=case.pk, by=senior)
        conversation.see_to_report(case_id=case.pk, note=f"{SECRET}: I wrote to the trust.", by=senior)


def places_of(word):
    """Every table and column of ours that holds the word."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT table_name, column_name FROM information_schema.columns
                 JOIN information_schema.tables USING (table_schema, table_name)
                WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"""
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}"::text ILIKE %s', [f"%{word}%"])  # noqa: S608
            found |= {f"{table}.{column}"} if cursor.fetchone()[0] else set()
    return found


def days(story, more=0):
    return clock.at(clock.now() + timedelta(days=setting(story.region_id, SettingKey.TAKEN_BACK_KEPT) + more, hours=1))


def test_its_words_are_kept_for_as_long_as_was_said_and_then_nowhere(story, run_jobs):
    assert len(places_of(SECRET)) > 8, "the check itself finds what is there"
    with days(story, more=-2):
        erase_taken_back(0)
        assert places_of(SECRET)
    with days(story):
        assert taken_back_long_ago() == [story.pk]
        for _ in range(2):
            erase_taken_back(0)
            run_jobs()
        assert places_of(SECRET) <= {"tags_tag.name", "tags_tag.slug"}, "a tag may be on other stories"
    assert not story.author.contact_details.exists()
    story.refresh_from_db()
    assert (story.state, story.service_ids != [], story.consents.exists(), story.moves.exists()) == ("withdrawn", True, True, True)
    assert Event.objects.filter(name="stories.erased").count() == 1


REPORT = {"responses_treateddifferently.text", "moderation_casemove.note"}


def test_a_report_that_somebody_works_on_keeps_its_words_until_they_are_done(story, run_jobs):
    report_treated_differently(story_id=story.pk, author=story.author, text=f"{SECRET} again, and worse")
    run_jobs()
    case = story.cases.get(subject="treated-differently", closed_at=None)
    cases.add_note(case_id=case.pk, note=f"{SECRET}: I am asking them", by=factories.moderator("senior"))
    with days(story):
        erase_taken_back(0)
        run_jobs()
        assert places_of(SECRET) - {"tags_tag.name", "tags_tag.slug"} == REPORT
        assert TreatedDifferently.objects.exclude(text="").get().text == f"{SECRET} again, and worse"
        assert case.moves.filter(note__contains="I am asking them").exists()
        see_to(story)
    with days(story, more=1):
        put_right()
        assert places_of(SECRET) <= {"tags_tag.name", "tags_tag.slug"}
        assert left_of_erased(reckoning.Window.back()) == []


def test_a_report_that_came_when_all_was_deleted_goes_when_somebody_is_done_with_it(story, run_jobs):
    with days(story):
        erase_taken_back(0)
        run_jobs()
        report_treated_differently(story_id=story.pk, author=story.author, text=f"{SECRET} still")
        run_jobs()
        put_right()
        assert "responses_treateddifferently.text" in places_of(SECRET)
        see_to(story)
    with days(story, more=1):
        put_right()
        assert places_of(SECRET) <= {"tags_tag.name", "tags_tag.slug"}


def test_words_whose_deletion_was_lost_on_the_way_are_deleted_all_the_same(story):
    with days(story):
        erase_taken_back(0)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")
        assert places_of(SECRET) >= REPORT | {"responses_reply.original"}
    with clock.at(clock.now() + timedelta(days=setting(story.region_id, SettingKey.TAKEN_BACK_KEPT), hours=2)):
        put_right()
        assert places_of(SECRET) <= {"tags_tag.name", "tags_tag.slug"}


def put_right():
    for owing in ("responses", "moderation"):
        reckoning.put_right(owing, window=reckoning.Window.back())


def test_only_what_was_taken_back_is_deleted():
    story = factories.published_story()
    with pytest.raises(WrongState):
        erasing.erase_story(story_id=story.pk, by=factories.TESTS)
    assert taken_back_long_ago() == []


def test_the_page_before_and_the_privacy_notice_say_the_same_and_follow_the_setting(client):
    story = factories.published_story()
    for kept in (365, 90):
        if kept != 365:
            story.region.settings.create(name="taken_back_kept", value=kept)
        session = client.session
        session[AUTHOR], session[STAMP] = story.author.pk, stamp_of(story.author)
        session.save()
        pages = [unescape(client.get(path).text) for path in ("/my-story/withdraw/", "/privacy/")]
        for sentence in taking_back(days_kept=kept).sentences():
            assert all(sentence in page for page in pages)
        assert all(f"For {kept} days we keep" in page for page in pages)


def test_one_that_cannot_be_erased_keeps_no_other(story, run_jobs, monkeypatch):
    other = factories.published_story()
    authoring.withdraw_story(story_id=other.pk, by=other.author)
    erase = erasing.erase_story

    def stumbles(*, story_id, by):
        if story_id == story.pk:
            raise RuntimeError
        erase(story_id=story_id, by=by)

    monkeypatch.setattr(erasing, "erase_story", stumbles)
    with days(story):
        erase_taken_back(0)
        assert taken_back_long_ago() == [story.pk]


def test_the_author_of_an_erased_story_still_reads_what_became_of_it(client, story, run_jobs):
    with days(story):
        erase_taken_back(0)
        run_jobs()
        session = client.session
        session[AUTHOR], session[STAMP] = story.author.pk, stamp_of(story.author)
        session.save()
        assert "You took your story back" in client.get("/my-story/").text
        assert "We deleted your words on" in client.get("/my-story/words/").text
        assert SECRET not in client.get("/my-story/download/").text
