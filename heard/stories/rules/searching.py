"""How words are looked for: one reading of text, for what goes into the index and for what is asked (ADR 35).

PostgreSQL's own parser takes `A&E` for an `e`, “lobby.Wheelchairs” for the address of a computer and “not listened to” for “listened”.
So it is given nothing but plain small words: everything else about them is decided here, from the tables in `search_words`.

A story becomes two lists: its words in order, where phrases are found, and what they mean besides: other names of the same thing (`zg…`),
words that it denies (`zn…`: “did not listen” holds `znlisten`), and words that a hyphen joins. A question becomes a `Query` of the same.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from heard.stories.rules.search_words import APART, CAPITALS, IRREGULAR, NAMES, NUMBERS, SPELLINGS, STOP_WORDS

EDITION = 1
"""Of this reading and its tables."""
LONGEST_WORD = 60
DENIES = 4
"""How many words that say something a “not” reaches over."""

NOT = "zqnot"
_MEANT, _DENIED, _CAPITAL, _APART = "zg", "zn", "zc", "zw"
OURS = (NOT, _MEANT, _DENIED, _CAPITAL, _APART)
"""How lexemes begin that nobody wrote: never shown to anybody."""

_SINGLE, _DOUBLE, _DASHES = "’‘ʼ‛′＇`´", "“”„‟«»″＂", "‐‑‒–—―−－"
_QUOTES = str.maketrans(dict.fromkeys(_SINGLE, "'") | dict.fromkeys(_DOUBLE, '"') | dict.fromkeys(_DASHES, "-"))
_MARKS = re.compile("[\u0300-\u036f]+")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
_WORD = re.compile(
    r"(?P<dotted>(?<![^\W_])(?:[^\W\d_]\.){2,}(?![^\W_])|(?<![^\W_])(?:[^\W\d_]\.)+[^\W\d_](?![^\W_]))"  # G.P., M.E, e.g.
    r"|(?P<joined>(?<![^\W_])[^\W\d_] ?[&+] ?[^\W\d_](?![^\W_]))"  # A&E, R & D
    r"|(?P<plain>[^\W_]+(?:'[^\W_]+)*)"
)
_CLAUSE_ENDS = re.compile(r"[.!?;:,()\[\]\n\r]| - |\u2026")
_SENTENCE_ENDS = re.compile(r"[.!?;]|[\n\r]")
_SPELLINGS = [(re.compile(pattern), to) for pattern, to in SPELLINGS]
_SPELT_TWO_WAYS = re.compile("|".join(f"(?:{pattern})" for pattern, _ in SPELLINGS))
_APART_WORDS = re.compile(rf"(?:{'|'.join(APART)})\Z")

# ---------------------------------------------------------------- reading


_DENYING = frozenset({"not", "never", "no", "nobody", "none", "nothing", "noone", "nowhere", "neither", "nor", "without", "cannot"})
_CANNOT = {"cannot": "can", "cant": "can", "wont": "will"}
_NT = re.compile(r"(?:is|are|was|were|do|does|did|has|have|had|would|could|should|must|need|might|ai|sha)n'?t\Z|(?:can|won)'?t\Z")
_ENDS = "and but so because then when while if until although though whereas which who only just more better enough merely"
_ENDS_DENIAL = frozenset(_ENDS.split())
"""What a “not” does not reach over: “could not have been more helpful”, “not only listened but …”."""


class Token(NamedTuple):
    """A word as it is compared. `capital`: an abbreviation written as one; `glued`: a hyphen joins it to the word before;
    `sentence` and `clause`: the numbers of its sentence, and of its part of that."""

    word: str
    capital: bool = False
    glued: bool = False
    sentence: int = 0
    clause: int = 0

    @property
    def stands(self) -> str:
        """As it stands in the index."""
        return _CAPITAL + self.word if self.capital else self.word

    @property
    def says_something(self) -> bool:
        return self.capital or (self.word not in STOP_WORDS and self.word != NOT)


def plain(text: str) -> str:
    """One way of writing: no accents, curly quotes, long dashes, full-width or unseen signs."""
    text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).translate(_QUOTES)
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", text))).translate(_QUOTES)


def tokens(text: str) -> list[Token]:
    """The words of a text, each as it is compared: spelt one way, “didn't” as “did not”."""
    read = _tokens(plain(text))
    found: list[Token] = []
    for token in read:
        if token.word == "one" and found and found[-1].word == NOT and found[-1].clause == token.clause:
            continue  # “no one” is “nobody”
        found.append(token)
    return found


