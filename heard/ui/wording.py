"""How dates, numbers and people's words are written on a page. Everything here is also a filter of the templates.

Dates follow the site's own time zone and the page's language (`heard.core.texts.saying`); nothing here asks the database.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from heard.core import clock, languages, sites
from heard.core.texts.saying import capital, date_time, date_words, day_month, day_of, listed, month_words, number, percent, time_of, worded

__all__ = [
    "capital",
    "date_time",
    "date_words",
    "day_month",
    "listed",
    "month_words",
    "number",
    "percent",
    "time_of",
    "worded",
]  # asked for here as well

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def same_year(moment: date | datetime, other: date | datetime | None) -> bool:
    """Whether both are in one year, so that the second needs no year on a line; never, if there is no other."""
    return other is not None and day_of(moment).year == day_of(other).year


def iso(moment: date | datetime) -> str:
    """For the `datetime` attribute of `<time>`."""
    return moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat()


_GONE = (
    (
        365 * 86400,
        ngettext_lazy("%(num)s year ago", "%(num)s years ago", "num"),
        ngettext_lazy("in %(num)s year", "in %(num)s years", "num"),
    ),
    (
        30 * 86400,
        ngettext_lazy("%(num)s month ago", "%(num)s months ago", "num"),
        ngettext_lazy("in %(num)s month", "in %(num)s months", "num"),
    ),
    (86400, ngettext_lazy("%(num)s day ago", "%(num)s days ago", "num"), ngettext_lazy("in %(num)s day", "in %(num)s days", "num")),
    (3600, ngettext_lazy("%(num)s hour ago", "%(num)s hours ago", "num"), ngettext_lazy("in %(num)s hour", "in %(num)s hours", "num")),
    (
        60,
        ngettext_lazy("%(num)s minute ago", "%(num)s minutes ago", "num"),
        ngettext_lazy("in %(num)s minute", "in %(num)s minutes", "num"),
    ),
)


def since(moment: datetime) -> str:
    """“2 days ago”, “in 3 days”. Never shown without the date behind it: use the macro `since`."""
    gone = clock.now() - moment
    later = gone < timedelta(0)
    for size, ago, ahead in _GONE:
        if count := int(abs(gone).total_seconds() // size):
            return str((ahead if later else ago) % {"num": count})
    return _("in a moment") if later else _("a moment ago")


MILE_KM = 1.609344


def away(km: float, miles: bool = True) -> str:
    """“about 3 miles away”: as far as it matters to somebody who has to go there, and no closer than we know where they are."""
    far = km / MILE_KM if miles else km
    if far < 1:
        return _("less than a mile away") if miles else _("less than a kilometre away")
    rounded = round(far, 1) if far < 10 else round(far)
    if rounded == 1:
        return _("about a mile away") if miles else _("about a kilometre away")
    said = _("about %(num)s miles away") if miles else _("about %(num)s km away")
    return said % {"num": number(rounded)}


def plural(count: int, one: str, many: str = "") -> str:
    """“1 story”, “1,284 stories”: `many` defaults to `one` with an s. English alone: `ngettext` is for the rest."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def minutes_later(least: int, most: int) -> str:
    """“5 to 60 minutes later”: when something comes that waits a random time."""
    least, most = sorted((least, most))
    if most <= 1:
        return _("within a minute") if most else _("at once")
    said = {"least": number(least), "most": number(most)}
    if 0 < least < most:
        return ngettext("%(least)s to %(most)s minute later", "%(least)s to %(most)s minutes later", most) % said
    return ngettext("up to %(most)s minute later", "up to %(most)s minutes later", most) % said


def small_number(count: int) -> str:
    """“three”, “12”: how a number is written inside a sentence. In figures in other languages: it would have to agree with its noun."""
    return _SMALL[count] if languages.active() == languages.SOURCE and 0 <= count < len(_SMALL) else number(count)


def photo_path(key: str) -> str:
    """Where the smallest copy of a photo is, without the dot and ending that say its format, for `ui.face`. Nothing for nothing."""
    return f"{settings.MEDIA_URL}{key}/96" if key else ""


def initials(name: str) -> str:
    """“RS” for Rowan Sellick: at most two letters, titles left out."""
    words = [word for word in re.findall(r"[^\W\d_][^\s]*", name) if word.rstrip(".").lower() not in _TITLES]
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


