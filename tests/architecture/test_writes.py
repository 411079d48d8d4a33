"""Only actions write, and each slice writes only its own tables."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "heard"
QUERYSET_WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "bulk_update"}
WRITES = QUERYSET_WRITES | {"update", "delete", "save", "set", "add", "remove", "clear"}
EXEMPT = {"migrations", "core", "ui"}  # the kernel keeps its own ledgers: events, deliveries, attempts


def modules():
    return [path for path in ROOT.rglob("*.py") if not set(path.relative_to(ROOT).parts) & EXEMPT]


def is_action(path):
    parts = path.relative_to(ROOT).parts
    return parts[1:2] == ("actions.py",) or parts[1:2] == ("actions",)


def orm_writes(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            text = ast.unparse(node.func)
            through_manager = ".objects" in text and node.func.attr in WRITES
            on_rows = node.func.attr in QUERYSET_WRITES and not text.startswith(("actions.", "Draft."))
            on_instance = node.func.attr in {"save", "delete"} and not text.startswith("super()") and "session" not in text
            if through_manager or on_rows or on_instance:
                yield node.lineno, text


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_only_actions_write(path):
    if is_action(path):
        return
    assert list(orm_writes(ast.parse(path.read_text()))) == []


@pytest.mark.parametrize("path", [path for path in modules() if is_action(path)], ids=lambda path: str(path.relative_to(ROOT)))
def test_actions_write_only_their_own_tables(path):
    tree = ast.parse(path.read_text())
    own = path.relative_to(ROOT).parts[0]
    foreign = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and ".models" in (node.module or "") and f"heard.{own}." not in f"{node.module}."
        for alias in node.names
    }
    written = {text.split(".")[0] for _, text in orm_writes(tree)}
    assert written & foreign == set()
