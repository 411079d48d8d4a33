"""How easy words are to read, reckoned as it usually is for English.

Reading ease: R. Flesch, “A new readability yardstick”, Journal of Applied Psychology 32 (1948), 206.835 − 1.015 × words a sentence − 84.6 ×
syllables a word; 60 and more is plain English, 100 very easy. Reading age: the grade of J. P. Kincaid and others, Naval Technical Training
Command, Research Branch Report 8-75 (1975), 0.39 × words a sentence + 11.8 × syllables a word − 15.59, and five years.
Both know nothing of sense; they find what to look at.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

LONG = 25
"""Words. Sentences with more are hard to follow at one reading (GOV.UK style guide)."""
FEWEST = 4
"""Words. A label or a name of fewer is no sentence, whose length would say something."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ADDRESS = re.compile(r"\S+@[\w-]+(?:\.[\w-]+)*|https?://[^\s,]*")
_END = re.compile(r"(?<=[.!?…:])\s+|(?<=[.!?…:][”’\")])\s+")
_VOWELS = re.compile(r"[aeiouy]+")


@dataclass(frozen=True)
class Plainness:
    """Of some sentences: how many words and how many sentences, `ease` (higher is easier), `age` in years, and the long ones."""

    words: int
    sentences: int
    ease: float
    age: float
    long: tuple[str, ...]


def sentences(text: str) -> list[str]:
    """The sentences of a block of text, without those that are a mere label, and without addresses: no one reads them aloud."""
    return [each for each in (part.strip() for part in _END.split(_ADDRESS.sub("", text))) if len(_WORD.findall(each)) >= FEWEST]


def syllables(word: str) -> int:
    """About how many: groups of vowels, without an e that is not spoken. At least one."""
    small = word.lower()
    count = len(_VOWELS.findall(small))
    if re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouyscxz]es$", small):
        count -= 1
    return max(count, 1)


def measure(texts: Iterable[str]) -> Plainness | None:
    """How plain some blocks of text are together; None if there is no sentence in them."""
    said = [sentence for text in texts for sentence in sentences(text)]
    if not said:
        return None
    words = [_WORD.findall(sentence) for sentence in said]
    count = sum(map(len, words))
    length = count / len(said)
    spoken = sum(syllables(word) for sentence in words for word in sentence) / count
    return Plainness(
        words=count,
        sentences=len(said),
        ease=206.835 - 1.015 * length - 84.6 * spoken,
        age=0.39 * length + 11.8 * spoken - 15.59 + 5,
        long=tuple(sentence for sentence, its in zip(said, words, strict=True) if len(its) > LONG),
    )
