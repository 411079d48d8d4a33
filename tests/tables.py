"""What the migrations make of an empty database, as the text that new databases are made from. `python -m tests.tables` writes it anew."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launch import postgres
from launch.programs import find_programs

ROWS_OF_DJANGO = ("django_content_type", "auth_permission")
"""Django adds them whenever it has migrated, so the text holds none."""
NOISE = [
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^--\n-- (?:Name|Data for Name): .*\n--\n",
        r"^COMMENT ON EXTENSION .*\n",
        r"^SET default_\w+ = .*\n",
        r"^SELECT pg_catalog\.setval\(.*, 1, false\);\n",
        rf"^SELECT pg_catalog\.setval\('public\.(?:django_migrations|{'|'.join(ROWS_OF_DJANGO)})_id_seq', .*\n",
    )
]


@contextmanager
def empty_database() -> Iterator[str]:
    """Django's connection leads to a new, empty database meanwhile; its name."""
    from django.db import connection

    name, own = f"heard_empty_{os.getpid()}", connection.settings_dict["NAME"]
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield name
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')


def migrated(**options) -> str:
    """What `manage.py migrate` makes of an empty database."""
    from django.conf import settings
    from django.core.management import call_command

    with empty_database() as name:
        call_command("migrate", verbosity=0, interactive=False, tables_only=True, **options)
        return dumped(settings.DATABASE_URL, name)


def settled(text: str) -> str:
    """The text as PostgreSQL writes it once it has read its own writing: some conditions come back in other words that mean the same."""
    from django.conf import settings
    from django.db import connection

    with empty_database() as name, connection.cursor() as cursor:
        cursor.execute("SET check_function_bodies = off")
        cursor.execute(text)
        return dumped(settings.DATABASE_URL, name)


def dumped(url: str, name: str) -> str:
    """A database as text: the same for each that the same migrations made, in whatever order and whenever."""
    reached = postgres.connection(url) | {"PGDATABASE": name, "PGTZ": "UTC"}
    left_out = [f"--exclude-table-data={each}" for each in ROWS_OF_DJANGO]
    dump = [str(find_programs() / "pg_dump"), "--no-owner", "--no-privileges", "--inserts", *left_out]
    text = subprocess.run(dump, env=reached, capture_output=True, text=True, check=True).stdout  # noqa: S603
    text = text[text.index("CREATE EXTENSION") : text.index("--\n-- PostgreSQL database dump complete")]
    for noise in NOISE:
        text = noise.sub("", text)
    text = re.sub(r"^(?:INSERT INTO .*\n)+", _rows, text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _rows(found: re.Match[str]) -> str:
    """The rows of one table in the order of their numbers. What has a moment was made at that of the table."""
    rows = re.sub(r"'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?\+00'", "now()", found[0])
    # In which order migrations were run does not matter once all have been.
    rows = re.sub(r"(?<=django_migrations) VALUES \(\d+, ", " (app, name, applied) VALUES (", rows)
    return "".join(sorted(rows.splitlines(keepends=True), key=_number))


def _number(row: str) -> tuple[int, str]:
    number = re.search(r"VALUES \((\d+),", row)
    return int(number[1]) if number else 0, row


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "heard.config.settings.test"
    import django

    django.setup()
    from django.conf import settings

    Path(settings.TABLES).write_text(migrated(one_by_one=True))
