"""How often, and for how far ahead, an organisation can give a new date for what it promised (ADR 29)."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.core.texts.saying import date_words


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
            return _(
                "You can’t move the date of a change here. Mark it as done when you’ve made it. "
                "If you won’t make it, answer the story and say why."
            )
        if not self.left:
            return ngettext(
                "You’ve given %(count)s new date for this change, and can’t give another. "
                "Mark it as done when you’ve made it. If you won’t make it, answer the story and say why.",
                "You’ve given %(count)s new dates for this change, and can’t give another. "
                "Mark it as done when you’ve made it. If you won’t make it, answer the story and say why.",
                self.at_most,
            ) % {"count": self.at_most}
        if self.given and today < (first := self.given[-1] + timedelta(days=self.days)):
            said = {"given": date_words(self.given[-1]), "first": date_words(first)}
            return _("You gave a new date on %(given)s. You can give another from %(first)s.") % said
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
        given = len(self.given)
        said = ngettext("They’ve given %(count)s new date.", "They’ve given %(count)s new dates.", given) % {"count": given}
        if not self.left:
            return f"{said} " + _("They can’t give another. After this date, the change will show as overdue until they make it.")
        more = ngettext("They can give %(count)s more.", "They can give %(count)s more.", self.left) % {"count": self.left}
        return f"{said} {more} " + _("The date they first promised will still be shown.")
