"""What staff type is never lost: they leave, sign in again, work somewhere else, are frozen, lose the line, or write at the same time."""

from datetime import timedelta
from uuid import uuid4

import pytest

from heard.core import clock
from heard.enquiries.actions import send_enquiry
from heard.moderation.actions import cases
from heard.organisations.actions import members
from heard.responses.models import Answer, Change
from heard.writing.models import Text
from tests import factories
from tests.factories import TESTS
from tests.journeys.plain import expect
from tests.journeys.steps import given_signed_in

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Thank you, Gull. I run the clinic on Tuesdays."
SIGNED_OUT = "Not saved. You were signed out"
OFFLINE = "Not saved yet: no connection."


class Given:
    """A hospital that listens, two responders, and one story about its clinic."""

    def __init__(self):
        self.organisation = factories.organisation(remit=[factories.service(name="Fracture clinic")], name="Shoreline Hospitals")
        self.ruth = factories.member(of=self.organisation, name="Ruth Kemp")
        self.joy = factories.member(of=self.organisation, name="Joy Adeyemi")
        self.story = factories.tell(factories.story_for(self.organisation))

    @property
    def answer(self):
        return f"/inbox/stories/{self.story.pk}/answer/"


@pytest.fixture
def given():
    return Given()


@pytest.fixture
def open_page(open_page):
    """Every page has a clock of its own, so that no journey sits out the pause after which a page saves: by a script."""

    def opened(*, js=True, **options):
        page = open_page(js=js, **options)
        if js:
            page.clock.install()
        return page

    return opened


def when_time_goes_by(page, seconds):
    """Time goes by in this browser alone, and what it asks in that time is answered."""
    page.clock.fast_forward(seconds * 1000)


def when_it_is_typed(page, words, label="Your answer"):
    """Typed, and long enough ago for the page to save. "Saved" may still stand there from the text before: the answer counts."""
    page.get_by_label(label).fill(words)
    with page.expect_response(lambda answer: "x-autosave" in answer.request.headers):
        when_time_goes_by(page, 2)
    then_the_page_says(page, "Saved")


def then_the_page_says(page, words):
    """What the page's own form says of its saving; a note beside it has a line of its own, further down."""
    expect(page.locator("[data-writing]").first).to_contain_text(words)


def then_it_holds(page, words, label="Your answer"):
    expect(page.get_by_label(label)).to_have_value(words)


def then_it_is_kept(page, words):
    """A page that is left saves on its way out: wait until that has arrived."""
    for _ in range(300):
        if Text.objects.filter(words__text=[words]).exists():
            return
        page.wait_for_timeout(100)
    pytest.fail("what was typed never arrived")


def test_leaving_and_coming_back(given, site, page, axe, no_sideways):
    # Given a responder who began an answer and was called away
    given_signed_in(page, site, given.ruth).goto(given.answer)
    when_it_is_typed(page, WORDS)
    axe(page)
    page.goto("/inbox/")
    # When she comes back to the story
    page.goto(f"/inbox/stories/{given.story.pk}/")
    expect(page.get_by_role("heading", name="Started but not sent")).to_be_visible()
    axe(page)
    page.get_by_text("An answer, by Ruth Kemp").click()
    page.get_by_role("link", name="Continue with it").click()
    # Then her words are there, and she sends them
    then_it_holds(page, WORDS)
    expect(page.get_by_text("You started this earlier")).to_be_visible()
    axe(page)
    no_sideways(page)
    page.get_by_role("button", name="See how it will look").click()
    page.get_by_role("button", name="Send my answer").click()
    page.get_by_role("heading", name="Your answer is on its way").wait_for()
    assert Answer.objects.get().text == WORDS
    # And nothing of it is kept any longer
    page.goto(given.answer)
    then_it_holds(page, "")


def test_leaving_without_a_pause(given, site, page):
    # Given words typed a moment ago
    given_signed_in(page, site, given.ruth).goto(given.answer)
    page.get_by_label("Your answer").fill(WORDS)
    # When the page is left at once, by a link
    page.get_by_role("link", name="Cancel").click()
    page.wait_for_url("**/inbox/stories/*/")
    # Then they are there again
    then_it_is_kept(page, WORDS)
    page.goto(given.answer)
    then_it_holds(page, WORDS)


