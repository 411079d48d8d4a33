"""The benchmark's own databases: beside the site's, on the same server."""

from typing import Any

import psycopg
from django.conf import settings


def make_database() -> None:
    """Create the benchmark's own database if there is none."""
    with psycopg.connect(**connection_to(settings.SITE_DATABASE), autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [settings.BENCH_DATABASE]).fetchone()
        if found is None:
            connection.execute(f'CREATE DATABASE "{settings.BENCH_DATABASE}"')


def connection_to(name: str) -> dict[str, Any]:
    """How to connect to a database of the same server."""
    options = settings.DATABASES["default"]
    given = {"dbname": name, "host": options["HOST"], "port": options["PORT"], "user": options["USER"], "password": options["PASSWORD"]}
    return {key: value for key, value in {**given, **options.get("OPTIONS", {})}.items() if value}
