#!/usr/bin/env python3
"""Django's command line. The embedded database is started on demand and stopped by whoever leaves last."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.config.settings.site")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
