"""What scripts say (`assets/js`): no sentence stands in JavaScript. A page carries those of the scripts that find something to do on it, in
`data-said` of its body.
"""

import json
from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from heard.core import languages

Said = str | Promise | Callable[[], dict[str, str]]


def _forms_of(said: Callable[[int], str]) -> dict[str, str]:
    """What is said of so many, by the names that browsers have for plural forms (`Intl.PluralRules`)."""
    form_of = languages.locale().plural_form
    numbers = {form_of(number): number for number in range(200, -1, -1)}
    return {form: said(number) for form, number in numbers.items()}


SAID: dict[str, dict[str, Said]] = {
    "data-words": {
        "words": lambda: _forms_of(lambda number: ngettext("{count} word.", "{count} words.", number)),
        "over": lambda: _forms_of(
            lambda number: ngettext("{count} word. That is {over} too many.", "{count} words. That is {over} too many.", number)
        ),
    },
    "data-writing": {
        "offline": gettext_lazy(
            "Not saved yet: no connection. Your words are still on this page. We’ll save them when you’re back online."
        ),
        "later": gettext_lazy("Not saved yet. Your words are still on this page, and we’ll try again."),
        "refused": gettext_lazy("Not saved. Copy your words before you leave this page."),
        "not_yours": gettext_lazy("Not saved. You can no longer edit this. Copy your words before you leave this page."),
        "too_long": gettext_lazy("Not saved: this is too long. Make it shorter."),
        "signed_out": gettext_lazy(
            "Not saved. You were signed out, or you can no longer edit this. Sign in again in another window, then carry on here."
        ),
    },
    "data-autosave": {
        "saved": gettext_lazy("Saved a moment ago"),
        "unsaved": gettext_lazy("Not saved yet. What you wrote is still here, and we’ll try again."),
    },
    "data-password": {
        "show": gettext_lazy("Show"),
        "hide": gettext_lazy("Hide"),
        "show_typed": gettext_lazy("Show what I typed"),
        "hide_typed": gettext_lazy("Hide what I typed"),
    },
    "data-near-me": {
        "asking": gettext_lazy("Asking your device where you are…"),
        "nowhere": gettext_lazy("Your device didn’t say where you are. You can type a town or postcode instead."),
    },
    "data-aloud": {"stop_reading": gettext_lazy("Stop reading")},
    "data-passkey": {
        "no_passkey": gettext_lazy("That didn’t work, or you stopped it. Nothing has changed. Try again, or choose another way."),
    },
    "<altcha-widget": {
        "again": gettext_lazy("Try again"),
        "checking": gettext_lazy("Checking…"),
        "checked": gettext_lazy("Done. Thank you"),
        "failed": gettext_lazy("That didn’t work"),
        "expired": gettext_lazy("That took too long. Please try again"),
    },
}
"""By what on the page wakes the script."""


def said_on(page: str) -> str:
    """What scripts may say on this page, as JSON; nothing where none has anything to do."""
    found = {name: said for mark, words in SAID.items() if mark in page for name, said in words.items()}
    return json.dumps({name: said() if callable(said) else str(said) for name, said in found.items()}) if found else ""
