"""Whether words that stand together may speak of danger, by the weight of each: for what no list of phrases holds.

A passage is a sentence, a part of a long one, or two short ones in a row; the weightiest decides, so that a long story hides nothing. Where
there are many, one of them weighs something by chance: up to `MOST_OFF` is taken off. What is weighed in a passage:
each word, pieces of words (so that “tabletts” counts for “tablets”), two words in a row, families of words (`word_families`), and two or
three of those that follow each other, whatever stands between. The sum is a number, and the words that made it are known.

The weights are learnt from made-up sentences (`assets/signs`, `rules.learning`, `manage.py weigh_words`). Time grows with the length of
a text and with nothing else, and no text makes it fail.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from math import log2, sqrt
from pathlib import Path
from typing import NamedTuple

from heard.stories.rules.word_families import family_of

PERHAPS, LIKELY = -0.4, 1.75
"""From which weight on a passage may speak of danger, and from which it is likely to: see `manage.py weigh_words --measure`."""
LEAST = 3
"""Words below which a passage is a name or a tag: “Bridge House”."""
LONGEST, STEP = 30, 15
"""Words of a passage. A sentence that is longer is cut into such pieces, each beginning so many words after the last."""
SHORTEST = 4
"""Words that a part of a sentence must have to be weighed apart."""
PAIR = 14
"""Words up to which two sentences in a row are weighed together."""
FEW, OFF, MOST_OFF = 4, 0.25, 0.75
"""Sentences among which nothing is taken off, what is taken off for each time that there are twice as many, and the most."""
NEAR = 4
"""So many words of families that follow are put together with one."""
PIECE = 5
SLACK = 3
"""Words that are counted besides those of a passage: one word alone is little evidence."""
NAMED = 5
"""So many words are named to whoever asks why."""
BIAS = "bias"
WEIGHTS = Path(__file__).parent / "weights.tsv"
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+|[.!?;…\n]")
_ENDS = frozenset(".!?;…\n")
_JOINS = frozenset(("and", "but", "because", "so", "since", "when", "while", "then", "if"))
_SMALL_WORDS = """
a an the and or but so if of in on at to for from with by as is am are was were be been has had have do did it its that this there here
i im ive my me you he she they him her them his their we us our will would all any
"""
_SMALL = frozenset(_SMALL_WORDS.split())
"""Words that say nothing when they are named alone."""
_LONGEST_WORD = 30
_KNOWN_WORDS = 20_000


class Word(NamedTuple):
    """One word of a text and where it stands; `word` is as it is weighed."""

    word: str
    start: int
    end: int


class Weighed(NamedTuple):
    """A passage, where it stands, what it weighs, and the words in it that weigh most, in the order of the text."""

    start: int
    end: int
    weight: float
    words: tuple[str, ...]


# ---------------------------------------------------------------- passages


def passages(text: str) -> Iterator[Sequence[Word]]:
    """Each sentence of a `plain.Plain` text, its parts where it is long, and each two in a row that are short."""
    last: Sequence[Word] = ()
    for piece in pieces(text):
        yield piece
        yield from _clauses(piece)
        if last and len(last) + len(piece) <= PAIR and "\n" not in text[last[-1].end : piece[0].start]:
            yield (*last, *piece)
        last = piece


def pieces(text: str) -> Iterator[Sequence[Word]]:
    """The sentences, the long ones cut."""
    sentence: list[Word] = []
    for match in _WORD.finditer(text):
        if match.group() not in _ENDS:
            sentence.append(Word(_as_weighed(match.group()), match.start(), match.end()))
        elif sentence:
            yield from _cut(tuple(sentence))
            sentence = []
    if sentence:
        yield from _cut(tuple(sentence))


def _cut(sentence: Sequence[Word]) -> Iterator[Sequence[Word]]:
    if len(sentence) <= LONGEST:
        yield sentence
        return
    for start in range(0, len(sentence) - STEP, STEP):
        yield sentence[start : start + LONGEST]


def _clauses(piece: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """The parts of a sentence that commas and words such as “and” keep apart, where there is more than one."""
    start = 0
    for n, word in enumerate(piece):
        if n - start >= SHORTEST and len(piece) - n >= SHORTEST and (word.word in _JOINS or word.start - piece[n - 1].end > 1):
            yield piece[start:n]
            start = n
    if start:
        yield piece[start:]


@lru_cache(maxsize=_KNOWN_WORDS)
def _as_weighed(typed: str) -> str:
    if typed[0].isdigit():
        return "1" if len(typed) == 1 else "10"
    word = re.sub(r"(.)\1{2,}", r"\1", typed[:_LONGEST_WORD])
    return word if word.endswith("'ll") else word.replace("'", "")


# ---------------------------------------------------------------- what is weighed in one


def features(words: Sequence[str]) -> dict[str, float]:
    """What is weighed in a passage, each with how much of it there is. The longer the passage, the less each single thing counts."""
    found: dict[str, float] = {}
    for word in words:
        found.update(_of_word(word))
    found.update((name, 1.0) for name, _ in _together(words))
    share = _share(len(words))
    return {name: amount * share for name, amount in found.items()}


def _share(words: int) -> float:
    return 1 / sqrt(words + SLACK)


@lru_cache(maxsize=_KNOWN_WORDS)
def _of_word(word: str) -> dict[str, float]:
    found = {f"={word}": 1.0}
    if family := family_of(word):
        found[f"@{family}"] = 1.0
    around = f"^{word}$"
    bits = sorted({around[n : n + PIECE] for n in range(len(around) - PIECE + 1)}) if len(word) >= PIECE else []
    return found | {f"~{bit}": 1 / sqrt(len(bits)) for bit in bits}


def _together(words: Sequence[str]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """What words make together, and which words those are."""
    for n, (first, second) in enumerate(pairwise(("^", *words, "$"))):
        yield f"{first} {second}", (max(n - 1, 0), min(n, len(words) - 1))
    of_families = [(n, family) for n, word in enumerate(words) if (family := family_of(word))]
    for at, (n, first) in enumerate(of_families):
        for m, second in of_families[at + 1 : at + 1 + NEAR]:
            yield f"{first}>{second}", (n, m)
        if at + 2 < len(of_families):
            (m, second), (k, third) = of_families[at + 1 : at + 3]
            yield f"{first}>{second}>{third}", (n, m, k)


# ---------------------------------------------------------------- weighing


class Scales:
    """What weighs passages by these weights, the bias among them."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._bias = weights[BIAS]
        self._weights = weights
        self._alone = lru_cache(maxsize=_KNOWN_WORDS)(self._of_one)

    def weighty(self, text: str) -> list[Weighed]:
        """The passages of a `plain.Plain` text that may speak of danger, in order; where two overlap, the weightier."""
        found = [(weight, passage) for weight, passage in self._all(text) if weight >= PERHAPS]
        kept: list[Weighed] = []
        taken: set[int] = set()
        for weight, passage in sorted(found, key=lambda each: (-each[0], each[1])):
            places = {word.start for word in passage}
            if taken.isdisjoint(places):
                taken |= places
                kept.append(Weighed(passage[0].start, passage[-1].end, weight, self._heaviest_words(text, passage)))
        return sorted(kept)

    def heaviest(self, text: str) -> float:
        """What the weightiest passage weighs; far below any other where there are no words."""
        return max((weight for weight, _ in self._all(text)), default=-100.0)

    def _all(self, text: str) -> Iterator[tuple[float, Sequence[Word]]]:
        off = min(MOST_OFF, OFF * max(0.0, log2((sum(1 for _ in pieces(text)) or 1) / FEW)))
        return ((self._of(passage) - off, passage) for passage in passages(text) if len(passage) >= LEAST)

    def _of(self, passage: Sequence[Word]) -> float:
        words = [each.word for each in passage]
        alone = sum(map(self._alone, dict.fromkeys(words)))
        together = sum(self._weights.get(name, 0.0) for name in dict.fromkeys(name for name, _ in _together(words)))
        return self._bias + (alone + together) * _share(len(words))

    def _of_one(self, word: str) -> float:
        return sum(self._weights.get(name, 0.0) * amount for name, amount in _of_word(word).items())

    def _heaviest_words(self, text: str, passage: Sequence[Word]) -> tuple[str, ...]:
        words = [each.word for each in passage]
        each_weighs = [self._alone(word) for word in words]
        for name, places in _together(words):
            for place in places:
                each_weighs[place] += self._weights.get(name, 0.0) / len(places)
        for_danger = [n for n in sorted(range(len(words)), key=lambda n: -each_weighs[n]) if each_weighs[n] > 0]
        heavy = [n for n in for_danger if words[n] not in _SMALL] or for_danger
        return tuple(dict.fromkeys(text[passage[n].start : passage[n].end] for n in sorted(heavy[:NAMED])))


@cache
def scales() -> Scales:
    """Those with the weights that are committed."""
    lines = (line.split("\t") for line in WEIGHTS.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return Scales({name: float(weight) for name, weight in lines})
