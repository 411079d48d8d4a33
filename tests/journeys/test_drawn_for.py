"""Somebody works for two organisations in two windows: what was typed for one is not sent for the other."""

import pytest

from heard.organisations.models import Invitation, Role
from tests import factories
from tests.journeys.plain import expect
from tests.journeys.steps import given_signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_invitation_typed_for_one_organisation_after_switching_in_another_window(any_page, site, check):
    page = any_page
    # Given an administrator of two
    here = factories.member(of=factories.organisation(name="Quayside"), roles=[Role.ADMINISTRATOR], name="Anjali Thorne")
    there = factories.member_again(person=here.person, of=factories.organisation(name="Harbour"), roles=[Role.ADMINISTRATOR])
    given_signed_in(page, site, here)
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
    check(page)
    check(page, wide="dark")
    assert not Invitation.objects.exists()
    # And one press sends it for the one that it was typed for
    page.get_by_role("button", name="Do it for Quayside").click()
    expect(page.get_by_text("We’ve sent the invitation")).to_be_visible()
    assert Invitation.objects.get().organisation == here.organisation
    assert there.organisation != here.organisation
