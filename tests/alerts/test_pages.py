import re
from base64 import urlsafe_b64decode
from urllib.parse import quote

import pytest
from django.core import mail as outbox
from django.core import signing
from django.test import Client

from heard.accounts.actions import authors
from heard.accounts.models import Author
from heard.accounts.queries import mark_of_contact, notices_contact, wants_notices
from heard.alerts.actions import notify_author, set_alerts
from heard.alerts.models import AlertSetting
from heard.alerts.rules import PURPOSE, token_for_contact, token_for_member
from heard.core import clock
from heard.core.tokens import sealed_token
from heard.stories.models import Story
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return factories.member(of=factories.organisation(remit=[factories.service()]))


def test_opening_a_stop_link_stops_nothing_and_its_button_does(client, member):
    address = f"/stop/{token_for_member(member.pk)}/"
    assert "Stop these emails" in client.get(address).text
    assert not AlertSetting.objects.exists()
    for _ in range(2):
        assert client.post(address).status_code == 200
    assert AlertSetting.objects.get().stories == "never"


def test_one_click_from_a_mail_program_needs_no_session(member):
    mail_program = Client(enforce_csrf_checks=True)
    answer = mail_program.post(f"/stop/{token_for_member(member.pk)}/", {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert AlertSetting.objects.get().stories == "never"


def link_of(author):
    contact = notices_contact(author.pk)
    return token_for_contact(contact.pk, mark_of_contact(contact))


def test_an_author_stops_notices(client):
    author = factories.author()
    authors.give_contact(author, kind="email", value="gull@mail.example")
    client.post(f"/stop/{link_of(author)}/")
    assert not author.contact_details.get().wants_notices


def test_a_stop_link_that_was_used_says_so_and_what_one_can_do(client, member):
    author = factories.author()
    authors.give_contact(author, kind="email", value="gull@mail.example")
    ways_on = {token_for_member(member.pk): "/alerts/", link_of(author): "/my-story/key/"}
    for token, way_on in ways_on.items():
        address = f"/stop/{token}/"
        client.post(address)
        again = client.get(address)
        assert (again.status_code, "You’ve already stopped these emails" in again.text) == (200, True)
        assert f'href="{way_on}"' in again.text
        assert "<button" not in again.text.partition("<main")[2]
        assert client.post(address).status_code == 200
    # Started again, the link asks again
    set_alerts(membership=member, stories="at-once", answers="never", least_criticality=0, by=member)
    assert "<title>Stop these emails" in client.get(f"/stop/{token_for_member(member.pk)}/").text
    assert AlertSetting.objects.get().stories == "at-once", "opening it does nothing"
    # and somebody who is no longer there has nothing to stop
    gone = f"/stop/{token_for_member(999999999)}/"
    assert "You’ve already stopped these emails" in client.get(gone).text


@pytest.mark.parametrize(
    "token",
    ["nonsense", "a" * 5000, "é\x00", sealed_token("person:1", purpose=PURPOSE), sealed_token("membership:7", purpose="other")],
    ids=["nonsense", "long", "odd letters", "of somebody else", "for something else"],
)
def test_a_made_up_link_is_not_found_and_says_how_else_to_stop(client, token):
    for answer in (client.get(f"/stop/{quote(token)}/"), client.post(f"/stop/{quote(token)}/")):
        assert answer.status_code == 404
        assert 'href="/alerts/"' in answer.text


def test_a_member_sets_what_to_be_told_of(client, member):
    client.force_login(member.person)
    assert client.get("/alerts/").status_code == 200
    client.post("/alerts/", {"stories": "at-once", "answers": "at-once", "least_criticality": "3"})
    setting = AlertSetting.objects.get()
    assert (setting.answers, setting.least_criticality) == ("at-once", 3)
    assert client.post("/alerts/", {"stories": "hourly", "answers": "at-once", "least_criticality": "9"}).status_code == 422


def test_strangers_are_sent_to_sign_in(client):
    assert client.get("/alerts/").status_code == 302


@pytest.fixture
def author():
    author = factories.author()
    authors.give_contact(author, kind="email", value="gull@mail.example")
    return author


def test_a_stop_link_ends_with_the_contact(client, author):
    old = f"/stop/{link_of(author)}/"
    authors.give_contact(author, kind="email", value="Gull@mail.example")
    assert "<button" in client.get(old).text.partition("<main")[2], "the same address given again is the same contact"
    authors.give_contact(author, kind="email", value="tern@mail.example")
    newer = f"/stop/{link_of(author)}/"
    assert "You’ve already stopped these emails" in client.get(old).text
    client.post(old)
    assert wants_notices(author.pk), "what was mailed to the old address stops nothing at the new one"
    authors.forget_contact(author)
    authors.give_contact(author, kind="email", value="tern@mail.example")
    for link in (old, newer):
        assert client.post(link).status_code == 200
    assert wants_notices(author.pk)


@pytest.mark.parametrize("kind", ["author", "membership"])
def test_a_link_in_an_old_mailbox_still_stops(member, author, kind):
    number = author.pk if kind == "author" else member.pk
    token = signing.Signer(salt="heard.alerts.stop").sign_object(f"{kind}:{number}").replace(":", "~")
    answer = Client(enforce_csrf_checks=True).post(f"/stop/{token}/", {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, "You’ve stopped these emails" in answer.text) == (200, True)
    if kind == "author":
        assert not wants_notices(author.pk)
    else:
        assert AlertSetting.objects.get().stories == "never"


def test_no_letter_to_an_author_holds_the_authors_number(run_jobs):
    author = Author.objects.create(pk=8765432198)
    authors.give_contact(author, kind="email", value="gull@mail.example")
    authors.give_key(author)
    story = factories.published_story()
    Story.objects.filter(pk=story.pk).update(author=author)
    authors.request_sign_in_link(email="gull@mail.example", place="198.51.100.7")
    authors.replace_key(author)
    notify_author(story_id=story.pk, kind="author-answered", key="author-answered:1", at=clock.now())
    run_jobs()
    letters = [each for each in outbox.outbox if each.to == ["gull@mail.example"]]
    assert {each.subject for each in letters} >= {"Your link to your story on Heard", "Your story has been answered"}
    stops = set()
    for letter in letters:
        said = letter.message().as_string()
        assert "8765432198" not in said
        for token in re.findall(r"/stop/([^/>]+)/", said):
            stops.add(token)
            assert b"8765432198" not in urlsafe_b64decode(token + "==="), "nor in a thin coat"
    assert len(stops) == sum("/stop/" in each.body for each in letters) > 0, "and no two have a link in common"


def test_settings_say_that_ones_own_work_is_always_told_and_what_the_levels_mean(client, member):
    page = factories.sign_in(client, member).get("/alerts/").text
    assert "You can’t turn off emails about <b>your own work</b>" in page
    assert "Someone was harmed or could have been" in page
