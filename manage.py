#!/usr/bin/env python3
"""Django's command line. The embedded database is started on demand and stopped by whoever leaves last."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.config.settings.site")
    from launch.roles import AS_OWNER, OWNERS_COMMANDS

    if len(sys.argv) > 1 and sys.argv[1] in OWNERS_COMMANDS:
        os.environ.setdefault(AS_OWNER, "1")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Nothing is installed for this Python. Run `make setup`, then: .venv/bin/python manage.py …")
    from launch.errors import LaunchError

    try:
        execute_from_command_line(sys.argv)
    except LaunchError as error:
        sys.exit(str(error))
