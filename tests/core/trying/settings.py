"""The tests' own surroundings and one app more; the database is the one that the test names in TEST_DATABASE_URL."""

from heard.config.settings.test import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.core.trying.apps.Config"]  # noqa: F405
WORKER_FAREWELL_SECONDS = 1