def test_sent_in_the_moment_in_which_it_is_saved(given, site, page):
    # Given a line on which saving takes a while
    held = []
    given_signed_in(page, site, given.ruth).goto(f"/inbox/stories/{given.story.pk}/made/")
    page.route("**/made/", lambda route: held.append(route) if "x-autosave" in route.request.headers else route.continue_())
    page.get_by_label("What has changed?").fill("The board is up.")
    with page.expect_request(lambda request: "x-autosave" in request.headers):
        when_time_goes_by(page, 2)
    # When it is sent while it is being saved
    page.get_by_role("button", name="Send it").click()
    held[0].continue_()
    page.get_by_text("Sent. A moderator will read it before it’s published.").wait_for()
    # Then it was sent, and nothing of it comes back
    assert Change.objects.get().made_what == "The board is up."
    assert not Text.objects.filter(sent_at=None).exists()


def test_signing_in_again(given, site, page):
    # Given a responder whose session ends while she writes
    given_signed_in(page, site, given.ruth).goto(given.answer)
    when_it_is_typed(page, "Thank you")
    page.context.clear_cookies()
    page.get_by_label("Your answer").fill(WORDS)
    when_time_goes_by(page, 2)
    then_the_page_says(page, SIGNED_OUT)
    then_it_holds(page, WORDS)
    # When she signs in again in another window, and writes on in this one
    given_signed_in(page, site, given.ruth)
    when_it_is_typed(page, f"{WORDS} Ask for me.")
    # Then it is all there
    page.goto(given.answer)
    then_it_holds(page, f"{WORDS} Ask for me.")


def test_working_for_another_organisation_and_back(given, site, page):
    # Given somebody who works in two places that the story concerns
    quayside = factories.organisation(remit=list(given.story.services.all()), name="Quayside")
    other = factories.member_again(person=given.ruth.person, of=quayside)
    given_signed_in(page, site, given.ruth).goto(given.answer)
    when_it_is_typed(page, WORDS)
    # When she works for the other one, where nobody has begun anything
    given_signed_in(page, site, other).goto(given.answer)
    then_it_holds(page, "")
    # And comes back
    given_signed_in(page, site, given.ruth).goto(given.answer)
    # Then her words are there
    then_it_holds(page, WORDS)


def test_words_for_one_organisation_are_not_sent_for_another(given, site, page, axe):
    # Given a page that was opened for one organisation, and a session that works for another meanwhile
    quayside = factories.organisation(remit=list(given.story.services.all()), name="Quayside")
    other = factories.member_again(person=given.ruth.person, of=quayside)
    given_signed_in(page, site, given.ruth).goto(given.answer)
    given_signed_in(page, site, other)
    # When she writes on there
    page.get_by_label("Your answer").fill(WORDS)
    when_time_goes_by(page, 2)
    # Then nothing is saved for the wrong one, and she is told
    then_the_page_says(page, "You opened this page for another organisation")
    then_it_holds(page, WORDS)
    assert not Text.objects.exists()


def test_a_colleague_goes_on_where_somebody_was_frozen(given, site, page, open_page, axe):
    # Given a responder who is frozen while she writes
    given_signed_in(page, site, given.ruth).goto(given.answer)
    when_it_is_typed(page, WORDS)
    members.freeze_member(membership_id=given.ruth.pk, by=TESTS)
    page.get_by_label("Your answer").fill(f"{WORDS} And more")
    when_time_goes_by(page, 2)
    then_the_page_says(page, SIGNED_OUT)
    # When a colleague opens the page
    colleague = given_signed_in(open_page(), site, given.joy)
    colleague.goto(given.answer)
    then_it_holds(colleague, "")
    colleague.get_by_text("Ruth Kemp is writing too").click()
    expect(colleague.get_by_text(WORDS)).to_be_visible()
    axe(colleague)
    colleague.get_by_role("link", name="Continue with these words").click()
    # Then she goes on with it, and sends it
    then_it_holds(colleague, WORDS)
    axe(colleague)
    when_it_is_typed(colleague, f"{WORDS} Ask for Joy.")
    colleague.get_by_role("button", name="See how it will look").click()
    colleague.get_by_role("button", name="Send my answer").click()
    colleague.get_by_role("heading", name="Your answer is on its way").wait_for()
    assert not Text.objects.filter(sent_at=None).exists()


