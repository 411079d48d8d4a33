"""Somebody works for two organisations in two windows: what was typed for one is not sent for the other."""

import os
from pathlib import Path

import pytest
from django.test import Client

from heard.organisations.models import Invitation, Role
from tests import factories
from tests.journeys.plain import expect

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["page", "no_js", "phone", "dark"])
def any_page(request):
    return request.getfixturevalue(request.param)


def test_an_invitation_typed_for_one_organisation_after_switching_in_another_window(any_page, site, axe, no_sideways, request):
    page, how = any_page, request.node.callspec.params["any_page"]
    # Given an administrator of two
    here = factories.member(of=factories.organisation(name="Quayside"), roles=[Role.ADMINISTRATOR], name="Anjali Thorne")
    there = factories.member_again(person=here.person, of=factories.organisation(name="Harbour"), roles=[Role.ADMINISTRATOR])
    client = factories.sign_in(Client(), here)
    page.context.add_cookies([{"name": "heard", "value": client.cookies["heard"].value, "url": site}])
    page.goto("/organisation/members/invite/")
    # When she types an invitation, and switches to the other one in another window
    page.get_by_label("Their work email address").fill("nia@work.example")
    page.get_by_label("Their name").fill("Nia Lowe")
    page.get_by_label("Member: reads stories and gets emails about them").check()
    other = page.context.new_page()
    other.goto("/organisation/choose/")
    other.get_by_role("button", name="Harbour").click()
    other.wait_for_url("**/inbox/")
    page.get_by_role("button", name="Send the invitation").click()
    # Then nothing is sent, and she reads why, with what she typed
    expect(page.get_by_role("heading", level=1, name="You’re now working for Harbour")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Nia Lowe")
    expect(page.get_by_role("main")).to_contain_text("Nothing has been done")
    if how != "no_js":
        axe(page)
        no_sideways(page)
    if folder := os.environ.get("LOOK"):
        page.screenshot(path=Path(folder) / f"drawn-for-{how}.png", full_page=True)
    assert not Invitation.objects.exists()
    # And one press sends it for the one that it was typed for
    page.get_by_role("button", name="Do it for Quayside").click()
    expect(page.get_by_text("We’ve sent the invitation")).to_be_visible()
    assert Invitation.objects.get().organisation == here.organisation
    assert there.organisation != here.organisation
