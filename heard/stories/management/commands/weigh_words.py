"""`manage.py weigh_words`: the weights of words that may speak of danger, learnt again from the sentences in assets/signs."""

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from heard.stories.rules.learning import Sentence, held_out, learn, read_sentences, written
from heard.stories.rules.plain import weighed
from heard.stories.rules.signs import calls_for_help
from heard.stories.rules.weighing import LIKELY, PERHAPS, WEIGHTS, Scales, scales

MADE, SEEN = settings.ROOT / "assets" / "signs", settings.ROOT / "tests" / "stories" / "sentences"
SOURCES = (MADE / "danger.txt", MADE / "none.txt", MADE / "ordinary.txt", SEEN / "danger.csv", SEEN / "later.csv", SEEN / "apart.csv")
"""Never `unseen.csv`: figures of sentences that were learnt from say nothing about others."""
LONG = 25
ORDINARY = dict.fromkeys(("ordinary", "feedback, short", "feedback, other", "feedback, more"), "ordinary")
STEPS = [PERHAPS, LIKELY, *(n / 4 for n in range(-8, 13))]


class Command(BaseCommand):
    help = "Learn the weights of words that may speak of danger again, from assets/signs. Commit what changes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--measure", action="store_true", help="measure on sentences held out, in ten folds; nothing is written")
        parser.add_argument("--comments", type=Path, help="a CSV of real comments (column “FFT answer”): how many give a false alarm")

    def handle(self, *args: Any, **options: Any) -> None:
        sentences = list(all_sentences())
        if options["measure"]:
            self.stdout.write("\n".join(figures(sentences)))
        else:
            WEIGHTS.write_text(written(learn(sentences), mark=mark_of_sources()), encoding="utf-8")
            scales.cache_clear()
            self.stdout.write(f"{len(sentences):,} sentences, {WEIGHTS.stat().st_size / 1000:.0f} kB of weights.")
        if options["comments"]:
            self.stdout.write("\n".join(alarms(options["comments"])))


def all_sentences() -> Iterator[Sentence]:
    """Every sentence that is learnt from."""
    for source in SOURCES:
        if source.suffix == ".txt":
            yield from read_sentences(source.read_text(encoding="utf-8"), danger=source.stem == "danger")
        else:
            with source.open(encoding="utf-8", newline="") as file:
                yield from (Sentence(row["words"], row["danger"] == "yes", source.stem) for row in csv.DictReader(file))


def mark_of_sources() -> str:
    """A mark of all sentences, which the file of weights carries."""
    return hashlib.sha256(b"".join(source.read_bytes() for source in SOURCES)).hexdigest()[:16]


def figures(sentences: Sequence[Sentence]) -> Iterator[str]:
    """What is found at which weight, of sentences that the weights were not learnt from; then by heading."""
    long = {each.words for each in read_sentences((MADE / "ordinary.txt").read_text(encoding="utf-8"), danger=False)}
    groups: dict[str, list[float]] = defaultdict(list)
    kinds: dict[str, list[float]] = defaultdict(list)
    for sentence, weights in held_out(sentences):
        weight = Scales(weights).heaviest(weighed(sentence.words).words)
        groups["danger" if sentence.danger else "long" if sentence.words in long else ORDINARY.get(sentence.kind, "hard")].append(weight)
        kinds[f"{'danger' if sentence.danger else 'none'}: {sentence.kind}"].append(weight)
    yield "from | " + " | ".join(groups)
    for step in STEPS:
        yield f"{step:5.2f} | " + " | ".join(percent(found, step) for found in groups.values())
    for kind, found in sorted(kinds.items()):
        yield f"{kind}: {percent(found, PERHAPS)} of {len(found)}, {percent(found, LIKELY)} likely"


def alarms(file: Path) -> Iterator[str]:
    """How many real comments would give an alarm, by these weights and by the lists."""
    with file.open(encoding="utf-8", newline="") as opened:
        comments = [row["FFT answer"] for row in csv.DictReader(opened)]
    long = [comment for comment in comments if len(comment.split()) >= LONG]
    weights = [scales().heaviest(weighed(comment).words) for comment in comments]
    yield f"of {len(comments):,} comments: {percent(weights, PERHAPS)} perhaps, {percent(weights, LIKELY)} likely"
    for what, found in (("all", comments), (f"of {LONG} words and more", long)):
        yield f"with the lists, {what}: {sum(map(calls_for_help, found)) / len(found):.1%} of {len(found):,}"


def percent(weights: Sequence[float], least: float) -> str:
    return f"{sum(weight >= least for weight in weights) / len(weights):6.1%}"
