"""What each level of criticality means: what the story's region says, or else what we say."""

import re

import pytest
from django.test import Client
from django.utils import translation

from heard.core.models import Event
from heard.moderation.models import Case
from heard.regions import actions
from heard.regions.models import Region
from heard.regions.queries import own_words
from heard.regions.rules import OF_LEVELS
from heard.stories.queries import criteria_in
from heard.stories.rules.levels import CRITERIA, texts_of
from tests import factories
from tests.factories import TESTS
from tests.languages import spoken

pytestmark = pytest.mark.django_db
OURS = "Care or behaviour fell clearly short"
OWN = "Care fell short of what our charter promises."
EXAMPLES = "A visit refused, a letter in the wrong language."
TELLS = {"level-3": OWN, "level-3-examples": EXAMPLES}


@pytest.fixture
def region():
    return factories.open_site()


@pytest.fixture
def wales(region):
    return actions.make_region(slug="wales", name="Wales", path="wales", by=TESTS)


@pytest.fixture
def senior(client):
    person = factories.moderator("senior")
    factories.sign_in(client, person)
    return client


@pytest.fixture
def operator(region, client):
    factories.sign_in(client, factories.operator())
    return client, f"/operator/regions/{region.pk}/criteria/"


def say(region, words, language=""):
    return actions.set_own_words(region_id=region.pk, words=words, language=language, by=TESTS)


def field(page, name):
    """A field of a page: its attributes, and what stands in it."""
    found = re.search(rf'<textarea[^>]*name="{name}"([^>]*)>\s?(.*?)</textarea>', page, re.DOTALL)
    return found[0].split(">")[0], found[2].strip()


def third(region):
    """What level 3 means and its examples, as they are read on a page."""
    found = criteria_in(region.pk)[3]
    return str(found.words), str(found.examples)


def claimed(client, of, run_jobs):
    """The address of a case that this moderator has claimed."""
    run_jobs()
    case = Case.objects.get(closed_at=None, **of)
    client.post(f"/moderation/{case.pk}/claim/")
    return f"/moderation/{case.pk}/"


def moved(story, region):
    """The story was told in this region."""
    type(story).objects.filter(pk=story.pk).update(region=region)


def test_a_region_can_say_what_each_level_means_and_give_examples():
    assert [name for each in CRITERIA for name in texts_of(each.level)] == list(OF_LEVELS)


def test_a_region_that_says_nothing_has_our_words_in_the_language_of_the_page(region):
    assert [str(each.words) for each in criteria_in(region.pk)] == [str(each.words) for each in CRITERIA]
    with spoken("en-xa"), translation.override("en-xa"):
        assert OURS not in third(region)[0], "and not in the one that was spoken when the module was imported"


def test_what_it_says_stands_for_ours_and_its_names_and_numbers_stay(region, django_assert_num_queries):
    say(region, {"level-3": OWN})
    with django_assert_num_queries(1):
        found = criteria_in(region.pk)
    assert [(each.level, str(each.name)) for each in found] == [(each.level, str(each.name)) for each in CRITERIA]
    assert [str(each.words) for each in found if each.words == OWN] == [OWN]
    assert str(found[3].examples) == str(CRITERIA[3].examples), "what it doesn't say is ours"


# What it says by language, its languages, the language of the page, and what is read: “own” is marked with its language.
LANGUAGES = [
    ({"en-gb": OWN}, ["en-gb", "ar-xb"], "en-gb", OWN),
    ({"en-gb": OWN}, ["en-gb", "ar-xb"], "ar-xb", f'<span lang="en-GB" dir="ltr">{OWN}</span>'),
    ({"ar-xb": "منذ زمن"}, ["en-gb", "ar-xb"], "ar-xb", "منذ زمن"),
    ({"ar-xb": "منذ زمن"}, ["en-gb", "ar-xb"], "en-gb", OURS),
    ({"ar-xb": "منذ زمن"}, ["ar-xb"], "en-gb", '<span lang="ar-XB" dir="rtl">منذ زمن</span>'),
    ({"ar-xb": "منذ زمن", "en-gb": OWN}, ["ar-xb"], "en-gb", OWN),
    ({"ar-xb": "منذ زمن"}, ["ar-xb", "en-gb"], "en-xa", '<span lang="ar-XB" dir="rtl">منذ زمن</span>'),
]


@pytest.mark.parametrize(("says", "speaks", "page", "read"), LANGUAGES)
def test_it_is_read_in_the_language_of_the_page_or_else_in_one_of_the_region(region, says, speaks, page, read):
    with spoken("en-gb", "en-xa", "ar-xb"):
        Region.objects.filter(pk=region.pk).update(languages=["en-gb", "ar-xb"])
        for language, words in says.items():
            say(region, {"level-3": words}, language)
        Region.objects.filter(pk=region.pk).update(languages=speaks)
        with translation.override(page):
            assert third(region)[0].startswith(read)