def test_two_writers_at_once_see_each_other_and_lose_nothing(given, site, page, open_page, axe):
    # Given two responders with the same page open
    given_signed_in(page, site, given.ruth).goto(given.answer)
    colleague = given_signed_in(open_page(), site, given.joy)
    colleague.goto(given.answer)
    # When both write
    when_it_is_typed(page, "By Ruth")
    when_it_is_typed(colleague, "By Joy")
    # Then each hears of the other with their next words, and neither page changes what is being typed
    expect(colleague.get_by_text("Ruth Kemp is writing too")).to_be_visible()
    when_it_is_typed(page, "By Ruth, and more")
    expect(page.get_by_text("Joy Adeyemi is writing too")).to_be_visible()
    page.get_by_text("Joy Adeyemi is writing too").click()
    expect(page.get_by_text("By Joy", exact=True)).to_be_visible()
    axe(page)
    then_it_holds(page, "By Ruth, and more")
    then_it_holds(colleague, "By Joy")
    # And both are there again
    page.reload()
    then_it_holds(page, "By Ruth, and more")
    colleague.reload()
    then_it_holds(colleague, "By Joy")


def test_two_open_pages_show_each_other_without_a_word_more(given, site, page, open_page, axe, no_sideways):
    # Given a responder who has begun, and put the pen down
    given_signed_in(page, site, given.ruth).goto(given.answer)
    page.get_by_label("Your answer").fill("By Ruth")
    when_time_goes_by(page, 2)
    then_the_page_says(page, "Saved")
    # When a colleague begins too
    colleague = given_signed_in(open_page(width=360, height=740), site, given.joy)
    colleague.goto(given.answer)
    when_it_is_typed(colleague, "By Joy")
    expect(page.get_by_text("Joy Adeyemi is writing too")).to_have_count(0)
    # Then the first page says so by itself, and nothing else of it changes
    page.get_by_label("Your answer").focus()
    seen = page.locator("[name=writing_seen]").input_value()
    when_time_goes_by(page, 30)
    expect(page.get_by_text("Joy Adeyemi is writing too")).to_be_visible()
    then_it_holds(page, "By Ruth")
    expect(page.locator("[name=writing_seen]")).to_have_value(seen)
    axe(page)
    no_sideways(colleague)
    # And what each of them goes on with is kept beside the other
    page.get_by_label("Your answer").fill("By Ruth, and more")
    with page.expect_response(lambda response: "x-autosave" in response.request.headers):
        when_time_goes_by(page, 2)
    assert sorted(each.words["text"][0] for each in Text.objects.all()) == ["By Joy", "By Ruth, and more"]


def test_a_page_that_nobody_is_at_stops_asking(given, site, page):
    # Given a page that is open, and nobody there
    given_signed_in(page, site, given.ruth).goto(given.answer)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "x-beside" in request.headers else None)
    page.get_by_label("Your answer").focus()
    for _ in range(4):
        with page.expect_response(lambda response: "x-beside" in response.request.headers):
            when_time_goes_by(page, 25)
    # When five minutes go by without a key
    for _ in range(20):
        when_time_goes_by(page, 25)
        page.wait_for_timeout(20)
    met = len(asked)
    # Then it asks no more
    assert met < 16
    for _ in range(4):
        when_time_goes_by(page, 60)
        page.wait_for_timeout(20)
    assert len(asked) == met
    # And goes on with the next key
    page.get_by_label("Your answer").press("a")
    with page.expect_response(lambda response: "x-beside" in response.request.headers):
        when_time_goes_by(page, 25)


def test_a_lost_line_that_comes_back(given, site, page, axe):
    # Given a responder on a train
    given_signed_in(page, site, given.ruth).goto(given.answer)
    page.context.set_offline(True)
    page.get_by_label("Your answer").fill(WORDS)
    when_time_goes_by(page, 2)
    then_the_page_says(page, OFFLINE)
    # When the line comes back
    page.context.set_offline(False)
    # Then what she typed is saved by itself
    then_the_page_says(page, "Saved")
    assert Text.objects.get().words["text"] == [WORDS]


def test_without_javascript_by_the_button_on_a_telephone(given, site, open_page, no_sideways):
    # Given a browser without JavaScript
    page = given_signed_in(open_page(js=False, width=360, height=740), site, given.ruth)
    page.goto(given.answer)
    page.get_by_label("Your answer").fill(WORDS)
    # When she saves by the button
    page.get_by_role("button", name="Save for later").click()
    expect(page.get_by_text("Saved. Nothing was sent.")).to_be_visible()
    no_sideways(page)
    # Then it is there, and can be thrown away
    page.goto("/inbox/")
    page.goto(given.answer)
    then_it_holds(page, WORDS)
    page.get_by_text("Delete what you wrote here").click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_text("Deleted. Nothing was sent.")).to_be_visible()
    then_it_holds(page, "")


