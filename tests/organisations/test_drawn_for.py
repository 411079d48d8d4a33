"""A form drawn for one organisation changes nothing in another: whoever works for two, and has switched in another window, is asked first.

Every page of staff that acts for “the organisation worked for” is here; a page that is new and is not fails the first test.
"""

import re
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import URLPattern

from heard.alerts.queries import setting_of
from heard.media.rules.drawing import copies
from heard.organisations.actions import contacts, invitations
from heard.organisations.actions.pictures import show_picture
from heard.organisations.models import Invitation, Membership, PublicContact, Role, ShownPicture
from heard.responses.models import Answer, Change
from heard.writing.models import Text
from tests import factories
from tests.media.drawing import drawn

pytestmark = pytest.mark.django_db
BOTH = [Role.ADMINISTRATOR, Role.RESPONDER]
ANSWER = "Thank you for telling us. I am sorry that nobody said how long the wait would be."


@dataclass
class World:
    """Somebody who runs two organisations, and a thing of each kind in the first. The page is drawn for the first one."""

    here: Membership
    there: Membership
    ids: dict[str, Any]


@pytest.fixture(scope="module")
def made(standing):
    ward = factories.service()
    quayside, harbour = (factories.organisation(name=name, remit=[ward]) for name in ("Quayside", "Harbour"))
    here = factories.member(of=quayside, roles=BOTH, name="Anjali Thorne")
    there = factories.member_again(person=here.person, of=harbour, roles=BOTH)
    colleague = factories.member(of=quayside, name="Nia Lowe")
    frozen = factories.member(of=quayside, name="Sam Reed")
    frozen.frozen_at = frozen.joined_at
    frozen.save(update_fields=["frozen_at"])
    story = factories.published_story(services=[ward])
    invited = invitations.invite_member(organisation_id=quayside.pk, email="new@work.example", roles=["responder"], by=here)
    contact = contacts.add_contact(organisation_id=quayside.pk, value="01632 960001", what="The desk", by=here)
    answer = factories.sent_answer(story=story, membership=here)
    change = factories.planned_change(story=story, membership=here)
    ids = {"membership_id": colleague.pk, "invitation_id": invited.pk, "contact_id": contact.pk, "number": story.pk}
    shown = show_picture(organisation_id=quayside.pk, copies=copies(drawn("JPEG", (96, 96))), alt="The quay", is_decorative=False, by=here)
    ids |= {"shown_id": shown.pk, "service_id": ward.pk}
    ids |= {"answer_id": answer.pk, "change_id": change.pk, "frozen": frozen.pk}
    return World(here, there, ids)


@pytest.fixture
def world(made):
    return deepcopy(made)


SENT: dict[str, dict[str, Any]] = {
    "organisations:invite": {"email": "other@work.example", "name": "Lee Cole", "roles": ["responder"]},
    "organisations:send_again": {"email": "other@work.example"},
    "organisations:cancel_invitation": {},
    "organisations:member": {"roles": ["member"], "job_title": "Clerk of works"},
    "organisations:freeze": {},
    "organisations:thaw": {},
    "organisations:members": {"q": "Nia"},
    "organisations:contacts": {"value": "01632 960002", "what": "The other desk"},
    "organisations:remove_contact": {},
    "organisations:pictures": {"q": "Fracture"},
    "organisations:own_picture": {"alt": "The front door"},
    "organisations:service_picture": {"alt": "The back door"},
    "organisations:remove_picture": {},
    "organisations:profile": {"name": "Anjali T.", "job_title": "Head of Wards"},
    "organisations:leave": {},
    "alerts:settings": {"stories": "never", "answers": "never", "least_criticality": "0"},
    "responses:answer": {"text": ANSWER, "name": "Anjali", "job_title": "Head", "step": "send"},
    "responses:edit": {"text": ANSWER, "name": "Anjali", "job_title": "Head", "step": "send", "seen_version": "1"},
    "responses:take_back": {"seen_version": "1"},
    "responses:plan": {"what": "A board with times", "who_leads": "Head of Wards"},
    "responses:made": {"made_what": "The board is up"},
    "responses:change": {"made_what": "The board is up", "seen_version": "2"},
    "responses:new_date": {"seen_version": "2", "due_on_0": "1", "due_on_1": "2", "due_on_2": "2027"},
}
NO_FORMS = {"organisations:overview", "inbox:inbox", "inbox:story", "responses:sent"}
"""Pages that only show something."""
BUTTONS = {
    "organisations:cancel_invitation", "organisations:thaw", "organisations:remove_contact", "organisations:remove_picture",
}  # fmt: skip
"""What only takes a button, which stands on another page."""
NOT_IN_THE_OTHER = {"responses:edit", "responses:change"}
"""Of a thing that the other organisation does not have: 404 there says as much."""


