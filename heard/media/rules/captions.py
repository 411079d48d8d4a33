"""Captions as WebVTT: read, checked, and written anew, so that nothing reaches a browser but words, who says them and when.

Libraries that read WebVTT pass over what they don't understand, and none of them says in which line. Whoever has to mend a file needs both,
so this is a reader of our own. A test has webvtt-py read what it writes.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy

LARGEST = 500_000
"""Bytes: the captions of two hours of quick talk are a third of it."""
MOST_CUES = 5_000
MOST_PROBLEMS = 25
"""Nobody mends more than that before trying again."""
LONGEST = 120
"""Characters in one caption, before we say that it's a lot: three lines of forty."""
FASTEST = 25
"""Characters a second, before we say that it's quick. Broadcasters aim at 15 to 17."""
AFTER_THE_END = 1_000
"""Milliseconds by which a caption may outlast its film: programs round."""
PAUSE = 3_000
"""Milliseconds of silence that begin a new paragraph in the transcript."""
LONG_PARAGRAPH = 500
"""Characters after which the end of a sentence begins a new paragraph."""


class Trouble(StrEnum):
    """What is wrong with captions."""

    NOT_TEXT = "not-text"
    TOO_LARGE = "too-large"
    NO_HEADER = "no-header"
    NO_CUES = "no-cues"
    TOO_MANY = "too-many"
    NO_TIME = "no-time"
    BAD_TIME = "bad-time"
    NO_EMPTY_LINE = "no-empty-line"
    ENDS_FIRST = "ends-first"
    OUT_OF_ORDER = "out-of-order"
    OVERLAP = "overlap"
    PAST_THE_END = "past-the-end"
    EMPTY = "empty"
    LONG = "long"
    FAST = "fast"
    LEFT_OUT = "left-out"


WORDS = {
    Trouble.NOT_TEXT: gettext_lazy("We can’t read this as text. Save the captions as plain text in UTF-8"),
    Trouble.TOO_LARGE: gettext_lazy("The captions must be smaller than 500 kB"),
    Trouble.NO_HEADER: gettext_lazy("The first line must be WEBVTT. If you have an SRT file, save it as WebVTT (.vtt)"),
    Trouble.NO_CUES: gettext_lazy("There are no captions here"),
    Trouble.TOO_MANY: gettext_lazy("There are more than 5,000 captions"),
    Trouble.NO_TIME: gettext_lazy("There’s no time above this text. Write one like 00:01.000 --> 00:04.000"),
    Trouble.BAD_TIME: gettext_lazy("We can’t read this time. Write it like 00:01.000 --> 00:04.000"),
    Trouble.NO_EMPTY_LINE: gettext_lazy("Leave an empty line before each new caption"),
    Trouble.ENDS_FIRST: gettext_lazy("This caption ends before it starts"),
    Trouble.OUT_OF_ORDER: gettext_lazy("This caption starts before the one above it"),
    Trouble.OVERLAP: gettext_lazy("This caption starts before the one above it has ended"),
    Trouble.PAST_THE_END: gettext_lazy("This caption is shown after the film has ended"),
    Trouble.EMPTY: gettext_lazy("This caption has no words"),
    Trouble.LONG: gettext_lazy("This caption is long. Two short lines are easier to read"),
    Trouble.FAST: gettext_lazy("This caption may be too quick to read. Show it for longer, or shorten it"),
    Trouble.LEFT_OUT: gettext_lazy("We don’t keep styles or regions. The words stay as they are"),
}
ONLY_SAID = {Trouble.LONG, Trouble.FAST, Trouble.LEFT_OUT}
"""Worth knowing, and no reason to refuse the captions."""


@dataclass(frozen=True)
class Problem:
    what: Trouble
    line: int
    """Of the file, counted from 1."""

    @property
    def only_said(self) -> bool:
        return self.what in ONLY_SAID


@dataclass(frozen=True)
class Said:
    """Plain words, and whose they are, if the captions say so."""

    who: str
    words: str


