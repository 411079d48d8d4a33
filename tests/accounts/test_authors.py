import threading
from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings as current
from django.core import mail as outbox
from django.db import connection

from heard.accounts.actions import authors
from heard.accounts.models import Author, ContactDetail, SignInLink
from heard.accounts.policies import author_of
from heard.accounts.queries import lookup_of, ways_to_reach, words_to_show
from heard.accounts.rules import story_keys
from heard.core import clock
from heard.core.errors import NotAcceptable, NotAllowed, TooMany
from heard.core.models import Delivery
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return authors.make_author()


def enter(words, place="198.51.100.7"):
    return authors.enter_key(words=words, place=place, region_id=factories.region().pk)


def new_session():
    return import_module(current.SESSION_ENGINE).SessionStore()


def token_in(message):
    return message.body.rpartition("/link/")[2].split("/")[0].strip()


def test_a_key_brings_its_author_back_and_nobody_else(author):
    words, other = authors.give_key(author), authors.make_author()
    authors.give_key(other)
    assert len(words.split()) == 4
    assert enter(words) == author
    assert enter(f"  {words.upper().replace(' ', '-')}. ") == author


def test_the_key_is_nowhere_in_the_database(author):
    words = authors.give_key(author)
    row = Author.objects.filter(pk=author.pk).values_list().get()
    assert not any(word.encode() in bytes(each) for word in words.split() for each in row if isinstance(each, bytes | memoryview))


def test_the_key_is_shown_again_until_it_is_safe(author):
    words = authors.give_key(author)
    fresh = Author.objects.get(pk=author.pk)
    assert authors.give_key(fresh) == words_to_show(fresh) == words
    authors.key_is_safe(fresh)
    assert words_to_show(Author.objects.get(pk=author.pk)) is None
    with pytest.raises(NotAllowed):
        authors.give_key(fresh)
    assert enter(words) == author


def test_a_replaced_key_no_longer_opens(author):
    old = authors.give_key(author)
    new = authors.replace_key(author)
    assert new != old
    assert enter(new) == author
    with pytest.raises(NotAcceptable):
        enter(old)


def test_words_that_somebody_has_are_drawn_again(author, monkeypatch):
    first, second = story_keys.new_words(), story_keys.new_words()
    drawn = iter([first, first, second])
    monkeypatch.setattr(story_keys, "new_words", lambda: next(drawn))
    assert authors.give_key(author) == first
    assert authors.give_key(authors.make_author()) == second


@pytest.mark.django_db(transaction=True)
def test_two_windows_that_ask_for_the_key_at_once_see_the_same(author):
    seen, ready = [], threading.Barrier(2)

    def ask():
        try:
            ready.wait()
            seen.append(authors.give_key(Author.objects.get(pk=author.pk)))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 2
    assert len(set(seen)) == 1


def test_a_hundred_wrong_keys_are_refused_before_anything_is_hashed(author, monkeypatch):
    words = authors.give_key(author)
    hashed, digest = [], story_keys.digest
    monkeypatch.setattr(story_keys, "digest", lambda *args, **more: hashed.append(1) or digest(*args, **more))
    refused = 0
    for n in range(100):
        with pytest.raises((NotAcceptable, TooMany)) as said:
            enter("abacus abide able zebra" if n % 2 else "zebra able abide abacus")
        refused += isinstance(said.value, TooMany)
    assert refused == 90
    assert len(hashed) == 10
    with pytest.raises(TooMany):
        enter(words)
    assert enter(words, place="203.0.113.9") == author


def test_right_keys_are_not_counted(author):
    words = authors.give_key(author)
    for _ in range(30):
        assert enter(words) == author


def test_a_session_is_the_authors_until_the_key_is_replaced(author):
    session = new_session()
    assert author_of(session) is None
    authors.come_in(session, author)
    assert author_of(session) == author
    authors.replace_key(author)
    assert author_of(session) is None
    authors.come_in(session, author)
    authors.go_out(session)
    assert author_of(session) is None


def test_a_pin_is_asked_for_only_when_it_was_chosen(author):
    assert authors.check_pin(author, "")
    authors.set_pin(author, "482913")
    fresh = Author.objects.get(pk=author.pk)
    assert "482913" not in fresh.pin_hash
    assert authors.check_pin(fresh, "482913")
    assert not authors.check_pin(fresh, "482914")
    authors.set_pin(fresh, "")
    assert authors.check_pin(fresh, "anything")


def test_a_pin_is_guessed_five_times_at_most(author):
    authors.set_pin(author, "4829")
    for _ in range(5):
        assert not authors.check_pin(author, "0000")
    with pytest.raises(TooMany):
        authors.check_pin(author, "4829")


@pytest.mark.parametrize("pin", ["123", "123456789", "12 34", "abcd", "١٢٣٤", "1234\n"])
def test_a_pin_that_is_not_four_to_eight_digits_is_refused(author, pin):
    with pytest.raises(NotAcceptable, match="digits"):
        authors.set_pin(author, pin)


