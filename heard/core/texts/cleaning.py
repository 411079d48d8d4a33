"""One cleaning of whatever somebody types, pastes or sends. What it gives is the original: what is sealed, kept and published.

* Every way to end a line becomes a line feed: those of word processors, telephones and old systems too. A tabulator becomes a blank.
* What nobody can see, and no writing needs, is dropped. Joiners (Persian, Urdu, emoji), direction marks and variation selectors stay.
* Half of a letter (a lone surrogate) and null are dropped: no database takes them.
* A text that shows nothing is empty, whatever it is made of.

Everything else stays exactly as it was written. How a check reads it is another matter: see `reading`.
"""

import re
import unicodedata

# CR LF first, so that it is one end and not two. To Unicode, FS, GS and RS part paragraphs, and US parts as a tabulator does.
_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANKS = re.compile("[\t\x1f]")
_UNSEEN = re.compile(
    "["
    "\x00-\x08\x0e-\x1b\x7f-\x9f"  # controls
    "\u00ad\u200b\u2060-\u206f\ufeff"  # soft hyphens, breaks and joins of no width, isolates
    "\u202a-\u202e"  # embeddings and overrides, which turn what stands after them
    "\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # fillers: letters by name, blank to the eye
    "\ufff0-\ufffc"  # annotations, and the place of a picture that did not come along
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # formats of shorthand and of music
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # halves of letters, and what is no letter
    "]"
)
_FLAGS = "gbeng", "gbsct", "gbwls"
"""England, Scotland and Wales: the only flags that are written with tags."""
_TAGS = re.compile(
    "(\U0001f3f4(?:" + "|".join("".join(chr(0xE0000 + ord(each)) for each in flag) for flag in _FLAGS) + ")\U000e007f)"
    "|[\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)  # fmt: skip
_SHOWS_NOTHING = {"Cc", "Cf", "Co", "Mn", "Mc", "Me", "Zs", "Zl", "Zp"}
_BLANK = {
    "\u2800",  # the braille pattern without a dot
    "\U0001d159",  # the notehead of no note
    "\U00013441",
    "\U00013442",  # blanks among hieroglyphs
}
"""Signs by their class, blank by what they are. Fillers are dropped above, and what is for private use (Co) is in no font."""


def clean(text: str) -> str:
    """`text` as it is kept: plain line ends, nothing unseen, no blanks at either end; empty where it shows nothing."""
    text = _BLANKS.sub(" ", _ENDS.sub("\n", text))
    if not text.isascii() or not text.isprintable():
        text = _TAGS.sub(r"\1", _UNSEEN.sub("", text))
    text = text.strip()
    return text if shows_something(text) else ""


def clean_line(text: str) -> str:
    """`clean`, for what has only one line."""
    return clean(text).replace("\n", " ")


def shows_something(text: str) -> bool:
    """Whether there is anything to see: a letter, a figure, a sign. Blanks of any kind, or marks with no letter below them, are nothing."""
    return any(sign not in _BLANK and unicodedata.category(sign) not in _SHOWS_NOTHING for sign in text)
