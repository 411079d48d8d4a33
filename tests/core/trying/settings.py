"""The tests' own surroundings and one app more; the database is the one that the test names in TEST_DATABASE_URL."""

import os
from pathlib import Path

from heard.config.settings.test import *  # noqa: F403

KEYS_HOME = Path(os.environ["TEST_KEYS"])
LANGUAGES = [*LANGUAGES, *PSEUDO_LANGUAGES]  # noqa: F405
LOCALE_PATHS = [os.environ["TEST_LOCALES"]]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = os.environ["TEST_MAIL"]
INSTALLED_APPS = [*INSTALLED_APPS, "tests.core.trying.apps.Config"]  # noqa: F405
WORKER_FAREWELL_SECONDS = 1
