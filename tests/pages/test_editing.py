"""Editors write what Heard says about itself: every save is kept, readers see what is published, and nobody’s words get lost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heard.core import clock, sites
from heard.pages.actions import publishing, writing
from heard.pages.actions.publishing import publish_what_is_due
from heard.pages.models import Page, State, Term, Text, Version
from heard.pages.rules import house
from heard.regions.actions import make_region, open_region, set_number
from heard.regions.rules import SettingKey
from heard.ui.forms import DayField
from tests import factories
from tests.factories import TESTS
from tests.languages import spoken

pytestmark = pytest.mark.django_db


@pytest.fixture
def ed():
    factories.region()
    return factories.person(name="Ed Itor", roles=["editor"])


@pytest.fixture
def editor(client, ed):
    return factories.sign_in(client, ed)


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def written(ed, path="help/parking", **more):
    """A page with a draft."""
    said = {"title": "Parking", "source": "There is room for ten cars.", "kind": "help"} | more
    return writing.write_page(path=path, by=ed, **said)


def published(ed, **more):
    version = written(ed, **more)
    publishing.publish_text(text_id=version.text_id, number=version.number, by=TESTS)
    return version


def the_text(path="help/parking", **more):
    return Text.objects.get(page__path=path, **more)


def the_versions():
    return Version.objects.filter(text__page__path="help/parking").order_by("number")


TYPED = {"title": "Parking", "lead": "", "source": "There is room for twenty cars.", "summary": "", "summary_of_change": "More room"}


def test_an_editor_writes_a_page_and_readers_see_it_once_it_is_published(editor):
    answer = editor.post("/editing/pages/new/", TYPED | {"path": "help/parking", "kind": "help"})
    text = the_text()
    assert answer.url == f"/editing/texts/{text.pk}/"
    page = editor.get(answer.url)
    assert "There is room for twenty cars." not in words(editor.get("/help/parking/")), "a draft is nobody's but theirs"
    assert (editor.get("/help/parking/").status_code, "Draft" in words(page)) == (404, True)
    editor.post(f"/editing/texts/{text.pk}/publish/", {"version": 1})
    assert "There is room for twenty cars." in words(editor.get("/help/parking/"))
    assert "This is what readers see now." in words(editor.get(answer.url))


def test_a_page_that_cannot_be_made_keeps_what_was_typed_and_says_why_beside_the_field(editor):
    for path, why in (("stories", "uses /stories/"), ("Über uns", "Use lower case letters"), ("", "Enter")):
        answer = editor.post("/editing/pages/new/", TYPED | {"path": path, "kind": "help"})
        assert (answer.status_code, "There is room for twenty cars." in answer.text) == (422, True), path
        assert why in words(answer), path
        assert 'href="#id_path"' in answer.text
    assert not Page.objects.filter(texts__versions__title="Parking").exists()


def test_what_a_new_version_changes_is_shown_before_it_is_published(editor, ed):
    version = published(ed)
    editor.post(f"/editing/pages/{version.text.page_id}/write/", TYPED | {"seen": 1})
    page = editor.get(f"/editing/texts/{version.text_id}/")
    assert "<del>ten</del>" in re.sub(r">\s+|\s+<", lambda found: found[0].strip(), page.text)
    assert "<ins>twenty</ins>" in page.text
    assert "More room" in words(page)
    assert "ten cars" in words(editor.get("/help/parking/")), "readers see what was published"


def test_problems_are_shown_with_their_lines_and_refuse_publication(editor, ed):
    broken = "Good.\n\nSee [parking](page:help/nowhere).\n\n{no_such_name}"
    version = written(ed, source=broken)
    page = words(editor.get(f"/editing/texts/{version.text_id}/"))
    assert "Line 3: This link leads nowhere" in page
    assert "Line 5: Heard has no {no_such_name}" in page
    assert "2 things to correct" in page
    refused = editor.post(f"/editing/texts/{version.text_id}/publish/", {"version": 1})
    assert (refused.status_code, "Line 3:" in words(refused)) == (422, True)
    assert the_text().state == State.DRAFT
    assert "Line 5:" in words(editor.get(f"/editing/pages/{version.text.page_id}/write/"))


def test_the_second_of_two_editors_is_told_shown_both_and_loses_nothing(editor, ed):
    version = published(ed)
    address = f"/editing/pages/{version.text.page_id}/write/"
    other = factories.person(name="Win Other", roles=["editor"])
    writing.save_version(page_id=version.text.page_id, title="Parking", source="There is room for three cars.", seen=1, by=other)

    told = editor.post(address, TYPED | {"seen": 1})

    assert told.status_code == 409
    said = words(told)
    assert "Win Other saved version 2 while you were writing" in said
    assert "There is room for twenty cars." in told.text
    assert "<del>three</del>" in re.sub(r">\s+|\s+<", lambda found: found[0].strip(), told.text)
    assert the_versions().count() == 2
    seen = re.search(r'name="seen" value="(\d+)"', told.text)[1]
    assert editor.post(address, TYPED | {"seen": seen}).status_code == 302
    assert [each.source for each in the_versions()] == [
        "There is room for ten cars.",
        "There is room for three cars.",
        "There is room for twenty cars.",
    ]


def test_a_preview_has_what_each_site_fills_in_and_is_for_editors_alone(editor, client, ed):
    scotland = a_second_site()
    set_number(region_id=scotland.pk, name=SettingKey.ANSWER_WINDOW, value=45, by=TESTS)
    version = written(ed, source="You have {answer_window}. See [stories](view:stories).")
    sites.forget()
    address = f"/editing/texts/{version.text_id}/preview/"
    first, there = editor.get(address), editor.get(f"{address}?region=scotland")
    assert "You have 30 minutes." in words(first)
    assert "You have 45 minutes." in words(there)
    assert 'href="/scotland/stories/"' in there.text
    assert 'href="/scotland/editing/' not in there.text, "the page around it stays where staff work"
    assert 'name="robots" content="noindex"' in first.text
    client.logout()
    assert client.get(address).status_code == 302


def a_second_site():
    made = make_region(slug="scotland", name="Scotland", path="scotland", by=TESTS)
    made.crisis_lines.create(name="Breathing Space", contact="0800 83 85 87", when="At night", who_for="Anyone.")
    open_region(region_id=made.pk, by=TESTS)
    sites.forget()
    return made


def when(moment):
    names = DayField().widget.widgets_names
    day = dict(zip((f"day{each}" for each in names), (moment.day, moment.month, moment.year), strict=True))
    return day | {"at": f"{moment:%H:%M}", "version": 1}


def test_a_version_is_scheduled_by_the_clocks_of_its_site_and_can_be_cancelled(editor, ed):
    region = factories.region()
    type(region).objects.filter(pk=region.pk).update(time_zone="Asia/Tokyo")
    version = written(ed)
    address = f"/editing/texts/{version.text_id}/"
    from zoneinfo import ZoneInfo

    moment = (clock.now() + timedelta(days=3)).astimezone(ZoneInfo("Asia/Tokyo")).replace(second=0, microsecond=0)
    assert editor.post(f"{address}schedule/", when(moment)).status_code == 302
    assert the_text().due_at == moment
    assert "will be published on" in words(editor.get(address))
    assert "Scheduled" in words(editor.get("/editing/"))
    editor.post(f"{address}unschedule/")
    assert the_text().due_at is None
    past = editor.post(f"{address}schedule/", when(moment - timedelta(days=4)))
    assert past.status_code == 422
    assert editor.post(f"{address}schedule/", {"at": "soon"}).status_code == 422
    assert publish_what_is_due() == 0


def test_a_text_is_taken_down_with_a_reason_and_not_while_others_lead_to_it(editor, ed):
    version = published(ed)
    address = f"/editing/texts/{version.text_id}/"
    other = published(ed, path="help/buses", title="Buses", source="Or [park](page:help/parking).")
    refused = editor.post(f"{address}take-down/", {"reason": "Old"})
    assert (refused.status_code, "/help/buses/" in words(refused)) == (422, True)
    assert editor.post(f"{address}take-down/", {"reason": ""}).status_code == 422
    publishing.retire_text(text_id=other.text_id, reason="Old", by=TESTS)
    assert editor.post(f"{address}take-down/", {"reason": "The car park has closed"}).status_code == 302
    assert editor.get("/help/parking/").status_code == 404
    assert "The car park has closed" in words(editor.get(address))
    again = editor.get(f"{address}take-down/")
    assert again.url == address


def test_a_page_moves_and_its_old_address_leads_on(editor, ed):
    version = published(ed)
    address = f"/editing/pages/{version.text.page_id}/address/"
    assert editor.post(address, {"path": "editing/pages"}).status_code == 422
    assert editor.post(address, {"path": "help/where-to-park"}).status_code == 302
    led = editor.get("/help/parking/")
    assert (led.status_code, led.url) == (308, "/help/where-to-park/")
    assert "/help/parking/" in words(editor.get(f"/editing/pages/{version.text.page_id}/"))


def test_a_site_says_it_differently_and_the_others_go_on_as_before(editor, ed):
    scotland = a_second_site()
    version = published(ed)
    page = version.text.page_id
    begun = editor.post(f"/editing/pages/{page}/another/", {"region": "scotland"})
    assert begun.url == f"/editing/pages/{page}/write/?region=scotland&language=en-gb"
    form = editor.get(begun.url)
    assert "There is room for ten cars." in form.text, "it begins with the text of all sites"
    editor.post(begun.url, TYPED | {"seen": 0, "original": version.pk})
    text = the_text(region=scotland)
    editor.post(f"/editing/texts/{text.pk}/publish/", {"version": 1})
    assert "twenty cars" in words(editor.get("/scotland/help/parking/"))
    assert "ten cars" in words(editor.get("/help/parking/"))
    assert "Scotland" in words(editor.get("/editing/pages/"))


def test_a_translator_sees_what_changed_since_and_says_when_it_is_all_there(editor, ed):
    version = published(ed)
    page = version.text.page_id
    with spoken("en-gb", "en-xa"):
        address = f"/editing/pages/{page}/write/?language=en-xa"
        assert "Write your translation over it" in words(editor.get(address))
        editor.post(address, TYPED | {"title": "Ƥàřķĩñĝ", "source": "Ţéñ çàřš.", "seen": 0, "original": version.pk})
        text = the_text(language="en-xa")
        assert text.versions.get().from_version == version
        publishing.publish_text(text_id=text.pk, number=1, by=ed)
        newer = writing.save_version(page_id=page, title="Parking", source="There is room for twelve cars.", by=ed)
        publishing.publish_text(text_id=newer.text_id, number=newer.number, by=ed)

        assert "Behind" in words(editor.get("/editing/"))
        form = editor.get(address)
        assert "You made this from version 1." in words(form)
        assert "<ins>twelve</ins>" in form.text
        typed = TYPED | {"title": "Ƥàřķĩñĝ", "source": "Ţŵéļṽé çàřš.", "seen": 1, "original": newer.pk}
        editor.post(address, typed)
        assert "This now says everything" in words(editor.get(address)), "nothing says that it is all there yet"
        editor.post(address, typed | {"seen": 2, "is_up_to_date": "on"})
        assert text.versions.last().from_version == newer
        assert "This now says everything" not in words(editor.get(address))


def test_a_policy_can_need_two_editors_and_the_page_says_who(editor, ed):
    factories.person(name="Win Other", roles=["editor"])
    version = written(ed, kind="policy", path="help/rules")
    set_number(region_id=factories.region().pk, name=SettingKey.POLICIES_BY_TWO, value=1, by=TESTS)
    address = f"/editing/texts/{version.text_id}/"
    page = words(editor.get(address))
    assert "someone else has to publish it: Win Other" in page
    assert "Publish now" not in page
    editor.post(f"{address}publish/", {"version": 1})
    assert "another editor has to publish it" in words(editor.get(address))
    later = editor.post(f"{address}schedule/", when(clock.now() + timedelta(days=3)))
    assert (later.status_code, the_text("help/rules").state) == (422, State.DRAFT)
    other = factories.person(name="Ann Other", roles=["operator"])
    publishing.publish_text(text_id=version.text_id, number=1, by=other)
    assert the_text("help/rules").state == State.PUBLISHED


def test_a_page_to_read_again_is_listed_and_gets_another_day(editor, ed):
    version = published(ed)
    page = Page.objects.get(path="help/parking")
    Page.objects.filter(pk=page.pk).update(review_by=clock.today())
    assert "/help/parking/" in words(editor.get("/editing/"))
    assert "Read again since" in words(editor.get("/editing/pages/"))
    names = DayField().widget.widgets_names
    day = clock.today() + timedelta(days=40)
    sent = dict(zip((f"review_by{each}" for each in names), (day.day, day.month, day.year), strict=True))
    editor.post(f"/editing/pages/{page.pk}/", sent)
    page.refresh_from_db()
    assert page.review_by == day
    assert editor.post(f"/editing/pages/{version.text.page_id}/", {}).status_code == 422


def test_nothing_waiting_is_said(editor):
    assert "Nothing is waiting" in words(editor.get("/editing/"))


def test_words_of_the_glossary_are_written_changed_and_removed(editor, ed):
    assert editor.post("/editing/terms/new/", {"word": "Parkish", "also": "", "meaning": ""}).status_code == 422
    editor.post("/editing/terms/new/", {"word": "Parkish", "also": "parky", "meaning": "Like a park that anyone can read."})
    term = Term.objects.get(slug="parkish")
    assert "Like a park that anyone can read." in words(editor.get("/glossary/"))
    address = f"/editing/terms/{term.pk}/"
    editor.post(address, {"word": "Parkish", "also": "parky", "meaning": "Like a park.", "seen": 1})
    told = editor.post(address, {"word": "Parkish", "also": "", "meaning": "Mine.", "seen": 1})
    assert (told.status_code, "Mine." in told.text, "Like a park." in words(told)) == (409, True, True)
    editor.post(f"{address}remove/")
    assert "Like a park." not in words(editor.get("/glossary/"))
    assert "Removed" in words(editor.get("/editing/terms/"))


def test_a_word_can_be_in_any_script(editor):
    assert editor.post("/editing/terms/new/", {"word": "Λόγος", "also": "", "meaning": "Ένας λόγος."}).status_code == 302
    assert 'id="λόγος"' in editor.get("/glossary/").text


def test_a_newer_house_text_is_shown_beside_ones_own_and_taken_or_left(editor, ed, monkeypatch):
    text = Text.objects.get(page__path="about")
    writing.save_version(page_id=text.page_id, title="About us", source="Ours.", by=ed)
    assert "Heard has a newer text" not in words(editor.get("/editing/"))
    brought = house.texts()["about"]
    newer = dict(house.texts()) | {"about": type(brought)(**vars(brought) | {"source": "Brandnewest"})}
    monkeypatch.setattr(house, "texts", lambda: newer)
    assert "Heard has a newer text" in words(editor.get("/editing/"))
    assert "Brandnewest" in words(editor.get(f"/editing/texts/{text.pk}/"))
    editor.post(f"/editing/texts/{text.pk}/own-text/")
    assert "Heard has a newer text" not in words(editor.get("/editing/"))
    assert "Our own words kept" in words(editor.get(f"/editing/texts/{text.pk}/"))
    newest = dict(newer) | {"about": type(brought)(**vars(brought) | {"source": "Newer still."})}
    monkeypatch.setattr(house, "texts", lambda: newest)
    editor.post(f"/editing/texts/{text.pk}/house-text/")
    assert text.versions.last().source == "Newer still."
    assert "Heard has a newer text" not in words(editor.get("/editing/"))


@pytest.mark.parametrize("address", ["/editing/", "/editing/pages/", "/editing/terms/"])
def test_lists_cost_the_same_however_long_they_are(editor, ed, address):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            editor.get(address)
        return len(asked)

    written(ed)
    editor.post("/editing/terms/new/", {"word": "Parkish", "also": "", "meaning": "Public."})
    few = cost()
    for number in range(4):
        published(ed, path=f"help/page-{number}")
        editor.post("/editing/terms/new/", {"word": f"Word {number}", "also": "", "meaning": "Public."})
        writing.save_version(page_id=Page.objects.get(path=f"help/page-{number}").pk, title="More", source="More.", by=ed)
    assert cost() == few


@pytest.mark.parametrize(
    "address", ["?version=999999999", "?version=-1", "preview/?version=x", "preview/?region=nowhere", "preview/?language=xx"]
)
def test_odd_addresses_never_fail(editor, ed, address):
    version = written(ed)
    assert editor.get(f"/editing/texts/{version.text_id}/{address}").status_code in {200, 404}
    assert editor.post(f"/editing/texts/{version.text_id}/publish/", {"version": address}).status_code == 404
