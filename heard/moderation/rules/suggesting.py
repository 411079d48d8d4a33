"""Tags, titles and places that the words of a story suggest."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from heard.core.texts import beginning
from heard.core.texts.reading import Plain, plainly, read

_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*[\"’”')]*")
TITLE_LETTERS = 80


@dataclass(frozen=True)
class OfferedTag:
    """A tag as it is offered: `kind` good, better or feeling; `synonyms` are other words for it."""

    kind: str
    name: str
    synonyms: Sequence[str] = ()


@dataclass(frozen=True)
class TagHint:
    kind: str
    name: str
    phrase: str

    @property
    def why(self) -> str:
        return _("The story says “%(words)s”.") % {"words": self.phrase}


_GOOD = re.compile(
    r"(?i)(?<!\w)(?:thank\w*|lovely|kind\w*|great|wonderful|excellent|brilliant|amazing|good|best|caring|gentle|calm|helpful|grateful"
    r"|perfect|nice|clean|friendly|listened)(?!\w)"
)
_BAD = re.compile(
    r"(?i)(?<!\w)(?:not|no|never|nobody|nothing|\w+n['’]t|rude|bad|worse|worst|poor|awful|terrible|long|cold|dirty|lost|late|ignored"
    r"|should|could have|why|without|fail\w*|wait\w*|hours)(?!\w)"
)


def suggest_tags(text: str, offered: Iterable[OfferedTag], *, chosen: Iterable[tuple[str, str]] = (), most: int = 8) -> list[TagHint]:
    """Offered tags whose words stand in the story. `chosen` (kind, name) are there already.

    Whether a word was meant as praise or as criticism is guessed from the words around it; where that is not clear, neither is
    suggested.
    """
    have = {(kind, name.casefold()) for kind, name in chosen}
    reading = read(text)
    sentences = [(match.start(), Plain(match.group())) for match in _SENTENCE.finditer(reading.plain)]
    hints: list[TagHint] = []
    for tag in offered:
        if (tag.kind, tag.name.casefold()) in have or len(hints) >= most:
            continue
        words = "|".join(re.escape(plainly(word)) for word in sorted({tag.name, *tag.synonyms}, key=len, reverse=True) if word)
        pattern = re.compile(rf"(?i)(?<!\w)(?:{words})(?!\w)") if words else None
        for start, sentence in sentences if pattern else ():
            match = pattern.search(sentence) if pattern else None
            if match and (tag.kind == "feeling" or _leans(sentence) == tag.kind):
                hints.append(TagHint(tag.kind, tag.name, reading.written(start + match.start(), start + match.end())))
                break
    return hints


def _leans(sentence: Plain) -> str:
    good, bad = bool(_GOOD.search(sentence)), bool(_BAD.search(sentence))
    return "good" if good and not bad else "better" if bad and not good else ""


def suggest_title(words: str, *, avoid: Iterable[str] = (), unsafe: Iterable[tuple[int, int]] = ()) -> str:
    """The first sentence that can stand as a title: at most 80 letters, without any of the names in `avoid` and outside the
    `unsafe` spans (possible names, dates, numbers). Empty when there is none.
    """
    names = [plainly(name).casefold() for name in avoid if name]
    spans = list(unsafe)
    for match in _SENTENCE.finditer(words):
        sentence = " ".join(match.group().split()).rstrip(".:;,–-")
        if not any(sign.isalnum() for sign in sentence):
            continue
        if any(name in plainly(sentence).casefold() for name in names) or any(
            match.start() < end and start < match.end() for start, end in spans
        ):
            continue
        return beginning(sentence, TITLE_LETTERS - 1)
    return ""
