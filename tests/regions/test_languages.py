"""What a region’s operators wrote has a language: pages show it in theirs where the region has it, and else say which one it is in."""

from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import translation

from heard.core import clock
from heard.core.errors import NotAcceptable
from heard.moderation.models import Case
from heard.moderation.rules.messages import DECLINE_MESSAGES
from heard.regions import actions
from heard.regions.models import Region
from heard.regions.queries import crisis_lines
from heard.stories.models import Story
from tests import factories
from tests.factories import TESTS
from tests.languages import spoken

pytestmark = pytest.mark.django_db
OURS = {
    "Nightline": [actions.NewCrisisLine("Nightline", "116 000", "At night", "Anyone awake.", in_strip=True)],
    "llinell nos": [actions.NewCrisisLine("llinell nos", "116 111", "nos", "pawb", in_strip=True)],
}
WORDS = "Write to whoever gave you care."
VOID = {"meta", "link", "input", "br", "img", "hr", "path", "circle", "rect", "use", "line", "polyline", "ellipse", "polygon"}


class Languages(HTMLParser):
    """In which language each text of a page is, fields with what stands in them among them."""

    def __init__(self, page):
        super().__init__()
        self.within, self.texts = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        language = given.get("lang") or (self.within[-1][1] if self.within else None)
        if tag == "input" and given.get("type", "text") == "text":
            self.texts.append((given.get("value") or "", language))
        if tag not in VOID:
            self.within.append((tag, language))

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if tag in {each for each, _ in self.within}:
            while self.within.pop()[0] != tag:
                pass

    def handle_data(self, data):
        self.texts.append((data, self.within[-1][1] if self.within else None))


def languages_of(page, words):
    """In which languages a page says these words."""
    return {language for text, language in Languages(page).texts if words in text}


@pytest.fixture
def region():
    region = factories.open_site()
    actions.set_crisis_lines(region_id=region.pk, lines=OURS["Nightline"], by=TESTS)
    ways = [actions.Way("The Listening Office", "They help with anything.", contact="116 123")]
    actions.set_complaint_ways(region_id=region.pk, ways=ways, words=WORDS, by=TESTS)
    actions.set_holiday(region_id=region.pk, day=clock.today().replace(month=12, day=26), name="Boxing Day", by=TESTS)
    return region


@pytest.fixture
def pages(region, run_jobs):
    """Where each piece of the region's content stands, and who reads it there."""
    story = factories.sent_story(words="They lost my notes, and nobody said sorry.")
    run_jobs()
    case = Case.objects.get(story=story, closed_at=None)
    stranger, operator, moderator = Client(), Client(), Client()
    factories.sign_in(operator, factories.operator())
    factories.sign_in(moderator, factories.moderator("senior"))
    moderator.post(f"/moderation/{case.pk}/claim/")
    return {
        "strip": (stranger, "/tell/words/", "Nightline"),
        "lines": (stranger, "/tell/", "Anyone awake."),
        "ways": (stranger, "/how-to-complain/", "The Listening Office"),
        "what ways do": (stranger, "/how-to-complain/", "They help with anything."),
        "words about complaining": (stranger, "/how-to-complain/", WORDS),
        "words about complaining, for operators": (operator, f"/operator/regions/{region.pk}/ways-to-complain/?language=en-gb", WORDS),
        "lines, for operators": (operator, f"/operator/regions/{region.pk}/crisis-lines/?language=en-gb", "Nightline"),
        "ways, for operators": (operator, f"/operator/regions/{region.pk}/ways-to-complain/?language=en-gb", "The Listening Office"),
        "holidays": (operator, f"/operator/regions/{region.pk}/holidays/", "Boxing Day"),
        "messages for declining": (
            moderator,
            f"/moderation/{case.pk}/decline/?reason=too-long-ago",
            DECLINE_MESSAGES["too-long-ago"][:40],
        ),
    }


def test_every_piece_of_a_regions_content_says_its_language_on_a_page_in_another(pages):
    with spoken("ar-xb"):
        found = {what: languages_of(who.get(path).text, words) for what, (who, path, words) in pages.items()}
    assert found == {what: {"en-GB"} for what in pages}


def test_a_page_shows_what_the_region_has_in_its_language_and_keeps_the_rest(region, client):
    with spoken("ar-xb"):
        actions.set_crisis_lines(region_id=region.pk, lines=OURS["llinell nos"], language="ar-xb", by=TESTS)
        page = client.get("/tell/").text
        assert languages_of(page, "llinell nos") == {"ar-XB"}
        assert not languages_of(page, "Nightline")
    page = client.get("/tell/").text
    assert languages_of(page, "Nightline") == {"en-GB"}
    assert not languages_of(page, "llinell nos")


