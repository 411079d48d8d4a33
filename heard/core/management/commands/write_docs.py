"""`manage.py write_docs`: the pages of docs/ that are made from the code. A test fails when they are not what this would write."""

import ast
import re
from collections import defaultdict
from importlib import import_module
from importlib.util import find_spec
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand

from heard.core.events import Fact, handlers_of
from heard.core.lifecycle import BEGINNING, Lifecycle
from heard.core.privacy import CLASSES, data_map

NOTE = "<!-- Made by `manage.py write_docs` from the code. Do not edit. -->\n\n"


def lifecycles() -> str:
    """Every lifecycle as a table of moves."""
    for slice_ in apps.get_app_configs():
        # A table that nothing has imported yet is one all the same.
        if slice_.name.startswith("heard.") and find_spec(f"{slice_.name}.lifecycle"):
            import_module(f"{slice_.name}.lifecycle")
    said = [NOTE + "# Lifecycles\n\nEvery state, and every move that leads from one to another. A pair that is not here is refused.\n"]
    for name in sorted(Lifecycle.registry):
        lifecycle = Lifecycle.registry[name]
        said.append(f"\n## {name.capitalize()}\n\nStates: {', '.join(lifecycle.states)}.\n")
        said.append("| Move | From | To | What it means |\n|---|---|---|---|")
        for move in lifecycle.moves.values():
            sources = ", ".join(sorted(source if source != BEGINNING else "(new)" for source in move.sources))
            said.append(f"| {move.name} | {sources} | {move.target} | {move.words} |")
    return "\n".join(said) + "\n"


def data_map_page() -> str:
    """What is stored, and who may see it."""
    said = [NOTE + "# Data map\n\nEvery stored field and who may see it. The classes are explained in `heard/core/privacy.py`.\n"]
    last = ""
    for slice_name, model, kinds in data_map():
        if slice_name != last:
            said.append(f"\n## {apps.get_app_config(slice_name).verbose_name}\n")
            last = slice_name
        said.append(f"**{model}**")
        said += [f"- {kind}: {', '.join(kinds[kind])}" for kind in CLASSES if kinds[kind]]
        said.append("")
    return "\n".join(said).rstrip() + "\n"


FACTS = re.compile(r"(?<=<!-- facts: made by `manage.py write_docs` -->\n).*?(?=<!-- end of the facts -->)", re.DOTALL)


def architecture() -> str:
    """The page as it is, with the table of facts as the code has them."""
    page = Path(settings.ROOT, "docs", "architecture.md").read_text()
    return FACTS.sub(lambda _: _facts_table(), page)


def _facts_table() -> str:
    announcers = _announcers()
    known = sorted(facts(), key=lambda fact: fact.name)
    said = ["| Fact | What it says | Announced by | Who listens |", "|---|---|---|---|"]
    for fact in (each for each in known if handlers_of(each)):
        listens = sorted((handler.__module__.split(".")[1], f"`{handler.__name__}`") for handler in handlers_of(fact))
        who = "; ".join(f"{name}: {', '.join(each for _, each in some)}" for name, some in groupby(listens, key=itemgetter(0)))
        by = ", ".join(f"`{each}`" for each in sorted(announcers[fact.__name__]))
        said.append(f"| `{fact.name}` | {_in_a_cell(fact.__doc__ or '')} | {by} | {who} |")
    alone = ", ".join(f"`{fact.name}`" for fact in known if not handlers_of(fact))
    return "\n".join([*said, "", f"Recorded, and no one listens for: {alone}.", ""])


def facts() -> list[type[Fact]]:
    """Every kind of fact that there is."""
    for app in apps.get_app_configs():
        if app.name.startswith("heard.") and find_spec(f"{app.name}.events"):
            import_module(f"{app.name}.events")
    return [fact for fact in Fact.__subclasses__() if fact.__module__.startswith("heard.")]


def _announcers() -> dict[str, set[str]]:
    """By the class of a fact, the functions that make one."""
    names = {fact.__name__ for fact in facts()}
    found = defaultdict(set)
    for path in Path(settings.ROOT, "heard").rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef):
                made = {each.func.id for each in ast.walk(function) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)}
                for name in made & names:
                    found[name].add(function.name)
    return found


def _in_a_cell(docstring: str) -> str:
    """A docstring on one line of a table; the records of decisions that it names are links."""
    words = " ".join(docstring.split()).replace("|", "\\|")
    records = {path.name[:4]: path.name for path in Path(settings.ROOT, "docs", "adr").glob("[0-9]*.md")}
    return re.sub(r"\bADR (\d+)", lambda said: f"[{said[0]}](adr/{records[said[1].zfill(4)]})", words)


PAGES = {"lifecycles.md": lifecycles, "data-map.md": data_map_page, "architecture.md": architecture}


class Command(BaseCommand):
    help = "Write the pages of docs/ that are made from the code."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, write in PAGES.items():
            Path(settings.ROOT, "docs", name).write_text(write())
            self.stdout.write(f"docs/{name}")
