import pytest

from heard.accounts.actions import authors
from heard.alerts.actions import set_alerts
from heard.alerts.models import AlertSetting
from heard.alerts.rules import stop_token
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return factories.member(of=factories.organisation(remit=[factories.service()]))


def test_opening_a_stop_link_stops_nothing_and_its_button_does(client, member):
    address = f"/stop/{stop_token(f'membership:{member.pk}')}/"
    assert "Stop these e-mails" in client.get(address).text
    assert not AlertSetting.objects.exists()
    for _ in range(2):
        assert client.post(address).status_code == 200
    assert AlertSetting.objects.get().stories == "never"


def test_one_click_from_a_mail_program_needs_no_session(member):
    from django.test import Client

    mail_program = Client(enforce_csrf_checks=True)
    answer = mail_program.post(f"/stop/{stop_token(f'membership:{member.pk}')}/", {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert AlertSetting.objects.get().stories == "never"


def test_an_author_stops_notices(client):
    author = factories.author()
    authors.give_contact(author, kind="email", value="gull@mail.example")
    client.post(f"/stop/{stop_token(f'author:{author.pk}')}/")
    assert not author.contact_details.get().wants_notices


def test_a_stop_link_that_was_used_says_so_and_what_one_can_do(client, member):
    author = factories.author()
    authors.give_contact(author, kind="email", value="gull@mail.example")
    ways_on = {f"membership:{member.pk}": "/alerts/", f"author:{author.pk}": "/my-story/key/"}
    for recipient, way_on in ways_on.items():
        address = f"/stop/{stop_token(recipient)}/"
        client.post(address)
        again = client.get(address)
        assert (again.status_code, "You have already stopped these e-mails" in again.text) == (200, True)
        assert f'href="{way_on}"' in again.text
        assert "<button" not in again.text.partition("<main")[2]
        assert client.post(address).status_code == 200
    # Started again, the link asks again
    set_alerts(membership=member, stories="at-once", answers="never", least_criticality=0, by=member)
    assert "<title>Stop these e-mails" in client.get(f"/stop/{stop_token(f'membership:{member.pk}')}/").text
    assert AlertSetting.objects.get().stories == "at-once", "opening it does nothing"
    # and somebody who is no longer there has nothing to stop
    gone = f"/stop/{stop_token('membership:999999999')}/"
    assert "You have already stopped these e-mails" in client.get(gone).text


@pytest.mark.parametrize("token", ["nonsense", "a" * 500, stop_token("person:1"), stop_token("membership:x")])
def test_a_made_up_link_is_not_found(client, token):
    assert client.post(f"/stop/{token}/").status_code == 404


def test_a_member_sets_what_to_be_told_of(client, member):
    client.force_login(member.person)
    assert client.get("/alerts/").status_code == 200
    client.post("/alerts/", {"stories": "at-once", "answers": "at-once", "least_criticality": "3"})
    setting = AlertSetting.objects.get()
    assert (setting.answers, setting.least_criticality) == ("at-once", 3)
    assert client.post("/alerts/", {"stories": "hourly", "answers": "at-once", "least_criticality": "9"}).status_code == 422


def test_strangers_are_sent_to_sign_in(client):
    assert client.get("/alerts/").status_code == 302
