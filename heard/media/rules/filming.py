"""What a film is, a picture of it, and the same film without anything that doesn't belong to it.

Readers of films are large programs in C, and a file can be made to crash them or to keep them busy for days. So they never run here: each
of the three asks a process of its own (`filming_apart`), which may use so much memory, so many seconds of a processor and so much of the
disk, is given no environment, and is killed when it takes too long. Whatever becomes of it, the worker goes on.

PyAV comes with the extra `films`. Where an operator has left it out, every film is refused with a sentence that says so.
"""

import base64
import importlib.util
import json
import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy

MOST_SECONDS = 30 * 60
LONG_SIDE, SHORT_SIDE = 1920, 1080
"""Dots, whichever way up it is."""
SMALLEST = 96
"""Dots of the shorter side."""
MOST_STREAMS = 32
"""Telephones and action cameras add half a dozen of their own, such as where they were. All but picture and sound are left out."""
MOST_PACKETS = 600_000
"""Half an hour at 60 pictures and 190 bits of sound a second has half of it."""
PROCESSOR_SECONDS, PATIENCE = 60, 180
"""Of a processor, and of the clock: a film of 200 MB takes one second or two."""
MEMORY = 2_000_000_000
"""Bytes of addresses, of which the libraries alone take some 300 million."""
SPARE_ROOM = 1_000_000
"""Bytes by which the new file may be larger than the one that came."""


class Refusal(StrEnum):
    """Why a film isn't taken."""

    NOT_A_FILM = "not-a-film"
    DAMAGED = "damaged"
    NO_PICTURE = "no-picture"
    PICTURE_KIND = "picture-kind"
    SOUND_KIND = "sound-kind"
    TOO_LONG = "too-long"
    TOO_WIDE = "too-wide"
    TOO_SMALL = "too-small"
    TOO_MUCH = "too-much"
    CANNOT_HERE = "cannot-here"


WORDS = {
    Refusal.NOT_A_FILM: gettext_lazy("This file isn’t an MP4 or WebM film. Export it as “MP4 (H.264)”, and choose that file"),
    Refusal.DAMAGED: gettext_lazy("We can’t read this film to its end. Check that it plays, export it again, and choose the new file"),
    Refusal.NO_PICTURE: gettext_lazy("There’s only sound in this file. Choose a film"),
    Refusal.PICTURE_KIND: gettext_lazy("Not every browser can show this kind of film. Export it as “MP4 (H.264)”, and choose the new file"),
    Refusal.SOUND_KIND: gettext_lazy("Not every browser can play this film’s sound. Export it as “MP4 (H.264)” with AAC sound"),
    Refusal.TOO_LONG: gettext_lazy("The film must be 30 minutes or shorter. Cut it, or make two films of it"),
    Refusal.TOO_WIDE: gettext_lazy("The film must be 1920 by 1080 pixels or smaller. Export it as “1080p” or “720p”"),
    Refusal.TOO_SMALL: gettext_lazy("The film is too small. It must be at least 96 pixels wide and high"),
    Refusal.TOO_MUCH: gettext_lazy("This film takes us too long to read. Export it again as “MP4 (H.264)”, and choose the new file"),
    Refusal.CANNOT_HERE: gettext_lazy("Films can’t be added here yet: the part of Heard that reads them isn’t installed"),
}


class NotTaken(Exception):
    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Probe:
    """What a film is, told from its content. What its file is called doesn't matter."""

    kind: str
    """mp4 (H.264, AAC) or webm (VP8, VP9 or AV1, Opus): the ending of what `rewrap` makes of it."""
    seconds: float
    """As counted, not as its head claims."""
    width: int
    """As it's seen, in dots: upright, and with dots that are square."""
    height: int
    has_sound: bool


def probe(path: Path) -> Probe:
    """What the film in this file is.

    Raises:
        NotTaken: it is none that we take.
    """
    return Probe(**_apart("probe", path))


def rewrap(source: Path, target: Path) -> None:
    """Put the film's picture and sound, as they are, into a new file that starts to play before it's all there. Nothing else comes along:
    not the place, not the camera, no title, no date.

    Raises:
        NotTaken: it is none that we take. There's no new file then.
    """
    try:
        _apart("rewrap", source, target)
    except NotTaken:
        target.unlink(missing_ok=True)
        raise


def poster(path: Path) -> bytes:
    """A picture from the film as a JPEG, to be seen before it plays: not a black one, unless they all are.

    Raises:
        NotTaken: there is none that can be read.
    """
    return base64.b64decode(_apart("poster", path)["jpeg"])


def can_film() -> bool:
    """Whether films can be read at all here."""
    return importlib.util.find_spec("av") is not None


def _apart(verb: str, *paths: Path) -> dict[str, Any]:
    if not can_film():
        raise NotTaken(Refusal.CANNOT_HERE)
    command = [sys.executable, "-m", "heard.media.rules.filming_apart", verb, *(str(path.absolute()) for path in paths)]
    try:
        said = subprocess.run(  # noqa: S603 - our own program, and paths that are ours
            command,
            cwd=Path(__file__).parents[3],
            env={},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotTaken(Refusal.TOO_MUCH) from None
    if said.returncode < 0:  # killed, by the system or by the reader's own fault
        raise NotTaken(Refusal.TOO_MUCH)
    try:
        answer: dict[str, Any] = json.loads(said.stdout)
    except ValueError:  # it came to no answer
        raise NotTaken(Refusal.DAMAGED) from None
    if why := answer.get("refused"):
        raise NotTaken(Refusal(why))
    return answer