@dataclass(frozen=True)
class Cue:
    start: int
    """Milliseconds from the beginning of the film."""
    end: int
    text: str
    """As it's written into the file: lines, escaped, with no tags but those we keep."""
    settings: str = ""
    """Where on the screen it stands, in WebVTT's words."""

    @property
    def said(self) -> tuple[Said, ...]:
        """What is said in it, by each in turn, in one line each."""
        found: list[tuple[str, list[str]]] = [("", [])]
        for token in _tokens(self.text):
            if isinstance(token, str):
                found[-1][1].append(token)
            elif token.name == "v":
                found.append(("" if token.closes else token.of, []))
        whole = ((who, " ".join("".join(parts).split())) for who, parts in found)
        return tuple(Said(who, words) for who, words in whole if words)

    @property
    def words(self) -> str:
        return " ".join(each.words for each in self.said)


@dataclass(frozen=True)
class Captions:
    cues: tuple[Cue, ...]
    problems: tuple[Problem, ...]

    @property
    def good(self) -> bool:
        """Whether a film can be shown with them."""
        return all(problem.only_said for problem in self.problems)


# ---------------------------------------------------------------- reading


def read(content: bytes | str, *, seconds: float | None = None) -> Captions:
    """The captions in this file, and everything that is wrong with them. `seconds` is how long their film is, where that is known."""
    raw = content.encode("utf-8", "replace") if isinstance(content, str) else content
    if len(raw) > LARGEST:
        return _only(Trouble.TOO_LARGE)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        return _only(Trouble.NOT_TEXT, 1 + raw.count(b"\n", 0, wrong.start))
    lines = re.split(r"\r\n|\r|\n", text.replace("\0", "\ufffd"))
    if not re.match(r"WEBVTT(?:[ \t]|$)", lines[0]):
        return _only(Trouble.NO_HEADER)
    found: list[tuple[int, Cue]] = []
    problems: list[Problem] = []
    for number, block in _blocks(lines):
        if len(found) == MOST_CUES:
            problems.append(Problem(Trouble.TOO_MANY, number))
            break
        each = _cue(number, block)
        if isinstance(each, Problem):
            problems.append(each)
        elif each is not None:
            found.append(each)
    if not found and not problems:
        return _only(Trouble.NO_CUES)
    problems += _checked(found, None if seconds is None else round(seconds * 1000))
    problems.sort(key=lambda problem: (problem.only_said, problem.line))
    return Captions(tuple(cue for _, cue in found), tuple(sorted(problems[:MOST_PROBLEMS], key=lambda problem: problem.line)))


def _only(what: Trouble, line: int = 1) -> Captions:
    return Captions((), (Problem(what, line),))


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """What stands between empty lines, each with the number of its first line, and without the head of the file."""
    block: list[str] = []
    head = True
    for number, line in enumerate([*lines[1:], ""], start=2):
        head = head and bool(line) and "-->" not in line
        if line and not head:
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


_TIME = r"(?:(\d{2,3}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s+(.*))?", re.ASCII)
_SETTING = re.compile(
    r"vertical:(?:rl|lr)|line:-?\d{1,3}(?:\.\d{1,3})?%?(?:,(?:start|center|end))?"
    r"|position:\d{1,3}(?:\.\d{1,3})?%(?:,(?:line-left|center|line-right))?|size:\d{1,3}(?:\.\d{1,3})?%|align:(?:start|center|end|left|right)",
    re.ASCII,
)


def _cue(number: int, block: Sequence[str]) -> tuple[int, Cue] | Problem | None:
    """The caption in this block with the number of the line of its times; what is wrong with it; or nothing, for a note."""
    timed = [at for at, line in enumerate(block) if "-->" in line]
    if not timed:
        first = block[0].split(maxsplit=1)[0] if block[0].strip() else ""
        if first in {"STYLE", "REGION"}:
            return Problem(Trouble.LEFT_OUT, number)
        return None if first == "NOTE" else Problem(Trouble.NO_TIME, number)
    if timed[0] > 1 or len(timed) > 1:
        return Problem(Trouble.NO_EMPTY_LINE, number + timed[-1])
    at = timed[0]
    times = _TIMES.fullmatch(block[at])
    if not times:
        return Problem(Trouble.BAD_TIME, number + at)
    *both, said = times.groups()
    settings = " ".join(dict.fromkeys(each for each in (said or "").split() if _SETTING.fullmatch(each)))
    return number + at, Cue(_milliseconds(both[:4]), _milliseconds(both[4:]), _written("\n".join(block[at + 1 :])), settings)


