"""For how long, and to whom, a story key can be shown again; and what else might keep its words."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings as current
from django.db import connection
from psycopg.sql import SQL, Identifier

from heard.accounts.actions import authors
from heard.accounts.models import Author, KeyToShow
from heard.accounts.policies import note_proved
from heard.accounts.queries import key_to_show, words_to_show
from heard.core import clock
from heard.core.errors import NotAllowed
from heard.regions.models import Setting
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return authors.make_author()


def new_session():
    return import_module(current.SESSION_ENGINE).SessionStore()


def enter(words):
    return authors.enter_key(words=words, place="198.51.100.7", region_id=factories.region().pk)


def test_a_key_typed_correctly_is_not_shown_again(author):
    words = authors.give_key(author)
    enter(words)
    assert words_to_show(author) is None
    assert not KeyToShow.objects.exists()
    with pytest.raises(NotAllowed):
        authors.give_key(author)


def test_somebody_elses_key_typed_leaves_mine_to_be_shown(author):
    words = authors.give_key(author)
    enter(authors.give_key(authors.make_author()))
    assert words_to_show(author) == words


def test_a_key_that_replaced_the_typed_one_can_still_be_shown(author):
    authors.give_key(author)
    typed = Author.objects.get(pk=author.pk)
    new = authors.replace_key(author)
    authors._forget_words_of(typed)
    assert words_to_show(author) == new


def test_after_seven_days_nobody_can_show_a_key_and_the_sweep_forgets_it(author):
    words = authors.give_key(author)
    with clock.at(clock.now() + timedelta(days=7, seconds=-5)):
        assert authors.forget_keys_shown(by=factories.TESTS) == 0
        assert words_to_show(author) == words
    with clock.at(clock.now() + timedelta(days=7, seconds=5)):
        assert words_to_show(author) is None, "also where the sweep was late"
        assert authors.forget_keys_shown(by=factories.TESTS) == 1
        assert authors.forget_keys_shown(by=factories.TESTS) == 0
    assert not KeyToShow.objects.exists()


def test_an_operator_sets_the_days_and_where_regions_differ_the_shortest_counts(author):
    Setting.objects.create(region=factories.region(), name="key_shown", value=2)
    authors.give_key(author)
    with clock.at(clock.now() + timedelta(days=2, seconds=5)):
        assert words_to_show(author) is None


def test_with_a_pin_a_key_is_shown_only_after_the_pin(author):
    words = authors.give_key(author)
    session, chosen_in = new_session(), new_session()
    assert key_to_show(author, session) == words
    authors.set_pin(author, "482913", session=chosen_in)
    assert key_to_show(author, session) is None
    assert key_to_show(author, chosen_in) == words
    note_proved(session, author)
    assert key_to_show(author, session) == words


def test_words_that_a_process_of_the_release_before_wrote_go_with_the_next_sweep(author):
    Author.objects.filter(pk=author.pk).update(key_to_show=b"locked")
    authors.forget_keys_shown(by=factories.TESTS)
    assert Author.objects.get(pk=author.pk).key_to_show is None


def test_the_words_stand_in_no_table_in_plain(client, author):
    words = authors.give_key(author)
    client.post("/my-story/key/", {"words": words})
    client.post("/my-story/key/", {"words": f"{words} and more"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'")
        for (table,) in cursor.fetchall():
            cursor.execute(SQL("SELECT count(*) FROM {} AS each WHERE each::text LIKE %s").format(Identifier(table)), [f"%{words}%"])
            assert cursor.fetchone() == (0,), table
