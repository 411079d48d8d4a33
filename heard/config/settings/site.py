"""The running site: surroundings from the environment, everything else from HEARD_HOME. `manage.py doctor` reads it back in words."""

import os
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from heard.config.settings.base import *
from heard.media.rules.storing import storage_of
from launch.demo import is_demo
from launch.roles import database_url
from launch.secrets import secret_key

env = environ.Env()

HEARD_HOME = Path(env("HEARD_HOME", default=str(ROOT / ".heard"))).resolve()
KEYS_HOME = HEARD_HOME / "keys"
ARRIVING_HOME = HEARD_HOME / "arriving"
MEDIA_ROOT = HEARD_HOME / "media"
if _media := env("MEDIA_STORAGE_URL", default=""):
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured("MEDIA_STORAGE_URL needs the package django-storages[s3]: .venv/bin/pip install 'django-storages[s3]'")
    try:
        STORAGES = STORAGES | {"default": storage_of(_media)}
    except ValueError as error:
        raise ImproperlyConfigured(str(error)) from error
LANGUAGE_CODE = (env("HEARD_LANGUAGE", default="") or LANGUAGE_CODE).lower()
LANGUAGES += [each for each in PSEUDO_LANGUAGES if each[0] == LANGUAGE_CODE]  # never beside a real one
if LANGUAGE_CODE not in dict(LANGUAGES):
    known = ", ".join(code for code, _name in [*LANGUAGES, *PSEUDO_LANGUAGES])
    raise ImproperlyConfigured(f"HEARD_LANGUAGE is “{LANGUAGE_CODE}”, which Heard doesn’t speak. It speaks {known}.")
LOCALE_PATHS = [HEARD_HOME / "languages"]
BODY_SECONDS = env.float("BODY_SECONDS", default=BODY_SECONDS)
BODY_PACE = env.int("BODY_PACE", default=BODY_PACE)
LARGEST_FILM = env.int("FILM_MB", default=LARGEST_FILM // 1_000_000) * 1_000_000
BODY_LIMITS = {**BODY_LIMITS, FILM_SENT_TO: LARGEST_FILM + 1_000_000}
PORT = env.int("PORT", default=8000)
SITE_URL = env("SITE_URL", default=f"http://localhost:{PORT}").rstrip("/")
SECRET_KEY = env("SECRET_KEY", default="") or secret_key(HEARD_HOME)
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[urlsplit(SITE_URL).hostname or "localhost", "localhost", "127.0.0.1"])
_https = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = _https
if _https:
    SESSION_COOKIE_NAME = "__Host-heard"  # browsers take it from this host alone, over TLS
HOST = env("HOST", default="127.0.0.1")
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=TRUSTED_PROXIES)
CLIENT_ADDRESS_HEADER = env("CLIENT_ADDRESS_HEADER", default="")
COUNTRY_HEADER = env("COUNTRY_HEADER", default="")
COUNTRY_DATABASE = env("COUNTRY_DATABASE", default="")
SECURE_SSL_REDIRECT = False  # the proxy's business
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0

# The demo shows people by one click and keeps mail in a page: it refuses to exist beside a real address or real mail.
DEMO = is_demo(HEARD_HOME, env("DEMO", default="")) and not _https and not env("EMAIL_HOST", default="")

DATABASE_URL = database_url(HEARD_HOME, os.environ)
DATABASES = {"default": {**environ.Env.db_url_config(DATABASE_URL), **DATABASE_OPTIONS, "CONN_MAX_AGE": 600}}

EMAIL_HOST = env("EMAIL_HOST", default="")
EMAIL_PORT = env.int("EMAIL_PORT", default=587)
EMAIL_HOST_USER = env("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=EMAIL_PORT == 587)
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", default=EMAIL_PORT == 465)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default=f"Heard <heard@{urlsplit(SITE_URL).hostname}>")
if EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
elif DEMO:
    EMAIL_BACKEND = "heard.demo.adapters.MailboxBackend"
else:
    EMAIL_BACKEND = "heard.core.mail.NoMailConfigured"

PAGING_PRIVATE_NETWORKS = env.list("PAGING_PRIVATE_NETWORKS", default=[])
if DEMO:
    PAGER = "heard.demo.adapters.MailboxPager"

MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = urlsplit(SITE_URL).hostname == "localhost"
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
