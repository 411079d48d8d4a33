import logging

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command

from heard.core import jobs
from heard.core.models import Event
from heard.demo.models import MailboxMessage
from heard.demo.rules import content
from heard.stories.models import Story
from heard.telling.models import Draft
from tests import factories

pytestmark = pytest.mark.django_db
MODERATOR = next(slug for slug, row in content.may_be_signed_in_as().items() if row.get("platform") == "first-line")


@pytest.fixture(scope="module")
def written(standing, tmp_path_factory):
    """What the command wrote, by the name of each file; and how many facts, stories and drafts there were before and after."""
    folder = tmp_path_factory.mktemp("words")
    factories.open_site()
    factories.published_story(title="They never rang back", words="I waited for nine weeks.")
    factories.sent_story(title="Not public yet")
    moderator = factories.moderator()
    type(moderator).objects.filter(pk=moderator.pk).update(email=content.may_be_signed_in_as()[MODERATOR]["email"])
    jobs.drain()
    MailboxMessage.objects.create(to="gull@home.example", subject="Your story is public", body="Hello\n\nIt can be read.", headers={})
    before = _counts()
    call_command("pages_as_text", str(folder))
    return {path.stem: path.read_text() for path in folder.iterdir()} | {"kept": _counts() == before}


def _counts():
    return Event.objects.count(), Story.objects.count(), Draft.objects.count(), Session.objects.count()


def test_a_stranger_s_pages_are_written_one_after_the_other_with_what_each_says(written):
    assert "\n/  website:home 200\n" in written["nobody"]
    assert "# " in written["nobody"]
    assert "website:story 200" in written["nobody"]
    assert "I waited for nine weeks." not in written["nobody"].splitlines(), "the words are the author's, not Heard's"


def test_a_button_that_refuses_is_a_state_of_its_own(written):
    assert "enquiries:write 422 sent empty" in written["nobody"]


def test_telling_is_walked_to_its_end_and_nothing_of_it_stays(written):
    assert {f"/tell/{page}/" for page in ("words", "hope", "services", "name", "check")} <= set(written["nobody"].split())
    assert written["kept"]


def test_the_desk_is_read_by_a_moderator_only(written):
    assert "moderation:queue" in written[MODERATOR]
    assert "moderation:queue" not in written["nobody"]


def test_figures_name_the_hardest_pages_and_what_nobody_met(written):
    figures = written["figures"]
    assert "of more than 25 words" in figures.splitlines()[0]
    assert "moderation:danger" in figures.split("nobody met")[1]


def test_emails_are_written_by_kind(written):
    assert "subject: Your story is public" in written["emails"]


def test_whoever_is_not_in_the_demo_is_named(tmp_path):
    with pytest.raises(CommandError, match="Nobody is called robin"):
        call_command("pages_as_text", str(tmp_path), who=["robin"])


def test_a_real_site_is_never_walked(tmp_path, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="not a demo"):
        call_command("pages_as_text", str(tmp_path))


def test_what_goes_wrong_afterwards_is_logged_again(written, caplog):
    logging.getLogger("heard").error("Something else")
    assert "Something else" in caplog.text
