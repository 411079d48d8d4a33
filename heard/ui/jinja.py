"""The one Jinja environment. A name that does not exist is an error, everything is escaped, blocks leave no blank lines."""

from functools import cache
from typing import Any

from django.templatetags.static import static
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from heard.core import languages, links
from heard.ui import drawings, forms, look, scripts, wording


def url(view: str, **arguments: Any) -> str:
    """The path of a view by its name (`stories:begin`) and the arguments in its address."""
    return links.path_of_view(view, **arguments)


def environment(**options: Any) -> Environment:
    """Made once by Django's Jinja2 backend; `options` are that backend's (loader, autoescape, auto_reload)."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True, "autoescape": True}
    made = Environment(**options, extensions=["jinja2.ext.i18n"])  # noqa: S701 - autoescape is on, just above
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext, npgettext=translation.npgettext
    )
    made.globals |= {
        "static": cache(static),
        "url": url,
        "link": links.to,
        "DEFAULT_LOOK": look.DEFAULT,
        "drawings": drawings,
        "languages": languages,
        "scripts": scripts,
    }
    made.filters |= wording.FILTERS | forms.FILTERS | {"absolute": links.absolute, "in_each_language": links.in_each_language}
    made.tests["markup"] = lambda value: hasattr(value, "__html__")
    return made
