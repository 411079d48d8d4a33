"""Make the keys that a site needs once, before its first story."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from heard.accounts.gateways import key_folder
from heard.accounts.queries import authors_have_keys


class Command(BaseCommand):
    help = "Make any of this site’s keys that are missing. It’s safe to run again."
    requires_system_checks = ()  # `migrate` made them a moment ago

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--lock-everybody-out",
            action="store_true",
            help="make new keys even though authors hold story keys made with the old ones: none of them can come back",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = key_folder()
        missing = folder.missing()
        if missing and not options["lock_everybody_out"] and authors_have_keys():
            raise CommandError(
                f"These keys are missing from {folder.folder}: {', '.join(missing)}. Authors hold story keys that were made with them. "
                "Restore the folder of keys from your backup. If you can’t, use --lock-everybody-out: no author will be able to come back."
            )
        made = folder.make_missing()
        self.stdout.write(f"Made in {folder.folder}: {', '.join(made)}." if made else "No keys are missing.")