@pytest.mark.parametrize("value", ["gull", "gull@", ""])
def test_a_contact_that_cannot_be_reached_is_refused(author, value):
    with pytest.raises(NotAcceptable):
        authors.give_contact(author, kind="email", value=value)
    assert ways_to_reach(author.pk) == set()


def test_no_telephone_number_is_kept_and_those_of_before_go(author):
    with pytest.raises(ValueError, match="phone"):
        authors.give_contact(author, kind="phone", value="07700 900123")
    authors.give_contact(author, kind="email", value="gull@mail.example")
    for forget in (lambda: authors.forget_unasked_contacts(by=factories.TESTS), upgraded):
        ContactDetail.objects.create(author=author, kind="phone", sealed=b"sealed", lookup=b"hash")
        assert ways_to_reach(author.pk) == {"email"}, "a number is used by nothing"
        forget()
        assert [each.kind for each in ContactDetail.objects.all()] == ["email"]


def upgraded():
    with connection.cursor() as cursor:
        cursor.execute(import_module("heard.accounts.migrations.0005_no_telephone_numbers").Migration.operations[0].sql)


def test_contacts_are_replaced_and_forgotten(author):
    authors.give_contact(author, kind="email", value="gull@mail.example")
    authors.give_contact(author, kind="email", value="tern@mail.example")
    assert ways_to_reach(author.pk) == {"email"}
    assert ContactDetail.objects.count() == 1
    authors.forget_contact(author)
    assert ways_to_reach(author.pk) == set()
    assert Author.objects.get(pk=author.pk).forgotten_at is not None


def test_an_address_that_was_left_in_its_own_letters_is_found_by_them_and_in_ascii():
    author = factories.reachable_author("gull@xn--bcher-kva.example")
    before = lookup_of(ContactDetail.Kind.EMAIL, "gull@bücher.example")  # as addresses were kept before they had one form
    ContactDetail.objects.filter(author=author).update(lookup=before)
    for n, typed in enumerate(("gull@bücher.example", "gull@xn--bcher-kva.example"), 1):
        authors.request_sign_in_link(email=typed, place="198.51.100.7")
        assert SignInLink.objects.filter(author=author).count() == n


def test_a_mailed_link_lets_its_author_in_once(author, run_jobs):
    authors.give_contact(author, kind="email", value="Gull@Mail.example")
    authors.request_sign_in_link(email="gull@mail.example ", place="198.51.100.7")
    run_jobs()
    (message,) = outbox.outbox
    assert message.to == ["Gull@mail.example"]
    token = token_in(message)
    assert authors.use_sign_in_link(token=token) == author
    with pytest.raises(NotAcceptable, match="used"):
        authors.use_sign_in_link(token=token)


def test_a_link_is_no_longer_good_after_an_hour(author, run_jobs):
    authors.give_contact(author, kind="email", value="gull@mail.example")
    authors.request_sign_in_link(email="gull@mail.example", place="198.51.100.7")
    run_jobs()
    with clock.at(clock.now() + timedelta(hours=1, seconds=1)), pytest.raises(NotAcceptable):
        authors.use_sign_in_link(token=token_in(outbox.outbox[0]))
    with clock.at(clock.now() + timedelta(hours=3)):
        assert authors.forget_old_links(by=factories.TESTS) == 1


def test_a_link_that_never_was_is_refused(author):
    with pytest.raises(NotAcceptable):
        authors.use_sign_in_link(token="guess")


def test_an_unknown_address_leaves_no_trace(run_jobs):
    authors.request_sign_in_link(email="stranger@mail.example", place="198.51.100.7")
    assert run_jobs() == 0
    assert not SignInLink.objects.exists()
    assert not Delivery.objects.exists()


def test_nobodys_mailbox_is_flooded(author, run_jobs):
    authors.give_contact(author, kind="email", value="gull@mail.example")
    for n in range(6):
        authors.request_sign_in_link(email="gull@mail.example", place=f"198.51.100.{n}")
    run_jobs()
    assert len(outbox.outbox) == authors.LINKS_AN_HOUR


def test_an_author_who_wants_no_notices_still_gets_the_way_in(author, run_jobs):
    authors.give_contact(author, kind="email", value="gull@mail.example")
    authors.stop_notices(author)
    authors.request_sign_in_link(email="gull@mail.example", place="198.51.100.7")
    authors.give_key(author)
    authors.replace_key(author)
    run_jobs()
    assert [message.subject for message in outbox.outbox] == ["Your link to your story on Heard", "Your story key on Heard was changed"]


def test_a_forgotten_address_gets_no_letter_that_was_already_owed(author, run_jobs):
    authors.give_contact(author, kind="email", value="gull@mail.example")
    authors.request_sign_in_link(email="gull@mail.example", place="198.51.100.7")
    authors.forget_contact(author)
    run_jobs()
    assert outbox.outbox == []
    assert Delivery.objects.get().state == Delivery.State.DROPPED