def test_a_moderator_decides_by_those_of_the_storys_region(region, wales, senior, run_jobs):
    say(wales, TELLS)
    elsewhere, here = factories.sent_story(), factories.sent_story()
    moved(elsewhere, wales)
    at = claimed(senior, {"story": elsewhere}, run_jobs)
    opened = senior.get(at).text
    wrong = senior.post(at, {"seen_case": Case.objects.get(story=elsewhere).version, "do": "preview", "text": "Words"})
    assert wrong.status_code == 422
    beside = senior.post(at, {"seen_case": 0, "do": "save", "text": "Other words"})
    assert beside.status_code == 409
    for page in (opened, wrong.text, beside.text, senior.get(f"{at}preview/").text):
        assert OWN in page
        assert EXAMPLES in page
        assert OURS not in page
    page = senior.get(claimed(senior, {"story": here}, run_jobs)).text
    assert OURS in page
    assert OWN not in page


def test_so_does_whoever_reads_an_answer_and_the_organisation_itself(region, wales, senior, run_jobs):
    say(wales, TELLS)
    answer = factories.referred_answer(text="From January there will be a second nurse.")
    story, member = answer.story, factories.member(of=answer.organisation)
    moved(story, wales)
    type(story).objects.filter(pk=story.pk).update(criticality=3)
    page = senior.get(claimed(senior, {"story": story}, run_jobs)).text
    assert OWN in page
    inside = factories.sign_in(Client(), member)
    assert OWN in inside.get(f"/inbox/stories/{story.pk}/").text, "of the region of the story"
    lists = [inside.get("/alerts/").text, inside.get("/inbox/?show=waiting").text]
    assert all(OURS in page and OWN not in page for page in lists), "of the region of the organisation"
    type(answer.organisation).objects.filter(pk=answer.organisation_id).update(region=wales)
    lists = [inside.get("/alerts/").text, inside.get("/inbox/?show=waiting").text]
    assert all(OWN in page and OURS not in page for page in lists)


def test_what_an_operator_writes_is_text(region, senior, run_jobs):
    say(region, {"level-3": "<b>Care</b> & dignity"})
    story = factories.sent_story()
    page = senior.get(claimed(senior, {"story": story}, run_jobs)).text
    assert "&lt;b&gt;Care&lt;/b&gt; &amp; dignity" in page


def test_an_operator_writes_a_level_and_lets_ours_stand_again(region, operator):
    client, path = operator
    page = client.get(path).text
    assert field(page, "level-3")[1].startswith(OURS)
    ours = {name: str(words) for each in CRITERIA for name, words in zip(texts_of(each.level), (each.words, each.examples), strict=True)}
    assert client.post(path, ours).status_code == 302
    assert own_words(region.pk) == {}, "what is as ours is ours"
    assert client.post(path, ours | {"level-3": OWN}).status_code == 302
    assert own_words(region.pk) == {"level-3": {"en-gb": OWN}}
    assert "Use these words again" in client.get(path).text
    assert client.post(path, ours | {"level-3": OWN, "level-0": "Only thanks.", "ours": "level-3"}).status_code == 302
    assert own_words(region.pk) == {"level-0": {"en-gb": "Only thanks."}}, "and what else was typed is saved"
    refused = client.post(path, ours | {"level-3": "x" * 301})
    assert refused.status_code == 422
    assert "300" in refused.text


def test_an_operator_writes_in_each_language_and_sees_what_is_read_until_then(region, operator):
    client, path = operator
    with spoken("en-gb", "ar-xb"):
        Region.objects.filter(pk=region.pk).update(languages=["en-gb", "ar-xb"])
        say(region, {"level-3": OWN})
        page = client.get(f"{path}?language=ar-xb").text
        attributes, words = field(page, "level-3")
        assert ('dir="rtl"' in attributes, words) == (True, "")
        assert f'<div><p dir="auto">{OWN}' in page, "English stands for it"
        assert client.post(f"{path}?language=ar-xb", {"level-3": "منذ زمن"}).url == f"{path}?language=ar-xb"
    assert own_words(region.pk)["level-3"] == {"en-gb": OWN, "ar-xb": "منذ زمن"}


def test_a_change_is_recorded_as_one_of_the_criteria(region):
    def recorded(what):
        return Event.objects.filter(name="regions.changed", payload__what=what, payload__region_id=region.pk).count()

    assert (say(region, TELLS), say(region, TELLS)) == (2, 0)
    assert (recorded("criteria"), recorded("own-words")) == (1, 0)
    assert say(region, {"level-3": "", "ask-safe": "Call 112."}) == 2
    assert (recorded("criteria"), recorded("own-words")) == (2, 1)
