"""The first person of a site that starts empty: an operator, who invites everybody else. Makes the first region too."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.text import slugify

from heard.accounts.actions import people
from heard.core.actors import SystemActor
from heard.core.errors import DomainError
from heard.core.texts.cleaning import clean_line
from heard.regions.actions import make_region
from heard.regions.queries import default_region

COMMAND = SystemActor("create-operator")


class Command(BaseCommand):
    help = "Make an operator, and the first region if there isn’t one. Asks for anything you don’t give."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", help="the email address they sign in with")
        parser.add_argument("--name", help="the operator's name")
        parser.add_argument("--region", help="the name of the first region, if there isn’t one yet")
        parser.add_argument(
            "--password-stdin", action="store_true", help="read the password from the first line of standard input instead of asking for it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"] or self._ask("Email address")
        name = clean_line(options["name"] or self._ask("Name"))
        password = sys.stdin.readline().rstrip("\n") if options["password_stdin"] else self._ask_password()
        try:
            with transaction.atomic():
                person = people.make_operator(email=email, name=name, password=password, by=COMMAND)
                made = None
                if default_region() is None:
                    called = clean_line(options["region"] or self._ask("Name of the first region, like England"))
                    made = make_region(slug=slugify(called)[:40] or "region", name=called, by=COMMAND)
        except DomainError as error:
            raise CommandError(str(error)) from None
        if made:
            self.stdout.write(f"Made the region {made.name}. Add its crisis lines before anyone tells a story.")
        self.stdout.write(self.style.SUCCESS(f"Made the operator {person.name}. Sign in as {person.email}, then set up a second step."))

    def _ask(self, what: str) -> str:
        if not sys.stdin.isatty():
            raise CommandError(f"{what}: pass it as an option, or run this at a terminal. See --help.")
        return input(f"{what}: ").strip()

    def _ask_password(self) -> str:
        if not sys.stdin.isatty():
            raise CommandError("Password: pipe it in with --password-stdin, or run this at a terminal.")
        first = getpass.getpass("Password (at least 10 characters): ")
        if getpass.getpass("Password again: ") != first:
            raise CommandError("The passwords don’t match. Nothing was made.")
        return first
