"""Which tests a change of one slice can break first: `python -m tests.slices responses` names their files.

Those of the slice; and of every slice that imports it, at whatever remove, those that make or ask for something of it: they import it,
or use what `tests/factories.py` or another helper makes with it. The rest of those slices is what `make check` and `make test` are for.
"""

import ast
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import grimp

TESTS = Path(__file__).parent
FACTORIES = "tests.factories"
APART = {"journeys"}
"""Folders of tests that are run by themselves."""


def slices() -> set[str]:
    """Every slice there is."""
    return {path.parent.name for path in (TESTS.parent / "heard").glob("*/__init__.py")}


@cache
def above(name: str) -> frozenset[str]:
    """The slices that import this one, themselves or through others."""
    graph = grimp.build_graph("heard")
    importers = graph.find_downstream_modules(f"heard.{name}", as_package=True)
    return frozenset(each.split(".")[1] for each in importers if each.count(".")) - {name}


def files_for(name: str) -> list[Path]:
    """The files of tests for a change of this slice."""
    own = sorted((TESTS / name).rglob("test_*.py"))
    others = [path for each in sorted(above(name) - APART) for path in sorted((TESTS / each).rglob("test_*.py"))]
    return [*own, *(path for path in others if touches(path, name))]


@cache
def touches(path: Path, name: str) -> bool:
    """Whether this file makes or asks for something of the slice, itself or by a helper beside it."""
    tree = ast.parse(path.read_text())
    imported = set(_imported(tree))
    if any(_is_of(each, f"heard.{name}") for each in imported):
        return True
    if any(each.startswith(FACTORIES) for each in imported) and _names(tree) & _makers(name):
        return True
    return any(touches(helper, name) for helper in _helpers(imported) if helper != path)


@cache
def _makers(name: str) -> frozenset[str]:
    """The factories that make something of the slice, and those that call them."""
    tree = ast.parse((TESTS / "factories.py").read_text())
    known = {
        (alias.asname or alias.name)
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if _is_of(f"{node.module}.{alias.name}", f"heard.{name}")
    }
    functions = {node.name: _names(node) for node in tree.body if isinstance(node, ast.FunctionDef)}
    found: set[str] = set()
    while more := {each for each, used in functions.items() if used & (known | found)} - found:
        found |= more
    return frozenset(found)


def _imported(tree: ast.AST) -> Iterable[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{each.name}" for each in node.names)


def _helpers(imported: Iterable[str]) -> set[Path]:
    """The files of `tests/` that are imported, but for the factories: of those it counts which are used."""
    modules = {part for each in imported if each.startswith("tests.") for part in (each, each.rpartition(".")[0])}
    paths = {TESTS.parent / f"{each.replace('.', '/')}.py" for each in modules if each != FACTORIES}
    return {path for path in paths if path.is_file()}


def _names(tree: ast.AST) -> set[str]:
    """Every name that is used in it, also as `factories.name`."""
    return {node.id if isinstance(node, ast.Name) else node.attr for node in ast.walk(tree) if isinstance(node, ast.Name | ast.Attribute)}


def _is_of(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


if __name__ == "__main__":
    if sys.argv[1:] == [] or sys.argv[1] not in slices():
        sys.exit(f"Say one slice of: {', '.join(sorted(slices()))}.")
    sys.stdout.writelines(f"{path.relative_to(TESTS.parent)}\n" for path in files_for(sys.argv[1]))
