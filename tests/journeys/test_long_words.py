"""One word as long as it may be, wherever somebody may write one: no page scrolls sideways on a telephone, and no short word is broken."""

import re

import pytest
from playwright.sync_api import expect

from heard.accounts.actions import authors
from heard.directory.actions.corrections import correct_service
from heard.organisations.actions import contacts as public_contacts
from heard.organisations.actions import invitations
from heard.organisations.models import Role
from heard.ui.samples import SHEETS
from tests import factories
from tests.factories import TESTS
from tests.journeys.steps import given_signed_in, when_they_open_it_with_the_key

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwll" * 4
TITLE, NAME, CHOSEN = LONG[:140], LONG[:100], LONG[:60]

BROKEN = """() => {
    const broken = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; (node = walk.nextNode()); ) {
        const within = node.parentElement;
        if (within.closest(".unseen, .enter-first, script, textarea, select") || !within.checkVisibility()) continue;
        for (const word of node.data.matchAll(/[\\p{L}\\p{N}]{2,}/gu)) {
            if (word[0].length > 14) continue;
            const range = document.createRange();
            range.setStart(node, word.index);
            range.setEnd(node, word.index + word[0].length);
            const lines = new Set([...range.getClientRects()].filter((each) => each.width).map((each) => Math.round(each.top / 8)));
            if (lines.size > 1) broken.push(`${word[0]} in ${within.outerHTML.slice(0, 100)}`);
        }
    }
    return broken;
}"""


@pytest.fixture
def world(run_jobs):
    """A county in which nobody ever uses a blank."""
    trust = factories.service(name=TITLE)
    ward = factories.service(name=f"Ward{TITLE}", parent=trust)
    organisation = factories.organisation(name=TITLE, remit=[trust])
    me = factories.member(of=organisation, roles=[Role.ADMINISTRATOR, Role.RESPONDER], name=NAME)
    correct_service(service_id=trust.pk, changes={"town": LONG[:80], "address": [LONG[:120]]}, by=TESTS)
    factories.confirmed_contact(of=factories.service(name=f"Surgery{TITLE}"), email=f"{LONG[:60].lower()}@{'w' * 60}.example")
    public_contacts.add_contact(organisation_id=organisation.pk, value=f"https://{'w' * 60}.example/{LONG[:100]}", what=LONG[:120], by=me)
    invitations.invite_member(
        organisation_id=organisation.pk, email=f"{LONG[:60].lower()}@work.example", name=NAME, roles=["member"], by=me
    )  # fmt: skip
    told = {"words": LONG, "hope": LONG, "chosen_name": CHOSEN, "good": [CHOSEN], "better": [CHOSEN], "feelings": [CHOSEN]}
    story = factories.published_story(services=[ward], title=TITLE, **told)
    waiting = factories.sent_story(services=[ward], title=TITLE, unknown_service=LONG, **told)
    run_jobs()
    factories.published_answer(story=story, membership=me, text=LONG)
    change = factories.planned_change(story=story, membership=me, what=LONG)
    run_jobs()
    return {"trust": trust, "ward": ward, "organisation": organisation, "me": me, "story": story, "waiting": waiting, "change": change}


@pytest.fixture
def fits(phone, site, no_sideways):
    """Visit pages as somebody, on a telephone."""

    def fits(whom, paths):
        if whom is not None:
            given_signed_in(phone, site, whom)
        for path in paths:
            answered = phone.goto(path)
            assert answered.status == 200, path
            assert LONG[:20].lower() in phone.content().lower(), f"{path} shows none of the long words"
            no_sideways(phone)

    return fits


def test_the_pages_of_operators_fit(world, fits, phone, no_sideways):
    organisation, member = world["organisation"].pk, world["me"]
    one = f"/operator/organisations/{organisation}/"
    pages = [
        "", "name/", "contacts/", "services/", "services/?q=llanfair", "terms/", "members/", "invite/", f"members/{member.pk}/freeze/",
    ]  # fmt: skip
    people = [f"/operator/people/{member.person_id}/"]
    directory = ["/operator/directory/?q=llanfair", f"/operator/directory/{world['trust'].pk}/", f"/operator/directory/{world['ward'].pk}/"]
    fits(factories.operator(), ["/operator/organisations/", *(one + page for page in pages), *people, *directory])
    phone.goto("/operator/people/")
    phone.get_by_label("Find anyone who has an account").fill("llanfair")
    phone.get_by_role("button", name="Search").click()
    expect(phone.get_by_role("link", name=re.compile("llanfair", re.IGNORECASE)).first).to_be_visible()
    no_sideways(phone)


def test_the_pages_of_an_organisation_fit(world, fits):
    member, story = world["me"].pk, world["story"].pk
    own = ["", "me/", "contacts/", "members/", f"members/{member}/", f"members/{member}/freeze/", "choose/", "leave/"]
    inbox = ["", f"stories/{story}/", f"stories/{story}/answer/", f"stories/{story}/plan/", f"changes/{world['change'].pk}/"]
    fits(world["me"], [*(f"/organisation/{page}" for page in own), *(f"/inbox/{page}" for page in inbox), "/alerts/"])


def test_the_pages_of_moderators_fit(world, fits):
    case = world["waiting"].cases.get().pk
    paths = ["/moderation/", f"/moderation/{case}/", f"/moderation/stories/{world['story'].pk}/edit/"]
    fits(factories.moderator("senior"), paths)


def test_the_pages_for_everybody_fit(world, fits):
    story = world["story"].pk
    paths = ["/", "/stories/", f"/stories/{story}/", f"/stories/{story}/me-too/", "/changes/?show=planned", "/listening/"]
    fits(None, [*paths, "/services/?q=llanfair", f"/services/{world['trust'].slug}/", f"/services/{world['ward'].slug}/"])


def test_the_pages_of_an_author_fit(world, phone, no_sideways):
    key = authors.give_key(world["story"].author)
    phone.goto("/my-story/key/")
    when_they_open_it_with_the_key(phone, key)
    phone.get_by_role("heading", name="Who was told").wait_for()
    no_sideways(phone)
    for page in ("words", "withdraw", "update"):
        phone.goto(f"/my-story/{page}/")
        no_sideways(phone)


def test_a_short_word_stays_whole(world, site, page):
    paths = ["/", "/stories/", "/services/", "/account/login/", f"/stories/{world['story'].pk}/"]
    for path in [*(f"/gallery/{sheet}/" for sheet in SHEETS), *paths]:
        page.goto(path)
        for width in (320, 360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(BROKEN) == [], f"{path} at {width}"
