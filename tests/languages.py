"""Pseudo-languages for tests: made of what is marked now, once for every state of the code."""

import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.test import override_settings

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
