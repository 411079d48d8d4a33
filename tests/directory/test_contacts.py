"""A registered contact is asked whether it is right, and told nothing else before it says so."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, transaction

from heard.core import clock
from heard.core.errors import NotAcceptable, WrongState
from heard.core.models import Delivery, Event
from heard.directory.actions.contacts import ask_contact_again, confirm_contact, set_registered_contact
from heard.directory.models import Correction, Service
from heard.directory.rules.contacts import asked_by, confirm_token, mark_of
from tests import factories

pytestmark = pytest.mark.django_db

ADDRESS = "pals@provider.example"


@pytest.fixture
def provider():
    return factories.service(name="Northmoor Trust")


def given(provider, email=ADDRESS):
    return set_registered_contact(service_id=provider.pk, email=email, by=factories.TESTS)


def link_in(letter):
    return next(line for line in letter.body.splitlines() if "/registered-contact/" in line).partition("://")[2].partition("/")[2]


def events():
    return [event.payload["field"] for event in Event.objects.filter(name="directory.service_corrected")]


def test_a_registered_contact_is_set_and_taken_away_without_a_correction(provider):
    for address in (ADDRESS, ADDRESS, ""):
        given(provider, address)
    with pytest.raises(NotAcceptable):
        given(provider, "nonsense")
    provider.refresh_from_db()
    assert (provider.registered_contact, provider.contact_asked_at) == ("", None)
    assert not Correction.objects.exists()
    assert events() == ["registered_contact"] * 2


def test_it_is_asked_by_a_letter_whose_link_does_nothing_until_somebody_says_yes(provider, client, run_jobs):
    given(provider)
    run_jobs()
    (letter,) = outbox.outbox
    assert (letter.to, "Northmoor Trust" in letter.subject) == ([ADDRESS], True)
    path = "/" + link_in(letter)
    for _ in range(2):
        page = client.get(path)
        assert "Is this the right address for Northmoor Trust?" in page.text
    assert client.head(path).status_code == 200
    assert ADDRESS not in page.text
    assert (page["Cache-Control"], page.cookies) == ("no-store", {})
    provider.refresh_from_db()
    assert provider.contact_confirmed_at is None
    for _ in range(2):
        assert "Thank you" in client.post(path).text
    provider.refresh_from_db()
    assert provider.contact_confirmed_at is not None
    assert Event.objects.filter(name="directory.contact_confirmed").count() == 1
    assert "Thank you" in client.get(path).text


def test_a_link_to_an_old_address_confirms_no_new_one(provider, client, run_jobs):
    given(provider)
    old = confirm_token(provider.pk, ADDRESS)
    given(provider, "desk@provider.example")
    assert "nothing to confirm" in client.get(f"/registered-contact/{old}/").text
    assert client.post(f"/registered-contact/{old}/").status_code == 409
    provider.refresh_from_db()
    assert provider.contact_confirmed_at is None
    given(provider, "")
    assert client.post(f"/registered-contact/{confirm_token(provider.pk, '')}/").status_code == 409


def test_another_address_has_to_be_confirmed_anew(provider):
    given(provider)
    confirm_contact(service_id=provider.pk, mark=mark_of(ADDRESS), by=factories.TESTS)
    assert given(provider).contact_confirmed_at is not None
    assert given(provider, "desk@provider.example").contact_confirmed_at is None


@pytest.mark.parametrize("token", ["nonsense", "", "a:b"])
def test_what_is_no_link_of_ours_is_not_there(client, token):
    assert asked_by(token) is None
    assert client.get(f"/registered-contact/{token or 'x'}/").status_code == 404
    assert client.post(f"/registered-contact/{token or 'x'}/").status_code == 404


def test_it_is_asked_again_but_not_every_minute(provider, run_jobs):
    with pytest.raises(WrongState):
        ask_contact_again(service_id=provider.pk, by=factories.TESTS)
    given(provider)
    with pytest.raises(WrongState, match="less than an hour"):
        ask_contact_again(service_id=provider.pk, by=factories.TESTS)
    with clock.at(clock.now() + timedelta(hours=2)):
        ask_contact_again(service_id=provider.pk, by=factories.TESTS)
    run_jobs()
    assert len(outbox.outbox) == 2
    confirm_contact(service_id=provider.pk, mark=mark_of(ADDRESS), by=factories.TESTS)
    with pytest.raises(WrongState, match="already confirmed"):
        ask_contact_again(service_id=provider.pk, by=factories.TESTS)


def test_a_question_that_is_answered_before_it_is_sent_is_dropped(provider, run_jobs):
    given(provider)
    confirm_contact(service_id=provider.pk, mark=mark_of(ADDRESS), by=factories.TESTS)
    run_jobs()
    assert outbox.outbox == []
    assert Delivery.objects.get().state == "dropped"


def test_the_database_refuses_a_confirmed_contact_that_is_none(provider):
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.filter(pk=provider.pk).update(contact_confirmed_at=clock.now())


def test_every_letter_can_be_stopped_and_then_nothing_is_sent_there(provider, client, run_jobs):
    given(provider)
    run_jobs()
    (letter,) = outbox.outbox
    path = "/" + letter.extra_headers["List-Unsubscribe"].strip("<>").partition("://")[2].partition("/")[2]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "<title>Stop these emails" in client.get(path).text
    provider.refresh_from_db()
    assert provider.registered_contact == ADDRESS, "opening the link stops nothing"
    for _ in range(2):
        assert "<title>We’ve stopped these emails" in client.post(path, {"List-Unsubscribe": "One-Click"}).text
    provider.refresh_from_db()
    assert (provider.registered_contact, provider.contact_confirmed_at) == ("", None)


def test_a_stop_link_to_an_old_address_stops_no_new_one(provider, client):
    given(provider)
    old = confirm_token(provider.pk, ADDRESS)
    given(provider, "new@provider.example")
    assert client.post(f"/registered-contact/{old}/stop/").status_code == 200
    provider.refresh_from_db()
    assert provider.registered_contact == "new@provider.example"
    assert client.get("/registered-contact/nonsense/stop/").status_code == 404


def test_whoever_is_asked_can_say_no_and_whoever_stopped_is_told_how_to_begin_again(provider, client):
    factories.region()
    given(provider)
    path = f"/registered-contact/{confirm_token(provider.pk, ADDRESS)}/"
    assert f'href="{path}stop/"' in client.get(path).text
    client.post(path)
    assert "You can stop the emails" in client.get(path).text
    client.post(f"{path}stop/")
    assert 'href="/about/"' in client.get(f"{path}stop/").text.partition("<main")[2].partition("</main")[0]
    assert "There’s nothing to confirm" in client.get(path).text
