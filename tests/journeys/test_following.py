"""An author comes back with the story key, reads the answer, says more, and takes the story back; with JavaScript and without."""

import pytest

from heard.accounts.actions import authors
from heard.moderation.actions import cases
from heard.moderation.actions import stories as deciding
from heard.moderation.models import Case
from heard.reach.actions import story_opened
from heard.regions.models import Region
from heard.responses.actions import replies
from heard.responses.models import Reply
from heard.stories.models import State
from tests import factories
from tests.journeys.plain import expect
from tests.journeys.steps import given_signed_in, when_they_open_it_with_the_key

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
    when_they_open_it_with_the_key(page, key.title())
    page.get_by_role("heading", name="Who was told").wait_for()


def test_everything_about_my_story_in_one_place(given, site, page, phone, axe, no_sideways):
    # When the author comes back on a computer and on a telephone
    for window in (page, phone):
        come_in(window, site, given.key)
        axe(window)
        no_sideways(window)
        # Then they see who was told and has read, and the answer
        expect(window.get_by_text("Northmoor Trust read your story")).to_be_visible()
        expect(window.get_by_text("Thank you for telling us.")).to_be_visible()
    # And every page that starts from there is for everybody
    for path in ("reply", "update", "treated-differently", "pin", "words"):
        page.goto(f"{site}/my-story/{path}/")
        axe(page)


@pytest.mark.drawn
@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without"])
def test_reply_say_it_helped_and_take_it_back(given, site, open_page, axe, js):
    page = open_page(js=js)
    come_in(page, site, given.key)
    # When the author replies and says that the answer helped
    page.get_by_role("link", name="Reply to Joy Adeyemi").click()
    page.get_by_role("button", name="Send my reply").click()
    expect(page.get_by_text("Enter your reply").first).to_be_visible()
    page.get_by_label("Your reply").fill("That is good to know.")
    page.get_by_role("button", name="Send my reply").click()
    page.get_by_text("We have your reply").wait_for()
    page.get_by_role("button", name="Yes, it helped").click()
    page.get_by_text("You said “Yes, it helped”").wait_for()
    # Then the reply waits for a moderator
    assert Reply.objects.get().original == "That is good to know."
    # When the author takes the story back, the PIN is asked for, and a warning comes first
    page.get_by_role("link", name="Take my story back").click()
    page.get_by_label("Your PIN").fill("1111")
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("That isn’t your PIN").first.wait_for()
    page.get_by_label("Your PIN").fill("4071")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Do you want to take your story back?").wait_for()
    if js:
        axe(page)
    page.get_by_role("button", name="Take my story back").click()
    page.get_by_role("heading", name="You took your story back").wait_for()
    # Then nobody can read it
    given.story.refresh_from_db()
    assert given.story.state == State.WITHDRAWN
    assert page.goto(f"{site}/stories/{given.story.pk}/").status == 410


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without"])
def test_asking_us_to_look_again_and_somebody_else_does(run_jobs, site, open_page, axe, no_sideways, js):
    # Given a story that a moderator declined
    first, second = (factories.person(name=name, roles=["first-line"]) for name in ("Imogen Tarrow", "Dele Amusan"))
    story = factories.sent_story(services=[factories.service(name="Larkfield Ward")])
    run_jobs()
    case = cases.claim_case(case_id=Case.objects.get().pk, by=first)
    deciding.decline(case_id=case.pk, seen_story=0, reason="duplicate", message="We have this story already.", by=first)
    key = authors.give_key(story.author)
    # When the author reads why, and asks us to look again
    me = open_page(js=js, width=360)
    me.goto(f"{site}/my-story/")
    when_they_open_it_with_the_key(me, key)
    me.get_by_text("We have this story already.").first.wait_for()
    me.get_by_role("link", name="Ask us to look again").click()
    if js:
        axe(me)
        no_sideways(me)
    me.get_by_label("What should we know when we look again?").fill("It is about another visit.")
    me.get_by_role("button", name="Ask us to look again").click()
    me.get_by_role("heading", name="We’re looking at your story again").wait_for()
    run_jobs()
    # Then it waits for somebody else, who has the author's words before them
    desk = given_signed_in(open_page(js=js), site, first)
    desk.goto(f"{site}/moderation/")
    expect(desk.get_by_role("link", name="Story about Larkfield Ward")).to_have_count(0)
    desk = given_signed_in(open_page(js=js), site, second)
    desk.goto(f"{site}/moderation/")
    desk.get_by_role("button", name="Read the next one").click()
    desk.get_by_role("heading", name="The author has asked us to look again").wait_for()
    expect(desk.get_by_role("main")).to_contain_text("It is about another visit.")
    if js:
        axe(desk)


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without"])
def test_taking_one_reply_back(given, site, open_page, axe, js):
    reply = replies.send_reply(story_id=given.story.pk, author=given.story.author, text="That is good to know.")
    replies.publish_reply(reply_id=reply.pk, text=reply.original, by=factories.moderator())
    page = open_page(js=js, width=360)
    come_in(page, site, given.key)
    # When the author takes the reply back: the PIN is asked for, and a warning comes first
    page.get_by_role("link", name="Take this reply back").click()
    page.get_by_label("Your PIN").fill("4071")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Take back your reply").wait_for()
    if js:
        axe(page)
    page.get_by_role("button", name="Take it back").click()
    page.get_by_text("You took it back.").wait_for()
    # Then the answer stays and the reply is gone
    page.goto(f"{site}/stories/{given.story.pk}/")
    expect(page.get_by_role("main")).to_contain_text("Thank you for telling us.")
    assert "That is good to know." not in page.content()


def test_a_new_key_is_shown_until_it_is_safe(given, site, page, axe):
    come_in(page, site, given.key)
    page.get_by_role("link", name="Change my story key").click()
    page.get_by_label("Your PIN").fill("4071")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Get a new key").click()
    page.get_by_role("heading", name="Your story key", exact=True).wait_for()
    axe(page)
    page.reload()
    expect(page.get_by_role("heading", name="Your story key", exact=True)).to_be_visible()
    page.get_by_role("button", name="I’ve saved my key").click()
    page.get_by_text("Only you have your story key now").wait_for()


@pytest.mark.parametrize("js", [True, False], ids=["javascript", "no javascript"])
def test_ones_own_story_is_left_quickly(given, site, open_page, axe, no_sideways, js):
    Region.objects.update(leave_to=f"{site}/look/")
    page = open_page(width=360, js=js)
    # Given an author who looks at the story, and at a page behind it
    come_in(page, site, given.key)
    page.goto(f"{site}/my-story/update/")
    if js:
        axe(page)
    no_sideways(page)
    # When somebody comes into the room
    page.get_by_role("link", name="Leave quickly").click()
    # Then another page is there, and the story is closed
    page.wait_for_url("**/look/")
    page.goto(f"{site}/my-story/")
    expect(page.get_by_label("What is your story key?")).to_be_visible()
