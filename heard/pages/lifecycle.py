from enum import StrEnum

from heard.core.lifecycle import BEGINNING, Lifecycle, move
from heard.pages.models import State


class TextMoves(StrEnum):
    BEGIN = "begin"
    PUBLISH = "publish"
    RETIRE = "retire"
    SCHEDULE = "schedule"
    UNSCHEDULE = "unschedule"
    NOT_PUBLISHED = "not-published"
    KEEP_OWN = "keep-own"


_ANY = [State.DRAFT, State.PUBLISHED, State.RETIRED]

TEXT = Lifecycle(
    "text",
    states=State.values,
    moves=(
        move(TextMoves.BEGIN, [BEGINNING], State.DRAFT, "An editor begins what a page says in one language, for a region or for all."),
        move(TextMoves.PUBLISH, _ANY, State.PUBLISHED, "An editor publishes one of its versions, or the day chosen for that has come."),
        move(TextMoves.RETIRE, [State.PUBLISHED], State.RETIRED, "An editor takes it off the page: another text is shown, or none."),
    ),
)
"""Beside these moves a text keeps notes of four more: `schedule`, `unschedule`, `not-published` if something was wrong on the day, and
`keep-own` if editors have seen what Heard brings and keep their words.
"""
