"""The tests' surroundings: a cluster of their own without fsync, mail kept in memory, keys in a throw-away folder."""

import atexit
import os
import shutil
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import environ
from jinja2 import FileSystemBytecodeCache

from heard.config.settings.base import *
from launch import database as embedded
from launch.runs import run_number

HEARD_HOME = Path(os.environ.get("HEARD_HOME", ROOT / ".heard")) / "test"
HEARD_HOME.mkdir(parents=True, exist_ok=True)
ARRIVING_HOME = HEARD_HOME / "arriving"
KEYS_HOME = Path(tempfile.mkdtemp(prefix="heard-keys-"))
MEDIA_ROOT = KEYS_HOME / "media"
atexit.register(shutil.rmtree, KEYS_HOME, ignore_errors=True)
SECRET_KEY = "only-for-tests"  # noqa: S105
DEBUG = False
DEMO = True
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SITE_URL = "http://testserver"

DATABASE_URL = os.environ.get("TEST_DATABASE_URL", "") or embedded.ensure(HEARD_HOME, durable=False)
DATABASES = {"default": {**environ.Env.db_url_config(DATABASE_URL), **DATABASE_OPTIONS}}
if (_run := run_number(HEARD_HOME)) > 1:
    DATABASES["default"]["TEST"] = {"NAME": f"test_{DATABASES['default']['NAME']}_run{_run}"}

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Nothing is collected for tests: Django's own test server finds static files where they are.
MIDDLEWARE = [each for each in MIDDLEWARE if not each.startswith("whitenoise.")]
# argon2's cost is right for people and wrong for a thousand tests; the story key's own hashing keeps its real cost in one test.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORY_KEY_COST = {"time_cost": 1, "memory_cost": 64, "parallelism": 1}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# Tests add views themselves: no thread of ours outlives a test.
VIEWS_FLUSHED_EVERY = 0
# The addresses of sites change when a test changes them; pages are counted by their statements.
SITES_KEPT_FOR = 86_400.0

# Every process draws most pages: compiled templates are kept, by what is in them. What else decides how they are compiled is in the name.
_compilers = sha256(b"".join((ROOT / each).read_bytes() for each in ("heard/ui/jinja.py", "requirements.lock")))
_compiled = HEARD_HOME / f"templates-{_compilers.hexdigest()[:16]}"
_compiled.mkdir(exist_ok=True)
TEMPLATES[0]["OPTIONS"] = cast("dict[str, Any]", TEMPLATES[0]["OPTIONS"]) | {"bytecode_cache": FileSystemBytecodeCache(str(_compiled))}
