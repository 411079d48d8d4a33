from django.db import connection

from heard.core import prepared


def prepared_here():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        return cursor.fetchone()[0]


def say(number):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::int + 1", [number])
        return cursor.fetchone()[0]


def test_what_is_said_often_is_prepared_and_afterwards_nothing_is(transactional_db):
    with prepared.all_statements():
        assert [say(number) for number in range(9)] == list(range(1, 10))
        assert prepared_here() > 0
        assert connection.features.uses_server_side_binding
    assert prepared_here() == 0
    assert not connection.features.uses_server_side_binding


def test_within_a_transaction_nothing_changes(db):
    before = connection.connection
    with prepared.all_statements():
        assert say(1) == 2
    assert connection.connection is before
