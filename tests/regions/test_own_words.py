"""What moderators begin from when they write to an author: what the region says, or else words that are true in any country."""

import re
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client

from heard.core.errors import NotAcceptable
from heard.core.models import Event
from heard.moderation.models import Case
from heard.moderation.rules.messages import BUILT_IN
from heard.regions import actions
from heard.regions.models import Region
from heard.regions.queries import own_words
from heard.regions.rules import COMPLAINING, OF_LEVELS, OWN_WORDS
from heard.stories.models import DeclineReason
from tests import factories
from tests.factories import TESTS
from tests.languages import spoken

pytestmark = pytest.mark.django_db
LATE = "decline-too-long-ago"


@pytest.fixture
def region():
    region = factories.open_site()
    actions.set_crisis_lines(
        region_id=region.pk, lines=[actions.NewCrisisLine("Nightline", "116 000", "At night", "Anyone awake.", in_strip=True)], by=TESTS
    )
    return region


@pytest.fixture
def desk(region, run_jobs):
    """A moderator who has claimed a story, and the address of its case."""
    story = factories.sent_story(words="They lost my notes, and nobody said sorry.")
    run_jobs()
    case = Case.objects.get(story=story, closed_at=None)
    moderator = Client()
    factories.sign_in(moderator, factories.moderator("senior"))
    moderator.post(f"/moderation/{case.pk}/claim/")
    return moderator, f"/moderation/{case.pk}/"


@pytest.fixture
def operator(region, client):
    factories.sign_in(client, factories.operator())
    return client, f"/operator/regions/{region.pk}/messages/"


def field(page, name):
    """A field of a page: its attributes, and what stands in it."""
    found = re.search(rf'<textarea[^>]*name="{name}"([^>]*)>\s?(.*?)</textarea>', page, re.DOTALL)
    return found[0].split(">")[0], found[2].strip()


def test_the_texts_that_a_region_can_have_are_those_that_moderators_begin_from():
    assert set(BUILT_IN) == OWN_WORDS - {COMPLAINING, *OF_LEVELS}
    assert {name.removeprefix("decline-") for name in OWN_WORDS if name.startswith("decline-")} == set(DeclineReason.values)


def test_our_own_words_are_true_in_any_country():
    for words in BUILT_IN.values():
        assert not re.search(r"\d|Samaritans|Guardian|NHS|Protect|Britain|UK", words)


def test_a_moderator_begins_from_what_the_region_says(region, desk):
    moderator, case = desk
    assert "longer ago" in field(moderator.get(f"{case}decline/?reason=too-long-ago").text, "message")[1]
    actions.set_own_words(region_id=region.pk, words={LATE: "It is long ago.", "ask-safe": "Call 112."}, by=TESTS)
    assert field(moderator.get(f"{case}decline/?reason=too-long-ago").text, "message")[1] == "It is long ago."
    assert field(moderator.get(f"{case}ask/?begin=safe").text, "question")[1] == "Call 112."


def test_where_our_words_name_no_number_the_regions_stand_under_them(desk):
    moderator, case = desk
    for key in ("safe", "care-now"):
        assert "Nightline: 116 000" in field(moderator.get(f"{case}ask/?begin={key}").text, "question")[1]
    assert "Nightline" not in field(moderator.get(f"{case}ask/?begin=service").text, "question")[1]


def test_a_moderator_begins_in_the_language_of_the_author_and_is_told_which(region, desk):
    moderator, case = desk
    with spoken("ar-xb"):
        Region.objects.filter(pk=region.pk).update(languages=["ar-xb", "en-gb"])
        page = moderator.get(f"{case}decline/?reason=too-long-ago").text
        assert 'lang="en-GB" dir="ltr"' in field(page, "message")[0], "nothing is written in the region's first language: ours"
        actions.set_own_words(region_id=region.pk, words={LATE: "منذ زمن"}, language="ar-xb", by=TESTS)
        page = moderator.get(f"{case}decline/?reason=too-long-ago").text
        assert field(page, "message")[1] == "منذ زمن"
    with spoken("ar-xb", "en-gb"):
        Region.objects.filter(pk=region.pk).update(languages=["en-gb", "ar-xb"])
        assert "longer ago" in field(moderator.get(f"{case}decline/?reason=too-long-ago").text, "message")[1]


