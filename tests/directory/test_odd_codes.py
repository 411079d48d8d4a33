"""Codes that a register really holds, and codes that no address can hold."""

import pytest

from heard.directory.rules import registers
from heard.directory.rules.registers import Entry, Refusal
from tests import factories


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["NPG01.", "OWN:NPG01"])
def test_place_with_an_odd_code_is_found_and_has_a_page(client, code):
    place = factories.service(name="Citygate eye hospital", code=code)
    factories.published_story(services=[place])
    for path in ("/services/?q=citygate", "/", f"/services/{code}/", f"/stories/?service={code}", "/statistics.csv"):
        assert client.get(path).status_code == 200, path
    member = factories.member(of=factories.organisation(remit=[place]))
    story = factories.story_for(member.organisation)
    assert factories.sign_in(client, member).get(f"/inbox/stories/{story.pk}/").status_code == 200


@pytest.mark.parametrize("code", ["A/B", "A B", "../x", "٣٤٥", "A\n", "A?b"])
def test_code_that_no_address_can_hold_is_refused_with_its_line(code):
    [(line, said)] = registers.fitting(iter([(7, Entry("provider", "private", "Somewhere", code=code))]))
    assert line == 7
    assert isinstance(said, Refusal)
