"""Live blocks that a template draws."""

from collections.abc import Callable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from heard.pages.rules.live import Facts, live

Context = Callable[[Facts], Mapping[str, Any]]


def block(name: str, template: str, *, words: str | Promise) -> Callable[[Context], Context]:
    """Have `{name}`, alone on a line, drawn by a template with what the function gives it. `words` tell editors what it says."""

    def register(context: Context) -> Context:
        live(name, block=True, words=words)(lambda facts: SafeString(render_to_string(template, dict(context(facts)))))
        return context

    return register
