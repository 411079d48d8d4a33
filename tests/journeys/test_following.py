"""An author comes back with the story key, reads the answer, says more, and takes the story back; with JavaScript and without."""

import pytest

from heard.accounts.actions import authors
from heard.reach.actions import story_opened
from heard.responses.models import Reply
from heard.stories.models import State
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


class Given:
    """A published story that was read and answered, and its author with four words and a PIN."""

    def __init__(self, run_jobs):
        ward = factories.service(name="Larkfield Ward")
        organisation = factories.organisation(remit=[ward], name="Northmoor Trust")
        self.member = factories.member(of=organisation, name="Joy Adeyemi")
        self.story = factories.published_story(services=[ward])
        run_jobs()
        story_opened(story_id=self.story.pk, membership=self.member, by=self.member.person)
        self.answer = self.story.answers.create(
            organisation=organisation,
            person=self.member.person,
            name="Joy Adeyemi",
            job_title="Ward manager",
            text="Thank you for telling us.",
            state="published",
            published_at=self.story.told_at,
        )
        self.key = authors.give_key(self.story.author)
        authors.key_is_safe(self.story.author)
        authors.set_pin(self.story.author, "4071")


@pytest.fixture
def given(run_jobs):
    return Given(run_jobs)


def come_in(page, site, key):
    page.goto(f"{site}/my-story/")
    page.get_by_label("What is your story key?").fill(key.title())
    page.get_by_role("button", name="Open my story").click()
    page.get_by_role("heading", name="Your story is public").wait_for()


def test_everything_about_my_story_in_one_place(given, site, page, phone, axe, no_sideways):
    # When the author comes back on a computer and on a telephone
    for window in (page, phone):
        come_in(window, site, given.key)
        axe(window)
        no_sideways(window)
        # Then they see who was told and has read, and the answer
        assert window.get_by_text("Northmoor Trust read your story").is_visible()
        assert window.get_by_text("Thank you for telling us.").is_visible()
    # And every page that starts from there is for everybody
    for path in ("reply", "update", "treated-differently", "pin", "words"):
        page.goto(f"{site}/my-story/{path}/")
        axe(page)


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without"])
def test_reply_say_it_helped_and_take_it_back(given, site, open_page, axe, js):
    page = open_page(js=js)
    come_in(page, site, given.key)
    # When the author replies and says that the answer helped
    page.get_by_role("link", name="Reply to Joy Adeyemi").click()
    page.get_by_role("button", name="Send my reply").click()
    assert page.get_by_text("Write what you want to say").first.is_visible()
    page.get_by_label("Your reply").fill("That is good to know.")
    page.get_by_role("button", name="Send my reply").click()
    page.get_by_text("Your reply was sent").wait_for()
    page.get_by_role("button", name="Yes, it helped").click()
    page.get_by_text("You said: yes, it helped").wait_for()
    # Then the reply waits for a moderator
    assert Reply.objects.get().original == "That is good to know."
    # When the author takes the story back, the PIN is asked for, and a warning comes first
    page.get_by_role("link", name="Take my story back").click()
    page.get_by_label("Your PIN").fill("1111")
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("This is not your PIN").first.wait_for()
    page.get_by_label("Your PIN").fill("4071")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Take your story back?").wait_for()
    if js:
        axe(page)
    page.get_by_role("button", name="Take my story back").click()
    page.get_by_role("heading", name="You took your story back").wait_for()
    # Then nobody can read it
    given.story.refresh_from_db()
    assert given.story.state == State.WITHDRAWN
    assert page.goto(f"{site}/stories/{given.story.pk}/").status == 410


def test_a_new_key_is_shown_until_it_is_safe(given, site, page, axe):
    come_in(page, site, given.key)
    page.get_by_role("link", name="Change my story key").click()
    page.get_by_label("Your PIN").fill("4071")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Give me a new key").click()
    page.get_by_role("heading", name="Your story key", exact=True).wait_for()
    axe(page)
    page.reload()
    assert page.get_by_role("heading", name="Your story key", exact=True).is_visible()
    page.get_by_role("button", name="I have it safe").click()
    page.get_by_text("Nobody but you knows").wait_for()
