"""A database to copy: every process of every run begins with all the tables, which the migrations made once.

Its name is a digest of whatever the migrations do and read, so another migration, another table or another release of a library makes
another one. Django migrates each copy as well, which then has nothing left to do.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connection

from launch import postgres
from launch.programs import find_programs

ROOT = Path(__file__).parents[1]
READ = (
    "heard/*/migrations/*.py",
    "heard/core/clock.py",
    "heard/core/fields.py",
    "heard/core/languages.py",
    "heard/core/migrating.py",
    "heard/core/sites.py",
    "heard/core/texts/*.py",
    "heard/directory/rules/everyday.*",
    "heard/directory/rules/names.py",
    "heard/config/settings/*.py",
    "heard/config/tables.sql",
    "requirements-dev.lock",
)
"""The migrations, and what of ours they import (`tests/architecture/test_migrations.py` holds this list to them)."""
KEPT = 3
"""So many templates stay, the newest: that of a branch that somebody turns back to, and that of a run beside this one."""
ONE_AT_A_TIME = 0x4845415244
"""The lock's number. It is PostgreSQL's, for two checkouts may share a server."""


def files() -> list[Path]:
    """Whatever decides what a new database holds."""
    return sorted({path for pattern in READ for path in ROOT.glob(pattern) if path.is_file()})


def name() -> str:
    """What the template of this code is called."""
    digest = sha256()
    for path in files():
        digest.update(f"{path.relative_to(ROOT)} {path.stat().st_size}\n".encode())
        digest.update(path.read_bytes())
    return f"heard_template_{digest.hexdigest()[:16]}"


def ensure() -> str:
    """Make the template if it is not there, and say what it is called. Whoever comes meanwhile waits until it is."""
    wanted = name()
    with _alone() as cursor:
        if wanted not in (there := _templates(cursor)):
            _make(wanted)
            for old in there[: -KEPT + 1]:
                with suppress(OperationalError):  # somebody copies it
                    cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
    return wanted


def as_sql() -> bytes:
    """The template for another server: all tables, and what the migrations wrote. Of a copy, for nobody copies what somebody reads."""
    copied = f"heard_copied_by_{os.getpid()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{copied}" TEMPLATE "{ensure()}"')
        try:
            dump = [str(find_programs() / "pg_dump"), "--no-owner", "--no-privileges"]
            reached = postgres.connection(settings.DATABASE_URL) | {"PGDATABASE": copied}
            return subprocess.run(dump, env=reached, stdout=subprocess.PIPE, check=True).stdout  # noqa: S603
        finally:
            cursor.execute(f'DROP DATABASE "{copied}"')


@contextmanager
def _alone() -> Iterator:
    """On the database that every server has."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        yield cursor


def _templates(cursor) -> list[str]:
    """Those there are, the oldest first."""
    cursor.execute(r"SELECT datname FROM pg_database WHERE datname LIKE 'heard\_template\_%' ORDER BY oid")
    return [found for (found,) in cursor.fetchall()]


def _make(wanted: str) -> None:
    """Under another name until it is whole: a run that is killed leaves no half of one behind."""
    test, own = connection.settings_dict["TEST"], connection.settings_dict["NAME"]
    half = "heard_half_a_template"
    test["NAME"], kept = half, test["NAME"]
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    finally:
        connection.close()
        test["NAME"] = kept
        settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = own
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{half}" RENAME TO "{wanted}"')
