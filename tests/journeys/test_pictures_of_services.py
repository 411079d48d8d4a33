"""An administrator shows what a service looks like: on a phone with JavaScript, and without."""

import pytest

from tests import factories
from tests.journeys.plain import expect
from tests.journeys.steps import given_signed_in, then_the_mistakes_are_read_first
from tests.media.drawing import drawn

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drawn]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def chosen(content):
    return {"name": "door.jpg", "mimeType": "image/jpeg", "buffer": content}


def test_a_picture_of_a_service_from_the_form_to_its_page(site, any_page, open_page, axe, no_sideways):
    # Given an administrator of an organisation that looks after a ward
    ward = factories.service(name="Larkfield Ward")
    trust = factories.organisation(remit=[ward], name="Shoreline Trust")
    admin = factories.member(of=trust, roles=["administrator"])
    given_signed_in(any_page, site, admin).goto("/organisation/")
    # When they choose a picture of it, and forget to say what can be seen
    any_page.get_by_role("link", name="Choose pictures").click()
    axe(any_page)
    no_sideways(any_page)
    any_page.get_by_role("link", name="Larkfield Ward").click()
    axe(any_page)
    no_sideways(any_page)
    any_page.get_by_label("Choose a picture").set_input_files(chosen(drawn("JPEG", (1600, 1000))))
    any_page.get_by_role("button", name="Save").click()
    # Then they are told, and the picture need not be chosen again
    then_the_mistakes_are_read_first(any_page)
    expect(any_page.get_by_text("We’ve kept the picture you chose")).to_be_visible()
    axe(any_page)
    no_sideways(any_page)
    # When they say it
    any_page.get_by_label("What can be seen in the picture?").fill("The entrance, with a ramp to the left")
    any_page.get_by_role("button", name="Save").click()
    expect(any_page.get_by_text("The picture is public now")).to_be_visible()
    axe(any_page)
    no_sideways(any_page)
    # Then anyone sees it at the top of the ward's page
    reader = open_page()
    reader.goto(f"/services/{ward.slug}/")
    expect(reader.get_by_role("img", name="The entrance, with a ramp to the left")).to_be_visible()
    axe(reader)
    # When they delete it
    any_page.get_by_role("button", name="Delete the picture of Larkfield Ward").click()
    expect(any_page.get_by_text("The picture is deleted")).to_be_visible()
    # Then it is gone
    reader.reload()
    expect(reader.get_by_role("img", name="The entrance, with a ramp to the left")).to_have_count(0)