def _tokens(text: str) -> Iterator[Token]:
    shouted, sentence, clause, end = _Shouting(text), 0, 0, 0
    for found in _WORD.finditer(text):
        between = text[end : found.start()]
        written, glued = found[0], False
        if between != " ":  # as it mostly is: nothing ends there, and nothing joins
            sentence += bool(_SENTENCE_ENDS.search(between))
            clause += bool(_CLAUSE_ENDS.search(between))
            digits = between in {"/", "."} and written[0].isdigit() and text[end - 1].isdigit()  # 24/7
            glued = bool(end) and (between in {"-", "'-"} or digits)
        end = found.end()
        if found.lastgroup == "joined":
            letters = _letters(written)
            capital = letters == "ae"
            yield Token(letters if capital else "n".join(letters), capital=capital, sentence=sentence, clause=clause)
            continue
        if found.lastgroup == "dotted":
            letters = _letters(written)
            yield Token(letters, capital=letters.upper() in CAPITALS, sentence=sentence, clause=clause)
            continue
        capital = written.isupper() and written in CAPITALS and not shouted(found.start())
        if capital:
            yield Token(written.lower(), capital=True, glued=glued, sentence=sentence, clause=clause)
            continue
        for n, word in enumerate(_words_of(written.casefold())):
            yield Token(word, glued=glued and n == 0, sentence=sentence, clause=clause)


def _letters(written: str) -> str:
    return "".join(sign for sign in written.lower() if sign.isalpha())


class _Shouting:
    """Whether the sentence at a place is written in capitals throughout, where ME and IT are me and it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [0, *(found.end() for found in _SENTENCE_ENDS.finditer(text)), len(text)]
        self._known: dict[int, bool] = {}

    def __call__(self, at: int) -> bool:
        n = bisect_right(self._ends, at) - 1
        if n not in self._known:
            sentence = self._text[self._ends[n] : self._ends[n + 1] if n + 1 < len(self._ends) else None]
            others = [word for word in re.findall(r"[^\W\d_]{2,}", sentence) if word not in CAPITALS]
            self._known[n] = bool(others) and all(word.isupper() for word in others) and any(len(word) > 3 for word in others)
        return self._known[n]


@lru_cache(maxsize=20_000)
def _words_of(written: str) -> tuple[str, ...]:
    """The words that one written word is: “didn't” is “did” and “not”, “nurse's” is “nurse”."""
    if _NT.match(written):
        bare = re.sub(r"n'?t\Z", "", written)
        return ({"ca": "can", "wo": "will"}.get(bare, bare), NOT)
    if written in _DENYING:
        return (_CANNOT[written], NOT) if written in _CANNOT else (NOT,)
    if "'" in written:
        head, _, tail = written.partition("'")
        # “nurse's” and “they'd” are what stands before; O'Brien is one word.
        written = head if tail in {"s", "d", "ll", "re", "ve", "m", ""} else written.replace("'", "")
    return (_spelt(written),)


def _spelt(word: str) -> str:
    """A word in the one spelling in which it is compared."""
    word = NUMBERS.get(word, IRREGULAR.get(word, word))[:LONGEST_WORD]
    if _SPELT_TWO_WAYS.search(word):
        for pattern, to in _SPELLINGS:
            word = pattern.sub(to, word)
    return _APART + word if _APART_WORDS.match(word) else word


# ---------------------------------------------------------------- other names of the same thing


def _bare(token: Token) -> str:
    """For comparing with the table: one or many."""
    return "=" + token.word if token.capital else _one_of_many(token.word)


@lru_cache(maxsize=20_000)
def _one_of_many(word: str) -> str:
    word = word.removeprefix(_APART)
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and len(word) > 2 and not word.endswith(("ss", "us", "is")) else word


def _names() -> tuple[dict[tuple[str, ...], frozenset[str]], dict[str, tuple[int, ...]]]:
    found: dict[tuple[str, ...], set[str]] = {}
    for key, forms in NAMES.items():
        for form in map(str.strip, forms.split("|")):
            if form.startswith("="):
                first, _, rest = form[1:].partition(" ")
                read = ("=" + first.lower() if first in CAPITALS else first.lower(), *(_bare(each) for each in tokens(rest)))
            else:
                read = tuple(_bare(each) for each in tokens(form))
            found.setdefault(read, set()).add(key)
    lengths: dict[str, set[int]] = {}
    for read in found:
        lengths.setdefault(read[0], set()).add(len(read))
    longest_first = {first: tuple(sorted(each, reverse=True)) for first, each in lengths.items()}
    return {read: frozenset(keys) for read, keys in found.items()}, longest_first


_NAMES, _LENGTHS = _names()
"""Keys by all words of a name; and how many words the names have that begin with a word, so that most words are looked up once."""


def _name_at(found: Sequence[Token], read: Sequence[str], at: int) -> Iterator[tuple[int, frozenset[str]]]:
    """What begins at this word and has other names, the longest first: how many words it is, and its keys."""
    for length in _LENGTHS.get(read[at], ()):
        keys = _NAMES.get(tuple(read[at : at + length])) if at + length <= len(read) else None
        if keys and found[at].sentence == found[at + length - 1].sentence:
            yield length, keys


# ---------------------------------------------------------------- what a story becomes


class Words(NamedTuple):
    """What goes into the index: words in order, and what they mean besides."""

    in_order: str
    besides: str


def words_of(text: str) -> Words:
    """The words of a text as they are indexed."""
    found = tokens(text)
    read = [_bare(token) for token in found]
    besides: dict[str, None] = {}
    for at, word in enumerate(read):
        if word in _LENGTHS:
            for _, keys in _name_at(found, read, at):
                besides.update((_MEANT + key, None) for key in sorted(keys))
    besides.update((_DENIED + found[at].word, None) for at, _ in _denied(found))
    besides.update(("".join(part.word for part in parts), None) for parts in _runs(found) if len(parts) > 1)
    return Words(" ".join(token.stands for token in found), " ".join(besides))


def _runs(found: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The words one by one, those that a hyphen joins together."""
    start = 0
    for at in range(1, len(found) + 1):
        if at == len(found) or not found[at].glued:
            yield found[start:at]
            start = at


