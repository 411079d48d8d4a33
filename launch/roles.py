"""Two roles in one database: the owner makes and changes tables, the site only reads and writes rows.

Whoever finds a way to slip a statement to the site then cannot drop a table, switch a trigger off or change what a column allows; nor
rewrite what was written once for all.
"""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from launch import database, postgres
from launch.errors import LaunchError

AS_OWNER = "HEARD_AS_OWNER"
"""Set to 1 in the environment of a program that works as the owner."""
OWNERS_COMMANDS = frozenset({"migrate", "makemigrations", "flush", "sqlflush", "seed_demo", "rehearse"})
"""What `manage.py` does as the owner without being asked: tables are made, emptied and measured by their owner alone."""

WRITTEN_ONCE = (
    "core_event",
    "stories_original", "stories_correctedwords", "stories_version", "stories_edit",
    "stories_storymove", "moderation_casemove", "responses_answermove", "responses_replymove", "responses_changemove",
)  # fmt: skip
"""Tables to which the site adds rows, and changes and deletes none: what happened, and what authors wrote in their own words."""
READ_ONLY = ("django_migrations",)

_GRANTS = """
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO {role};
"""
_REVOKE = """
DO $$ BEGIN IF to_regclass('public.{table}') IS NOT NULL THEN REVOKE {rights} ON public.{table} FROM {role}; END IF; END $$;
"""
"""A table that a later migration makes, of a release that is restored or brought up to date, may not be there yet."""
_VIEWS_ARE_READ = """
DO $$ DECLARE seen regclass; BEGIN
  FOR seen IN SELECT format('public.%I', viewname) FROM pg_views WHERE schemaname = 'public' AND starts_with(viewname, 'public_') LOOP
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON %s FROM %I', seen, '{role}');
  END LOOP;
END $$;
"""
"""To PostgreSQL a plain view is a table, in which its rows could be changed as well."""


def grants(role: str) -> str:
    """The statements, repeatable, that let a role read and write rows: of the tables there are, and of those the owner makes later.

    Of views and of the tables of `WRITTEN_ONCE` it takes back what the site never does; said again after migrations, which may have made
    one.
    """
    doubled = role.replace('"', '""')
    kept = [(table, "UPDATE, DELETE") for table in WRITTEN_ONCE] + [(table, "INSERT, UPDATE, DELETE") for table in READ_ONLY]
    revoked = "".join(_REVOKE.format(table=table, rights=rights, role=f'"{doubled}"') for table, rights in kept)
    views = _VIEWS_ARE_READ.format(role=role.replace("'", "''"))
    return _GRANTS.format(role=f'"{doubled}"') + revoked + views


def let_site_in(owners_url: str, sites_url: str) -> None:
    """Give the site's role its rights. In a database of ours, make the role first; nothing where owner and site are one."""
    role = role_of(sites_url)
    if role == role_of(owners_url):
        return
    if role == database.SITE_NAME and not postgres.ask(owners_url, f"SELECT 1 FROM pg_roles WHERE rolname = '{role}'"):  # noqa: S608 - ours
        postgres.ask(owners_url, f"CREATE ROLE {role} LOGIN")
    postgres.ask(owners_url, grants(role))


def role_of(url: str) -> str:
    """The role that a URL connects as."""
    return unquote(urlsplit(url).username or "")


def sites(embedded_url: str) -> str:
    """The URL of the same embedded database under the site's role."""
    parts = urlsplit(embedded_url)
    return parts._replace(netloc=f"{quote(database.SITE_NAME)}@").geturl()


def given(environ: Mapping[str, str], *, as_owner: bool) -> str:
    """The URL of a database of somebody's own, or "" for the embedded one.

    Without `MIGRATE_DATABASE_URL` one role is both. Raises LaunchError for an owner without a site.
    """
    site, owner = environ.get("DATABASE_URL", ""), environ.get("MIGRATE_DATABASE_URL", "")
    if owner and not site:
        raise LaunchError(
            "MIGRATE_DATABASE_URL is set, but DATABASE_URL isn’t. Set both to one database: as its owner, and as the site’s role."
        )
    return (owner or site) if as_owner else site


def database_url(home: Path, environ: Mapping[str, str]) -> str:
    """What this process connects to; the embedded database runs when this returns."""
    as_owner = environ.get(AS_OWNER) == "1"
    if url := given(environ, as_owner=as_owner):
        return url
    url = database.ensure(home)
    return url if as_owner else sites(url)
