"""The mailbox: what is sent is kept and shown, safely, in a demo and nowhere else."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse

from heard.core import clock
from heard.demo.actions import mailbox
from heard.demo.models import MailboxMessage
from heard.demo.queries import MESSAGES
from heard.demo.rules.letters import Piece, one_click_stop, path_on, pieces_of

SITE = "http://testserver"
BACKEND = "heard.demo.adapters.MailboxBackend"


def send(subject="A new story", body="Read it here:\n\nhttp://testserver/stories/7/\n", to=("rowan@quayside.example",), headers=None):
    connection = get_connection(BACKEND)
    return EmailMessage(subject, body, "Heard <heard@testserver>", list(to), headers=headers, connection=connection).send()


@pytest.mark.django_db
def test_a_sent_message_is_kept_once_for_each_recipient_at_the_time_of_the_clock():
    moment = clock.now() - timedelta(days=3)

    with clock.at(moment):
        sent = send(to=["a@quayside.example", "b@quayside.example"], headers={"Message-ID": "<1@testserver>"})

    assert sent == 1
    assert list(MailboxMessage.objects.order_by("to").values_list("to", "subject", "at")) == [
        ("a@quayside.example", "A new story", moment),
        ("b@quayside.example", "A new story", moment),
    ]
    assert MailboxMessage.objects.first().headers["Message-ID"] == "<1@testserver>"


@pytest.mark.django_db
def test_outside_a_demo_nothing_is_taken_so_that_messages_wait(settings):
    settings.DEMO = False

    with pytest.raises(ConnectionError):
        send()

    assert not MailboxMessage.objects.exists()


@pytest.mark.django_db
def test_messages_go_after_a_week():
    with clock.at(clock.now() - timedelta(days=8)):
        send("Old")
    with clock.at(clock.now() - timedelta(days=6)):
        send("Young")

    assert mailbox.forget_old_messages() == 1
    assert MailboxMessage.objects.get().subject == "Young"


@pytest.mark.django_db
def test_the_list_is_newest_first_in_pages_and_can_be_narrowed_to_one_address(client):
    for number in range(MESSAGES + 2):
        send(f"Message {number:03}", to=["often@quayside.example"])
    send("For one", to=["once@quayside.example"])

    first = client.get(reverse("demo:mailbox")).content.decode()
    assert first.index("For one") < first.index(f"Message {MESSAGES + 1:03}")
    assert "Message 000" not in first

    older = client.get(reverse("demo:mailbox") + first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&"))
    assert "Message 000" in older.content.decode()
    assert "For one" not in older.content.decode()

    narrowed = client.get(reverse("demo:mailbox"), {"to": "once@quayside.example"}).content.decode()
    assert "For one" in narrowed
    assert "Message 0" not in narrowed


@pytest.mark.django_db
def test_an_unknown_address_shows_everybodys_messages_and_a_made_up_page_is_refused(client):
    send()

    assert "A new story" in client.get(reverse("demo:mailbox"), {"to": "nobody@nowhere.example"}).content.decode()
    assert client.get(reverse("demo:mailbox"), {"page": "made-up"}).status_code == 400


@pytest.mark.django_db
def test_one_message_shows_its_words_escaped_and_only_its_own_sites_links(client):
    send(
        subject="<b>Bold</b>",
        body="<script>alert(1)</script> & http://evil.example/x http://testserver/stories/7/?a=1&b=2.\n\nEnd",
        headers={"X-Odd": "<i>"},
    )

    page = client.get(reverse("demo:message", kwargs={"number": MailboxMessage.objects.get().pk})).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; http://evil.example/x " in page
    assert '<a href="/stories/7/?a=1&amp;b=2">http://testserver/stories/7/?a=1&amp;b=2</a>.' in page
    assert "<script>alert" not in page
    assert "<b>Bold" not in page
    assert 'href="http://evil' not in page


@pytest.mark.django_db
def test_a_message_that_offers_it_can_be_stopped_with_one_click(client):
    send(headers={"List-Unsubscribe": "<http://testserver/stop/abc/>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"})

    page = client.get(reverse("demo:message", kwargs={"number": MailboxMessage.objects.get().pk})).content.decode()

    assert '<form class="one-button" method="post" action="/stop/abc/"' in page
    assert '<input type="hidden" name="List-Unsubscribe" value="One-Click">' in page


@pytest.mark.django_db
def test_a_message_that_is_not_there_is_not_found(client):
    assert client.get(reverse("demo:message", kwargs={"number": 12})).status_code == 404


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("http://localhost:8000/stories/7/", "/stories/7/"),
        ("http://localhost:9000/stories/7/?q=a", "/stories/7/?q=a"),  # sent while the site had another port
        ("https://localhost/", "/"),
        ("http://localhost:8000", ""),
        ("http://localhost.evil.example/stories/7/", ""),
        ("http://evil.example/", ""),
        ("http://localhost:8000//evil.example/", ""),  # as a link it would leave the site
        ("http://localhost:8000/\\evil.example/", ""),
        ("http://localhost@evil.example/", ""),
        ("http://me@localhost:8000/", ""),
        ("javascript://localhost/%0aalert(1)", ""),
        ("http://[localhost/", ""),
    ],
)
def test_only_addresses_of_this_site_lead_anywhere(address, path):
    assert path_on(address, site="http://localhost:8000") == path


def test_a_full_stop_after_an_address_is_not_part_of_it():
    assert pieces_of("See http://testserver/a/. And (http://testserver/b/)", site=SITE) == [
        Piece("See "),
        Piece("http://testserver/a/", "/a/"),
        Piece(". And ("),
        Piece("http://testserver/b/", "/b/"),
        Piece(")"),
    ]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"List-Unsubscribe": "<http://testserver/stop/abc/>"},
        {"List-Unsubscribe": "<http://evil.example/>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        {"List-Unsubscribe": "mailto:stop@x.example", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    ],
)
def test_no_button_where_one_click_would_not_do_or_leads_elsewhere(headers):
    assert one_click_stop(headers, site=SITE) == ""
