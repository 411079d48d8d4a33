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


def test_a_page_s_statement_is_planned_once_whatever_is_asked_for(db):
    """Left to itself the server would plan it for each of these anew: how many rows there are depends on the number."""
    for number in range(1, 12):
        prepared.fetch("SELECT count(*) FROM generate_series(1, %s::int)", [10**number if number < 5 else 1])
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE '%%generate_series%%'", [])
        assert cursor.fetchall() == [(11, 0)]
