"""Make the keys that a site needs once, before its first story."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from heard.accounts.gateways import key_folder
from heard.accounts.queries import authors_have_keys


class Command(BaseCommand):
    help = "Make the keys of this site that are not there yet. Running it again changes nothing."
    requires_system_checks = ()  # `migrate` made them a moment ago

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--lock-everybody-out",
            action="store_true",
            help="make new keys although there are stories whose authors hold keys made with the old ones",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = key_folder()
        missing = folder.missing()
        if missing and not options["lock_everybody_out"] and authors_have_keys():
            raise CommandError(
                f"{', '.join(missing)} cannot be found in {folder.folder}, but authors hold story keys that were made with them. "
                "Put the folder of keys back from your backup. To go on without it, so that no author can come back: --lock-everybody-out"
            )
        made = folder.make_missing()
        self.stdout.write(f"Made in {folder.folder}: {', '.join(made)}." if made else "Every key is there.")
