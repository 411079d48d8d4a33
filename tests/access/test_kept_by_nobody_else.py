"""What is shown to one person must not be kept by a cache that serves others."""

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/inbox/", "/organisation/", "/organisation/members/", "/alerts/", "/work/", "/account/second-step/"])
def test_pages_of_members_are_private(path):
    visitor = factories.sign_in(Client(), factories.member(of=factories.organisation(), roles=["administrator"]))
    assert {"private", "no-store"} & set(visitor.get(path)["Cache-Control"].replace(",", " ").split())


@pytest.mark.parametrize("path", ["/operator/", "/operator/people/"])
def test_pages_of_operators_are_private(path):
    assert "private" in factories.sign_in(Client(), factories.operator()).get(path)["Cache-Control"]


def test_the_page_that_asks_whether_it_happened_to_somebody_too_is_kept_by_nobody(client):
    story = factories.published_story()
    assert client.get(f"/stories/{story.pk}/me-too/")["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/services/", "/look/", "/account/password/forgotten/", "/account/closed/"])
def test_public_pages_with_a_menu_are_kept_by_no_cache_that_serves_others(client, path):
    assert "private" in client.get(path)["Cache-Control"]
    assert "private" in factories.sign_in(Client(), factories.member(of=factories.organisation())).get(path)["Cache-Control"]
