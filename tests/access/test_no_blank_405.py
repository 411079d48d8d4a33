"""An address that only takes what a button sends, or only shows something, answers the other way with a page that helps."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.access.test_personas import EVERY_ROUTE, PERSONAS, personas  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
WAY_ON = re.compile(r'href="([^"]+)"[^>]*>Go to the page it belongs to')


def problem_with(answer, client):
    if answer.status_code != 405:
        return ""
    page = answer.content.decode()
    way = WAY_ON.search(page)
    if not answer["Allow"] or "<h1>" not in page or way is None:
        return "a blank 405"
    leads = client.get(way[1])
    return "" if leads.status_code in {200, 302, 404} else f"leads to {way[1]}, which answers {leads.status_code}"


@pytest.mark.parametrize("way", ["get", "post"])
def test_no_persona_meets_a_blank_405(personas, way):  # noqa: F811 - the fixture
    wrong, met = [], 0
    for path, audience in EVERY_ROUTE:
        if path in {"/account/logout/", "/organisation/leave/"}:
            continue
        for name in PERSONAS if audience != "anybody" else ("stranger", "operator"):
            answer = getattr(personas[name], way)(path)
            personas.sign_in_again(name)
            met += answer.status_code == 405
            if problem := problem_with(answer, personas[name]):
                wrong.append(f"{way} {path} ({audience}), {name}: {problem}")
    assert not wrong, "\n".join(wrong)
    assert met, "the walk met no such address"


def test_who_asks_for_a_button_by_its_address_is_led_to_its_page():
    factories.region()
    client = factories.sign_in(Client(), factories.operator())
    page = client.get(reverse("operating:undo_correction", kwargs={"correction_id": 1}))
    assert page.status_code == 405
    assert page["Allow"] == "POST"
    assert "This address only works with a button" in page.text
