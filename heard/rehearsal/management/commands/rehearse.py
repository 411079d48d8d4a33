"""`manage.py rehearse comments.csv --limit 2000 --kill`: the loop on real comments. Prints one JSON object."""

import json
import random
import subprocess
import sys
import time
from argparse import SUPPRESS, ArgumentParser
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from heard.core.errors import DomainError
from heard.rehearsal import gateways, queries, rules
from heard.rehearsal.actions import world
from heard.rehearsal.actions.driving import Drive

KILLS = 10
FIRST_KILL, LAST_KILL = 0.05, 0.9
"""Shares of the stories between which the worker is killed."""


class Command(BaseCommand):
    help = "Drive real comments through the real actions, in a database of its own, and check that every alert arrived once."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("comments", type=Path, help="CSV of comments (columns FFT answer, FFT question, Service type 1, …)")
        parser.add_argument("--limit", type=int, default=500, help="stories to tell at most (500)")
        parser.add_argument("--kill", action="store_true", help=f"kill the worker with -9 {KILLS} times on the way")
        parser.add_argument("--registers", type=Path, help="folder of the register files (beside the comments: ../ods)")
        parser.add_argument("--keep", action="store_true", help=f"leave the database {gateways.DATABASE} behind to look at")
        parser.add_argument("--inside", type=Path, help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        comments, registers = options["comments"], options["registers"] or options["comments"].parent.parent / "ods"
        if not comments.is_file():
            raise CommandError(f"There is no file {comments}.")
        if missing := [name for _, name in world.REGISTERS if not (registers / name).is_file()]:
            raise CommandError(f"{registers} lacks {', '.join(missing)}. Say where the registers are: --registers FOLDER")
        if options["limit"] < 1:
            raise CommandError("Tell at least one story: --limit 1")
        try:
            if options["inside"]:
                self.stdout.write(json.dumps(_play(comments, registers, options["limit"], options["inside"])))
                return
            report = _rehearse(comments, registers, options)
        except DomainError as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(json.dumps(report, indent=1, ensure_ascii=False))
        if report["does not add up"]:
            raise CommandError("It does not add up: " + "; ".join(report["does not add up"]))


def _tell(words: str) -> None:
    """How far it is, on the other channel than the report."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


# ---------------------------------------------------------------- around it: database, mail server, worker


def _rehearse(comments: Path, registers: Path, options: dict[str, Any]) -> dict[str, Any]:
    with gateways.own_home() as home, gateways.own_database(keep=options["keep"]) as url, gateways.postbox(home / "taken.jsonl") as port:
        env = gateways.surroundings(database_url=url, home=home, mail_port=port)
        for verb in (["migrate", "--noinput", "-v", "0"], ["make_keys"]):
            done = gateways.manage(*verb, env=env, stdout=subprocess.DEVNULL).wait()
            if done:
                raise CommandError(f"manage.py {verb[0]} failed in the rehearsal's database.")
        arguments = [str(comments), "--limit", str(options["limit"]), "--registers", str(registers), "--inside", str(home / "taken.jsonl")]
        playing = gateways.manage("rehearse", *arguments, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        worker = gateways.Worker(env, home / "worker.log")
        try:
            _watch(playing, worker, options["limit"] if options["kill"] else 0)
            said = playing.stdout.read() if playing.stdout else ""
            if playing.wait():
                raise CommandError("The rehearsal broke off; its last words are above.")
        finally:
            playing.kill()
            worker.stop()
        report: dict[str, Any] = json.loads(said)
        return {**report, "worker killed": worker.kills}


def _watch(playing: "subprocess.Popen[str]", worker: gateways.Worker, stories: int) -> None:
    """Pass on what is told; kill the worker when its hour has come (`stories` 0: never), in the middle of whatever it does then."""
    step = (LAST_KILL - FIRST_KILL) / (KILLS - 1)
    hours = [round(stories * (FIRST_KILL + step * number)) for number in range(KILLS)] if stories else []
    dice = random.Random(7)  # noqa: S311 - when to kill, nothing secret
    began = time.monotonic()
    for line in playing.stderr or ():
        _tell(f"{time.monotonic() - began:6.0f} s  {line.rstrip()}")
        worker.look_after()
        told = int(line.split()[1].rstrip(",")) if line.startswith("told ") else 0
        while hours and told >= hours[0]:
            hours.pop(0)
            time.sleep(dice.uniform(0, 0.5))
            worker.kill()
            _tell(f"killed the worker ({worker.kills} of {KILLS})")


# ---------------------------------------------------------------- inside: the loop itself


def _play(file: Path, registers: Path, limit: int, log: Path) -> dict[str, Any]:
    made = world.make(registers, tell=_tell)
    skipped: Counter[str] = Counter()

    def usable() -> Any:
        with file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
            for row in rules.read_comments(lines):
                if isinstance(row, rules.Skipped):
                    skipped[row.reason] += 1
                else:
                    yield row

    drive = Drive(made, tell=_tell)
    played = drive.play(islice(usable(), limit))
    seconds = time.monotonic() - played.began
    reckoning = queries.reckon(gateways.taken(log))
    differences = [*reckoning.differences, *(() if played.settled else ["it was not over in time"])]
    stories = queries.states()
    return {
        "comments": {"told": played.told, "skipped": dict(skipped)},
        "alert holders": made.holders,
        "reached": stories,
        "alerts": reckoning.alerts,
        "messages": reckoning.messages,
        "actions, ms": {name: rules.summary(figures) for name, figures in sorted(played.took.items())},
        "stages, s": queries.stages(),
        "seconds": round(seconds, 1),
        "stories a second": round(played.told / seconds, 2),
        "does not add up": differences,
    }
