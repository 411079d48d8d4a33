"""What is made from the code is what the code would make now; what is written by hand names only what exists."""

import ast
import io
import re
import tokenize
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from heard.core import events, jobs, reckoning
from heard.core.management.commands.write_docs import PAGES, facts
from heard.demo.rules.plainness import measure

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


@pytest.mark.parametrize("name", list(PAGES))
def test_generated_page_is_current(name):
    assert (DOCS / name).read_text() == PAGES[name](), "run `manage.py write_docs` and commit what it wrote"


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: str(page.relative_to(DOCS)))
def test_links_to_files_lead_somewhere(page):
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text())
    assert [target for target in targets if not (page.parent / target).exists()] == []


ITEM = re.compile(r"\s*(?:[*-]|\d+\.)\s+")


def prose(page):
    """The paragraphs and items of a page in Markdown, without headings, tables, code and what is made from the code."""
    text = re.sub(r"<!-- [^>]*made by.*?<!-- end[^>]*-->|^```.*?^```", "", page, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"`[^`\n]*`", "x", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text))
    found = [""]
    for line in text.splitlines():
        if not line.strip() or line.startswith(("#", "|")):
            found.append("")
        elif ITEM.match(line):
            found.append(ITEM.sub("", line, count=1))
        elif found[-1] or not line.startswith("    "):
            found[-1] += f" {line.strip()}"
    return [each.replace("*", "") for each in found if each]


def test_at_most_one_sentence_in_twenty_of_the_documents_is_long():
    pages = [ROOT / "README.md", *(page for page in DOCS.rglob("*.md") if page.name not in PAGES)]
    plain = measure(each for page in pages for each in prose(page.read_text()))
    assert len(plain.long) <= plain.sentences / 20, "\n".join(plain.long)


def test_prose_of_a_page_is_what_is_said_in_it():
    page = "# Title\n\nOne\nline, see [there](a.md).\n\n    code\n\n* **First** `x.y`\n  goes on\n1. Second\n\n| a | table |\n"
    assert [" ".join(each.split()) for each in prose(page)] == ["One line, see there.", "First x goes on", "Second"]


def test_every_fact_that_somebody_listens_to_says_what_happened():
    unsaid = [fact.__name__ for fact in facts() if events.handlers_of(fact) and (fact.__doc__ or "").startswith(f"{fact.__name__}(")]
    assert unsaid == []


SLICES = {path.parent.name for path in ROOT.glob("heard/*/__init__.py")}
ROOMS = {
    *("actions", "adapters", "audiences", "emails", "events", "forms", "gateways", "handlers", "lifecycle", "models"),
    *("policies", "presenters", "queries", "rules", "tasks", "views"),
}
SUFFIXES = ("py", "md", "html", "scss", "js", "mjs", "txt", "sh", "toml", "svg", "css")
NAMES = re.compile(r"`([a-z_]+(?:\.\w+)+)(?:\(\))?`")
FILES = re.compile(rf"`((?:[\w-]+/)+[\w-]+\.(?:{'|'.join(SUFFIXES)}))`")
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def said_in(path):
    """What a file says to whoever reads it: a page all of its words, a module its docstrings and comments."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md" or "`" not in text:  # where nothing is named it need not be parsed
        return text
    nodes = list(ast.walk(ast.parse(text)))
    docstrings = [ast.get_docstring(each) or "" for each in nodes if isinstance(each, DOCUMENTED)]
    of_constants = [each.value.value for each in nodes if isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)]
    comments = [each.string for each in tokenize.generate_tokens(io.StringIO(text).readline) if each.type == tokenize.COMMENT]
    return "\n".join([*docstrings, *map(str, of_constants), *comments])


@cache
def is_there(dotted):
    """Whether `dotted` is a module, or something that one holds."""
    module, _, rest = dotted, "", []
    while True:
        try:
            found = import_module(module)
            break
        except ModuleNotFoundError:
            module, _, last = module.rpartition(".")
            rest.insert(0, last)
        if not module:
            return False
    for name in rest:
        if not hasattr(found, name) and name not in getattr(found, "__annotations__", ()):
            return False
        found = getattr(found, name, None)
    return True


@cache
def known():
    """What else has a name of two parts: facts, jobs, what is reckoned, models and what templates call."""
    macros = re.findall(r"{% macro (\w+)", "".join(each.read_text() for each in (ROOT / "heard/ui/jinja2/ui").glob("*.html")))
    models = {each._meta.label for each in apps.get_models()}
    return {fact.name for fact in facts()} | set(jobs.app.tasks) | set(reckoning._debts) | models | {f"ui.{each}" for each in macros}


def is_nothing(name):
    first = name.partition(".")[0]
    if name in known() or name.split(".")[-1] in SUFFIXES:
        return False
    if first in ROOMS:  # of the slice that says it, or of the one that is spoken of
        return not any(is_there(f"heard.{each}.{name}") for each in SLICES)
    return (first == "heard" and not is_there(name)) or (first in SLICES and not is_there(f"heard.{name}"))


@pytest.mark.parametrize("folder", ["assets", "bench", "docs", "heard", "launch", "tests"])
def test_what_is_said_names_only_what_is_there(folder):
    """As in `heard.ui.forms`, `core.reckoning.owed`, `rules.searching` or `heard/core/privacy.py`."""
    wrong = {}
    slices = [*ROOT.glob("heard/*"), *ROOT.glob("heard/*/jinja2")]
    for path in (each for suffix in ("py", "md") for each in (ROOT / folder).rglob(f"*.{suffix}") if "node_modules" not in each.parts):
        said = said_in(path)
        beside = [ROOT, ROOT / "heard", ROOT / "tests", *path.parents, *slices]
        files = [each for each in FILES.findall(said) if not any((base / each).exists() for base in beside)]
        if found := files + [name for name in NAMES.findall(said) if is_nothing(name)]:
            wrong[str(path.relative_to(ROOT))] = found
    assert wrong == {}
