"""Two writers at once, on real connections: both texts stay, whoever was first."""

import pytest

from heard.writing import actions, queries
from heard.writing.models import Sheet
from heard.writing.rules import About, OpenPage, Written
from tests import factories
from tests.two_at_once import meanwhile

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def given():
    ruth = factories.member(of=factories.organisation(remit=[factories.service()]), name="Ruth Kemp")
    story = factories.story_for(ruth.organisation)
    about = About(organisation_id=ruth.organisation_id, kind="answer", thing=story.pk, story_id=story.pk)
    return about, ruth, factories.member(of=ruth.organisation, name="Joy Adeyemi")


def keeping(about, words, by, page):
    return lambda: actions.keep_text(about=about, words={"text": [words]}, page=page, by=by)


def texts(about):
    return sorted(text.words["text"][0] for text in queries.texts_on(about))


def test_two_who_begin_at_once_share_one_sheet_and_both_texts_stay(given):
    about, ruth, joy = given
    with meanwhile(keeping(about, "By Joy", joy, OpenPage())):
        keeping(about, "By Ruth", ruth, OpenPage())()
    assert texts(about) == ["By Joy", "By Ruth"]
    assert Sheet.objects.count() == 1


def test_two_windows_that_go_on_with_one_text_at_once_both_stay(given):
    about, ruth, _ = given
    seen = keeping(about, "Dear", ruth, OpenPage())().version
    with meanwhile(keeping(about, "Dear Sir", ruth, OpenPage(seen=seen))):
        keeping(about, "Dear Gull", ruth, OpenPage(seen=seen))()
    assert texts(about) == ["Dear Gull", "Dear Sir"]


def test_a_save_that_waits_for_the_sending_brings_nothing_back(given):
    about, ruth, _ = given
    version = keeping(about, "Dear Gull", ruth, OpenPage(window="a", turn=1))().version
    with meanwhile(keeping(about, "Dear Gull", ruth, OpenPage(seen=version, window="a", turn=2))) as other:
        actions.note_sent(written=Written(about, version), by=ruth)
    assert isinstance(other.refused, actions.SentAlready)
    assert texts(about) == []
