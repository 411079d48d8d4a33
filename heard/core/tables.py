"""All tables of an empty database at once, as the migrations make them: read from `settings.TABLES` instead of made one by one (ADR 45)."""

import re
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

_FITS = """
SELECT current_schema() = 'public'
   AND NOT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')
   AND NOT EXISTS (SELECT FROM pg_extension WHERE extname = ANY(%s) AND extnamespace <> 'public'::regnamespace)
"""
_EXTENSION = re.compile(r"(?<=^CREATE EXTENSION IF NOT EXISTS )\w+", re.MULTILINE)


def make_all() -> bool:
    """Make them, all or none: whoever is killed in the middle leaves the database as empty as it was.

    False, and nothing done, where the file does not fit: a table is there, things are made in another schema than `public`, or an extension
    lies in one.
    """
    text = Path(settings.TABLES).read_text()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_FITS, [_EXTENSION.findall(text)])
        if not cursor.fetchone()[0]:
            return False
        cursor.execute("SET LOCAL check_function_bodies = off")  # a function may name a table that is made after it
        cursor.execute(text)
    return True
