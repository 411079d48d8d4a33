"""What a page leads to is there for everyone who reads the page: on every site and in every language."""

import pytest

from heard.core.errors import NotAcceptable
from heard.pages.actions.publishing import NotReady, draw_anew, publish_text, retire_text
from heard.pages.actions.writing import move_page, save_version, write_page
from heard.pages.models import OldPath, Page, Text
from heard.regions import actions as regions
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db


def publish(version):
    return publish_text(text_id=version.text_id, number=version.number, by=TESTS)


def write(path, *, source="Ask at the desk.", **more):
    version = write_page(kind="help", path=path, title="Parking", source=source, by=TESTS, **more)
    publish(version)
    return version


@pytest.fixture
def two_languages(settings):
    settings.LANGUAGES = [("en-gb", "English"), ("en-xa", "Long English")]


@pytest.fixture
def scotland():
    factories.region()
    return regions.make_region(slug="scotland", name="Scotland", path="scotland", by=TESTS)


def in_long(version):
    own = save_version(page_id=version.text.page_id, language="en-xa", title="Long", source="Long words.", by=TESTS)
    publish(own)
    return own


def test_a_translation_keeps_no_page_for_those_who_do_not_read_it(client, two_languages):
    """A text in the language that everything is written in is the last that anyone finds."""
    in_long(Text.objects.get(page__path="about").published_version)
    with pytest.raises(NotAcceptable, match="Other pages of Heard lead here"):
        retire_text(text_id=Text.objects.get(page__path="about", language="en-gb").pk, reason="There is a longer one", by=TESTS)
    parking = write("help/parking")
    in_long(parking)
    write("help/visiting", source="See [parking](page:help/parking).")
    with pytest.raises(NotAcceptable, match="/help/visiting/"):
        retire_text(text_id=parking.text_id, reason="There is a longer one", by=TESTS)
    assert client.get("/help/parking/").status_code == 200


def test_a_translation_goes_as_long_as_what_it_was_made_from_stays(two_languages):
    long = in_long(Text.objects.get(page__path="about").published_version)
    assert retire_text(text_id=long.text_id, reason="It is wrong", by=TESTS).state == "retired"


def test_the_text_that_one_site_alone_has_stays_while_another_page_leads_there(scotland):
    parking = write("help/parking", region_id=scotland.pk)
    write("help/visiting", source="See [parking](page:help/parking).", region_id=scotland.pk)
    with pytest.raises(NotAcceptable, match="/help/visiting/"):
        retire_text(text_id=parking.text_id, reason="Gone", by=TESTS)


def test_a_link_by_an_address_of_before_counts(run_jobs):
    parking = write("help/parking")
    visiting = write("help/visiting", source="See [parking](page:help/parking).")
    move_page(page_id=parking.text.page_id, path="help/cars", by=TESTS)  # and what leads there isn't drawn anew yet
    assert Text.objects.get(pk=visiting.text_id).names == ["page:help/parking"]
    with pytest.raises(NotAcceptable, match="/help/visiting/"):
        retire_text(text_id=parking.text_id, reason="Gone", by=TESTS)


@pytest.mark.parametrize("typed", ["help/parking", "/help/parking/", " Help/Parking "])
def test_a_page_that_stays_where_it_is_leads_nowhere_else(client, typed):
    parking = write("help/parking")
    assert move_page(page_id=parking.text.page_id, path=typed, by=TESTS).path == "help/parking"
    assert not OldPath.objects.filter(page=parking.text.page).exists()
    retire_text(text_id=parking.text_id, reason="Gone", by=TESTS)
    assert client.get("/help/parking/").status_code == 404, "it doesn’t lead to itself for ever"
    assert Page.objects.filter(path="help/parking").exists()


def test_a_page_of_one_site_alone_is_named_by_texts_of_that_site_alone(scotland):
    own = write("help/parking", region_id=scotland.pk)
    link = "See [parking](page:help/parking)."
    with pytest.raises(NotReady, match="help/parking"):
        write("help/visiting", source=link)
    there = write("help/cars", source=link, region_id=scotland.pk)
    draw_anew()
    assert Text.objects.get(pk=there.text_id).names == ["page:help/parking"]
    assert Text.objects.get(pk=there.text_id).html.count("<a href") == 1
    everywhere = save_version(page_id=own.text.page_id, title="Parking", source="Everywhere.", by=TESTS)
    publish(everywhere)
    write("help/both", source=link)


def test_a_page_in_one_language_alone_is_named_in_that_language_alone(two_languages):
    write("help/parking", language="en-xa")
    link = "See [parking](page:help/parking)."
    write("help/long", source=link, language="en-xa")
    with pytest.raises(NotReady, match="help/parking"):
        write("help/visiting", source=link)
