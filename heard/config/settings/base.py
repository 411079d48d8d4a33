"""What is the same everywhere. `site` adds the running site's own surroundings, `test` those of the tests."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

ROOT = Path(__file__).resolve().parents[3]

INSTALLED_APPS = [
    "heard.core.apps.Config",
    "heard.ui.apps.Config",
    "heard.media.apps.Config",
    "heard.regions.apps.Config",
    "heard.accounts.apps.Config",
    "heard.directory.apps.Config",
    "heard.tags.apps.Config",
    "heard.pages.apps.Config",
    "heard.organisations.apps.Config",
    "heard.enquiries.apps.Config",
    "heard.stories.apps.Config",
    "heard.telling.apps.Config",
    "heard.writing.apps.Config",
    "heard.reach.apps.Config",
    "heard.responses.apps.Config",
    "heard.published.apps.Config",
    "heard.moderation.apps.Config",
    "heard.alerts.apps.Config",
    "heard.inbox.apps.Config",
    "heard.showcase.apps.Config",
    "heard.operating.apps.Config",
    "heard.following.apps.Config",
    "heard.website.apps.Config",
    "heard.demo.apps.Config",
    "heard.rehearsal.apps.Config",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "procrastinate.contrib.django",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "heard.core.middleware.ProxyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "heard.regions.middleware.AddressMiddleware",
    "heard.ui.middleware.RefusedMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "heard.core.middleware.CsrfMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "heard.core.middleware.OnlyWhatIsOpened",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "heard.ui.middleware.LookMiddleware",
    "heard.ui.middleware.PlainErrorsMiddleware",
    "heard.website.middleware.NotOpenYetMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "heard.config.urls"
LINKS = "heard.config.links.PAGES"
SITES = "heard.regions.queries.sites"
SITES_KEPT_FOR = 5.0
"""Seconds for which a process goes on with the addresses it knows, after another one changed them."""
LETTER_FRAMES = "heard.config.letters.FRAMES"
WSGI_APPLICATION = "heard.config.wsgi.application"
WEB_APPLICATION = "heard.config.wsgi:bridge"
REQUESTS_AT_ONCE = min(8, 2 * (os.cpu_count() or 1) + 1)
"""Threads of a web process; each keeps one database connection, so at most 2 × 8 of the 100 the embedded database allows."""

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "heard.ui.jinja.environment",
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "heard.config.navigation.page_frame",
            ],
        },
    },
    # Only for what libraries render themselves: their pages, and the widgets of their forms (`heard.ui.forms.Renderer`).
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]
FORM_RENDERER = "heard.ui.forms.Renderer"

DATABASE_OPTIONS = {
    "ENGINE": "heard.core.postgres",
    "CONN_HEALTH_CHECKS": True,
    "ATOMIC_REQUESTS": False,
    "DISABLE_SERVER_SIDE_CURSORS": False,
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TABLES = ROOT / "heard/config/tables.sql"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "organisations:start"
LOGOUT_REDIRECT_URL = "website:home"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "heard.accounts.rules.passwords.NotLikeTheirName"},
    {"NAME": "heard.accounts.rules.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "heard.accounts.rules.passwords.NotCommon"},
]

# No cookie but the session's: the CSRF secret and messages live in the session.
CSRF_USE_SESSIONS = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_ENGINE = "heard.core.sessions"
SESSION_COOKIE_NAME = "heard"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_FAILURE_VIEW = "heard.ui.errors.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("accelerometer", "autoplay", "camera", "display-capture", "microphone", "payment", "usb")
} | {"geolocation": ["self"], "fullscreen": ["self"]}

# What each is, and where the language of a page comes from: `heard.core.languages`.
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
PSEUDO_LANGUAGES = [("en-xa", "English, long and accented: a test"), ("ar-xb", "English from right to left: a test")]
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True


STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "static"
MEDIA_URL = "/pictures/"  # nothing asks it: a view of ours hands out what lies there (`heard.media`)
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        # For web and worker, and for nobody else. Here, and not in settings of Django's that static files heed too: those are for everyone.
        "OPTIONS": {"directory_permissions_mode": 0o2770, "file_permissions_mode": 0o660},
    },
    "films": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",  # a film is sent from a file of this server (`media.gateways`)
        "OPTIONS": {"directory_permissions_mode": 0o2770, "file_permissions_mode": 0o660},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # a long story in any script, each letter written as %F0%9F…
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000  # the longest interview has some 800 (`showcase.rules.interviews`)
# How long and how large a body may be before a thread is asked about it (`heard.config.bridge.Rules` says what each means).
BODY_LIMIT = DATA_UPLOAD_MAX_MEMORY_SIZE
PICTURE_SENT = 11_000_000  # a picture of 10 MB (`media.rules.pictures`) and the rest of its form
LARGEST_FILM = 200_000_000
FILM_SENT_TO = "/editing/films/add/"
FILES_ON_DISK = [FILM_SENT_TO]
# The beginning of a path whose view takes files, and its own limit. Of two that fit, the first counts.
BODY_LIMITS = {
    "/account/photo/": PICTURE_SENT,
    "/organisation/pictures/": PICTURE_SENT,
    "/editing/pictures/": PICTURE_SENT,
    "/editing/portraits/": PICTURE_SENT,
    FILM_SENT_TO: LARGEST_FILM + 1_000_000,
    "/editing/films/": BODY_LIMIT,
}
BODY_SECONDS = 30.0
BODY_PACE = 1000
# Files are taken at these paths alone. What somebody sends elsewhere all the same is part of a body, and has its limit.
FILE_UPLOAD_HANDLERS = ["heard.core.uploads.OnDisk", "heard.core.uploads.InMemory"]

PROCRASTINATE_ON_APP_READY = "heard.core.jobs.on_app_ready"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

# Sign-in of staff. Nothing here keeps a network address.
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False  # allauth's limiter keeps addresses in its keys; ours (core.limits) does not
MFA_RATE_LIMITS = False  # the same; nobody guesses a passkey
ACCOUNT_ADAPTER = "heard.accounts.adapters.AccountAdapter"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 (a class)
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # whoever asks learns nothing, and no stranger is mailed
ACCOUNT_EMAIL_NOTIFICATIONS = True  # through the adapter, as letters of ours
ACCOUNT_FORMS = {
    "login": "heard.accounts.forms.LoginForm",
    "reauthenticate": "heard.accounts.forms.ReauthenticateForm",
    "change_password": "heard.accounts.forms.ChangePasswordForm",
    "set_password": "heard.accounts.forms.SetPasswordForm",
    "reset_password": "heard.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "heard.accounts.forms.ResetPasswordKeyForm",
}
MFA_ADAPTER = "heard.accounts.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "heard.accounts.forms.AuthenticateForm",
    "reauthenticate": "heard.accounts.forms.MFAReauthenticateForm",
    "activate_totp": "heard.accounts.forms.ActivateTOTPForm",
    "deactivate_totp": "heard.accounts.forms.DeactivateTOTPForm",
    "generate_recovery_codes": "heard.accounts.forms.GenerateRecoveryCodesForm",
    "login_webauthn": "heard.accounts.forms.LoginPasskeyForm",
    "authenticate_webauthn": "heard.accounts.forms.AuthenticatePasskeyForm",
    "reauthenticate_webauthn": "heard.accounts.forms.ReauthenticatePasskeyForm",
    "add_webauthn": "heard.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "heard.accounts.forms.EditPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Heard"
MFA_TOTP_PERIOD = 30  # seconds

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "heard.core.logs.WithoutValues", "format": "{levelname} {name}: {message}", "style": "{"}},
    "filters": {"route_only": {"()": "heard.core.logs.RouteOnly"}, "counted": {"()": "heard.core.logs.Counted"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["route_only", "counted"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
# Seconds between adding what each process counted of opened story pages.
VIEWS_FLUSHED_EVERY = 5
# How long jobs under way may take to finish when the worker is told to stop; what is cut off then is found again at the next start.
WORKER_FAREWELL_SECONDS = 12.0
# Authors. The folder of keys (`KEYS_HOME`) is set beside HEARD_HOME in `site` and `test`.
STORY_KEY_COST = {"time_cost": 3, "memory_cost": 64 * 1024, "parallelism": 4}  # argon2id: rounds, KiB, lanes
# Behind a proxy: which connections may say where a request came from and whether that was over TLS, and the header of the first.
TRUSTED_PROXIES = ["127.0.0.0/8", "::1"]
CLIENT_ADDRESS_HEADER = ""
# Which country a reader is in, to offer them its site: a header of that proxy, or a file of addresses (`heard.core.countries`).
COUNTRY_HEADER = ""
COUNTRY_DATABASE = ""

# Who wakes people: a paging service over HTTPS. It is called at addresses of the whole world alone, and in these networks.
PAGER = "heard.moderation.gateways.HttpsPager"
PAGING_PRIVATE_NETWORKS: list[str] = []
# How `stories` asks when somebody next reads what is sent: the desk knows, and stands above it.
WHEN_SOMEONE_READS = "heard.moderation.queries.rota.when_someone_reads"

DEFAULT_FROM_EMAIL = "Heard <heard@localhost>"
SITE_URL = "http://localhost:8000"
DEMO = False
