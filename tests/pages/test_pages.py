"""Pages as they are written, published, moved and retired, and as readers of each region and language get them."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from heard.core import clock
from heard.core.errors import ChangedSince, NotAcceptable, NotAllowed, WrongState
from heard.core.models import Delivery
from heard.pages import adapters
from heard.pages.actions.glossary import remove_term, write_term
from heard.pages.actions.house import load_house_texts
from heard.pages.actions.publishing import NotReady, publish_text, publish_what_is_due, retire_text, schedule_text, unschedule_text
from heard.pages.actions.reviewing import ask_to_review
from heard.pages.actions.writing import move_page, save_version, set_review, write_page
from heard.pages.models import Kind, Page, State, Term, Text, Version
from heard.pages.presenters.showing import preview
from heard.pages.queries import editions, house_changed, moves_of, paths_shown, texts_naming, to_review
from heard.pages.rules import house
from heard.regions import actions as regions
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db


def write(path="help/parking", *, kind=Kind.HELP, source="Ask at the desk.", publish=True, **more):
    version = write_page(kind=kind, path=path, **{"title": "Parking", "lead": "Where to park.", "source": source, "by": TESTS} | more)
    if publish:
        publish_text(text_id=version.text_id, number=version.number, by=TESTS)
    return version


def again(version, *, publish=True, **more):
    said = {"title": version.title, "lead": version.lead, "source": version.source}
    text = version.text
    newer = save_version(page_id=text.page_id, region_id=text.region_id, language=text.language, **said | {"by": TESTS} | more)
    if publish:
        publish_text(text_id=newer.text_id, number=newer.number, by=TESTS)
    return newer


def main_of(response):
    assert response.status_code == 200, response
    return re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)[0]


@pytest.fixture
def two_languages(settings):
    settings.LANGUAGES = [("en-gb", "English"), ("en-xa", "Long English")]


@pytest.fixture
def scotland():
    factories.region()
    region = regions.make_region(slug="scotland", name="Scotland", path="scotland", by=TESTS)
    line = regions.NewCrisisLine("Breathing Space", "0800 83 85 87", "At night", "Anyone.", in_strip=True)
    regions.set_crisis_lines(region_id=region.pk, lines=[line], by=TESTS)
    return regions.open_region(region_id=region.pk, by=TESTS)


# ---------------------------------------------------------------- what comes with Heard


def test_everything_that_comes_with_heard_is_published_and_nothing_is_wrong_with_it():
    assert load_house_texts() == []
    assert set(Page.objects.filter(texts__state=State.PUBLISHED).values_list("path", flat=True)) == house.paths()


def public_paths():
    return [f"/{path}/" for path in sorted(house.paths())] + ["/glossary/"]


@pytest.mark.parametrize("path", public_paths())
def test_a_page_costs_one_statement_and_no_token_is_left_in_it(client, path):
    client.get("/glossary/")  # the table of sites is read once
    with CaptureQueriesContext(connection) as asked:
        said = main_of(client.get(path))
    assert len(asked) == 1
    assert not re.search(r"[\[\]{}\ue000\ue001]|&lt;", re.sub(r"<code>.*?</code>", "", said)), said
    assert not re.search(r'(?:href|src)=""', said)


def test_links_of_pages_lead_to_pages_that_there_are(client):
    found = {href for path in public_paths() for href in re.findall(r'href="(/[^"#?]*)', main_of(client.get(path)))}
    assert len(found) > 20
    for href in sorted(found & {f"/{path}/" for path in house.paths()}):
        assert client.get(href).status_code == 200
    assert {href for href in found if href.startswith("/help/")} <= {f"/{path}/" for path in house.paths()}


def test_loading_again_changes_nothing_and_an_editors_words_stay():
    before = Version.objects.count()
    version = Version.objects.get(text__page__path="about")
    own = again(version, source="Our own words.")
    assert load_house_texts() == []
    assert Version.objects.count() == before + 1
    assert own.text.page.texts.get().published_version == own


def test_a_new_text_of_the_house_replaces_its_own_and_editors_are_told_where_they_wrote_since(monkeypatch):
    newer = {path: text for path, text in house.texts().items() if path in {"about", "privacy"}}
    again(Version.objects.get(text__page__path="about"), source="Our own words.")
    newer = {path: type(text)(**vars(text) | {"source": "Newer words of the house."}) for path, text in newer.items()}
    monkeypatch.setattr(house, "texts", lambda: newer)
    assert load_house_texts() == []
    assert Text.objects.get(page__path="privacy").published_version.number == 2
    assert Text.objects.get(page__path="about").published_version.source == "Our own words."
    assert [text.page.path for text in house_changed()] == ["about"]


def test_doctor_says_which_page_of_heard_cannot_be_read():
    assert list(adapters.house_texts()) == []
    Text.objects.filter(page__path="about").update(state=State.DRAFT)
    (found,) = adapters.house_texts()
    assert "about" in found.words
    load_house_texts()
    assert list(adapters.house_texts()) == []


def test_migrating_brings_the_texts():
    Text.objects.filter(page__path="about").update(html="")
    call_command("migrate", verbosity=0)
    assert Text.objects.get(page__path="about").html


# ---------------------------------------------------------------- writing and publishing


def test_only_editors_write():
    stranger = factories.person()
    editor = factories.person(roles=["editor"])
    with pytest.raises(NotAllowed):
        write(by=stranger)
    version = write(by=editor, publish=False)
    with pytest.raises(NotAllowed):
        publish_text(text_id=version.text_id, number=1, by=stranger)
    assert version.made_by == editor.actor_ref


def test_a_draft_is_not_public_and_a_published_version_is(client):
    version = write(publish=False)
    assert client.get("/help/parking/").status_code == 404
    publish_text(text_id=version.text_id, number=1, by=TESTS)
    assert "Ask at the desk." in main_of(client.get("/help/parking/"))
    again(version, source="Ask the porter.", publish=False)
    assert "Ask at the desk." in main_of(client.get("/help/parking/"))


@pytest.mark.parametrize("change", ["UPDATE pages_version SET title = 'Other'", "UPDATE pages_termversion SET meaning = 'Other'"])
def test_the_database_refuses_to_change_what_was_written(change):
    write()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_two_editors_at_once_lose_nothing():
    version = write()
    again(version, source="The first one’s.", seen=1)
    with pytest.raises(ChangedSince):
        again(version, source="The second one’s.", seen=1)
    assert version.text.versions.count() == 2
    assert again(version, source="The first one’s.", seen=2).number == 2  # nothing is different


@pytest.mark.parametrize(
    ("words", "field"),
    [({"title": " "}, "title"), ({"source": ""}, "source"), ({"title": "x" * 121}, "title"), ({"summary": "x" * 156}, "summary"),
     ({"language": "xx"}, "language"), ({"region_id": 0}, "region"), ({"kind": "other"}, "kind"), ({"review_months": 0}, "review_months")],
)  # fmt: skip
def test_what_is_missing_or_too_long_is_said_beside_its_field(words, field):
    with pytest.raises(NotAcceptable) as wrong:
        write(**words)
    assert wrong.value.field == field


@pytest.mark.parametrize(
    "path",
    ["stories", "stories/best", "moderation/rules", "account", "glossary", "en-gb/help", "Help me", "help//x", "help/versions", "",
     "x" * 121, "scotland", "scotland/help", "static/x", "about"],
)  # fmt: skip
def test_an_address_that_hides_something_is_refused(path, scotland):
    with pytest.raises(NotAcceptable) as wrong:
        write(path)
    assert wrong.value.field == "path"


def test_a_region_cannot_take_the_address_of_a_page():
    write("parking")
    with pytest.raises(NotAcceptable):
        regions.make_region(slug="parking", name="Parking", path="parking", by=TESTS)


def test_everything_that_is_wrong_is_said_before_publication():
    version = write(source="See [this](page:help/nowhere).\n\n{nothing}", title="Park {here}", publish=False)
    with pytest.raises(NotReady) as wrong:
        publish_text(text_id=version.text_id, number=1, by=TESTS)
    assert [each.line for each in wrong.value.problems] == [0, 1, 3]
    assert len(preview(version, region_id=None).problems) == 2


# ---------------------------------------------------------------- regions and languages


def test_a_region_says_it_in_its_own_words_or_in_those_of_all(client, scotland):
    shared = write(source="Everywhere.")
    assert "Everywhere." in main_of(client.get("/scotland/help/parking/"))
    own = save_version(page_id=shared.text.page_id, region_id=scotland.pk, title="Parking", source="In Scotland.", by=TESTS)
    publish_text(text_id=own.text_id, number=1, by=TESTS)
    assert "In Scotland." in main_of(client.get("/scotland/help/parking/"))
    assert "Everywhere." in main_of(client.get("/help/parking/"))
    retire_text(text_id=own.text_id, reason="The same everywhere now", by=TESTS)
    assert "Everywhere." in main_of(client.get("/scotland/help/parking/"))


def test_a_page_that_is_not_in_the_language_says_so_and_marks_what_it_is_in(client, two_languages):
    regions.describe_region(
        region_id=factories.region().pk, name="Northmoor", host="", time_zone="Europe/London", leave_to="https://www.bbc.co.uk/weather",
        languages=["en-gb", "en-xa"], by=TESTS,
    )  # fmt: skip
    shared = write()
    said = main_of(client.get("/en-xa/help/parking/"))
    assert re.search(r'<div class="prose"[^>]* lang="en-GB"', said)
    assert said.count('<p class="soft">') == 1
    own = save_version(
        page_id=shared.text.page_id, language="en-xa", title="Long", source="Long words.", from_version_id=shared.pk, by=TESTS
    )
    publish_text(text_id=own.text_id, number=1, by=TESTS)
    said = main_of(client.get("/en-xa/help/parking/"))
    assert "Long words." in said
    assert not re.search(r'<div class="prose"[^>]* lang=', said)


def test_numbers_and_lines_are_those_of_the_region(client, scotland):
    write(source="You have {answer_window}, {answer_window:number} of them.\n\n{crisis_lines}")
    regions.set_number(region_id=scotland.pk, name="answer_window", value=1, by=TESTS)
    there, here = main_of(client.get("/scotland/help/parking/")), main_of(client.get("/help/parking/"))
    assert "You have 1 minute, 1 of them." in there
    assert "Breathing Space" in there
    assert "You have 30 minutes, 30 of them." in here
    assert "Breathing Space" not in here


def test_links_stay_on_the_site_they_are_read_on(client, scotland):
    write(source="[tell](view:tell?a=1) [about](page:about) [[story]]")
    said = main_of(client.get("/scotland/help/parking/"))
    assert re.findall(r'href="(/[^"]*)"', said) == ["/scotland/tell/?a=1", "/scotland/about/", "/scotland/glossary/#story"]


def test_a_browser_that_has_the_page_is_not_sent_it_again_until_a_number_changes(client):
    region = factories.region()
    write(source="You have {answer_window}.")
    tag = client.get("/help/parking/")["ETag"]
    assert client.get("/help/parking/", headers={"If-None-Match": tag}).status_code == 304
    regions.set_number(region_id=region.pk, name="answer_window", value=7, by=TESTS)
    assert "7 minutes" in main_of(client.get("/help/parking/", headers={"If-None-Match": tag}))


def test_search_engines_find_every_page(client):
    listed = client.get(reverse("website:sitemap_pages")).content.decode()
    assert all(f"/{path}/</loc>" in listed for path in paths_shown(region_id=None))
    assert "/about/</loc>" in listed
    assert "/glossary/</loc>" in listed


# ---------------------------------------------------------------- addresses


def test_a_page_that_moved_is_found_at_its_old_address_and_links_lead_to_the_new_one(client, run_jobs):
    parking, other = write(), write("help/visiting", source="See [parking](page:help/parking).")
    move_page(page_id=parking.text.page_id, path="help/cars", by=TESTS)
    run_jobs()
    led = client.get("/help/parking/")
    assert (led.status_code, led["Location"], led["Cache-Control"]) == (308, "/help/cars/", "max-age=300")
    assert 'href="/help/cars/"' in main_of(client.get("/help/visiting/"))
    again(other, source="Look at [parking](page:help/parking).")  # the old name still means it
    assert 'href="/help/cars/"' in main_of(client.get("/help/visiting/"))
    move_page(page_id=parking.text.page_id, path="help/parking", by=TESTS)
    assert client.get("/help/parking/").status_code == 200
    with pytest.raises(NotAcceptable):
        move_page(page_id=parking.text.page_id, path="help/visiting", by=TESTS)


def test_the_pages_in_the_footer_can_move_and_still_be_found(client):
    move_page(page_id=Page.objects.get(path="about").pk, path="about/heard", by=TESTS)
    assert client.get(reverse("website:about"))["Location"] == "/about/heard/"
    assert client.get("/about/heard/").status_code == 200
    assert load_house_texts() == []
    assert not Page.objects.filter(path="about").exists()


def test_a_page_that_others_link_to_is_not_retired(client):
    parking, other = write(), write("help/visiting", source="See [parking](page:help/parking).")
    with pytest.raises(NotAcceptable, match="/help/visiting/"):
        retire_text(text_id=parking.text_id, reason="Gone", by=TESTS)
    again(other, source="See the map.")
    retire_text(text_id=parking.text_id, reason="Gone", by=TESTS)
    assert client.get("/help/parking/").status_code == 404
    with pytest.raises(WrongState):
        retire_text(text_id=parking.text_id, reason="Gone", by=TESTS)
    with pytest.raises(NotAcceptable):  # every page of Heard leads there
        retire_text(text_id=Text.objects.get(page__path="privacy").pk, reason="Gone", by=TESTS)


# ---------------------------------------------------------------- policies


def test_every_version_of_a_policy_is_public_with_what_was_changed_and_no_draft_is(client):
    first = write("parking-rules", kind=Kind.POLICY, source="Park on the left.")
    again(first, source="Park on the right.", summary_of_change="The other side")
    again(first, source="Don’t park.", publish=False)
    assert "/parking-rules/versions/" in main_of(client.get("/parking-rules/"))
    said = main_of(client.get("/parking-rules/versions/"))
    assert re.findall(r"versions/(\d)/", said) == ["2", "1"]
    assert "The other side" in said
    second = main_of(client.get("/parking-rules/versions/2/"))
    assert "<del>left</del>" in second
    assert "<ins>right</ins>" in second
    assert "Park on the left." in main_of(client.get("/parking-rules/versions/1/"))
    assert client.get("/parking-rules/versions/3/").status_code == 404
    assert not re.search(r"\d:\d\d", said + second)
    assert [each.version.number for each in editions(first.text_id)] == [2, 1]


def test_what_was_changed_in_a_policy_is_said_in_words_that_anyone_reads(client):
    """Editors see how a page is written. Everyone else compares what they read: no blocks, no names in braces, no addresses of links."""
    source = (
        "::: note\nPark on the **left**, within {answer_window}. See [moderation](page:how-moderation-works).\n:::\n\n"
        "* For an [[author]] & <b>\n\n## The bays\n\nHere.\n\n## The barrier\n\nThere.\n\n## The way out\n\nThere."
    )
    first = write("parking-rules", kind=Kind.POLICY, source=source)
    again(first, source=source.replace("left", "right"), summary_of_change="The other side")
    second = main_of(client.get("/parking-rules/versions/2/"))
    changed = re.search(r'<div class="differences".*?</div>', second, re.DOTALL)[0]
    assert "<del>left</del><ins>right</ins>, within 30 minutes. See moderation." in changed
    assert "• For an author &amp; &lt;b&gt;" in changed
    assert not re.search(r"[][{}*]|:::|page:", changed)
    assert changed.count("The bays") == changed.count("The barrier") == 1, "the list of what is on the page is no part of its words"


def test_a_policy_whose_words_are_the_same_says_so(client):
    first = write("parking-rules", kind=Kind.POLICY, source="See [the rules](page:how-moderation-works).")
    again(first, source="See [the rules](page:privacy).", summary_of_change="A better link")
    second = main_of(client.get("/parking-rules/versions/2/"))
    assert "The words are the same" in second
    assert "differences" not in second


def test_what_is_no_policy_has_no_public_versions(client):
    write()
    assert client.get("/help/parking/versions/").status_code == 404
    assert client.get("/help/parking/versions/1/").status_code == 404
    Page.objects.filter(path="help/parking").update(kind=Kind.POLICY)
    assert client.get("/help/parking/versions/").status_code == 200


# ---------------------------------------------------------------- time


def test_a_version_is_published_when_its_time_has_come():
    version = write(publish=False)
    now = clock.now()
    with pytest.raises(NotAcceptable):
        schedule_text(text_id=version.text_id, number=1, due_at=now, by=TESTS)
    schedule_text(text_id=version.text_id, number=1, due_at=now + timedelta(hours=1), by=TESTS)
    assert publish_what_is_due() == 0
    with clock.at(now + timedelta(hours=2)):
        assert publish_what_is_due() == 1
        assert publish_what_is_due() == 0
    text = Text.objects.get(pk=version.text_id)
    assert (text.state, text.published_version, text.due_at) == (State.PUBLISHED, version, None)


def test_a_version_that_cannot_be_published_on_its_day_is_put_aside_and_says_why():
    version = write(source="See [[chariot]].", publish=False)
    term = write_term(word="chariot", meaning="A cart.", by=TESTS).term
    schedule_text(text_id=version.text_id, number=1, due_at=clock.now() + timedelta(hours=1), by=TESTS)
    remove_term(term_id=term.pk, by=TESTS)
    with clock.at(clock.now() + timedelta(hours=2)):
        assert publish_what_is_due() == 0
    text = Text.objects.get(pk=version.text_id)
    assert (text.state, text.due_at) == (State.DRAFT, None)
    assert "chariot" in moves_of(text)[0].reason
    with pytest.raises(WrongState):
        unschedule_text(text_id=text.pk, by=TESTS)


def test_editors_are_asked_once_to_read_a_page_again(run_jobs):
    editor = factories.person(roles=["editor"])
    Page.objects.update(review_by=None)
    version = write(review_months=1)
    due_on = Page.objects.get(path="help/parking").review_by
    assert (due_on - clock.today()).days in range(28, 32)
    assert ask_to_review() == 0
    set_review(page_id=version.text.page_id, review_by=clock.today(), by=editor)
    assert (ask_to_review(), ask_to_review()) == (1, 0)
    assert Delivery.objects.get(kind="pages-to-review").recipient == editor.actor_ref
    run_jobs()
    assert [page.path for page in to_review()] == ["help/parking"]
    again(version, source="Still true.")
    assert not to_review()


# ---------------------------------------------------------------- the glossary


def test_a_word_is_found_by_all_its_forms_and_stands_in_the_glossary(client):
    write_term(word="chariot", also=["chariots"], meaning="A cart with two wheels.", by=TESTS)
    write(source="Leave your [[chariots]] outside.")
    assert 'href="/glossary/#chariot">chariots</a>' in main_of(client.get("/help/parking/"))
    said = main_of(client.get("/glossary/"))
    assert re.search(r'<dt id="chariot">chariot</dt>\s*<dd><p dir="auto">A cart with two wheels.</p></dd>', said)


def test_a_word_that_is_removed_is_a_link_no_more_and_comes_back(client, run_jobs):
    term = write_term(word="chariot", meaning="A cart.", by=TESTS).term
    write(source="Leave your [[chariot]] outside.")
    remove_term(term_id=term.pk, by=TESTS)
    run_jobs()
    assert "Leave your chariot outside." in main_of(client.get("/help/parking/"))
    assert "chariot" not in main_of(client.get("/glossary/"))
    write_term(word="chariot", meaning="A cart.", by=TESTS)
    run_jobs()
    assert "#chariot" in main_of(client.get("/help/parking/"))


def test_a_meaning_can_be_a_regions_own_and_the_latest_holds(client, scotland):
    term = write_term(word="chariot", meaning="A cart.", by=TESTS).term
    write_term(term_id=term.pk, word="chariot", meaning="A cart in Scotland.", region_id=scotland.pk, by=TESTS)
    write_term(term_id=term.pk, word="chariot", meaning="A small cart.", seen=1, by=TESTS)
    assert "A small cart." in main_of(client.get("/glossary/"))
    assert "A cart in Scotland." in main_of(client.get("/scotland/glossary/"))
    with pytest.raises(ChangedSince):
        write_term(term_id=term.pk, word="chariot", meaning="Another.", seen=1, by=TESTS)


@pytest.mark.parametrize(
    ("words", "field"),
    [({"word": ""}, "word"), ({"meaning": " "}, "meaning"), ({"word": "Story"}, "word"), ({"also": ["story"]}, "also"),
     ({"meaning": "x" * 601}, "meaning"), ({"word": "?"}, "word"), ({"language": "xx"}, "language")],
)  # fmt: skip
def test_a_word_that_cannot_be_taken_says_why_beside_its_field(words, field):
    with pytest.raises(NotAcceptable) as wrong:
        write_term(**{"word": "chariot", "meaning": "A cart.", "by": TESTS} | words)
    assert wrong.value.field == field


def test_texts_that_name_something_are_found():
    write(source="[tell](view:tell)")
    assert [text.page.path for text in texts_naming("view:tell") if text.page.path == "help/parking"] == ["help/parking"]
    assert Term.objects.filter(slug="story").exists()