def test_an_email_names_the_lines_in_its_own_language(region):
    with spoken("ar-xb"):
        actions.set_crisis_lines(region_id=region.pk, lines=OURS["llinell nos"], language="ar-xb", by=TESTS)
        for language, name in (("ar-xb", "llinell nos"), ("en-gb", "Nightline"), ("en-xa", "llinell nos")):
            with translation.override(language):
                assert [each.name for each in crisis_lines(region.pk)] == [name]


def test_an_operator_writes_in_one_language_at_a_time(region, client):
    factories.sign_in(client, factories.operator())
    path = f"/operator/regions/{region.pk}/crisis-lines/"
    assert "?language=en-gb" not in client.get(path).text.replace(f"{path}?language", ""), "of one language nothing is asked"
    given = {
        "form-TOTAL_FORMS": 1,
        "form-INITIAL_FORMS": 0,
        "form-0-name": "llinell nos",
        "form-0-contact": "116 111",
        "form-0-in_strip": "on",
        "emergency_number": "999",
    }
    with spoken("ar-xb"):
        assert '<a href="?language=en-gb">' in client.get(path).text
        assert client.post(f"{path}?language=ar-xb", given).url == f"{path}?language=ar-xb"
    assert set(region.crisis_lines.values_list("language", "name")) == {("en-gb", "Nightline"), ("ar-xb", "llinell nos")}


def test_words_about_complaining_stand_in_each_language_that_an_operator_wrote_them_in(region, client):
    factories.sign_in(client, factories.operator())
    path = f"/operator/regions/{region.pk}/ways-to-complain/"
    nothing = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0, "form-0-about": "both"}
    with spoken("ar-xb"):
        assert client.post(f"{path}?language=ar-xb", nothing | {"words": "Ysgrifennwch"}).status_code == 302
        assert languages_of(client.get("/how-to-complain/").text, "Ysgrifennwch") == {"ar-XB"}
    page = client.get("/how-to-complain/").text
    assert languages_of(page, WORDS) == {"en-GB"}
    assert not languages_of(page, "Ysgrifennwch")
    assert client.post(path, nothing).status_code == 302
    assert languages_of(client.get("/how-to-complain/").text, "Ysgrifennwch") == {"ar-XB"}, "better than nothing, and marked"
    refused = client.post(path, nothing | {"words": "x" * 4001})
    assert refused.status_code == 422
    assert "4,000" in refused.text
    region.refresh_from_db()
    assert (region.complaint_words, region.words_language) == ("Ysgrifennwch", "ar-xb"), "what the code of before shows"


def test_a_language_that_the_region_does_not_speak_is_refused(region):
    with pytest.raises(NotAcceptable):
        actions.set_crisis_lines(region_id=region.pk, lines=OURS["Nightline"], language="cy", by=TESTS)


def test_help_for_a_place_without_lines_of_its_own_is_in_the_language_of_the_page(region, client):
    region.crisis_lines.all().delete()
    Story.objects.all().delete()
    with spoken("ar-xb"):
        assert languages_of(client.get("/tell/").text, "Samaritans") <= {"ar-XB"}


def test_of_two_languages_that_are_not_the_pages_the_regions_own_order_decides(region):
    with spoken("ar-xb", "en-xa"):
        actions.set_crisis_lines(region_id=region.pk, lines=OURS["llinell nos"], language="ar-xb", by=TESTS)
        for order, name in ((["en-gb", "ar-xb"], "Nightline"), (["ar-xb", "en-gb"], "llinell nos")):
            Region.objects.filter(pk=region.pk).update(languages=order)
            with translation.override("en-xa"):
                assert [each.name for each in crisis_lines(region.pk)] == [name]


def test_what_stands_in_a_language_that_was_taken_away_is_still_seen_and_can_be_cleared(region, client):
    factories.sign_in(client, factories.operator())
    path = f"/operator/regions/{region.pk}/crisis-lines/"
    with spoken("ar-xb"):
        Region.objects.filter(pk=region.pk).update(languages=["ar-xb"])
        assert languages_of(client.get("/tell/").text, "Nightline") == {"en-GB"}, "it is better than no help"
        assert "Nightline" in client.get(f"{path}?language=en-gb").text
        nothing = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0, "emergency_number": "999"}
        assert client.post(f"{path}?language=en-gb", nothing).status_code == 422, "these are the only ones"
        actions.set_crisis_lines(region_id=region.pk, lines=OURS["llinell nos"], language="ar-xb", by=TESTS)
        assert client.post(f"{path}?language=en-gb", nothing).status_code == 302
    assert set(region.crisis_lines.values_list("language", flat=True)) == {"ar-xb"}
