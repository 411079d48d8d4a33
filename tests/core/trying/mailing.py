"""A worker whose mail goes to a real SMTP server of the test's, with links to the test's own site."""

import os

from heard.config.settings.test import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["TEST_SMTP_PORT"])
EMAIL_USE_TLS = False
SITE_URL = os.environ["TEST_SITE_URL"]
