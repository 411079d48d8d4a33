"""What an author reads when no story is taken about a place they came from, or chose."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.core.texts.saying import month_words
from heard.directory.rules.telling import WhyNot


def not_on_the_list() -> str:
    return _("That place isn’t on our list. Tell us about it in your own words, and a moderator will look for it.")


def not_taken(why: WhyNot, *, name: str, closed_on: date | None, years: int) -> str:
    """Why, and what to do instead. `years`: stories are taken about care in the last so many."""
    match why:
        case WhyNot.UNKNOWN:
            return not_on_the_list()
        case WhyNot.ELSEWHERE:
            said = _(
                "%(name)s isn’t in the area this site covers. If your care was somewhere else, find that place. "
                "Or tell us about it in your own words, and a moderator will look for it."
            )
            return said % {"name": name}
        case WhyNot.NOT_OPEN_YET:
            said = _(
                "%(name)s hasn’t opened yet. If your care was somewhere else, find that place, or tell us where it was in your own words."
            )
            return said % {"name": name}
        case WhyNot.CLOSED_LONG_AGO:
            last = ngettext(
                "We take stories about care in the last year. If your care was later, tell us where it was in your own words.",
                "We take stories about care in the last %(years)s years. If your care was later, tell us where it was in your own words.",
                years,
            )
            return f"{_closed(name, closed_on)} {last % {'years': years}}"


def not_taken_there(*, name: str, region: str, closed: bool) -> str:
    """Why the site of another region takes no story about a place of its own, and what to do instead."""
    if closed:
        said = _("%(name)s is in %(region)s, and Heard %(region)s has closed. If your care was somewhere else, find that place.")
    else:
        said = _(
            "%(name)s is in %(region)s, and Heard %(region)s doesn’t take stories yet. If your care was somewhere else, find that place."
        )
    return said % {"name": name, "region": region}


def not_beside(*, name: str, region: str, others: str) -> str:
    """Why a place of `region` can't stand in one story with those of `others`, another region."""
    said = _(
        "%(name)s is in %(region)s, and your story is about care in %(others)s. One story can’t be about both. "
        "Remove the places in %(others)s first, or tell another story about this one."
    )
    return said % {"name": name, "region": region, "others": others}


def _closed(name: str, closed_on: date | None) -> str:
    if closed_on is None:
        return _("%(name)s has closed.") % {"name": name}
    return _("%(name)s closed in %(month)s.") % {"name": name, "month": month_words(closed_on)}
