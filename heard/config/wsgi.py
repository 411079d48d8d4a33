import os

import django
from django.conf import settings

from heard.config.bridge import Bridge, Rules
from heard.config.handler import Utf8Handler
from heard.core import sites, uploads

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.config.settings.site")
django.setup(set_prefix=False)
application = Utf8Handler()
bridge = Bridge(
    application,
    rules=Rules(
        limit=settings.BODY_LIMIT,
        limits=settings.BODY_LIMITS,
        page_of=sites.page_of,
        session=settings.SESSION_COOKIE_NAME,
        admits=uploads.admits,
        seconds=settings.BODY_SECONDS,
        pace=settings.BODY_PACE,
        folder=settings.ARRIVING_HOME,
    ),
    threads=settings.REQUESTS_AT_ONCE,
)
