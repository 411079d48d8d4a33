"""The running site's settings over the benchmark's own database, with the pages it is compared with."""

import os

from heard.config.settings.site import *

BENCH_DATABASE = os.environ.get("BENCH_DATABASE", "heard_bench")
SITE_DATABASE = DATABASES["default"]["NAME"]
DATABASES["default"]["NAME"] = BENCH_DATABASE
ROOT_URLCONF = "bench.urls"
# Views are counted as always, and added when the run says so.
VIEWS_FLUSHED_EVERY = 0
TEMPLATES = [TEMPLATES[0], {**TEMPLATES[1], "DIRS": [ROOT / "bench" / "templates"]}]
LOGGING = {**LOGGING, "root": {"handlers": ["console"], "level": "ERROR"}}
BENCH_FILM = HEARD_HOME / "bench-film.mp4"
"""Made for a run that watches it."""
