"""`manage.py write_docs`: the pages of docs/ that are made from the code. A test fails when they are not what this would write."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand

from heard.core.lifecycle import BEGINNING, Lifecycle
from heard.core.privacy import CLASSES, data_map

NOTE = "<!-- Made by `manage.py write_docs` from the code. Do not edit. -->\n\n"


def lifecycles() -> str:
    """Every lifecycle as a table of moves."""
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


PAGES = {"lifecycles.md": lifecycles, "data-map.md": data_map_page}


class Command(BaseCommand):
    help = "Write the pages of docs/ that are made from the code."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, write in PAGES.items():
            Path(settings.ROOT, "docs", name).write_text(write())
            self.stdout.write(f"docs/{name}")
