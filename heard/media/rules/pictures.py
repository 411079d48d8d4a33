"""What is taken as a picture, and what is made of it. The drawing itself is in `drawing`, which is loaded when it is first asked for."""

from dataclasses import dataclass
from enum import StrEnum

KINDS = ("JPEG", "PNG", "WEBP", "HEIF")
"""As Pillow calls them. It looks at the content; nothing here reads the name of a file. A drawing that can hold a program (SVG) is none."""
LARGEST = 10_000_000
"""Bytes of a picture that is sent."""
MOST_DOTS = 60_000_000
"""Width times height: the largest that telephones make is 50 million. Told from the head of the file, before anything is unpacked."""
MOST_DOTS_OF = {"WEBP": 24_000_000}
"""What unpacks this kind keeps four copies of it: 16 bytes for each dot. No telephone takes pictures in it."""
SMALLEST = 96
"""Dots of the shorter side; below that a face is a stain."""
LONGEST = 10
"""Times the shorter side that the longer one may be: a strip is no picture on any page, and from 17 on WebP can't hold it."""
WIDTHS = (96, 320, 960)
"""Dots: a face beside an answer on a sharp screen, a portrait, a picture across a page."""
FORMATS = {"webp": "image/webp", "jpg": "image/jpeg"}
"""Endings of what is made, the smaller first; browsers of before 2020 read only the second."""

LONGEST_ALT = 250
"""Letters that say what can be seen: a sentence or two. Screen readers can't pause within them."""


class Refusal(StrEnum):
    """Why it is not taken."""

    TOO_LARGE = "too-large"
    NOT_A_PICTURE = "not-a-picture"
    TOO_MANY_DOTS = "too-many-dots"
    TOO_SMALL = "too-small"
    TOO_LONG = "too-long"
    BUSY = "busy"


class NotTaken(Exception):
    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Copies:
    """One picture, drawn anew."""

    width: int
    """Of the largest copy, in dots."""
    height: int
    files: dict[tuple[int, str], bytes]
    """By width and ending."""

    @property
    def widths(self) -> list[int]:
        return sorted({width for width, _ in self.files})


@dataclass(frozen=True)
class Held:
    """A picture that came with a form that had a mistake in it. Its copies are kept until the form is right."""

    key: str


@dataclass(frozen=True)
class Shown:
    """A picture as a page has it, from whatever statement the page asks."""

    key: str
    widths: tuple[int, ...]
    width: int
    height: int
    alt: str = ""
    """Nothing where it's decoration."""
    alt_language: str = "en-gb"
