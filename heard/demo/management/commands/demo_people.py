"""Says who can be signed in as in the demo: `make run` prints it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from heard.core.links import absolute
from heard.demo import queries


class Command(BaseCommand):
    help = "List the made-up people you can try the demo as."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This site isn’t a demo.")
        people = queries.demo_people()
        if not people:
            raise CommandError("The demo isn’t loaded. Load it with: make seed")
        self.stdout.write(f"Try Heard as any of these: {absolute(reverse('demo:people'))}")
        width = max(len(person.name) for person in people)
        for person in people:
            self.stdout.write(f"  {person.name:<{width}}  {person.works}")
        for region in queries.demo_regions(people):
            self.stdout.write(f"Another site, Heard {region.name}: {region.address}")
        self.stdout.write(f"Every email it sends:      {absolute(reverse('demo:mailbox'))}")
