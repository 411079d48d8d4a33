"""Loads the demo: a made-up county's two years, lived through in well under a minute."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from heard.core.errors import DomainError
from heard.demo.actions import seeding
from heard.demo.rules import content


class Command(BaseCommand):
    help = "Load the demo into an empty database. Does nothing if it’s already loaded. Refuses if this site isn’t a demo."
    requires_system_checks = ()  # `migrate` made them a moment ago

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="empty a database that holds only the demo, then load it again")
        parser.add_argument(
            "--only", metavar="KEY", action="append", help="load only this story and what belongs to it (“tour” is the tour’s)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        wanted = options["only"] and {content.tour()["key"] if key == "tour" else key for key in options["only"]}
        if unknown := (wanted or set()) - set(content.stories()):
            raise CommandError(f"The demo has no story called {', '.join(sorted(unknown))}.")
        try:
            loaded = seeding.load_demo(only=wanted, again=options["again"], tell=self._tell)
        except DomainError as refused:
            raise CommandError(str(refused)) from refused
        if loaded is None:
            self.stdout.write("The demo is already loaded. Nothing was changed. To load it again, use --again.")
        else:
            self.stdout.write(f"The demo was loaded in {time.monotonic() - began:.1f} seconds.")

    def _tell(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
