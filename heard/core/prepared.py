"""Statements of hot pages, planned once per connection instead of once per request.

Planning a read model with a dozen subselects costs several times what running it does. The plan is one for all parameters
(`heard.core.postgres`), so a limit stands in the text as a number: of a parameter the server would not know how few rows are wanted.
`PREPARE` and `EXECUTE` go through Django's own cursor, so that query counts, logs and wrappers see one ordinary statement.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

_prepared: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
"""Which statements each open connection knows; a connection that closes is forgotten with what it knew."""


def fetch(sql: str, params: Sequence[Any] = (), *, prepare: bool = True) -> list[tuple[Any, ...]]:
    """All rows of one reading statement. Parameters are `%s`, each with its type (`%s::bigint`); a literal per cent sign is `%%`.

    Only a text that comes back often with other parameters, and that is best run the same way for all of them, should be prepared.
    """
    with connection.cursor() as cursor:
        _execute(cursor, sql, params, prepare=prepare)
        return list(cursor.fetchall())


def fetch_named(sql: str, params: Sequence[Any] = (), *, prepare: bool = True) -> list[dict[str, Any]]:
    """The same, with each value under the name of its column."""
    with connection.cursor() as cursor:
        _execute(cursor, sql, params, prepare=prepare)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def _execute(cursor: Any, sql: str, params: Sequence[Any], *, prepare: bool) -> None:
    if not prepare:
        cursor.execute(sql, params)
        return
    name, statement, run = _statement(sql)
    known = _prepared.setdefault(connection.connection, set())
    if name not in known:
        # Not counted with the page's statements: it happens once in the life of a connection.
        connection.connection.execute(statement)
        known.add(name)
    cursor.execute(run, params or None)


@lru_cache(maxsize=256)
def _statement(sql: str) -> tuple[str, str, str]:
    name = f"heard_{hashlib.blake2b(sql.encode(), digest_size=10).hexdigest()}"
    parts = sql.split("%s")
    body = "".join(f"{part}${n}" for n, part in enumerate(parts[:-1], start=1)) + parts[-1]
    arguments = f"({', '.join(['%s'] * (len(parts) - 1))})" if len(parts) > 1 else ""
    return name, f"PREPARE {name} AS {body.replace('%%', '%')}", f"EXECUTE {name}{arguments}"


@contextmanager
def all_statements() -> Iterator[None]:
    """Prepare whatever this process says three times: for a long run of few kinds of statements, a third of the server's work less.

    Not for pages, whose statements above are prepared by name. Takes a new connection; within a transaction it changes nothing.
    """
    if connection.in_atomic_block:
        yield
        return
    usual = connection.settings_dict["OPTIONS"]
    _speak_anew({**usual, "server_side_binding": True, "prepare_threshold": 3, "options": "-c plan_cache_mode=auto"})
    try:
        yield
    finally:
        _speak_anew(usual)


def _speak_anew(options: dict[str, Any]) -> None:
    connection.close()
    connection.settings_dict["OPTIONS"] = options
    vars(connection.features).pop("uses_server_side_binding", None)  # Django keeps what it read there
