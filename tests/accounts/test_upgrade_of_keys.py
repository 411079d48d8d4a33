"""What happens to words that could be shown for ever, when a site gets the release that forgets them."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection

from heard.accounts.actions import authors
from heard.accounts.models import Author, KeyToShow
from heard.core import clock

pytestmark = pytest.mark.django_db


def test_words_older_than_a_week_are_forgotten_and_younger_ones_move():
    moved = import_module("heard.accounts.migrations.0002_key_to_show_apart").MOVE
    now = clock.now()
    kept = authors.make_author()
    for author, made, replaced in (
        (kept, now - timedelta(days=60), now - timedelta(days=2)),
        (authors.make_author(), now - timedelta(days=8), None),
    ):
        Author.objects.filter(pk=author.pk).update(key_to_show=b"locked", made_at=made, key_replaced_at=replaced)
    with connection.cursor() as cursor:
        cursor.execute(moved)
    (row,) = KeyToShow.objects.all()
    assert (row.author_id, bytes(row.locked), row.until) == (kept.pk, b"locked", now + timedelta(days=5))
    assert not Author.objects.exclude(key_to_show=None).exists()