def test_a_region_says_what_it_says_and_no_other(region, desk):
    other = actions.make_region(slug="wales", name="Wales", path="wales", by=TESTS)
    actions.set_own_words(region_id=other.pk, words={LATE: "Not here."}, by=TESTS)
    moderator, case = desk
    assert "Not here." not in moderator.get(f"{case}decline/?reason=too-long-ago").text


def test_an_operator_writes_a_message_and_lets_ours_stand_again(region, operator):
    client, path = operator
    page = client.get(path).text
    assert field(page, LATE)[1].split() == BUILT_IN[LATE].split()
    everything = dict(BUILT_IN)
    assert client.post(path, everything).status_code == 302
    assert own_words(region.pk) == {}, "what is as ours is ours"
    assert client.post(path, everything | {LATE: "It is long ago.", "ask-safe": "Call 112."}).status_code == 302
    assert own_words(region.pk) == {LATE: {"en-gb": "It is long ago."}, "ask-safe": {"en-gb": "Call 112."}}
    assert "Use these words again" in client.get(path).text
    given = everything | {LATE: "It is long ago.", "ask-safe": "Call 113.", "ours": LATE}
    assert client.post(path, given).status_code == 302
    assert own_words(region.pk) == {"ask-safe": {"en-gb": "Call 113."}}, "and what else was typed is saved"


def test_an_operator_writes_in_each_language_and_sees_what_stands_there_until_then(region, operator):
    client, path = operator
    assert "?language=" not in client.get(path).text.replace(f"{path}?language", ""), "of one language nothing is asked"
    with spoken("ar-xb"):
        page = client.get(f"{path}?language=ar-xb").text
        assert field(page, LATE)[1] == ""
        assert BUILT_IN[LATE][:40] in page
        assert client.post(f"{path}?language=ar-xb", {LATE: "منذ زمن"}).url == f"{path}?language=ar-xb"
        assert field(client.get(f"{path}?language=ar-xb").text, LATE)[1] == "منذ زمن"
        assert 'lang="en-GB" dir="ltr"' in field(client.get(f"{path}?language=en-gb").text, LATE)[0]
    assert own_words(region.pk) == {LATE: {"ar-xb": "منذ زمن"}}


def test_what_cannot_be_taken_is_said_beside_it_and_changes_nothing(region, operator):
    client, path = operator
    refused = client.post(path, {LATE: "x" * 4001, "ask-safe": "Call 112."})
    assert refused.status_code == 422
    assert "4,000" in refused.text
    assert "Call 112." in refused.text
    assert own_words(region.pk) == {}
    for words, language in (({"decline-nothing": "Words"}, ""), ({LATE: "x" * 4001}, ""), ({LATE: "Words"}, "cy")):
        with pytest.raises(NotAcceptable):
            actions.set_own_words(region_id=region.pk, words=words, language=language, by=TESTS)
    assert client.post(path, {"ours": "no-such-text"}).status_code == 302


def test_only_what_differs_is_recorded(region):
    def recorded():
        return Event.objects.filter(name="regions.changed", payload__what="own-words").count()

    assert actions.set_own_words(region_id=region.pk, words={LATE: "It is long ago."}, by=TESTS) == 1
    assert actions.set_own_words(region_id=region.pk, words={LATE: " It is long ago. "}, by=TESTS) == 0
    assert recorded() == 1
    assert actions.set_own_words(region_id=region.pk, words={LATE: ""}, by=TESTS) == 1
    assert (own_words(region.pk), recorded()) == ({}, 2)


def test_the_first_region_keeps_what_it_was_offered_if_it_is_in_britain(region):
    moved = import_module("heard.regions.migrations.0009_what_was_said_so_far")
    for zone, kept in (("Europe/Paris", set()), ("Europe/London", set(moved.WORDS))):
        Region.objects.filter(pk=region.pk).update(time_zone=zone)
        moved.keep(apps, None)
        assert set(own_words(region.pk)) == kept
    Region.objects.filter(pk=region.pk).update(complaint_words="Write to whoever gave you care.", words_language="ar-xb")
    moved.keep(apps, None)
    assert own_words(region.pk)[COMPLAINING] == {"ar-xb": "Write to whoever gave you care."}
    assert "Samaritans" in own_words(region.pk)["ask-safe"]["en-gb"]
