"""Which tests a change of one slice can break first: `python -m tests.slices responses` names their files.

Those of the slice; and of every slice that imports it, at whatever remove, those that speak of it: that import something of it themselves.
The rest of those slices is what `make check` and `make test` are for.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import grimp

TESTS = Path(__file__).parent


def slices() -> set[str]:
    """Every slice there is."""
    return {path.parent.name for path in (TESTS.parent / "heard").glob("*/__init__.py")}


def above(name: str) -> set[str]:
    """The slices that import this one, themselves or through others."""
    importers = grimp.build_graph("heard").find_downstream_modules(f"heard.{name}", as_package=True)
    return {each.split(".")[1] for each in importers if "." in each} - {name}


def files_for(name: str) -> list[Path]:
    """The files of tests for a change of this slice."""
    others = [path for each in sorted(above(name)) for path in sorted((TESTS / each).rglob("test_*.py"))]
    return [*sorted((TESTS / name).rglob("test_*.py")), *(path for path in others if speaks_of(path, name))]


def speaks_of(path: Path, name: str) -> bool:
    """Whether this file imports something of the slice."""
    return any(f"{each}.".startswith(f"heard.{name}.") for each in _imported(ast.parse(path.read_text())))


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{each.name}" for each in node.names)


if __name__ == "__main__":
    if not set(sys.argv[1:]) & slices():
        sys.exit(f"Say one slice of: {', '.join(sorted(slices()))}.")
    sys.stdout.writelines(f"{path.relative_to(TESTS.parent)}\n" for path in files_for(sys.argv[1]))
