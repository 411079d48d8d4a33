import os

import django

from heard.config.handler import Utf8Handler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.config.settings.site")
django.setup(set_prefix=False)
application = Utf8Handler()
