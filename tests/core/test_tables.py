"""An empty database is given its tables as a text, and holds then what all migrations would have made."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from heard.core import tables
from tests.tables import empty_database, migrated, settled

MOST_SINCE = 20
"""So many migrations may come after the text was written. Each takes as long as it takes to make two tables of it."""
ANEW = "run `.venv/bin/python -m tests.tables` and commit heard/config/tables.sql"


@pytest.fixture
def empty(django_db_setup, django_db_blocker):
    """Django's connection leads to an empty database."""
    with django_db_blocker.unblock(), empty_database():
        yield


def asked(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def there():
    return {name for (name,) in asked("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}


@pytest.mark.slow
def test_a_database_made_from_the_text_holds_what_all_migrations_make(django_db_setup, django_db_blocker, settings):
    """On whatever site: what a migration took from the settings would be another here."""
    with django_db_blocker.unblock():
        quickly = migrated()
        settings.LANGUAGE_CODE, settings.SITE_URL = "en-xa", "https://elsewhere.example"
        one_by_one = migrated(one_by_one=True)
        assert settled(quickly).splitlines() == settled(one_by_one).splitlines(), ANEW


def test_few_migrations_have_come_since_the_text_was_written(empty):
    tables.make_all()
    loader = MigrationLoader(connection)
    applied, on_disk = set(loader.applied_migrations), set(loader.disk_migrations)
    assert applied <= on_disk
    assert len(on_disk - applied) <= MOST_SINCE, ANEW


def test_an_empty_database_is_up_to_date_after_the_text_and_later_migrations(empty, capsys):
    call_command("migrate")
    assert "All tables made" in capsys.readouterr().out
    call_command("migrate", check_unapplied=True)
    assert asked("SELECT count(*) FROM directory_everydayname") > [(50,)]
    assert asked("SELECT count(*) FROM auth_permission") > [(200,)]


def test_whoever_was_killed_once_the_tables_were_made_goes_on_from_there(empty):
    assert tables.make_all()
    call_command("migrate", verbosity=0)
    call_command("migrate", check_unapplied=True)
    assert asked("SELECT count(*) FROM auth_permission") > [(200,)]


def test_migrations_go_on_from_what_the_text_made(empty):
    call_command("migrate", verbosity=0)
    call_command("migrate", "responses", "0010", verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("migrate", check_unapplied=True)


def test_a_text_that_breaks_off_leaves_nothing(empty, settings, tmp_path):
    settings.TABLES = tmp_path / "tables.sql"
    settings.TABLES.write_text("CREATE TABLE public.one (); CREATE TABLE public.one ();")
    with pytest.raises(DatabaseError):
        tables.make_all()
    assert there() == set()


@pytest.mark.parametrize(
    "before",
    [
        "CREATE TABLE someone (id int)",
        "CREATE SCHEMA elsewhere; SET search_path TO elsewhere",
        "CREATE SCHEMA elsewhere; CREATE EXTENSION unaccent SCHEMA elsewhere",
    ],
)
def test_where_the_text_does_not_fit_nothing_is_made(empty, before):
    with connection.cursor() as cursor:
        cursor.execute(before)
    was = there()
    assert not tables.make_all()
    assert there() == was


def test_extensions_that_someone_made_before_are_no_hindrance(empty):
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION unaccent; CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gist")
    assert tables.make_all()


def test_part_of_the_migrations_is_made_by_migrations(empty):
    call_command("migrate", "contenttypes", verbosity=0)
    assert there() == {"django_migrations", "django_content_type"}


def test_asking_what_there_is_to_do_makes_nothing(empty):
    with pytest.raises(SystemExit):
        call_command("migrate", check_unapplied=True)
    call_command("migrate", plan=True, verbosity=0)
    assert there() <= {"django_migrations"}
