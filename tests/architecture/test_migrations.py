"""What a new database holds is decided by files that `tests/template.py` knows: else a test would run on tables of another day."""

import ast
import importlib.util
from pathlib import Path

from tests import template


def imported_by(path):
    """The files of ours that this one imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        names = []
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module, *(f"{node.module}.{each.name}" for each in node.names)]
        for name in names:
            if name.startswith("heard."):
                yield from origin_of(name)


def origin_of(name):
    try:
        found = importlib.util.find_spec(name)
    except ModuleNotFoundError:  # a name in a module
        return
    if found and found.origin and not found.origin.endswith("__init__.py"):
        yield Path(found.origin)


def test_every_file_that_a_migration_reads_decides_which_template_is_copied():
    known = set(template.files())
    looked_at, waiting = set(), {path for path in known if path.parent.name == "migrations"}
    assert waiting
    while waiting:
        looked_at |= (now := waiting)
        waiting = {each for path in now for each in imported_by(path)} - looked_at
    assert {path.relative_to(template.ROOT).as_posix() for path in looked_at - known} == set()


def test_another_migration_means_another_template(monkeypatch, tmp_path):
    migrations = tmp_path / "heard/stories/migrations"
    migrations.mkdir(parents=True)
    first = migrations / "0001_initial.py"
    first.write_text("operations = []")
    monkeypatch.setattr(template, "ROOT", tmp_path)
    names = [template.name()]
    first.write_text("operations = [1]")
    names.append(template.name())
    (migrations / "0002_more.py").write_text("")
    names.append(template.name())
    assert len(set(names)) == 3