def _milliseconds(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _checked(found: Iterable[tuple[int, Cue]], end: int | None) -> Iterator[Problem]:
    before: Cue | None = None
    for line, cue in found:
        yield from (Problem(what, line) for what in _wrong_with(cue, before, end))
        before = cue


def _wrong_with(cue: Cue, before: Cue | None, end: int | None) -> Iterator[Trouble]:
    if cue.end <= cue.start:
        yield Trouble.ENDS_FIRST
    if before and cue.start < before.start:
        yield Trouble.OUT_OF_ORDER
    elif before and cue.start < before.end:
        yield Trouble.OVERLAP
    if end is not None and cue.end > end + AFTER_THE_END:
        yield Trouble.PAST_THE_END
    size = len(cue.words)
    if not size:
        yield Trouble.EMPTY
    if size > LONGEST:
        yield Trouble.LONG
    elif size * 1000 > FASTEST * (cue.end - cue.start) > 0:
        yield Trouble.FAST


# ---------------------------------------------------------------- the words of a caption


@dataclass(frozen=True)
class _Tag:
    name: str
    of: str = ""
    """Who speaks, or which language it is."""
    closes: bool = False


_KEPT = {"v", "i", "b", "u", "lang"}
_TAG = re.compile(r"<(/?)((?:[^\s<>][^<>]*)?)>")
_ENDLESS = re.compile(r"&#[0-9]{8,};?", re.ASCII)
"""Numbers of characters that there are none of; some thousand digits Python refuses to read."""
_OUTSIDE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def _tokens(text: str) -> Iterator[str | _Tag]:
    """The plain words and the tags that we keep, in their order. Other tags are passed over, and what never closes is no tag."""
    at = 0
    for tag in _TAG.finditer(text):
        yield _plain(text[at : tag.start()])
        at = tag.end()
        name, of = (*tag[2].split(maxsplit=1), "", "")[:2]
        name = name.split(".", 1)[0]
        if name in _KEPT:
            yield _Tag(name, "" if tag[1] else " ".join(_plain(of).split()), bool(tag[1]))
    yield _plain(text[at:])


def _plain(text: str) -> str:
    """Without escapes. A line that ends only in them doesn't end."""
    lines = (re.sub(r"\s", " ", html.unescape(_ENDLESS.sub("\ufffd", line))) for line in text.split("\n"))
    return _OUTSIDE.sub("", "\n".join(lines))


def _written(text: str) -> str:
    """The text of a caption as we write it: each tag closed in its turn, nothing that a browser doesn't know, no empty line."""
    parts: list[str] = []
    open_tags: list[str] = []
    for token in _tokens(text):
        if isinstance(token, str):
            parts.append(_escaped(token))
        elif token.name in open_tags:  # closed; or another speaks, and the one before didn't say that they were done
            while (last := open_tags.pop()) != token.name:
                parts.append(f"</{last}>")
            parts.append(f"</{token.name}>")
            if token.closes:
                continue
        if isinstance(token, _Tag) and not token.closes:
            open_tags.append(token.name)
            parts.append(f"<{token.name}{' ' * bool(token.of)}{_escaped(token.of)}>")
    parts += [f"</{name}>" for name in reversed(open_tags)]
    lines = (re.sub(" +", " ", line).strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# ---------------------------------------------------------------- writing


def written(cues: Sequence[Cue]) -> str:
    """The file that browsers are sent."""
    times = (f"{_time(cue.start)} --> {_time(cue.end)} {cue.settings}".rstrip() for cue in cues)
    return "\n\n".join(["WEBVTT", *(f"{time}\n{cue.text}" for time, cue in zip(times, cues, strict=True))]) + "\n"


def _time(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{rest:03}"


def transcript(cues: Iterable[Cue]) -> str:
    """What is said, to be read without the film: a paragraph for each who speaks, and after a pause; an empty line between them."""
    paragraphs: list[Said] = []
    until = 0
    for cue in cues:
        for said in cue.said:
            last = paragraphs[-1] if paragraphs else None
            if last and last.who == said.who and cue.start - until <= PAUSE and not _is_full(last.words):
                paragraphs[-1] = Said(said.who, f"{last.words} {said.words}")
            else:
                paragraphs.append(said)
            until = cue.end
    return "\n\n".join(f"{each.who}: {each.words}" if each.who else each.words for each in paragraphs)


def _is_full(paragraph: str) -> bool:
    return len(paragraph) > LONG_PARAGRAPH and paragraph.endswith((".", "?", "!"))
