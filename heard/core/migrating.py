"""What a migration needs for views, beside Django's own operations (ADR 37), and what is done once all of them have run."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunSQL, SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation

_ABOVE = """
WITH RECURSIVE above AS (
    SELECT to_regclass(%s)::oid AS view, 0 AS height
    UNION
    SELECT reads.ev_class, above.height + 1
      FROM above
      JOIN pg_depend needs ON needs.refclassid = 'pg_class'::regclass AND needs.refobjid = above.view
      JOIN pg_rewrite reads ON needs.classid = 'pg_rewrite'::regclass AND reads.oid = needs.objid AND reads.ev_class <> above.view)
SELECT view::regclass::text, pg_get_viewdef(view) FROM above WHERE height > 0 GROUP BY view ORDER BY max(height)
"""
"""The views that read a table or a view, and those that read these: whatever one reads stands before it."""


_afterwards: list[Callable[[], None]] = []


def once_migrated(act: Callable[[], None]) -> Callable[[], None]:
    """Have this done each time `manage.py migrate` has run all there is to run: for rows that come with the code."""
    _afterwards.append(act)
    return act


def do_what_comes_after() -> None:
    for act in _afterwards:
        act()


def make_view(name: str, select: str) -> RunSQL:
    """Make a view, or another one in its place. It stays as it is written in its migration: a later one says the whole of it anew."""
    return RunSQL(f"DROP VIEW IF EXISTS {name}; CREATE VIEW {name} AS {select}", f"DROP VIEW {name}")


class BesideViews(SeparateDatabaseAndState):
    """Operations on a table, or a view, that views read: under a view PostgreSQL lets nobody drop a column or give it another type. All
    views above it are taken down and put up again as they were, in the transaction of the migration, so nobody sees them gone.
    """

    def __init__(self, relation: str, operations: Sequence[Operation]) -> None:
        super().__init__(operations, operations)
        self.relation = relation

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.relation, self.database_operations], {}

    def database_forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any) -> None:
        with _taken_down(self.relation, schema_editor):
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any) -> None:
        with _taken_down(self.relation, schema_editor):
            super().database_backwards(app_label, schema_editor, from_state, to_state)


@contextmanager
def _taken_down(relation: str, schema_editor: BaseDatabaseSchemaEditor) -> Iterator[None]:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_ABOVE, [relation])
        views = cursor.fetchall()
        for name, _ in reversed(views):
            cursor.execute(f"DROP VIEW {name}")
        yield
        for name, definition in views:
            cursor.execute(f"CREATE VIEW {name} AS {definition}")
