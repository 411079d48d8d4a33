"""Whom the demo's pages are for: anybody, in a demo. Everywhere else they do not exist, whoever asks and with whatever session."""

from django.conf import settings

from heard.core.access import only

in_a_demo = only("anybody, in a demo", lambda request: settings.DEMO is True, sign_in=None)