def test_enter_in_a_field_presses_the_main_button(given, site, open_page):
    # Given an answer that was begun before
    page = given_signed_in(open_page(js=False), site, given.ruth)
    page.goto(given.answer)
    page.get_by_label("Your answer").fill(WORDS)
    page.get_by_role("button", name="Save for later").click()
    # When Enter is pressed in a field
    page.get_by_label("Your name").press("Enter")
    # Then it is shown as it will look, and neither sent nor thrown away
    page.get_by_role("heading", name="How your answer will look").wait_for()
    assert Text.objects.get().words["text"] == [WORDS]


def test_a_question_begun_at_the_desk_by_whoever_had_the_case_before(given, site, page, open_page, axe, run_jobs):
    # Given a moderator who began a question
    mo, ola = factories.person(name="Mo Derator", roles=["first-line"]), factories.person(name="Ola Second", roles=["first-line"])
    case = factories.claimed_case(run_jobs=run_jobs, by=mo)
    given_signed_in(page, site, mo).goto(f"/moderation/{case.pk}/ask/")
    when_it_is_typed(page, "Do you mean the clinic", "What do you want to ask?")
    axe(page)
    # When a colleague takes the case over
    with clock.at(clock.now() + timedelta(hours=3)):
        cases.claim_case(case_id=case.pk, note="She is ill.", by=ola)
    colleague = given_signed_in(open_page(width=360, height=740), site, ola)
    colleague.goto(f"/moderation/{case.pk}/")
    expect(colleague.get_by_text("A question for the author, by Mo Derator")).to_be_visible()
    axe(colleague)
    colleague.get_by_text("A question for the author, by Mo Derator").click()
    colleague.get_by_role("link", name="Continue with it").click()
    # Then they go on with it
    then_it_holds(colleague, "Do you mean the clinic", "What do you want to ask?")
    axe(colleague)


def test_a_story_on_the_desk_saves_itself(given, site, page, axe, run_jobs):
    # Given a moderator who edits a story
    mo = factories.moderator()
    case = factories.claimed_case(run_jobs=run_jobs, by=mo)
    given_signed_in(page, site, mo).goto(f"/moderation/{case.pk}/")
    when_it_is_typed(page, "If I step out", "Title")
    when_it_is_typed(page, "If I step out, do I lose my place?", "Title")
    axe(page)
    # When they leave and come back
    page.goto("/moderation/")
    page.goto(f"/moderation/{case.pk}/")
    # Then it is there
    then_it_holds(page, "If I step out, do I lose my place?", "Title")


def test_an_answer_to_a_message_to_heard_that_a_colleague_goes_on_with(given, site, page, open_page, axe, no_sideways, run_jobs):
    # Given an operator who began an answer, and was called away
    ruth, joy = (factories.person(name=name, roles=["operator"]) for name in ("Ruth Kemp", "Joy Adeyemi"))
    said = {"kind": "question", "words": "Who pays for this?", "email": "ada@home.example", "place": "here", "form_key": uuid4()}
    message = send_enquiry(region=given.story.region, by=TESTS, **said)
    given_signed_in(page, site, ruth).goto(f"/operator/messages/{message.pk}/")
    when_it_is_typed(page, "Organisations that listen do.")
    axe(page)
    # When a colleague looks at what waits, on a telephone, without JavaScript
    colleague = given_signed_in(open_page(js=False, width=360, height=740), site, joy)
    colleague.goto("/operator/messages/")
    expect(colleague.get_by_text("Started by Ruth Kemp")).to_be_visible()
    no_sideways(colleague)
    colleague.get_by_role("link", name="A question: Who pays for this?").click()
    colleague.get_by_text("Ruth Kemp is writing too").click()
    colleague.get_by_role("link", name="Continue with these words").click()
    then_it_holds(colleague, "Organisations that listen do.")
    no_sideways(colleague)
    # Then she goes on with it, keeps it, and sends it
    colleague.get_by_label("Your answer").fill("Organisations that listen do. Joy")
    colleague.get_by_role("button", name="Save for later").first.click()
    expect(colleague.get_by_text("Saved. Nothing was sent.")).to_be_visible()
    then_it_holds(colleague, "Organisations that listen do. Joy")
    colleague.get_by_role("button", name="Send the answer").click()
    expect(colleague.get_by_text("Answered. We’re emailing your answer now.")).to_be_visible()
    run_jobs()
    assert not Text.objects.filter(sent_at=None).exists()
