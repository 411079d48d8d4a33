"""Two writers at once, on real connections: both texts stay, whoever was first."""

import threading

import pytest
from django.db import connection, transaction

from heard.core.errors import DomainError
from heard.writing import actions, queries
from heard.writing.models import Sheet
from heard.writing.rules import About, OpenPage, Written
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20


class Other(threading.Thread):
    """Somebody else, on a connection of their own. `refused` is what they were told."""

    def __init__(self, act):
        super().__init__(daemon=True)
        self.act, self.refused = act, None

    def run(self):
        try:
            self.act()
        except DomainError as error:
            self.refused = error
        finally:
            connection.close()


def meanwhile(first, second):
    """`first` is done and not committed yet when `second` begins, which has to wait for it."""
    other = Other(second)
    with transaction.atomic():
        first()
        other.start()
        other.join(timeout=0.3)
        assert other.is_alive(), "the other one did not wait"
    other.join(timeout=PATIENCE)
    assert not other.is_alive(), "the other one waits for ever"
    return other


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
    meanwhile(keeping(about, "By Ruth", ruth, OpenPage()), keeping(about, "By Joy", joy, OpenPage()))
    assert texts(about) == ["By Joy", "By Ruth"]
    assert Sheet.objects.count() == 1


def test_two_windows_that_go_on_with_one_text_at_once_both_stay(given):
    about, ruth, _ = given
    seen = keeping(about, "Dear", ruth, OpenPage())().version
    meanwhile(keeping(about, "Dear Gull", ruth, OpenPage(seen=seen)), keeping(about, "Dear Sir", ruth, OpenPage(seen=seen)))
    assert texts(about) == ["Dear Gull", "Dear Sir"]


def test_a_save_that_waits_for_the_sending_brings_nothing_back(given):
    about, ruth, _ = given
    version = keeping(about, "Dear Gull", ruth, OpenPage(window="a", turn=1))().version
    sending = lambda: actions.note_sent(written=Written(about, version), by=ruth)  # noqa: E731
    other = meanwhile(sending, keeping(about, "Dear Gull", ruth, OpenPage(seen=version, window="a", turn=2)))
    assert isinstance(other.refused, actions.SentAlready)
    assert texts(about) == []
