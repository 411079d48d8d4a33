"""Says in words what is configured and what is wrong."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from heard.core import health


class Command(BaseCommand):
    help = "Say in words what is configured and what is wrong. Ends with 1 if something is wrong."
    # It must be able to speak when settings or tables are wrong.
    requires_system_checks = []
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = []
        for finding in health.examine():
            style = self.style.SUCCESS if finding.well else self.style.ERROR
            self.stdout.write(f"{style('ok   ' if finding.well else 'WRONG')} {finding.about}: {finding.words}")
            if not finding.well:
                wrong.append(finding)
        if wrong:
            self.stdout.write(self.style.ERROR(f"{len(wrong)} of these need your attention."))
            sys.exit(1)
        self.stdout.write(self.style.SUCCESS("Everything is well."))
