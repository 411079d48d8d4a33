"""What an author says reaches whoever answered; an email that cannot arrive is shown to whoever sent it. By a real worker, over SMTP."""

import os
import re
import signal
import subprocess
import sys
from datetime import timedelta
from email.header import decode_header, make_header
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from heard.core import clock, jobs
from heard.moderation.actions import cases
from heard.moderation.models import Case
from heard.organisations.models import Role
from heard.responses.actions import answers, replies
from heard.stories.actions import authoring
from tests import factories
from tests.core.test_real_smtp import postbox  # noqa: F401 - a fixture
from tests.journeys.plain import expect
from tests.journeys.steps import given_signed_in, then_the_mistakes_are_read_first
from tests.launch.processes import ROOT, wait_for

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Thank you, Joy. When will the board be up?"


@pytest.fixture
def worker(site, postbox):  # noqa: F811
    """`manage.py worker` on this test's database, mailing through the test's own server; links lead to the test's own site."""
    database = urlsplit(settings.DATABASE_URL)._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.core.trying.mailing",
        "TEST_DATABASE_URL": database,
        "TEST_SMTP_PORT": str(settings.EMAIL_PORT),
        "TEST_SITE_URL": site,
        "PYTHONPATH": str(ROOT),
    }
    process = subprocess.Popen([sys.executable, str(ROOT / "manage.py"), "worker"], env=env)  # noqa: S603
    yield postbox
    process.send_signal(signal.SIGTERM)
    process.wait(30)


def letter_with(postbox, subject):  # noqa: F811
    """The letter whose subject holds this, once the worker has sent it."""

    def found():
        return next((each for each in postbox.letters if subject in str(make_header(decode_header(each["Subject"])))), None)

    return wait_for(found)


def body_of(letter):
    return letter.get_payload(decode=True).decode()


def test_a_reply_reaches_its_responder_by_email_and_in_the_inbox(any_page, check, site, worker):
    # given a responder whose answer is public
    page = any_page
    responder = factories.member(of=factories.organisation(remit=[factories.service(name="Fracture clinic")]), name="Joy Adeyemi")
    story = factories.tell(factories.story_for(responder.organisation))
    factories.read_by(story, responder)
    answer = factories.published_answer(story=story, membership=responder)
    assert "Hello Joy Adeyemi," in body_of(letter_with(worker, "Your answer is public"))
    given_signed_in(page, site, responder)
    page.goto("/inbox/?show=replied")
    expect(page.get_by_role("heading", name="No new replies")).to_be_visible()
    check(page)
    # when the author replies, and a moderator publishes it
    reply = replies.send_reply(story_id=story.pk, author=story.author, text=WORDS, answer_id=answer.pk)
    replies.publish_reply(reply_id=reply.pk, text=WORDS, by=factories.moderator())
    # then the row says so
    page.goto("/inbox/?show=answered")
    expect(page.get_by_text("New reply", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="New replies (1)")).to_be_visible()
    check(page)
    # and the email leads to the reply
    body = body_of(letter_with(worker, "The author has replied"))
    assert WORDS not in body
    page.goto(re.search(r"http\S+/inbox/stories/\S+", body).group())
    expect(page.locator(f"#reply-{reply.pk}").get_by_text(WORDS)).to_be_in_viewport()
    expect(page.locator(f"#reply-{reply.pk}").get_by_text("New", exact=True)).to_be_visible()
    check(page)
    page.goto("/inbox/?show=replied")
    expect(page.get_by_role("heading", name="No new replies")).to_be_visible()


def test_an_invitation_to_an_address_that_is_refused_is_put_right(any_page, check, site, worker):
    # given an administrator who mistypes a colleague's address, at a server that does not know it
    page = any_page
    administrator = factories.member(of=factories.organisation(name="Quayside"), roles=[Role.ADMINISTRATOR])
    given_signed_in(page, site, administrator)
    worker.replies = ["550 5.1.1 No such user here"]
    page.goto("/organisation/members/invite/")
    page.get_by_label(re.compile("work email address")).fill("nai@work.example")
    page.get_by_label("Their name").fill("Nia Lowe")
    page.get_by_label("Responder: answers stories").check()
    expect(page.get_by_label(re.compile("Co-ordinator|Approver"))).to_have_count(0)
    check(page)
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("We’ve sent the invitation")).to_be_visible()
    # when it comes back
    wait_for(lambda: not worker.replies)
    refused = page.get_by_text("Couldn’t be delivered")
    wait_for(lambda: page.goto("/organisation/members/") and refused.count())
    check(page)
    # then it can be sent to the right one
    page.get_by_role("link", name="Send it again to Nia Lowe").click()
    expect(page.get_by_text("refused our email")).to_be_visible()
    check(page)
    page.get_by_label(re.compile("work email address")).fill("not an address")
    page.get_by_role("button", name="Send it again").click()
    then_the_mistakes_are_read_first(page)
    check(page)
    page.get_by_label(re.compile("work email address")).fill("nia@work.example")
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_text("sent the invitation again")).to_be_visible()
    letter = letter_with(worker, "Quayside invites you to Heard")
    assert letter["To"] == "nia@work.example"
    page.goto("/organisation/members/")
    expect(refused).to_have_count(0)


def test_who_follows_an_email_to_a_story_that_was_taken_back_reads_that(any_page, check, site):
    page = any_page
    responder = factories.member(of=factories.organisation(remit=[factories.service()]))
    story = factories.tell(factories.story_for(responder.organisation))
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    given_signed_in(page, site, responder)
    page.goto(f"/inbox/stories/{story.pk}/")
    expect(page.get_by_role("heading", name="The author took this story back")).to_be_visible()
    check(page)
    page.get_by_role("link", name="Go to your inbox").click()
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()


def test_a_promise_is_noticed_and_becomes_a_plan(any_page, check, site):
    page = any_page
    responder = factories.member(of=factories.organisation(remit=[factories.service()]))
    story = factories.tell(factories.story_for(responder.organisation))
    given_signed_in(page, site, responder)
    page.goto(f"/inbox/stories/{story.pk}/answer/")
    page.get_by_label("Your answer").fill("Thank you, Gull. From January there will be a film. Please send us your date of birth.")
    page.get_by_role("button", name="See how it will look").click()
    expect(page.get_by_role("heading", name="It asks who the author is")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Send it and plan the change").click()
    expect(page.get_by_label("What will change?")).to_have_value("From January there will be a film.")
    check(page)
    # and a moderator, who reads the answer first, sees both
    with clock.at(clock.now() + timedelta(minutes=31)):
        jobs.drain()
        answers.close_windows()
        jobs.drain()
    moderator = factories.moderator()
    case = cases.claim_case(case_id=Case.objects.get(subject="answer").pk, by=moderator)
    given_signed_in(page, site, moderator)
    page.goto(f"/moderation/{case.pk}/")
    for heading in ("It asks who the author is", "It sounds like a promise"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    check(page)
