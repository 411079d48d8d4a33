"""One reading of a text: as what looks through it expects it, and where each part stands in the text as it was typed."""

import re
from bisect import bisect

from heard.core.texts.reading import plainly

_SHORT = {
    "2": "to", "2nite": "tonight", "tonite": "tonight", "2moro": "tomorrow", "2morrow": "tomorrow", "u": "you", "ur": "your", "r": "are",
    "n": "and", "c": "see", "y": "why", "iv": "i've", "gna": "gonna", "gona": "gonna", "gunna": "gonna", "goin": "going", "cos": "because",
    "coz": "because", "cuz": "because", "bcos": "because", "b4": "before", "no1": "no one", "sum1": "someone", "any1": "anyone",
    "nemore": "any more", "anymore": "any more", "nothin": "nothing", "somthing": "something", "ppl": "people", "bf": "boyfriend",
    "gf": "girlfriend", "wana": "wanna", "neva": "never", "luv": "love", "rly": "really", "ne": "any", "dunno": "don't know",
}  # fmt: skip
"""How people write on a telephone, with what it stands for."""
_ODD = re.compile(rf"(?i)\s+|(?<![\w'])(?:{'|'.join(_SHORT)})(?![\w'])|\b[a-z]{{2,}}in\b(?= |'|$)|[’‘`´]")
_WITHOUT_G = frozenset(
    ("livin", "thinkin", "bein", "takin", "killin", "cuttin", "hurtin", "feelin", "dyin", "endin", "tryin", "wantin", "doin", "hopin",
     "gettin", "hittin", "beatin", "keepin", "stayin", "starvin", "talkin", "sayin", "tellin", "carryin", "shoutin", "drinkin", "eatin",
     "sleepin", "hangin", "jumpin", "waitin", "plannin", "savin")
)  # fmt: skip


class Plain:
    """A text as the lists expect it: small letters (three times as fast as ignoring which), one blank between words, straight apostrophes,
    telephone spelling written out; and where each part of it stands in the text as it was typed.
    """

    def __init__(self, text: str) -> None:
        made: list[str] = []
        self._here: list[int] = []
        self._there: list[int] = []
        self._after: list[int] = []
        breaks: list[int] = []
        done = length = 0
        for match in _ODD.finditer(text):
            typed = match.group()
            if typed.isspace():
                meant = " "
            elif typed in "’‘`´":
                meant = "'"
            else:
                meant = _SHORT.get(typed.casefold()) or (f"{typed}g" if typed.casefold() in _WITHOUT_G else typed)
            if meant == typed:
                continue
            for part, start, end in ((text[done : match.start()], done, match.start()), (meant, match.start(), match.end())):
                made.append(part)
                self._here.append(length)
                self._there.append(start)
                self._after.append(end)
                length += len(part)
            done = match.end()
            if typed.count("\n") > 1:
                breaks.append(length - 1)
        made.append(text[done:])
        self._here.append(length)
        self._there.append(done)
        self._after.append(len(text))
        words = "".join(made)
        self.words = words.lower()
        if len(self.words) != len(words):  # a few letters become two
            self.words = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in words)
        letters = list(self.words)
        for place in breaks:
            letters[place] = "\n"
        self.parts = "".join(letters)
        """The same, but for empty lines, which are kept as line ends: title, words and the name of a place are no one sentence."""

    def at(self, place: int, *, end: bool = False) -> int:
        """Where in the typed text `place` is; with `end`, where what ends there ends."""
        n = bisect(self._here, place - 1 if end else place) - 1
        there, after = self._there[n], self._after[n]
        inside = place - self._here[n]
        whole = (self._here[n + 1] if n + 1 < len(self._here) else len(self.words)) - self._here[n]
        if whole == after - there:
            return there + inside
        return after if end else there


def weighed(text: str) -> Plain:
    """A text as it is weighed: in the reading of every check first, so that figures that were measured hold for what is looked through."""
    return Plain(plainly(text))