def pages_of_staff(resolver, prefix=""):
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            if getattr(each.callback, "audience", "") in {"members", "administrators"}:
                yield f"{prefix}{each.name}"
        else:
            yield from pages_of_staff(each, f"{each.namespace}:" if each.namespace else prefix)


def test_every_page_that_acts_for_the_organisation_worked_for_is_here():
    assert set(pages_of_staff(get_resolver())) == SENT.keys() | NO_FORMS


def address(name, world):
    """The address of a page, with the id of whatever it is about."""
    ids = world.ids | ({"membership_id": world.ids["frozen"]} if name == "organisations:thaw" else {})
    for kwargs in ({}, *({key: value} for key, value in ids.items())):
        with suppress(NoReverseMatch):
            return reverse(name, kwargs=kwargs)
    raise AssertionError(name)


def state():
    """All that these pages can change."""
    tables = (Membership, Invitation, PublicContact, Answer, Change, Text, ShownPicture)
    people = sorted(Membership.objects.values_list("person__name", flat=True))
    alerts = [(setting.stories, setting.answers) for setting in map(setting_of, Membership.objects.order_by("pk"))]
    return [list(table.objects.order_by("pk").values()) for table in tables], people, alerts


def drawn_for(membership):
    return {"opened_for": membership.organisation_id, "writing_for": membership.organisation_id}


@pytest.mark.parametrize("name", sorted(SENT))
def test_a_form_drawn_for_one_organisation_changes_nothing_after_switching_to_another(client, world, name):
    path = address(name, world)
    factories.sign_in(client, world.there)
    before = state()
    answer = client.post(path, SENT[name] | drawn_for(world.here))
    assert answer.status_code == (404 if name in NOT_IN_THE_OTHER else 409)
    assert state() == before
    if name not in NOT_IN_THE_OTHER:
        assert "another organisation" in answer.text or "You opened that page for Quayside" in answer.text
        for typed in SENT[name].values():
            if isinstance(typed, str) and " " in typed:
                assert typed.split(".")[0] in answer.text, "nothing typed is lost"


@pytest.mark.parametrize("name", sorted(SENT.keys() - BUTTONS))
def test_every_form_of_a_page_carries_the_organisation_it_was_drawn_for(client, world, name):
    page = factories.sign_in(client, world.here).get(address(name, world)).text
    forms = re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL)
    assert forms
    for form in forms:
        assert f'name="opened_for" value="{world.here.organisation_id}"' in form


def test_one_press_sends_it_for_the_organisation_it_was_drawn_for(client, world):
    path = address("organisations:invite", world)
    factories.sign_in(client, world.there)
    page = client.post(path, SENT["organisations:invite"] | drawn_for(world.here)).text
    form = re.search(r'<form\s+class="form".*?</form>', page, re.DOTALL)[0]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    assert "Do it for Quayside" in form
    assert client.post(path, fields | {"switch_back": "1"}).status_code == 302
    assert Invitation.objects.get(email="other@work.example").organisation == world.here.organisation
    assert "Quayside" in client.get("/organisation/").text


def test_whoever_cannot_act_for_the_other_one_any_more_is_told_and_nothing_is_done(client, world):
    Membership.objects.filter(pk=world.here.pk).update(frozen_at=world.here.joined_at)
    factories.sign_in(client, world.there)
    before = state()
    for more in ({}, {"switch_back": "1"}):
        answer = client.post(address("organisations:invite", world), SENT["organisations:invite"] | drawn_for(world.here) | more)
        assert answer.status_code == 409
        assert "can’t act for it any more" in answer.text
    assert state() == before


@pytest.mark.parametrize("odd", ["x", "9" * 40, "-1", "²"])
def test_an_organisation_that_no_page_names_is_refused_too(client, world, odd):
    factories.sign_in(client, world.there)
    assert client.post(address("organisations:invite", world), SENT["organisations:invite"] | {"opened_for": odd}).status_code == 409


def test_a_page_that_says_nothing_of_it_is_believed(client, world):
    factories.sign_in(client, world.there)
    assert client.post(address("organisations:invite", world), SENT["organisations:invite"]).status_code == 302


def test_a_switch_in_the_menu_works_from_a_page_of_the_other_one(client, world):
    factories.sign_in(client, world.here)
    assert client.post("/organisation/switch/", {"membership": world.there.pk} | drawn_for(world.here)).status_code == 302
    assert "Harbour" in client.get("/organisation/").text


def test_nothing_but_words_is_kept_on_a_sheet(client, world):
    factories.sign_in(client, world.here)
    path = address("responses:plan", world)
    client.post(path, SENT["responses:plan"] | drawn_for(world.here) | {"writing": "save"})
    assert "opened_for" not in Text.objects.get().words
