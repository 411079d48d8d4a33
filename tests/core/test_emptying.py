"""The tests' own database is empty again after a test that commits."""

import pytest
from django.db import connection

from heard.core import jobs
from tests import factories
from tests.emptying import HOUSE_TEXTS, STAY, empty_the_database


def filled():
    """The tables with rows in them, whoever's they are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute(" UNION ALL ".join(f"(SELECT '{name}' FROM {name} LIMIT 1)" for name in tables))  # noqa: S608
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
def test_what_a_test_committed_is_gone_with_its_jobs_and_what_migrating_wrote_stays():
    factories.open_site()
    factories.tell(factories.published_answer().story)
    jobs.drain()
    factories.sent_story()  # and its jobs wait
    assert {"stories_story", "responses_answer", "procrastinate_jobs"} <= filled()
    empty_the_database()
    assert filled() == {*STAY, *HOUSE_TEXTS} - {"pages_oldpath"}