_TITLES = {"dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "sir", "dame", "rev"}


def paragraphs(text: Any) -> SafeString:
    """Somebody's words as paragraphs: everything escaped, an empty line begins a paragraph, a single one is kept as a break.

    This is the only way that words from outside become HTML. No markdown, no links.
    """
    # Escaped whole and first: what follows only sees line ends. (Escaping line by line took a tenth of a story page's time.)
    escaped = str(escape(str(text).replace("\r\n", "\n").replace("\r", "\n").strip()))
    blocks = (block.replace("\n", "<br>") for block in _EMPTY_LINES.split(escaped) if block)
    return SafeString("\n".join(f'<p dir="auto">{block}</p>' for block in blocks))


_EMPTY_LINES = re.compile(r"\n[ \t]*\n+")


def nowrap(text: Any) -> SafeString:
    """A phone number or postcode, which is not broken over two lines and reads from left to right in every language (see `tappable`)."""
    return format_html('<span class="nowrap" dir="ltr">{}</span>', text)


_DIALLED = re.compile(r"(?<![\w.,/+])(?:\+|\()?\d(?:[ ()-]{0,2}\d){2,14}(?![\w/])")
_TEXTED = 5
"""So many figures are a number for texts."""


def _href(number: str) -> str:
    figures = re.sub(r"[^0-9+]", "", number.replace("(0)", "") if number.startswith("+") else number)
    return f"{'sms' if len(figures) == _TEXTED else 'tel'}:{figures}"


def dialled(contact: Any) -> str:
    """Where one touch leads that calls the first number in `contact`, or begins a text to it; nothing where there is no number."""
    found = _DIALLED.search(str(contact))
    return _href(found[0]) if found else ""


def tappable(contact: Any) -> SafeString:
    """How a line of help is reached, as it was written, each number in it one touch away. A number reads from left to right in every
    language: on a page in Arabic, 116 123 would else stand as 123 116.
    """
    return SafeString(_DIALLED.sub(lambda number: f'<a href="{_href(number[0])}" dir="ltr">{number[0]}</a>', str(escape(contact))))


def reached(line: Any) -> str:
    """How a line of help is reached, in a sentence of an email: “Samaritans on 116 123”, and no number twice."""
    return str(line.name) if line.contact in line.name else _("%(name)s on %(contact)s") % {"name": line.name, "contact": line.contact}


def with_lines(paragraphs: SafeString, lines: Iterable[Any]) -> SafeString:
    """Paragraphs in which the emergency number of each site and each number of these lines of help are one touch away: a story is often
    opened on another site than the one that reads it. For our own words to an author alone.
    """
    emergencies = {site.emergency.number for site in (sites.here(), *sites.sites().of_regions.values())}
    numbers = sorted(emergencies | {line.contact for line in lines if dialled(line.contact)}, key=len, reverse=True)
    known = re.compile(rf"(?<![\w&#;./])(?:{'|'.join(re.escape(str(escape(each))) for each in numbers)})(?![\w;/])")
    return SafeString(known.sub(lambda number: str(tappable(number[0])), str(paragraphs)))


_HYPHENATED = re.compile(r"\b\w+(?:-\w+)+\b")


def unbroken(text: Any) -> SafeString:
    """For a heading: “e-mail” and its like stand on one line, never “e-” at the end of one."""
    return SafeString(_HYPHENATED.sub(r'<span class="nowrap">\g<0></span>', str(escape(text))))


FILTERS = {
    "date": date_words,
    "day_month": day_month,
    "month": month_words,
    "same_year": same_year,
    "time_of": time_of,
    "date_time": date_time,
    "iso": iso,
    "since": since,
    "number": number,
    "percent": percent,
    "plural": plural,
    "away": away,
    "minutes_later": minutes_later,
    "small_number": small_number,
    "initials": initials,
    "photo_path": photo_path,
    "listed": listed,
    "paragraphs": paragraphs,
    "nowrap": nowrap,
    "unbroken": unbroken,
    "dialled": dialled,
    "tappable": tappable,
    "with_lines": with_lines,
}


# ---------------------------------------------------------------- what the sites of this house are called, where there are several


def site_name(site: sites.Site) -> str:
    """“Heard Scotland”."""
    return _("Heard %(region)s") % {"region": site.name}


def name_here() -> str:
    """What this site is called: “Heard” alone while it is the only one."""
    return site_name(sites.here()) if sites.sites().several else "Heard"


def name_of(region_id: int, *, all_named: bool) -> str:
    """Of something in a list, the site of its region, where that is another one or all of them are named; else nothing."""
    known = sites.sites()
    site = known.of_regions.get(region_id) if all_named and known.several else sites.elsewhere(region_id)
    return site_name(site) if site else ""
