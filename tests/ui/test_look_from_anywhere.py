"""Headers that no browser sends to the page of text size and colours."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_address_that_is_none_leads_home():
    visitor = Client()
    assert visitor.get("/look/", headers={"Referer": "http://[x"}).status_code == 200
    answer = visitor.post("/look/", {"size": "large", "theme": "dark", "back": "http://[x"})
    assert (answer.status_code, answer.url) == (302, "/")


@pytest.mark.parametrize("origin", ["http://[x", "http://evil.example", "http://testserver.evil.example", "x"])
def test_form_from_another_origin_changes_nothing(origin):
    visitor = Client()
    assert visitor.post("/look/", {"size": "large", "theme": "dark"}, headers={"Origin": origin}).status_code == 403
    assert not visitor.cookies
