"""Give the worker a new key and seal authors' contact details to it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from heard.accounts.actions.authors import reseal_contacts
from heard.accounts.actions.sealed import reseal_elsewhere
from heard.accounts.gateways import key_folder
from heard.core.actors import SystemActor


class Command(BaseCommand):
    help = "Make a new key for the worker and seal every contact detail to it. Old keys are kept unless you use --delete-old."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reseal-only", action="store_true", help="finish an earlier rotation, without making a new key")
        parser.add_argument("--delete-old", action="store_true", help="delete the old keys once nothing is sealed to them")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = key_folder()
        newest = folder.worker_public()[0] if options["reseal_only"] else folder.make_next_generation()
        self.stdout.write(f"The worker’s newest key is generation {newest}.")
        moved = self._reseal()
        self.stdout.write(f"Contact details sealed to it: {moved}.")
        if options["delete_old"]:
            # A web process that started before may have sealed to the old key meanwhile: look once more before it goes.
            self._reseal()
            gone = folder.forget_generations_before(newest)
            self.stdout.write(f"Deleted old keys: {', '.join(map(str, gone)) or 'none'}.")

    def _reseal(self) -> int:
        return reseal_contacts(by=SystemActor("rotate-keys")) + reseal_elsewhere()
