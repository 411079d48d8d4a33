"""Asking a database a few things before Django can: through PostgreSQL's own programs."""

import os
import subprocess
from urllib.parse import parse_qs, unquote, urlsplit

from launch.errors import DatabaseUnavailable
from launch.programs import find_programs

EMPTY = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
"""The statement that leaves a database as if new."""


def is_empty(url: str) -> bool:
    """Whether there is no table yet."""
    return ask(url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == "0"


def empty(url: str) -> None:
    """Remove everything in a database."""
    ask(url, EMPTY)


def ask(url: str, statement: str) -> str:
    """Run a statement, return what it answered as text. Raises DatabaseUnavailable with the server's own words."""
    command = [str(find_programs() / "psql"), "--no-psqlrc", "-Atq", "--set=ON_ERROR_STOP=1", f"--command={statement}"]
    asked = subprocess.run(command, env=connection(url), cwd="/", capture_output=True, text=True, check=False)
    if asked.returncode != 0:
        raise DatabaseUnavailable(f"The database isn’t answering:\n{asked.stderr.strip()}")
    return asked.stdout.strip()


def connection(url: str) -> dict[str, str]:
    """The environment that leads PostgreSQL's programs to a database; arguments would show the password to all."""
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    wanted: dict[str, str | None] = {
        "PGHOST": query.get("host") or unquote(parts.hostname or ""),
        "PGPORT": query.get("port") or (str(parts.port) if parts.port else ""),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": unquote(parts.path.lstrip("/")),
        "PGCONNECT_TIMEOUT": query.get("connect_timeout", "10"),
        "PGSSLMODE": query.get("sslmode"),
        "PGSSLROOTCERT": query.get("sslrootcert"),
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PG") or name == "PG_BIN"}
    return {**inherited, **{name: value for name, value in wanted.items() if value}}
