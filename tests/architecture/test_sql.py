"""A statement names tables of its own slice, and of others the `public_` views or what their owner offers: a rule about a table is written
where the table is (ADR 37, 42).
"""

import ast
import re
from pathlib import Path

import pytest

from heard.core.privacy import our_models

HEARD = Path(__file__).parents[2] / "heard"
OWNER = {
    table._meta.db_table: model._meta.app_label
    for model in our_models()
    for table in (model, *(field.remote_field.through for field in model._meta.local_many_to_many))
}
KEEPS_ITS_OWN_WORDS = {
    "rehearsal": "it reckons what arrived by other words than those it reckons with",
    "migrations": "they stand as they were written, and one makes the views",
}

IN_SQL = re.compile(r"\b(?:FROM|JOIN|UPDATE|INTO|USING)\b")


def statements(source):
    """Every text of a module but what documents it, each as one string: what is put into one leaves a gap."""
    if not IN_SQL.search(source):
        return
    tree = ast.parse(source)
    documents = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    apart = documents | parts
    for node in ast.walk(tree):
        if id(node) in apart:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "…".join(part.value for part in node.values if isinstance(part, ast.Constant))


def others_named(source, owner):
    """(table, slice) of every table of another slice in what stands in a statement."""
    reading = [text for text in statements(source) if IN_SQL.search(text)]
    words = {word for text in reading for word in re.findall(r"\w+", text)}
    return {(word, OWNER[word]) for word in words if OWNER.get(word, owner) != owner}


def files():
    for path in sorted(HEARD.rglob("*.py")):
        parts = path.relative_to(HEARD).parts
        if not KEEPS_ITS_OWN_WORDS.keys() & set(parts):
            yield path


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ('SQL = "SELECT 1 FROM stories_story s"', {"stories_story"}),
        ('SQL = "WITH a AS (SELECT) SELECT FROM a, stories_story"', {"stories_story"}),
        ('SQL = f"SELECT FROM {x} JOIN stories_story ON true"', {"stories_story"}),
        ('SQL = f"UPDATE {x}" f" SET a = 1 FROM stories_draft_services"', {"stories_draft_services"}),
        ('def f():\n    """SELECT FROM stories_story"""', set()),
        ('SQL = "SELECT FROM public_story JOIN responses_answer ON true"', set()),
        ('SQL = "SELECT FROM stories_story_pkey"', set()),
    ],
)
def test_the_check_itself_sees_what_is_there(source, named):
    assert {table for table, _ in others_named(source, "responses")} == named


def test_a_statement_names_no_table_of_another_slice():
    found = {path.relative_to(HEARD).as_posix(): others_named(path.read_text(), path.relative_to(HEARD).parts[0]) for path in files()}
    assert {name: others for name, others in found.items() if others} == {}
