from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from heard.media.actions.pictures import drop_lost
from heard.media.queries import without_files


class Command(BaseCommand):
    help = "Delete pictures whose files are gone for good, so that pages don’t ask for them any more: people have their initials again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="also if most of them lack their files")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count, lacking = without_files()
        except OSError as error:
            raise CommandError(str(error)) from error
        if len(lacking) * 2 > count and not options["all"]:
            raise CommandError(
                f"{len(lacking)} of {count} pictures have no file. Is their folder there? If they are gone for good, use --all."
            )
        dropped = drop_lost(keys=lacking)
        self.stdout.write(f"{dropped} of {count} pictures deleted.")
        if dropped < len(lacking):
            raise CommandError(f"{len(lacking) - dropped} can’t be deleted, as a page or a film needs them. Choose other pictures there.")
