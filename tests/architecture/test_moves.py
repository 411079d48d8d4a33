"""Nothing but `core.moves.make` changes the state of a thing with a lifecycle. That moves are named by their enum, mypy sees."""

import ast
import re

import pytest

from heard.core.lifecycle import Lifecycle
from heard.core.models import AbstractMove
from heard.core.privacy import our_models
from tests.architecture import rows
from tests.architecture.test_writes import modules

MOVES = [model for model in our_models() if issubclass(model, AbstractMove)]
MOVED = {next(field.related_model for field in model._meta.fields if field.is_relation) for model in MOVES}
STATE = {"state"}
READ_OFF = {"closed_at", "waiting_for"}
"""What the state of a case is read off; `claimed_at` too, but that is set anew while it is read."""
IN_SQL = re.compile(rf"UPDATE\s+(?:{'|'.join(each._meta.db_table for each in MOVED)})\b(.*?)(?:\bFROM\b|\bWHERE\b|\Z)", re.DOTALL)


def columns_of_state(model):
    return STATE if any(field.name == "state" for field in model._meta.fields) else STATE | READ_OFF


def changes_of_state(tree, names):
    """(line, source) of every statement that sets the state of something that has a lifecycle, or of something of which it cannot be told
    whether it has one.
    """
    for node, of in rows.Rows(tree, names).each():
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for each in (part for target in targets for part in ast.walk(target) if isinstance(part, ast.Attribute)):
                held = {one.of for one in of(each.value)}
                wanted = set().union(*map(columns_of_state, held & MOVED)) if held else STATE
                if each.attr in wanted:
                    yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.Call):
            yield from changes_in_call(node, of)
        elif isinstance(node, ast.Constant) and any(re.search(r"\bstate\s*=", given) for given in IN_SQL.findall(str(node.value))):
            yield node.lineno, node.value


def changes_in_call(node, of):
    """A row that is made with a state, or rows that are given one."""
    func = node.func
    if isinstance(func, ast.Attribute):
        about = {held.of for held in of(func.value)} if func.attr in rows.OF_A_QUERYSET else set()
    else:
        about = {held.of for held in of(func) if held.kind == rows.CLASS}
    columns = set().union(*map(columns_of_state, about & MOVED))
    if columns & {each.arg for each in node.keywords}:
        yield node.lineno, ast.unparse(node)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(rows.ROOT)))
def test_only_make_changes_a_state(path):
    assert list(changes_of_state(rows.parsed(path), rows.namespace(path))) == []


def test_every_lifecycle_keeps_its_moves_in_a_table_of_its_own():
    assert {model._meta.model_name for model in MOVED} == set(Lifecycle.registry)
    assert all(hasattr(model, "moves") and model.moves.rel.related_model in MOVES for model in MOVED)


@pytest.mark.parametrize("model", MOVES, ids=lambda model: model.__name__)
def test_every_name_of_a_move_fits_its_column(model):
    thing = next(field for field in model._meta.fields if field.is_relation).related_model
    longest = max(map(len, Lifecycle.registry[thing._meta.model_name].moves))
    assert longest <= model._meta.get_field("name").max_length


# ---------------------------------------------------------------- the checker itself

NAMES = {model.__name__: model for model in MOVED}


@pytest.mark.parametrize(
    "source",
    [
        "def act(story: Story):\n    story.state = 'published'",
        "def act():\n    story = Story.objects.get(pk=1)\n    story.title, story.state = 'T', 'published'",
        "def act(something):\n    something.state = 'published'",
        "def act():\n    Story.objects.filter(pk=1).update(state='published')",
        "def act():\n    found = Story.objects.filter(pk=1)\n    found.update(state='published')",
        "def act():\n    return Story(state='published')",
        "def act():\n    return Story.objects.create(state='published')",
        "def act(case: Case):\n    case.closed_at = None",
        "def act(cursor):\n    cursor.execute('UPDATE stories_story SET title = 1, state = 2 WHERE id = 3')",
    ],
)
def test_a_change_of_state_is_seen(source):
    assert len(list(changes_of_state(ast.parse(source), NAMES))) == 1


@pytest.mark.parametrize(
    "source",
    [
        "def act(story: Story):\n    story.title = 'T'",
        "def act():\n    return Story.objects.filter(state='published')",
        "def act(case: Case):\n    case.claimed_at = None",
        "def act(cursor):\n    cursor.execute('UPDATE stories_story SET views = 1 WHERE state = 2')",
    ],
)
def test_what_changes_no_state_is_left_alone(source):
    assert list(changes_of_state(ast.parse(source), NAMES)) == []
