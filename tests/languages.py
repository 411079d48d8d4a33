"""Pseudo-languages for tests: made of what is marked now, once for every state of the code."""

import re
import tempfile
from contextlib import contextmanager
from functools import cache
from html import unescape
from pathlib import Path
from unittest.mock import patch

from django.conf import settings
from django.test import override_settings
from django.utils.translation.trans_real import DjangoTranslation

from heard.core.build import edition
from heard.ui import catalogues

PSEUDO = ("en-xa", "ar-xb")


def compiled():
    """The folder of catalogues, made where there is none. Processes may try at once; the first is as good as the last."""
    home = Path(settings.HEARD_HOME, "languages")
    ready = home / edition()
    if not ready.exists():
        home.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home) as unfinished:
            catalogues.compile_all(made := Path(unfinished, "made"))
            try:
                made.rename(ready)
            except OSError:
                assert ready.exists()
    return ready


@contextmanager
def spoken(language, *others):
    """The whole site speaks `language`, and so does what is made outside of a request."""
    known = [*settings.LANGUAGES, *(each for each in settings.PSEUDO_LANGUAGES if each[0] in {language, *others})]
    with override_settings(LANGUAGE_CODE=language, LANGUAGES=known, LOCALE_PATHS=[str(compiled())]):
        yield


class Said:
    """Which marked messages were met: looked up while something was made, and found in what it says."""

    def __init__(self):
        self.looked_up, self.met = {}, set()

    @contextmanager
    def listening(self):
        """Hear what Django's catalogues are asked for."""
        one, many = DjangoTranslation.gettext, DjangoTranslation.ngettext

        def gettext(catalogue, message):
            return self._note(message, one(catalogue, message))

        def ngettext(catalogue, message, plural, number):
            return self._note(message, many(catalogue, message, plural, number))

        with patch.multiple(DjangoTranslation, gettext=gettext, ngettext=ngettext):
            yield self

    def _note(self, message, said):
        if message not in self.met:
            self.looked_up.setdefault(message, set()).add(said)
        return said

    def read(self, text):
        """This is what was made of what was looked up since the last time."""
        text = _bare(text)
        for message, ways in self.looked_up.items():
            if any(_pattern(said).search(text) for said in ways):
                self.met.add(message)
        self.looked_up.clear()


@cache
def _pattern(said):
    """What a message looks like on a page: without tags and spaces, with anything for what is put in."""
    parts = re.split(r"%\(\w+\)[a-z]|\{\w*\}|%s", _bare(said.replace("%%", "%")))
    return re.compile(".*?".join(map(re.escape, parts)))


def _bare(text):
    return re.sub(r"\s|[\u2068\u2069]", "", unescape(re.sub(r"<[^>]*>", "", text)))


def marked():
    """Every marked message, as catalogues are asked for it, and the module or template that says it first."""
    found = {}
    for each in catalogues.collected():
        if each.id:
            found["\4".join(filter(None, (each.context, catalogues.first(each))))] = each.locations[0][0]
    return found
