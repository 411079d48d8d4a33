"""Public contacts of an organisation: which are taken, who may list them, and their page."""

import re

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from heard.core.errors import NotAcceptable, NotAllowed
from heard.core.models import Event
from heard.organisations.actions import contacts
from heard.organisations.models import PublicContact, Role
from heard.organisations.rules.contacts import contact_key
from tests import factories


@pytest.mark.parametrize(
    "ways",
    [
        ("01632 960 123", "(01632) 960123", "+44 1632 960123", "01632-960123"),
        ("01632 960123 ext 4", "01632 960123 x4"),
        ("PALS@trust.example", "pals@trust.example"),
        ("https://www.Trust.example/talk/", "trust.example/talk"),
        ("XN1 4QT", "xn14qt"),
    ],
)
def test_the_same_contact_however_it_is_written(ways):
    assert len({contact_key(each) for each in ways}) == 1
    assert contact_key(ways[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("01632 960123", "01632 960124"),
        ("01632 960123", "01632 960123 ext 4"),
        ("trust.example/talk", "trust.example/talk/joy"),
        ("pals@trust.example", "joy@trust.example"),
    ],
)
def test_what_is_nearly_the_same_is_another(one, other):
    assert contact_key(one) != contact_key(other)


@pytest.mark.parametrize("written", ["", "Joy", "12345", "ask at the desk", "pals@", "01632 960123 or 960124", "1.2.3.4", "a" * 5000, "\0"])
def test_what_is_no_contact(written):
    assert contact_key(written) == ""


@given(st.text(max_size=300))
def test_nothing_typed_breaks_it(written):
    assert len(contact_key(written)) <= 320


@pytest.fixture
def trust(db):
    organisation = factories.organisation()
    return organisation, factories.member(of=organisation, roles=[Role.ADMINISTRATOR])


def add(organisation, by, value="01632 960123", **more):
    return contacts.add_contact(organisation_id=organisation.pk, value=value, by=by, **more)


def test_administrators_and_operators_add_and_remove(trust):
    organisation, administrator = trust
    made = add(organisation, administrator, what=" Ward  desk, 9 to 5 ")
    assert (made.value, made.what) == ("01632 960123", "Ward desk, 9 to 5")
    assert add(organisation, factories.operator(), "+44 1632 960123", what="Night desk").pk == made.pk
    for expected in (True, False):
        assert contacts.remove_contact(organisation_id=organisation.pk, contact_id=made.pk, by=administrator) is expected
    names = Event.objects.filter(name__contains="contact").order_by("pk").values_list("name", flat=True)
    assert list(names) == ["organisations.contact_added", "organisations.contact_removed"]


def test_nobody_else_does(trust):
    organisation, administrator = trust
    made = add(organisation, administrator)
    other = factories.member(of=factories.organisation(), roles=[Role.ADMINISTRATOR])
    for by in (factories.member(of=organisation), other):
        with pytest.raises(NotAllowed):
            add(organisation, by, "01632 960124")
        with pytest.raises(NotAllowed):
            contacts.remove_contact(organisation_id=organisation.pk, contact_id=made.pk, by=by)
    assert not contacts.remove_contact(organisation_id=other.organisation_id, contact_id=made.pk, by=other)
    assert PublicContact.objects.get() == made


def test_what_cannot_be_compared_is_refused_by_action_and_database(trust):
    organisation, administrator = trust
    with pytest.raises(NotAcceptable):
        add(organisation, administrator, "at the desk")
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicContact.objects.create(organisation=organisation, value="at the desk", key="")


def test_there_is_an_end_to_the_list(trust, monkeypatch):
    organisation, administrator = trust
    monkeypatch.setattr(contacts, "AT_MOST", 1)
    add(organisation, administrator)
    with pytest.raises(NotAcceptable):
        add(organisation, administrator, "01632 960124")


def said(response):
    return re.sub(r"<[^>]+>|\s+", " ", response.content.decode())


def test_the_page_is_for_members_to_read_and_administrators_to_change(trust, client):
    organisation, administrator = trust
    factories.sign_in(client, administrator)
    refused = client.post("/organisation/contacts/", {"value": "ask Joy", "what": "Ward desk"})
    assert (refused.status_code, "Enter one phone number" in said(refused)) == (422, True)
    assert 'value="ask Joy"' in refused.content.decode()
    client.post("/organisation/contacts/", {"value": "01632 960123", "what": "Ward desk"})
    made = PublicContact.objects.get()
    assert "Remove" in said(client.get("/organisation/contacts/"))

    factories.sign_in(client, factories.member(of=organisation))
    page = said(client.get("/organisation/contacts/"))
    assert "01632 960123" in page
    assert "Add the contact" not in page
    assert client.post("/organisation/contacts/", {"value": "01632 960124"}).status_code == 422
    assert client.post(f"/organisation/contacts/{made.pk}/remove/").status_code == 404

    factories.sign_in(client, factories.member(of=factories.organisation(), roles=[Role.ADMINISTRATOR]))
    client.post(f"/organisation/contacts/{made.pk}/remove/")
    assert PublicContact.objects.get() == made
    factories.sign_in(client, administrator)
    client.post(f"/organisation/contacts/{made.pk}/remove/")
    assert not PublicContact.objects.exists()
