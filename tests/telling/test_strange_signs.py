"""What old word processors, telephones and tricks put into words, met by the pages of telling: nothing is glued, blank or lost."""

import pytest

from heard.accounts.models import ContactDetail
from heard.accounts.queries import mailbox_of
from heard.telling.models import Draft
from tests.telling.test_telling_pages import begun, fill, hidden, northmoor, path  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("end", ["\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\r"])
def test_words_on_two_lines_stay_two_words_in_what_is_kept(client, end):
    begun(client, words=f"I came in at nine{end}Nobody was there.")
    assert Draft.objects.get().words == "I came in at nine\nNobody was there."


def test_what_can_be_seen_is_kept_exactly(client):
    words = "Jose\u0301\u00a0said “½ an hour”: می‌خواهم, 👩🏽‍⚕️ ｆｕｌｌ"
    begun(client, words=words)
    assert Draft.objects.get().words == words


@pytest.mark.parametrize("nothing", ["\u3164", "\u2800\u2800", "\u00a0\u2003", "\u0301", "\u200d\u200e", "\ufffc", "\U000e0041"])
def test_a_name_that_shows_nothing_is_no_name_and_words_that_show_nothing_are_none(client, nothing):
    assert client.post(path("words"), hidden(client.get(path("words"))) | {"words": nothing}).status_code == 422
    assert not Draft.objects.exists()
    begun(client)
    fill(client, "name", chosen_name=nothing)
    assert Draft.objects.get().chosen_name.isalpha()  # the one that was offered
    fill(client, "title", title=nothing)
    assert Draft.objects.get().title == ""


def test_an_address_with_unseen_and_full_width_signs_is_the_address(client):
    begun(client)
    fill(client, "reach", email="ｇull\u200b＠mail．example\u00ad")
    assert mailbox_of(ContactDetail.objects.get().author_id, only_if_wanted=False).address == "gull@mail.example"


def test_an_address_that_our_mail_cannot_carry_is_refused_beside_the_field_and_kept_there(client):
    begun(client)
    answer = fill(client, "reach", email="josé@mail.example")
    assert answer.status_code == 422
    assert "We can’t send email to addresses with “é” before the @." in answer.text
    assert 'value="josé@mail.example"' in answer.text
    assert not ContactDetail.objects.exists()
