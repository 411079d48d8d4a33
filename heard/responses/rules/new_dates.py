"""How often, and for how far ahead, an organisation can give a new date for what it promised (ADR 29)."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

TIMES = ("", "once", "twice")


@dataclass(frozen=True)
class NewDates:
    """What a region allows, and when new dates were given for one promise: `at_most` so many, each within `months`, and none within `days`
    of the one before.
    """

    at_most: int
    months: int
    days: int
    given: Sequence[date] = ()

    @property
    def left(self) -> int:
        return max(0, self.at_most - len(self.given))

    def why_none(self, today: date) -> str:
        """Why no new date can be given today, in words for the organisation; nothing if one can."""
        if not self.at_most:
            return "The date of a change can’t be moved here. Say when it’s made. If it won’t be, answer the story and say why."
        if not self.left:
            return (
                f"You’ve given {self._times(self.at_most)} for this change, and can’t give another."
                " Say when it’s made. If it won’t be, answer the story and say why."
            )
        if self.given and today < (first := self.given[-1] + timedelta(days=self.days)):
            return f"You gave a new date on {_words(self.given[-1])}. You can give another from {_words(first)}."
        return ""

    def furthest(self, today: date) -> date:
        month = today.month - 1 + self.months
        year, month = today.year + month // 12, month % 12 + 1
        return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))

    @property
    def in_words(self) -> str:
        """What its author is told of a plan for which a new date was given; nothing if none was."""
        if not self.given:
            return ""
        said = f"They’ve given {self._times(len(self.given))}"
        if not self.left:
            return f"{said}, and can’t give another. If this day passes, the change is shown as overdue until it’s made."
        more = TIMES[self.left] if self.left < len(TIMES) else f"{self.left} times"
        return f"{said}, and can do so {more} more. The day they promised first stays beside it."

    @staticmethod
    def _times(count: int) -> str:
        return "one new date" if count == 1 else f"{count} new dates"


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
