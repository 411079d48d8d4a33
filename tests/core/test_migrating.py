"""A column under views can be altered: they are taken down and stand again, as they were."""

import pytest
from django.db import NotSupportedError, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState

from heard.core.migrating import BesideViews, make_view

pytestmark = [pytest.mark.django_db, pytest.mark.owner]

TABLE = migrations.CreateModel("Thing", fields=[("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=10))])
LONGER = migrations.AlterField("thing", "name", models.CharField(max_length=200))
VIEWS = (
    make_view("seen", "SELECT id, name FROM core_thing WHERE name <> ''"),
    make_view("seen_of_seen", "SELECT seen.name, thing.id FROM seen JOIN core_thing thing USING (id)"),
)


def run(state, *operations):
    """Each as a migration runs it; the state after."""
    for operation in operations:
        before, state = state, state.clone()
        operation.state_forwards("core", state)
        with connection.schema_editor() as editor:
            operation.database_forwards("core", editor, before, state)
    return state


def asked(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@pytest.fixture
def state():
    return run(ProjectState(), TABLE, *VIEWS)


def test_a_column_under_a_view_cannot_be_altered_by_itself(state):
    with pytest.raises(NotSupportedError, match="used by a view"), transaction.atomic():
        run(state, LONGER)


def test_beside_its_views_a_column_is_altered_and_they_show_the_same(state):
    asked("INSERT INTO core_thing (name) VALUES ('one'), ('') RETURNING 1")
    shown = asked("SELECT name FROM seen_of_seen")
    later = run(state, BesideViews("core_thing", [LONGER]))
    assert later.models["core", "thing"].fields["name"].max_length == 200
    assert asked("SELECT name FROM seen_of_seen") == shown == [("one",)]
    asked("INSERT INTO core_thing (name) VALUES (repeat('long', 40)) RETURNING 1")
    assert asked("SELECT length(name) FROM seen ORDER BY 1 DESC LIMIT 1") == [(160,)]


def test_a_view_under_views_is_made_anew_in_its_place(state):
    run(state, BesideViews("seen", [make_view("seen", "SELECT id, upper(name) AS name FROM core_thing")]))
    asked("INSERT INTO core_thing (name) VALUES ('one') RETURNING 1")
    assert asked("SELECT name FROM seen_of_seen") == [("ONE",)]
