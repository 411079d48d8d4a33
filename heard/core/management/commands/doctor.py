"""Says in words what is configured and what is wrong."""

import sys
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand

from heard.core import health


class Command(BaseCommand):
    help = "Say what is configured and what is wrong. The exit code is 1 if something is wrong."
    # It must be able to speak when settings or tables are wrong.
    requires_system_checks = []
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        if not self.tell(health.examine()):
            sys.exit(1)

    def tell(self, findings: Iterable[health.Finding]) -> bool:
        """Print every finding, and the sum of them; returns whether all is well."""
        wrong = warned = 0
        for finding in findings:
            if not finding.well:
                mark = self.style.ERROR("WRONG")
                wrong += 1
            elif finding.warns:
                mark = self.style.WARNING("know ")
                warned += 1
            else:
                mark = self.style.SUCCESS("ok   ")
            self.stdout.write(f"{mark} {finding.about}: {finding.words}")
        if wrong:
            self.stdout.write(self.style.ERROR(f"{wrong} of these need your attention."))
            return False
        know = f" {warned} of these you should know." if warned else ""
        self.stdout.write(self.style.SUCCESS(f"Everything is well.{know}"))
        return True
