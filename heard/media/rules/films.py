"""What a film needs before anyone can watch it, and how its transcript is read."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy

from heard.media.rules.captions import Cue

MOST_OF_A_TRANSCRIPT = 100_000
"""Characters: an hour of talking has some 60,000."""
LONGEST_NAME = 60
"""Characters before a colon that may be who speaks; more are the beginning of what they say."""
KINDS = {"mp4": "video/mp4", "webm": "video/webm", "jpg": "image/jpeg"}
"""What a browser is told of each file of a film, by its ending."""
_BLANKS = re.compile(r"\s+")


class Lack(StrEnum):
    """Why a film can't be published yet."""

    TITLE = "title"
    CAPTIONS = "captions"
    TRANSCRIPT = "transcript"
    SEEN = "seen"


LACKING = {
    Lack.TITLE: gettext_lazy("Give the film a title"),
    Lack.CAPTIONS: gettext_lazy("Add captions for people who can’t hear the film"),
    Lack.TRANSCRIPT: gettext_lazy("Add a transcript for people who’d rather read"),
    Lack.SEEN: gettext_lazy("Say how people who can’t see the film learn what it shows"),
}


def lacking(*, title: str, has_sound: bool, captions: str, transcript: str, seen: str) -> list[Lack]:
    """What a film still needs, by the field where it is written. One without sound needs no captions: there is nothing to hear."""
    wanted = ((Lack.TITLE, title), (Lack.CAPTIONS, captions or not has_sound), (Lack.TRANSCRIPT, transcript), (Lack.SEEN, seen))
    return [lack for lack, there in wanted if not there]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a transcript: who says it, where it names them, and when it begins in the film, where that is known."""

    who: str
    words: str
    seconds: float | None = None


def paragraphs(transcript: str, cues: Sequence[Cue]) -> list[Paragraph]:
    """The transcript as it is read. A paragraph that begins with the words of a caption begins when that does: so a script can have the
    film go there. Editors may write anything; what begins with words of their own has no time.
    """
    begins = _Beginnings(cues)
    found, since = [], 0
    for each in filter(None, (part.strip() for part in re.split(r"\n\s*\n", transcript))):
        who, colon, words = each.partition(": ")
        if not colon or "\n" in who or len(who) > LONGEST_NAME:
            who, words = "", each
        at = begins.of(_BLANKS.sub(" ", words), since)
        since = since if at is None else at
        found.append(Paragraph(who, words, None if at is None else cues[at].start / 1000))
    return found


class _Beginnings:
    """Which captions some words begin with. Looked up, and not looked for: transcript and captions can have thousands of parts each."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self.places: dict[str, list[int]] = {}
        for at, cue in enumerate(cues):
            for each in cue.said:
                self.places.setdefault(each.words, []).append(at)
        self.lengths = sorted(set(map(len, self.places)))

    def of(self, words: str, since: int) -> int | None:
        """The first caption from `since` on with whose words these begin."""
        found: list[int] = []
        for length in self.lengths[: bisect_right(self.lengths, len(words))]:
            places = self.places.get(words[:length], ())
            found += places[bisect_left(places, since) :][:1]
        return min(found, default=None)
