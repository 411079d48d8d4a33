"""A reader: finds a story, reads it and what came of it, says “me too”, looks at a service, counts for herself."""

import re

import pytest

from heard.core import clock
from heard.stories.actions import authoring
from heard.tags.actions import offer_tag
from tests import factories
from tests.journeys.plain import expect
from tests.published import worlds

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def county(db):
    """A hospital with a ward, an organisation that listens, one story with everything, and one unheard."""
    offer_tag(kind="good", name="the nurse", by=factories.TESTS)
    trust = factories.service(name="Northmoor Hospitals Trust")
    ward = factories.service(name="Larkfield Ward", parent=trust)
    organisation = factories.organisation(remit=[trust], name="Northmoor Hospitals Trust")
    full, *_ = worlds.full_story(
        service=ward, organisation=organisation, title="If I step out, do I lose my place?", is_question=True, hope="To know how long.",
        words="I come every Tuesday. You get your ticket and you sit.\n\nNobody says how long it is.",
    )  # fmt: skip
    worlds.change(full, organisation, due_in=-4, what="Say it aloud every half hour.")
    unheard = factories.published_story(services=[factories.service(name="Gull Lane Pharmacy")], title="The chemist rang me")
    return {"story": full, "unheard": unheard, "ward": ward}


@pytest.fixture
def full_county(county):
    """The same, and a page more of others."""
    for n in range(22):
        factories.published_story(services=[county["ward"]], title=f"Parking again {n}", words="There was no parking.")
    return county


def when_she_searches_and_reads(page, *, narrow):
    page.goto("/")
    page.get_by_role("link", name="Read stories").click()
    page.get_by_label("Search the stories").fill('"every tuesday" -parking')
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="If I step out, do I lose my place?")).to_be_visible()
    if narrow:
        page.get_by_role("link", name="Filter stories").click()
    page.get_by_role("link", name="Choose tags").click()
    page.get_by_label("the nurse").check()
    page.get_by_role("button", name="Show these stories").click()
    if narrow:
        page.get_by_role("link", name="Filter stories").click()
    page.get_by_label("Progress").select_option(label="Change made")
    page.get_by_role("button", name="Show these stories").click()
    expect(page).to_have_url(re.compile("progress=made"))
    expect(page).to_have_url(re.compile("tag=good%3Athe-nurse"))
    expect(page.get_by_text("1 story.")).to_be_visible()
    page.get_by_role("link", name="If I step out, do I lose my place?").click()
    expect(page.get_by_role("heading", name="If I step out, do I lose my place?")).to_be_visible()
    expect(page.get_by_text("Overdue")).to_be_visible()


def when_she_says_me_too(page):
    page.get_by_role("link", name="This happened to me too").click()
    page.get_by_role("button", name="This happened to me too").click()
    expect(page.get_by_text("Thank you. We’ve counted that this happened to you too.")).to_be_visible()
    expect(page.get_by_text("One reader says this happened to them too.")).to_be_visible()


def test_reader_searches_reads_and_says_me_too(full_county, page, axe):
    when_she_searches_and_reads(page, narrow=False)
    axe(page)
    when_she_says_me_too(page)
    axe(page)


@pytest.mark.drawn
def test_reader_without_javascript_does_the_same(county, no_js):
    when_she_searches_and_reads(no_js, narrow=False)
    when_she_says_me_too(no_js)


def test_reader_on_a_phone_does_the_same(county, phone, axe, no_sideways):
    when_she_searches_and_reads(phone, narrow=True)
    axe(phone)
    no_sideways(phone)
    when_she_says_me_too(phone)


def test_every_public_page_is_accessible_and_fits_a_phone(full_county, phone, axe, no_sideways):
    story, unheard, ward = full_county["story"].pk, full_county["unheard"].pk, full_county["ward"].slug
    paths = [
        "/", "/stories/", "/stories/?q=zebra", "/stories/?told_from=yesterday", "/stories/?tag=good:the-nurse", "/stories/tags/",
        f"/stories/{unheard}/", f"/stories/{story}/",
        f"/stories/{story}/me-too/", f"/services/{ward}/", "/changes/", "/changes/?show=overdue", "/listening/", "/statistics/",
        "/for-staff/", "/how-moderation-works/", "/privacy/", "/accessibility/", "/about/",
    ]  # fmt: skip
    dark = {"/", f"/stories/{story}/", f"/services/{ward}/"}
    for path in paths:
        phone.goto(path)
        no_sideways(phone)
        phone.set_viewport_size({"width": 1280, "height": 900})
        axe(phone)
        if path in dark:
            phone.emulate_media(color_scheme="dark")
            axe(phone)
            phone.emulate_media(color_scheme="light")
        phone.set_viewport_size({"width": 360, "height": 740})
    assert dark <= set(paths)


def test_one_long_word_searched_for_fits_a_phone(county, phone, no_sideways):
    # When somebody searches for a word as long as a search may be
    phone.goto(f"/stories/?q={'w' * 200}")
    # Then the chosen word breaks, and the page does not scroll sideways
    phone.get_by_role("link", name="w" * 200).wait_for()
    no_sideways(phone)


def test_figures_and_their_meaning_fit_a_phone(county, phone):
    phone.goto("/statistics/")
    tables = phone.locator(".table-scroll:has(.figures)")
    expect(tables).to_have_count(3)
    assert tables.evaluate_all("tables => tables.filter(each => each.scrollWidth > each.clientWidth).length") == 0


def test_reader_pages_through_a_service_and_comes_back(full_county, page):
    page.goto(f"/services/{full_county['ward'].slug}/")
    stories = page.get_by_role("link", name=re.compile("Parking again|If I step out"))
    seen = []
    for number in (10, 10, 3):  # of one day, so in no order that says when in the day each appeared
        expect(stories).to_have_count(number)
        seen.append(stories.all_inner_texts())
        if number == 10:
            page.get_by_role("link", name="Older").click()
            expect(stories.filter(has_text=re.compile(f"^{re.escape(seen[-1][0])}$"))).to_have_count(0)
    assert len({title for titles in seen for title in titles}) == 23
    for titles in (seen[1], seen[0]):
        page.get_by_role("link", name="Newer").click()
        expect(stories).to_have_text(titles)


def test_story_that_is_taken_back_is_gone_from_the_open_page_and_the_lists(full_county, page, axe):
    story = full_county["story"]
    page.goto(f"/stories/{story.pk}/")
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    page.reload()
    expect(page.get_by_text("The author took this story back")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Read stories").click()
    expect(page.get_by_role("link", name=re.compile("Parking again")).first).to_be_visible()
    expect(page.get_by_role("link", name=story.title)).to_have_count(0)


def test_stranger_takes_the_figures_and_the_file(full_county, page):
    page.goto("/")
    page.get_by_role("link", name="See all the figures").click()
    expect(page.locator('[data-figure="told"]')).to_have_text("24")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the file of stories (CSV)").click()
    download = waiting.value
    assert download.suggested_filename == f"heard-stories-{clock.today().isoformat()}.csv"
    with open(download.path(), encoding="utf-8") as file:
        assert len(file.readlines()) == 25
