"""`manage.py rehearse comments.csv --limit 2000 --kill`: the loop on real comments. Prints one JSON object."""

import json
import random
import subprocess
import sys
import time
from argparse import SUPPRESS, ArgumentParser
from collections import Counter
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from heard.core.errors import DomainError
from heard.rehearsal import queries, rules
from heard.rehearsal.actions import telling_quickly, world
from heard.rehearsal.actions.driving import Drive
from heard.rehearsal.gateways import mailing, site
from launch.processes import told_to_stop, undisturbed

LIMIT, LIMIT_TOLD = 500, 300
ROUNDS, STORIES_A_ROUND = 4, 100
"""Worker, web server and database are killed so often each; in a small rehearsal once in so many stories, and at least once."""
FIRST_KILL, LAST_KILL = 0.15, 0.9
"""Shares of the stories between which something is killed."""


class Command(BaseCommand):
    help = "Drive real comments through the real site, in a home of its own, and check that everything that is owed arrived, once."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("comments", type=Path, help="CSV of comments (columns FFT answer, FFT question, Service type 1, …)")
        parser.add_argument("--limit", type=int, help=f"stories to tell at most ({LIMIT}; with --told {LIMIT_TOLD})")
        parser.add_argument(
            "--kill", action="store_true", help=f"kill worker, web server and database with -9 on the way, up to {ROUNDS} times each"
        )
        parser.add_argument(
            "--told",
            action="store_true",
            help="measure how soon those concerned are told: --limit stories (300), one every two seconds, and as many on one morning",
        )
        parser.add_argument("--registers", type=Path, help="folder of the register files (beside the comments: ../ods)")
        parser.add_argument("--keep", action="store_true", help="leave the rehearsal's home behind to look at")
        parser.add_argument("--inside", type=int, help=SUPPRESS)  # the web server's port, for the process that plays

    def handle(self, *args: Any, **options: Any) -> None:
        comments, registers = options["comments"], options["registers"] or options["comments"].parent.parent / "ods"
        if not comments.is_file():
            raise CommandError(f"{comments} doesn’t exist.")
        if missing := [name for _, name in world.REGISTERS if not (registers / name).is_file()]:
            raise CommandError(f"{registers} is missing {', '.join(missing)}. Choose the folder of the registers: --registers FOLDER")
        if options["limit"] is None:
            options["limit"] = LIMIT_TOLD if options["told"] else LIMIT
        if options["limit"] < 1:
            raise CommandError("Use at least one story: --limit 1")
        try:
            if options["inside"]:
                play = _play_told if options["told"] else _play
                self.stdout.write(json.dumps(play(comments, registers, options["limit"], options["inside"])))
                return
            report = _rehearse(comments, registers, options)
        except DomainError as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(json.dumps(report, indent=1, ensure_ascii=False))
        if report["does not add up"]:
            raise CommandError("It does not add up: " + "; ".join(report["does not add up"]))


def _say(words: str) -> None:
    """How far it is, on the other channel than the report."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


# ---------------------------------------------------------------- around it: the site, the mail server, and what kills


def _rehearse(comments: Path, registers: Path, options: dict[str, Any]) -> dict[str, Any]:
    with told_to_stop(), site.own_home(keep=options["keep"]) as home, mailing.mail_server(home / mailing.LOG) as mail_port:
        if options["keep"]:
            _say(f"The rehearsal's home, which stays: {home}")
        running = site.Site(home, mail_port=mail_port)
        arguments = [str(comments), "--limit", str(options["limit"]), "--registers", str(registers), "--inside", str(running.port)]
        arguments += ["--told"] if options["told"] else []
        playing = None
        try:
            running.start()
            with undisturbed():
                playing = site.manage("rehearse", *arguments, env=running.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            _watch(playing, running, options["limit"] if options["kill"] else 0)
            said = playing.stdout.read() if playing.stdout else ""
            if playing.wait():
                raise CommandError("The rehearsal stopped early. Its last output is above.")
        finally:
            if playing is not None:
                playing.kill()
                playing.wait()
            running.stop()
        report: dict[str, Any] = json.loads(said)
        if options["kill"] and (spared := [part for part in site.PARTS if not running.killed[part]]):
            report["does not add up"].append(f"{' and '.join(spared)} was never killed")
        return {**report, "killed": {part: running.killed[part] for part in site.PARTS}}


def _watch(playing: "subprocess.Popen[str]", running: site.Site, stories: int) -> None:
    """Pass on what is told; kill the next part of the site when its hour has come (`stories` 0: never), in the middle of what it does."""
    hours, parts = _hours(stories), cycle(site.PARTS)
    dice = random.Random(7)  # noqa: S311 - when to kill, nothing secret
    began = spoke = time.monotonic()
    for line in playing.stderr or ():
        words, told = line.rstrip(), _told(line)
        if told is None or time.monotonic() - spoke > 5:
            _say(f"{time.monotonic() - began:6.0f} s  {words}")
            spoke = time.monotonic()
        running.look_after()
        if hours and (told or 0) >= hours[0]:
            hours.pop(0)
            time.sleep(dice.uniform(0, 0.2))
            part = next(parts)
            killed = running.kill(part)
            _say(f"{time.monotonic() - began:6.0f} s  {'killed' if killed else 'did not find'} the {part}")


def _hours(stories: int) -> list[int]:
    """After how many stories something is killed."""
    if not stories:
        return []
    kills = len(site.PARTS) * min(ROUNDS, max(1, stories // STORIES_A_ROUND))
    return [round(stories * (FIRST_KILL + (LAST_KILL - FIRST_KILL) * number / (kills - 1))) for number in range(kills)]


def _told(line: str) -> int | None:
    words = line.split()
    return int(words[1]) if len(words) == 2 and words[0] == "told" else None


# ---------------------------------------------------------------- inside: the loop itself


def _play(file: Path, registers: Path, limit: int, port: int) -> dict[str, Any]:
    made = world.make(registers, tell=_say)
    skipped: Counter[str] = Counter()
    drive = Drive(made, port=port, tell=_say)
    played = drive.play(islice(_usable(file, skipped), limit))
    seconds = time.monotonic() - played.began
    reckoning = queries.reckon(mailing.taken(Path(settings.HEARD_HOME) / mailing.LOG), drive.known())
    differences = [*reckoning.differences, *(() if played.settled else ["it was not over in time"])]
    return {
        "comments": {"told": played.told, "skipped": dict(skipped)},
        "alert holders": made.holders,
        "reached": queries.states(),
        "by_worker": reckoning.by_worker,
        "alerts": reckoning.alerts,
        "notices to authors": reckoning.notices,
        "messages": reckoning.messages,
        "requests": dict(drive.requests),
        "actions, ms": {name: rules.summary(figures) for name, figures in sorted(played.took.items())},
        "stages, s": queries.stages(),
        "seconds": round(seconds, 1),
        "stories a second": round(played.told / seconds, 2),
        "does not add up": differences,
    }


def _play_told(file: Path, registers: Path, limit: int, port: int) -> dict[str, Any]:
    made = world.make(registers, tell=_say)
    return telling_quickly.measure(made, _usable(file, Counter()), stories=limit, port=port, tell=_say)


def _usable(file: Path, skipped: Counter[str]) -> Any:
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        for row in rules.read_comments(lines):
            if isinstance(row, rules.Skipped):
                skipped[row.reason] += 1
            else:
                yield row
