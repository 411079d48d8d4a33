"""How the weights of words are learnt from sentences: logistic regression, by its dual, one sentence after another until little moves.

The same sentences give the same weights. After Yu, Huang and Lin, "Dual coordinate descent methods for logistic regression and maximum
entropy models" (2011). Only `manage.py weigh_words` and tests use this; what it makes is committed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from random import Random

from heard.stories.rules.plain import weighed
from heard.stories.rules.weighing import BIAS, Word, features, passages, pieces

STRENGTH = 2.0
"""How far one sentence may move a weight: the more, the more is learnt by heart."""
DANGER_COUNTS = 1.5
"""So many times as much counts a sentence of danger: to miss one is worse than a page of help too many."""
SEEN = 2
"""What is in fewer sentences teaches nothing about others."""
ROUNDS = 40
FAR = 100.0
WHOLE = 40
"""Words up to which a text of danger is one passage: which of its sentences is the dangerous one nobody has said."""
FOLDS = 10
LEAST = 0.05


@dataclass(frozen=True)
class Sentence:
    """A text, whether somebody in it may be in danger, and the heading that it stands under."""

    words: str
    danger: bool
    kind: str


@dataclass(frozen=True)
class Example:
    """One passage: numbers of things that are weighed, how much of each, what it is (1 danger, -1 none), how much it counts."""

    things: Sequence[int]
    amounts: Sequence[float]
    danger: int
    counts: float


def read_sentences(text: str, *, danger: bool) -> list[Sentence]:
    """One sentence a line, under headings that begin with #."""
    found, kind = [], ""
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("#"):
            kind = line.lstrip("# ")
        else:
            found.append(Sentence(line, danger, kind))
    return found


def learn(sentences: Iterable[Sentence]) -> dict[str, float]:
    """The weights, the bias among them."""
    passages = [(features([word.word for word in passage]), each.danger) for each in sentences for passage in _passages_of(each)]
    seen = Counter(name for found, _ in passages for name in found)
    names = [BIAS, *sorted(name for name, times in seen.items() if times >= SEEN)]
    number = {name: n for n, name in enumerate(names)}
    examples = [_example({BIAS: 1.0, **found}, number, danger=danger) for found, danger in passages]
    return dict(zip(names, _descend(examples, len(names)), strict=True))


def held_out(sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, dict[str, float]]]:
    """Each sentence with weights that were learnt without it and the others of its fold."""
    order = list(range(len(sentences)))
    Random(0).shuffle(order)  # noqa: S311
    for fold in range(FOLDS):
        out = set(order[fold::FOLDS])
        weights = learn(each for n, each in enumerate(sentences) if n not in out)
        yield from ((sentences[n], weights) for n in sorted(out))


def written(weights: Mapping[str, float], *, mark: str) -> str:
    """The file of weights: a mark of what they were learnt from, then each thing and its weight, but for what weighs next to nothing."""
    heavy = {name: round(weight, 2) for name, weight in weights.items()}
    lines = [f"{name}\t{weight}" for name, weight in sorted(heavy.items()) if abs(weight) >= LEAST or name == BIAS]
    return "\n".join((f"# Made by `manage.py weigh_words`. Do not edit. Learnt from {mark}", *lines)) + "\n"


def _passages_of(sentence: Sentence) -> Iterator[Sequence[Word]]:
    text = weighed(sentence.words).words
    whole = [word for piece in pieces(text) for word in piece]
    if not sentence.danger:
        yield from passages(text)
    elif 0 < len(whole) <= WHOLE:
        yield whole


def _example(found: dict[str, float], number: dict[str, int], *, danger: bool) -> Example:
    known = {number[name]: amount for name, amount in found.items() if name in number}
    return Example(tuple(known), tuple(known.values()), 1 if danger else -1, STRENGTH * (DANGER_COUNTS if danger else 1.0))


def _descend(examples: Sequence[Example], things: int) -> list[float]:
    """The weights that make the regularised logistic loss of `examples` least, nearly."""
    weights = [0.0] * things
    held = [each.counts / 1000 for each in examples]
    squares = [sum(amount * amount for amount in each.amounts) for each in examples]
    for each, much in zip(examples, held, strict=True):
        _add(weights, each, each.danger * much)
    order, chance = list(range(len(examples))), Random(1)  # noqa: S311
    for _ in range(ROUNDS):
        chance.shuffle(order)
        for n in order:
            each = examples[n]
            margin = each.danger * sum(weights[thing] * amount for thing, amount in zip(each.things, each.amounts, strict=True))
            much = _best(margin, squares[n], held[n], each.counts)
            _add(weights, each, each.danger * (much - held[n]))
            held[n] = much
    return weights


def _add(weights: list[float], example: Example, much: float) -> None:
    for thing, amount in zip(example.things, example.amounts, strict=True):
        weights[thing] += much * amount


def _best(margin: float, square: float, held: float, counts: float) -> float:
    """How much of an example is best, all others staying as they are: where z + square·(counts·σ(z) − held) + margin is 0."""
    low, high = max(-margin - square * (counts - held), -FAR), min(-margin + square * held, FAR)
    z = min(max(0.0, low), high)
    for _ in range(30):
        share = 1 / (1 + exp(-z))
        off = z + square * (counts * share - held) + margin
        low, high = (low, z) if off > 0 else (z, high)
        step = z - off / (1 + square * counts * share * (1 - share))
        if abs(step - z) < 1e-6:
            break
        z = step if low < step < high else (low + high) / 2
    return counts / (1 + exp(-z))
