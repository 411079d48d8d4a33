"""Writes down what every page, state and email of the demo says: how words are reviewed."""

import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from heard.core.mail import KIND_HEADER
from heard.demo.management import walking
from heard.demo.models import MailboxMessage
from heard.demo.rules.plainness import Plainness, measure

OF_ONE_KIND = 3


@contextmanager
def silent_log() -> Iterator[None]:
    """Nothing is logged meanwhile, and afterwards whatever was before."""
    before = logging.root.manager.disable
    logging.disable()
    try:
        yield
    finally:
        logging.disable(before)


class Command(BaseCommand):
    help = "Write what every page, state and email of the demo says into a folder, a file for each person, with how easy it is to read."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="where to write; made if it is not there")
        parser.add_argument("--who", action="append", help="only as nobody, the-author or somebody of the demo; can be repeated")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This site is not a demo.")
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        everybody = walking.everybody()
        if unknown := set(options["who"] or []).difference(everybody):
            raise CommandError(f"Nobody is called {', '.join(sorted(unknown))}. There are: {', '.join(everybody)}")
        self.figures: list[tuple[str, Plainness]] = []
        self.said: set[str] = set()
        self.met: set[str] = set()
        self.broken: list[str] = []
        with silent_log():  # the walk asks for many a page that is not there
            for who in options["who"] or everybody:
                self._write_person(who, folder)
        if not options["who"]:
            self._write_emails(folder)
        self._write_figures(folder)
        if self.broken:
            raise CommandError("These did not answer: " + "; ".join(self.broken))

    def _write_person(self, who: str, folder: Path) -> None:
        count = 0
        with (folder / f"{who}.txt").open("w") as file:
            for page in walking.walk(who, self._note):
                count += 1
                if page.status >= 500:
                    self.broken.append(f"{page.address} {page.state} ({who})")
                title = f"{page.address}  {page.view} {page.status} {page.state}".rstrip()
                file.write(f"\n{'=' * 100}\n{title}\n\n" + "".join(f"{each}\n" for each in page.blocks))
                self.said.update(each.text for each in page.blocks)
                if not page.state and (plain := measure(each.text for each in page.text.blocks if not each.of_frame)):
                    self.figures.append((f"{page.view} {page.address} ({who})", plain))
        self.stdout.write(f"{who}: {count} pages and states")

    def _note(self, view: str, answer: Any) -> None:
        """Also files are met, and buttons that lead on to another page."""
        if view != "email" and answer.status_code < 400:
            self.met.add(view)

    def _write_emails(self, folder: Path) -> None:
        kinds: dict[str, list[MailboxMessage]] = defaultdict(list)
        for message in MailboxMessage.objects.order_by("-id"):
            its = kinds[message.headers.get(KIND_HEADER, message.subject)]
            if len(its) < OF_ONE_KIND:
                its.append(message)
        with (folder / "emails.txt").open("w") as file:
            for kind, messages in sorted(kinds.items()):
                for message in messages:
                    file.write(f"\n{'=' * 100}\n{kind}\n\nsubject: {message.subject}\n\n{message.body}\n")
                    parts = [message.subject, *message.body.split("\n\n")]
                    self.said.update(" ".join(part.split()) for part in parts)
                    if plain := measure(parts):
                        self.figures.append((f"email {kind}", plain))
        self.stdout.write(f"emails: {len(kinds)} kinds")

    def _write_figures(self, folder: Path) -> None:
        """Each page once, hardest first; all sentences once, the long ones by themselves."""
        whole = measure(sorted(self.said))
        if whole is None:
            raise CommandError("No page said a sentence.")
        with (folder / "figures.txt").open("w") as file:
            share = len(whole.long) / whole.sentences
            summary = (
                f"{whole.sentences} sentences, {whole.words} words; {len(whole.long)} of more than 25 words ({share:.1%}); "
                f"reading ease {whole.ease:.0f}, reading age {whole.age:.1f}"
            )
            file.write(f"{summary}\n\nEase  Age  Sentences  Page\n")
            for name, plain in sorted(self.figures, key=lambda each: each[1].ease):
                file.write(f"{plain.ease:4.0f} {plain.age:4.1f} {plain.sentences:6}  {name}\n")
            never = sorted(set(walking.routes()) - self.met)
            file.write(f"\nPages and buttons that nobody met ({len(never)})\n" + "".join(f"- {each}\n" for each in never))
            file.write("\nSentences of more than 25 words\n" + "".join(f"- {each}\n" for each in sorted(whole.long)))
        self.stdout.write(summary)
