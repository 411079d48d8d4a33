"""The tests' surroundings for a web process of its own: the same database, and little patience."""

import os
from pathlib import Path

from heard.config.settings.test import *  # noqa: F403 - settings are made of settings
from heard.config.settings.test import DATABASES

DATABASES["default"]["NAME"] = os.environ["WEB_DATABASE"]
KEYS_HOME = Path(os.environ["WEB_KEYS"])
ARRIVING_HOME = Path(os.environ["WEB_FOLDER"])
ROOT_URLCONF = "tests.web.urls"
BODY_SECONDS = float(os.environ.get("WEB_PATIENCE", "2"))
BODY_PACE = 100_000
BODY_LIMITS = {"/echo/files/": 6_000_000}
