"""How the desk stands, in numbers."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.moderation.queries.figures import Desk
from heard.ui.presenters import Figure
from heard.ui.wording import date_time, number, percent, since


def figures(desk: Desk, *, within: int | None) -> list[Figure]:
    """How the day stands, against the public target: half within ⚙ `moderated_within` working hours; None: not the same in each region."""
    counted = desk.decided + desk.late
    of = ngettext("Of %(number)s story in the last 7 days.", "Of %(number)s stories in the last 7 days.", counted)
    told = [of % {"number": number(counted)} if counted else _("No stories in the last 7 days.")]
    if desk.late:
        told.append(ngettext("%(number)s is late.", "%(number)s are late.", desk.late) % {"number": number(desk.late)})
    if within is not None:
        aim = ngettext(
            "We aim to decide half within %(number)s working hour.", "We aim to decide half within %(number)s working hours.", within
        )
        told.append(aim % {"number": number(within)})
    return [
        Figure(number(desk.waiting), _("Waiting"), _("In the queue now.")),
        Figure(since(desk.oldest), _("Oldest"), _("Arrived %(when)s.") % {"when": date_time(desk.oldest)})
        if desk.oldest
        else Figure("–", _("Oldest"), _("Nothing is waiting.")),
        Figure(percent(desk.in_time, counted), _("On time"), " ".join(told)),
    ]
