"""One reading of text, for everything that looks for something in what people write.

A name is the same name with an accent that stands apart, in full-width letters, with a no-break space or a soft hyphen in it, or with a
Cyrillic а for a Latin a. `read(text)` gives a plain copy in which all of them are spelt one way, and for every place in the copy the place
in the text as it was written, so that what is found can be shown there. The text itself is never changed.

In the copy
* Latin letters are A to Z without accents, ligatures or flourishes; letters of other scripts are composed, without stress marks;
* figures are 0 to 9, quotes ' and ", hyphens and dashes - (a long one stands between blanks), any blanks one blank, line ends line feeds;
* what nobody can see is left out;
* letters that look like Latin ones (`lookalikes.txt`) are Latin, in a word that mixes scripts, and in one made of nothing else that stands
  in a line of Latin words. A name in Cyrillic or Greek is left as it is.

Reading what was read changes nothing.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NewType

Plain = NewType("Plain", str)
"""A text as `read` gives it. What looks for something in people's words takes this, so that it is never given a text nobody has read."""


@dataclass(frozen=True)
class Reading:
    """`plain` is the copy to search; `text` is what was written. `disguised` are words of the copy, (start, end), that were spelt wholly in
    letters of another script: a disguise, or a name from there.
    """

    text: str
    plain: Plain
    disguised: tuple[tuple[int, int], ...] = ()
    # Of every stretch: where it begins in the copy, where in the text, and where it ends there. Stretches follow one another in both.
    _here: list[int] = field(default_factory=list, repr=False)
    _there: list[int] = field(default_factory=list, repr=False)
    _after: list[int] = field(default_factory=list, repr=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the text `plain[start:end]` was written. What was dropped at its edges is left out, what was dropped inside is in."""
        first = self._first(start)
        return first, self._last(end) if start < end else first

    def written(self, start: int, end: int) -> str:
        """What stands in the text at `plain[start:end]`."""
        first, last = self.span(start, end)
        return self.text[first:last]

    def _first(self, place: int) -> int:
        n = bisect_right(self._here, place) - 1
        if n < 0:
            return place
        inside = place - self._here[n]
        return self._there[n] + inside if self._is_as_written(n) else self._there[n]

    def _last(self, place: int) -> int:
        n = bisect_left(self._here, place) - 1
        if n < 0:
            return place
        return self._there[n] + place - self._here[n] if self._is_as_written(n) else self._after[n]

    def _is_as_written(self, n: int) -> bool:
        length = (self._here[n + 1] if n + 1 < len(self._here) else len(self.plain)) - self._here[n]
        return length == self._after[n] - self._there[n]


def read(text: str) -> Reading:
    """A plain copy of `text`, and the way back from it. Takes time in proportion to the text's length."""
    made: list[str] = []
    here: list[int] = []
    there: list[int] = []
    after: list[int] = []
    length = done = 0
    for start, last, end, meant in (*_changes(text), (len(text), len(text), len(text), "")):
        for part, first, until in ((text[done:start], done, start), (meant, start, last)):
            if part:
                made.append(part)
                here.append(length)
                there.append(first)
                after.append(until)
                length += len(part)
        done = end
    plain, disguised = _without_lookalikes(_SMALL_CAPITALS.sub(_in_usual_letters, "".join(made)).replace("`", "'"))
    return Reading(text, Plain(_with_figures(plain)), disguised, here, there, after)


def plainly(text: str) -> Plain:
    """The copy alone, for comparing and for what is not shown in its place."""
    return read(text).plain


# ---------------------------------------------------------------- sign by sign

# Letters of other scripts that are read as they are written, unless a mark follows: most of a text in one of them.
_AS_THEY_ARE = (
    "\u0401\u0404\u0406\u0407\u0410-\u044f\u0451\u0454\u0456\u0457\u05d0-\u05ea\u0621-\u063f\u0641-\u064a\u4e00-\u9fff\uac00-\ud7a3"
)
# A run of what may be read another way, with the blanks in it and after it.
_ODD = re.compile(f"[^\\n -~{_AS_THEY_ARE}][^\\n!-~{_AS_THEY_ARE}]*| {{2,}}[^\\n!-~{_AS_THEY_ARE}]*")
_STRESS = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
"""Marks that stand on letters of any script. Where they make another letter (й), NFKC makes one of the two first."""
_ENDS = frozenset("\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2065\u3164\uffa0\ufffc") | {
    chr(code) for codes in (range(0xFE00, 0xFE10), range(0xFFF0, 0xFFF9), range(0xE0000, 0xE1000)) for code in codes
}

LONG_DASH = " - "
_READ_AS: dict[str, str] = {
    **dict.fromkeys("‘’‛′‵´ʹʻʼʽʾʿˈ՚׳ꞌ‹›", "'"),
    **dict.fromkeys("“”„‟″‶«»〃״", '"'),
    **dict.fromkeys("‐‒–−⁃˗֊־᠆", "-"),
    **dict.fromkeys("—―─━➖⸺⸻", LONG_DASH),
    **dict.fromkeys("⁄∕⧸╱", "/"),
    **dict.fromkeys("。·‧∙⋅ꞏ⸱•◦‣▪●", "."),
    **dict.fromkeys("、‚", ","),
    **dict.fromkeys("∶꞉ː", ":"),
    # Latin letters that no rule of Unicode takes apart
    "Ø": "O", "ø": "o", "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Ð": "D", "ð": "d", "Þ": "Th", "þ": "th", "ß": "ss", "ẞ": "SS",
    "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Ħ": "H", "ħ": "h", "Ŧ": "T", "ŧ": "t", "ı": "i", "ĸ": "k", "Ŋ": "N", "ŋ": "n",
    "Ɓ": "B", "ɓ": "b", "Ɗ": "D", "ɗ": "d", "Ƙ": "K", "ƙ": "k", "Ƴ": "Y", "ƴ": "y", "Ɔ": "O", "ɔ": "o", "Ɛ": "E", "ɛ": "e", "Ə": "A",
    "ə": "a", "Ɲ": "N", "ɲ": "n", "Ƒ": "F", "ƒ": "f", "ȷ": "j", "Ɨ": "I", "ɨ": "i", "Ʉ": "U", "ʉ": "u", "Ɠ": "G", "ɠ": "g", "Ƀ": "B",
    "ƀ": "b", "Ȼ": "C", "ȼ": "c", "Ɇ": "E", "ɇ": "e", "Ɉ": "J", "ɉ": "j", "Ɍ": "R", "ɍ": "r", "Ɏ": "Y", "ɏ": "y", "Ƶ": "Z", "ƶ": "z",
    # letters in boxes and circles, white on black, and in brackets
    **{chr(first + n): chr(ord("A") + n) for first in (0x1F110, 0x1F150, 0x1F170) for n in range(26)},
    **{chr(0x249C + n): chr(ord("a") + n) for n in range(26)},
    "〇": "0",
}  # fmt: skip


_A_SENTENCE = "\ufdfa"
"""One sign that stands for eighteen letters, a blessing. It is no name, and a text of nothing else would take as long as eighteen."""
LONGEST_KEPT = 8
"""Signs of a letter and its marks that are remembered: what strangers send must not fill the memory."""


def _changes(text: str) -> Iterator[tuple[int, int, int, str]]:
    """What is read another way than it is written: from where, to where, to where with what was dropped behind it, and as what."""
    after = 0
    for run in _ODD.finditer(text):
        start = run.start()
        if start > after and text[start - 1] != "\n":
            start -= 1  # a letter, on which a mark may stand, or a blank
        after = run.end()
        typed, place, blank = text[start:after], 0, False
        while place < len(typed):
            end = place + 1
            while end < len(typed) and _goes_with(typed[end]):
                end += 1
            unit = typed[place:end]
            meant, seen = _meant(unit) if len(unit) <= LONGEST_KEPT else _meant.__wrapped__(unit)
            if typed[place] == "\r" and text[start + place + 1 : start + place + 2] == "\n":
                meant = ""
            elif meant == LONG_DASH and _joins_figures(text, start + place, start + end):
                meant = "-"
            if blank:
                meant = meant.removeprefix(" ")
            if meant != unit:
                yield start + place, start + place + seen, start + end, meant
            blank = meant.endswith(" ") if meant else blank
            place = end


def _joins_figures(text: str, start: int, end: int) -> bool:
    """Whether it is written close between two figures, as in a date."""
    return start > 0 and end < len(text) and text[start - 1].isdecimal() and text[end].isdecimal()


@lru_cache(maxsize=8192)
def _goes_with(sign: str) -> bool:
    """Whether a sign belongs to the letter before it: a mark, the second or third part of a Korean syllable, or what nobody sees."""
    if sign.isascii():
        return False
    first = unicodedata.normalize("NFKD", sign)[0]
    return unicodedata.category(first)[0] == "M" or "\u1160" <= first <= "\u11ff" or _is_unseen(sign)


def _is_unseen(sign: str) -> bool:
    return sign in _UNSEEN or (sign not in _ENDS and sign != "\t" and unicodedata.category(sign) in {"Cc", "Cf", "Cs"})


@lru_cache(maxsize=8192)
def _meant(unit: str) -> tuple[str, int]:
    """What a letter with all that belongs to it is read as, and how much of it there is to see."""
    seen = "".join(sign for sign in unit if not _is_unseen(sign))
    if not seen:
        return "", len(unit)
    length = max(place for place, sign in enumerate(unit, 1) if not _is_unseen(sign))
    made = ""
    if seen in _READ_AS:
        return _READ_AS[seen], length
    if seen == _A_SENTENCE:
        return seen, length
    for sign in unicodedata.normalize("NFKC", _STRESS.sub("", unicodedata.normalize("NFKC", seen))):
        if unicodedata.category(sign)[0] != "M":
            made += _plain_sign(sign)
        elif made and unicodedata.category(made[-1]) in {"Lo", "Mc", "Mn"} and made[-1] not in _STRICTLY:
            made += sign  # a vowel of Hindi, say: part of the word
    return made, length


def _plain_sign(sign: str) -> str:
    if sign in _READ_AS:
        return _READ_AS[sign]
    if sign in _ENDS:
        return "\n"
    if sign.isspace():
        return " "
    if (figure := unicodedata.digit(sign, None)) is not None:
        return str(figure)
    base = unicodedata.normalize("NFKD", sign)
    if base[0].isascii() or base[0] in _READ_AS or "\u0370" <= base[0] <= "\u03ff":
        return "".join(_READ_AS.get(each, each) for each in base if unicodedata.category(each)[0] != "M")
    return sign


# ---------------------------------------------------------------- word by word

_AS_SMALL = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz", strict=True))
_SMALL_CAPITALS = re.compile(f"[{''.join(_AS_SMALL)}]+")


def _in_usual_letters(found: re.Match[str]) -> str:
    """Small capitals as the letters they stand for: a capital where they begin a word, for nobody sees whether one was meant."""
    small = "".join(_AS_SMALL[letter] for letter in found.group())
    before = found.string[max(0, found.start() - 1) : found.start()]
    begins = not before.isalpha() and before != "'"
    return small.capitalize() if begins else small


def _table() -> tuple[dict[str, str], dict[str, str]]:
    """What looks like which letter: to Unicode, and to a reader who expects it."""
    strictly: dict[str, str] = {}
    loosely: dict[str, str] = {}
    rows = strictly
    for line in (Path(__file__).parent / "lookalikes.txt").read_text(encoding="utf-8").splitlines():
        if line == "only-mixed":
            rows = loosely
        elif line and not line.startswith("#"):
            code, alike, _ = line.split(maxsplit=2)
            rows[chr(int(code, 16))] = alike
    return strictly, loosely


_STRICTLY, _LOOSELY = _table()
_ANY = str.maketrans(_STRICTLY | {letter: alike for letter, alike in _LOOSELY.items() if alike.isalpha()})
_FIGURES = str.maketrans({letter: alike for letter, alike in _LOOSELY.items() if alike.isdecimal()})
_LOOKALIKE = re.compile(f"[{''.join((*_STRICTLY, *_LOOSELY))}]")
_WORD = re.compile(r"(?:[^\W_]|['.@](?=\w))+")
_LATIN, _FIGURE = re.compile(r"[A-Za-z]"), re.compile(r"[0-9]")
_OTHER = re.compile(rf"[^\W\d_A-Za-z{''.join(_STRICTLY)}]")


def _without_lookalikes(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """`text` with Latin letters for what only looks like them, and where words stood that were made of nothing else."""
    if not _LOOKALIKE.search(text):
        return text, ()
    lines: list[str] = []
    disguised: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        if _LOOKALIKE.search(line):
            line = _WORD.sub(_unmixed, line)  # noqa: PLW2901 - the same line, one step on
            if is_latin(line):
                found = [word for word in _WORD.finditer(line) if _is_disguised(word.group())]
                disguised += [(start + word.start(), start + word.end()) for word in found]
                line = _WORD.sub(lambda word: word.group().translate(_ANY) if _is_disguised(word.group()) else word.group(), line)  # noqa: PLW2901
        lines.append(line)
        start += len(line) + 1
    return "\n".join(lines), tuple(disguised)


def _unmixed(word: re.Match[str]) -> str:
    typed = word.group()
    if _FIGURE.search(typed):
        return typed.translate(_FIGURES).translate(_ANY)
    return typed.translate(_ANY) if _LATIN.search(typed) else typed


def _is_disguised(word: str) -> bool:
    letters = [sign for sign in word if sign.isalpha()]
    return bool(letters) and all(letter in _STRICTLY for letter in letters)


def is_latin(line: str) -> bool:
    """Whether more of its letters are Latin than of any other kind that could not be taken for them."""
    return len(_LATIN.findall(line)) > len(_OTHER.findall(line))


# An O, an I or an l in a number; also in “3Oth”.
_NUMBER = re.compile(r"(?<!\w)(?=[OoIl]*+[0-9])[0-9OoIl]++(?=(?:st|nd|rd|th)?(?!\w))")
_AMONG_FIGURES = re.compile(r"[OoIl][0-9]|[0-9][OoIl]")
_DIGITS = str.maketrans("OoIl", "0011")


def _with_figures(text: str) -> str:
    if not _AMONG_FIGURES.search(text):
        return text
    return _NUMBER.sub(lambda found: found.group().translate(_DIGITS), text)