def known_words(text: str) -> set[str]:
    """The words of a text as they are written, small: what “did you mean” may offer. Not numbers, and nothing short."""
    return {word for word in re.findall(r"[^\W\d_]+", plain(text).casefold()) if 3 < len(word) <= 40}


def _denied(found: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The words that a “not” reaches, each with the “not”."""
    for at, token in enumerate(found):
        if token.word != NOT:
            continue
        said = 0
        for beyond in range(at + 1, len(found)):
            word = found[beyond]
            if word.clause != token.clause or word.word in _ENDS_DENIAL or said == DENIES or word.word == NOT:
                break
            if word.says_something:
                said += 1
                yield beyond, at


# ---------------------------------------------------------------- what is asked


@dataclass(frozen=True)
class Query:
    """What is looked for, as PostgreSQL's `to_tsquery` reads it. Empty: nothing but small words, or signs."""

    tsquery: str

    def __bool__(self) -> bool:
        return bool(self.tsquery)


_ASKED = re.compile(r'(?P<minus>(?<!\S)-(?=[^\W_]|"))?(?:"(?P<phrase>[^"]*)"|(?P<words>[^"\s]+))')


Same = tuple[tuple[str, ...], ...]
"""Groups of words that operators say mean the same, in any language (`directory.queries.same_in_stories`)."""


@lru_cache(maxsize=8)
def _read_same(same: Same) -> dict[tuple[str, ...], tuple[str, ...]]:
    """By what is typed, as it is compared: all words of its groups."""
    found: dict[tuple[str, ...], dict[str, None]] = {}
    for group in same:
        for form in group:
            if read := tuple(_bare(token) for token in tokens(form)):
                found.setdefault(read, {}).update(dict.fromkeys(group))
    return {read: tuple(forms) for read, forms in found.items()}


@lru_cache(maxsize=1000)
def query_of(typed: str, same: Same = ()) -> Query:
    """What somebody typed, as it is looked for. Words all have to be there; “in quotes” stands as it is; an “or” lets either do; a minus
    keeps out. Of words that mean the `same`, any does.

    Whatever is typed is read as something: there is no wrong question.
    """
    alike = _read_same(same)
    text = plain(typed)
    wanted: list[str] = []
    without: list[str] = []
    run: list[str] = []

    def ask_for_run() -> None:
        wanted.extend(_terms(tokens(" ".join(run)), alike))
        run.clear()

    if text.count('"') % 2:  # a quote that nobody closed is none
        before, _, after = text.rpartition('"')
        text = f"{before} {after}"
    for found in _ASKED.finditer(text):
        phrase, words = found["phrase"], found["words"]
        if found["minus"]:
            out = [_phrase(tokens(phrase))] if phrase is not None else _terms(tokens(words))
            out = [each for each in out if each]
            without += [f"!({' & '.join(out)})"] if out else []
        elif phrase is not None:
            ask_for_run()
            wanted.append(_phrase(tokens(phrase)))
        elif words.casefold() == "or":
            denied = any(token.word == NOT for token in tokens(" ".join(run)))
            ask_for_run()
            wanted.append(_OR)
            run += ["not"] if denied else []  # “not seen or heard” denies both
        else:
            run.append(words)
    ask_for_run()
    return Query(" & ".join(dict.fromkeys([*_either([each for each in wanted if each]), *without])))


_OR = "|"


def _either(wanted: Sequence[str]) -> list[str]:
    """What stands on both sides of an “or” is one thing to look for; an “or” beside nothing is none."""
    found: list[str] = []
    joins = False
    for each in wanted:
        if each == _OR:
            joins = bool(found)
            continue
        found.append(_any([found.pop(), each]) if joins else each)
        joins = False
    return found


def _terms(asked: Sequence[Token], alike: Mapping[tuple[str, ...], Sequence[str]] = MappingProxyType({})) -> list[str]:
    """Each word of a question, or each thing that several words name, as a part of the query; with what operators say is `alike`."""
    read = [_bare(token) for token in asked]
    denied = _first_denied(asked)
    longest = max(map(len, alike), default=0)
    found: list[str] = []
    at = 0
    while at < len(asked):
        named = next(_name_at(asked, read, at), None)
        least = named[0] if named is not None else 1
        length = next((n for n in range(min(longest, len(asked) - at), least - 1, -1) if tuple(read[at : at + n]) in alike), 0)
        if length and at not in denied:
            found.append(_any([_together(_terms(asked[at : at + length])), *map(_as_said, alike[tuple(read[at : at + length])])]))
            at += length
            continue
        if named is not None and at not in denied:
            length, keys = named
            found.append(_any(f"'{_MEANT}{key}'" for key in sorted(keys)))
            at += length
            continue
        joined = 1
        while at + joined < len(asked) and asked[at + joined].glued:
            joined += 1
        if joined > 1:
            parts = asked[at : at + joined]
            as_one = "".join(part.word for part in parts)
            found.append(_any([_phrase(parts) if all(part.says_something for part in parts) else "", f"'{as_one}'"]))
            at += joined
            continue
        found.append(f"'{_DENIED}{asked[at].word}'" if at in denied else _one(asked[at]))
        at += 1
    return [each for each in found if each]


def _together(terms: Sequence[str]) -> str:
    return terms[0] if len(terms) == 1 else f"({' & '.join(terms)})" if terms else ""


def _as_said(form: str) -> str:
    """Words of a group, as they stand in a story: one after the other, or under another name of the same thing."""
    asked = tokens(form)
    terms = _terms(asked)
    return terms[0] if len(terms) == 1 else _phrase(asked)


def _first_denied(asked: Sequence[Token]) -> set[int]:
    """The first word that says something after each “not”: that one has to be denied in the story too."""
    first: dict[int, int] = {}
    for at, by in _denied(asked):
        first.setdefault(by, at)
    return set(first.values())


def _one(token: Token) -> str:
    if not token.says_something:
        return ""
    if not token.capital and token.word.upper() in CAPITALS:
        return _any([f"'{token.word}'", f"'{_CAPITAL}{token.word}'"])
    return f"'{token.stands}'"


def _phrase(words: Sequence[Token]) -> str:
    """These words, one after the other; small ones between hold their place."""
    found, distance = "", 0
    if not any(word.says_something for word in words):
        return ""
    for word in words:
        distance += 1
        if word.says_something or word.word == NOT:
            found += (f" <{distance}> " if found else "") + f"'{word.stands}'"
            distance = 0
    return f"({found})"


def _any(each: Iterable[str]) -> str:
    ways = [one for one in dict.fromkeys(each) if one]
    return ways[0] if len(ways) == 1 else f"({' | '.join(ways)})" if ways else ""
