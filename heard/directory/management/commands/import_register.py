"""`manage.py import_register trusts etr.csv --region wales`: take in a national register, with progress and one summary."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from heard.core.actors import SystemActor
from heard.directory.actions.importing import Summary, TooManyClosures, import_register
from heard.directory.rules import registers
from heard.regions.models import Region
from heard.regions.queries import all_regions

READERS = {
    "trusts": ("ods-trusts", registers.read_trusts, "ODS report etr (NHS trusts)"),
    "practices": ("ods-practices", registers.read_practices, "ODS report epraccur (GP practices and other prescribers)"),
    "wards": ("wards", registers.read_wards, "ward tree: icb, trust, site, ward"),
    "hospitals": ("hospitals", registers.read_hospitals, "NHS Choices hospitals with positions"),
    "surgeries": ("choices-surgeries", registers.read_surgeries, "NHS Choices GP surgeries"),
    "pharmacies": ("choices-pharmacies", registers.read_pharmacies, "NHS Choices pharmacies"),
    "dentists": ("choices-dentists", registers.read_dentists, "NHS Choices dentists"),
    "clinics": ("choices-clinics", registers.read_clinics, "NHS Choices clinics"),
    "social-care": ("choices-social-care", registers.read_social_care, "NHS Choices social care"),
}
SHOWN = 20


class Command(BaseCommand):
    help = "Import a register file: " + "; ".join(f"{name} = {words}" for name, (_, _, words) in READERS.items())

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=READERS)
        parser.add_argument("file", type=Path)
        parser.add_argument("--region", default="", metavar="SLUG", help="whose places these are; needed where there are several regions")
        parser.add_argument("--accept-closures", action="store_true", help="import it even if it closes more than 2%% of the register")

    def handle(self, *args: Any, kind: str, file: Path, region: str, accept_closures: bool, **options: Any) -> None:
        register, read, _ = READERS[kind]
        whose = named(region)
        try:
            lines = registers.open_register(file)
        except OSError as error:
            raise CommandError(f"{file} can’t be read: {error.strerror}") from error
        except registers.WrongFile as error:
            raise CommandError(str(error)) from error
        with lines:
            try:
                done = import_register(
                    register=register,
                    region_id=whose.pk,
                    entries=registers.fitting(read(lines)),
                    accept_closures=accept_closures,
                    progress=Progress(file.stat().st_size, lines, sys.stderr),
                    by=SystemActor("import"),
                )
            except (TooManyClosures, registers.WrongFile) as error:
                raise CommandError(str(error)) from error
        self.tell(done, f"{whose.name}: " if len(all_regions()) > 1 else "")

    def tell(self, done: Summary, whose: str) -> None:
        write = self.stdout.write
        write(
            f"{whose}{done.added} added, {done.changed} changed, {done.closed} closed, {done.reopened} opened again, "
            f"{done.unchanged} unchanged, {len(done.repeated)} repeated, {len(done.refused)} refused."
        )
        lines = done.refused + done.repeated
        for refusal in lines[:SHOWN]:
            write(f"  line {refusal.line}: {refusal.reason}")
        if len(lines) > SHOWN:
            write(f"  … and {len(lines) - SHOWN} more")
        if done.marked:
            write(f"{len(done.marked)} are mentioned here but missing from their own register. They were kept and marked:")
            for name in sorted(done.marked):
                write(f"  {name}")


def named(slug: str) -> Region:
    """The region that this slug names; without one the only region there is. Where there are several, nobody guesses which is meant."""
    known = all_regions()
    if not known:
        raise CommandError("There is no region yet. Run `manage.py create_operator` or load the demo first.")
    if not slug and len(known) == 1:
        return known[0]
    found = next((each for each in known if each.slug == slug), None)
    if found is None:
        wrong = f"There is no region “{slug}”." if slug else "There are several regions. Say whose places these are."
        raise CommandError(f"{wrong} Use one of these: " + ", ".join(f"--region {each.slug} ({each.name})" for each in known))
    return found


class Progress:
    """A bar on a terminal, silence elsewhere."""

    def __init__(self, size: int, lines: TextIO, out: TextIO) -> None:
        self.size, self.lines, self.out = max(size, 1), lines, out

    def __call__(self, line: int) -> None:
        if self.out.isatty():
            # The position of the bytes read so far; exact enough for a bar, and a text file's tell() refuses while it is iterated.
            share = min(1.0, self.lines.buffer.tell() / self.size)
            self.out.write(f"\r[{'█' * int(share * 30):<30}] line {line:,}")
            self.out.flush()
