"""The role that the site works as reads and writes rows, owns nothing, and needs no word from whoever adds a table."""

import pytest
from django.db import ProgrammingError, connection, transaction

from heard.core import powers
from launch import roles
from launch.errors import LaunchError
from tests.launch.processes import ask

pytestmark = pytest.mark.owner
NEEDED = ("SELECT", "INSERT", "UPDATE", "DELETE")


@pytest.fixture
def site_role(db):
    """A role with the rights of the site's, in a transaction that takes it away again."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE tried_site")
        cursor.execute(roles.grants("tried_site"))
    return "tried_site"


def become(role):
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")


def rows(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def test_the_site_reads_and_writes_rows_of_every_table_but_what_is_written_once(site_role):
    tables = [oid for (oid,) in rows("SELECT oid FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace")]
    assert len(tables) > 50
    once, read = set(roles.WRITTEN_ONCE), set(roles.READ_ONLY)
    for right, refused in zip(NEEDED, (set(), read, once | read, once | read), strict=True):
        asked = "SELECT t::regclass::text FROM unnest(%s::oid[]) t WHERE NOT has_table_privilege(%s, t, %s)"
        assert {table for (table,) in rows(asked, tables, site_role, right)} == refused, right
    sequences = [oid for (oid,) in rows("SELECT oid FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace")]
    assert rows("SELECT s::regclass FROM unnest(%s::oid[]) s WHERE NOT has_sequence_privilege(%s, s, 'USAGE')", sequences, site_role) == []


def test_the_site_reads_every_public_view_and_changes_nothing_through_one(site_role):
    views = [oid for (oid,) in rows("SELECT oid FROM pg_class WHERE relkind = 'v' AND relname LIKE 'public\\_%%'")]
    assert len(views) > 10
    for right, refused in zip(NEEDED, (0, len(views), len(views), len(views)), strict=True):
        asked = "SELECT count(*) FROM unnest(%s::oid[]) v WHERE NOT has_table_privilege(%s, v, %s)"
        assert rows(asked, views, site_role, right) == [(refused,)], right


def test_a_table_of_a_later_migration_needs_no_grant(site_role):
    rows_of = "later (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, words text)"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {rows_of}")
    become(site_role)
    assert rows("INSERT INTO later (words) VALUES ('one') RETURNING words") == [("one",)]


def test_a_view_of_a_later_migration_needs_no_grant(site_role):
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIEW public_later AS SELECT id FROM core_event")
    become(site_role)
    assert rows("SELECT * FROM public_later") == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE public_story SET title = 'All was well.'",
        "DELETE FROM public_answer",
        "INSERT INTO public_tag (kind, slug, name, offered) VALUES ('good', 'x', 'x', true)",
        "DROP VIEW public_story",
        "DROP TABLE core_event",
        "TRUNCATE core_event CASCADE",
        "ALTER TABLE core_event DISABLE TRIGGER ALL",
        "ALTER TABLE core_event ADD COLUMN more text",
        "UPDATE core_event SET actor_ref = 'nobody'",
        "DELETE FROM core_event",
        "UPDATE stories_original SET words = 'All was well.'",
        "DELETE FROM stories_storymove",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('core', '9999_none', now())",
        "DELETE FROM django_migrations",
        "CREATE TABLE mine (id int)",
        "CREATE INDEX mine ON core_event (id)",
        "SET session_replication_role = replica",
        "COPY core_event TO PROGRAM 'cat'",
    ],
)
def test_the_site_changes_no_table(site_role, statement):
    become(site_role)
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_doctor_names_the_role_and_warns_of_one_that_owns_tables(site_role):
    (owner,) = powers.role()
    assert owner.warns
    assert "MIGRATE_DATABASE_URL" in owner.words
    become(site_role)
    (site,) = powers.role()
    assert not site.warns
    assert "works as tried_site, which owns nothing" in site.words


def test_grants_can_be_repeated_and_take_any_name(db):
    for _ in range(2):
        with connection.cursor() as cursor:
            cursor.execute('DO $$ BEGIN CREATE ROLE "a ""name"; EXCEPTION WHEN duplicate_object THEN NULL; END $$')
            cursor.execute(roles.grants('a "name'))


def test_the_site_s_url_is_the_owner_s_with_another_role():
    assert roles.sites("postgresql://heard@/heard?host=%2Fa%20b%2Fs") == "postgresql://heard_site@/heard?host=%2Fa%20b%2Fs"


@pytest.mark.parametrize(
    ("environ", "site", "owner"),
    [
        ({}, "", ""),
        ({"DATABASE_URL": "postgresql://one/x"}, "postgresql://one/x", "postgresql://one/x"),
        (
            {"DATABASE_URL": "postgresql://site@one/x", "MIGRATE_DATABASE_URL": "postgresql://own@one/x"},
            "postgresql://site@one/x",
            "postgresql://own@one/x",
        ),
    ],
    ids=["embedded", "one role for both", "a role for each"],
)
def test_who_connects_as_whom_to_a_database_of_one_s_own(environ, site, owner):
    assert roles.given(environ, as_owner=False) == site
    assert roles.given(environ, as_owner=True) == owner


def test_an_owner_without_a_site_is_refused():
    with pytest.raises(LaunchError, match="DATABASE_URL isn’t"):
        roles.given({"MIGRATE_DATABASE_URL": "postgresql://own@one/x"}, as_owner=False)


def test_a_database_from_before_there_were_two_roles_gets_the_second(tmp_path, join):
    server = join(tmp_path)
    ask(server.url, "DROP ROLE heard_site")
    ask(server.url, "CREATE TABLE story (words text)")
    for _ in range(2):
        roles.let_site_in(server.url, roles.sites(server.url))
    ask(roles.sites(server.url), "INSERT INTO story VALUES ('kept')")
    assert ask(server.url, "SELECT words FROM story") == ("kept",)
    server.leave()
