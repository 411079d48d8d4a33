"""Whether a story may be told about a place here: one rule, for every door that takes a place's id or address."""

from datetime import date
from enum import StrEnum


class WhyNot(StrEnum):
    """Why no story is taken about a place here."""

    UNKNOWN = "unknown"
    """There is no such place, or only a moderator has named it: nobody but the author of that story knows of it."""
    ELSEWHERE = "elsewhere"
    """It is in another region's directory."""
    NOT_OPEN_YET = "not-open-yet"
    CLOSED_LONG_AGO = "closed-long-ago"
    """It closed before the day since which stories are taken, or nobody knows when."""


def why_not_told_of(*, register: str, standing: str, closed_on: date | None, is_of_region: bool, since: date) -> WhyNot | None:
    """Why no story is taken about such a place, if so. `since`: stories are taken about care on that day or later.

    A place that was joined with another one is not asked about: it is that one (`queries.joined_as`).
    """
    if register in ("proposed", "joined"):
        return WhyNot.UNKNOWN
    if not is_of_region:
        return WhyNot.ELSEWHERE
    if standing == "proposed":
        return WhyNot.NOT_OPEN_YET
    if standing == "closed" and (closed_on is None or closed_on < since):
        return WhyNot.CLOSED_LONG_AGO
    return None
