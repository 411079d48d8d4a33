"""How dates, numbers and people's words are written on a page. Everything here is also a filter of the templates.

Dates follow the site's own time zone; nothing here asks the database.
"""

import math
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from heard.core import clock

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def _day(moment: date | datetime) -> date:
    if isinstance(moment, datetime):
        return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    return moment


def date_words(moment: date | datetime) -> str:
    """“3 March 2026”."""
    day = _day(moment)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_month(moment: date | datetime) -> str:
    """“3 March”, for a second date on a line that has already said the year."""
    day = _day(moment)
    return f"{day.day} {MONTHS[day.month - 1]}"


def same_year(moment: date | datetime, other: date | datetime | None) -> bool:
    """Whether both are in one year, so that the second needs no year on a line; never, if there is no other."""
    return other is not None and _day(moment).year == _day(other).year


def month_words(moment: date | datetime) -> str:
    """“September 2026”: as exact as a public date of care may be."""
    day = _day(moment)
    return f"{MONTHS[day.month - 1]} {day.year}"


def time_of(moment: datetime) -> str:
    """“9:05am”, “midday”, “midnight”: the way the NHS and GOV.UK write times."""
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    if local.minute == 0 and local.hour in {0, 12}:
        return "midday" if local.hour else "midnight"
    minutes = f":{local.minute:02d}" if local.minute else ""
    return f"{(local.hour - 1) % 12 + 1}{minutes}{'am' if local.hour < 12 else 'pm'}"


def date_time(moment: datetime) -> str:
    """“3 March 2026, 9:05am”."""
    return f"{date_words(moment)}, {time_of(moment)}"


def iso(moment: date | datetime) -> str:
    """For the `datetime` attribute of `<time>`."""
    return moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat()


def since(moment: datetime) -> str:
    """“2 days ago”, “in 3 days”. Never shown without the date behind it: use the macro `since`."""
    gone = clock.now() - moment
    later = gone < timedelta(0)
    gone = abs(gone)
    for unit, size in (("year", 365 * 86400), ("month", 30 * 86400), ("day", 86400), ("hour", 3600), ("minute", 60)):
        count = int(gone.total_seconds() // size)
        if count:
            words = plural(count, unit)
            return f"in {words}" if later else f"{words} ago"
    return "in a moment" if later else "a moment ago"


def number(value: float) -> str:
    """“1,284”; a fraction keeps one digit: “2.5”."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def percent(part: float, whole: float | None = None) -> str:
    """“86%”. Of a `whole`, or of a ratio between 0 and 1. Rounded, but never up to 100 or down to 0."""
    if whole is not None and not whole:
        return "–"
    ratio = part if whole is None else part / whole
    rounded = math.floor(ratio * 100 + 0.5)
    if rounded == 100 and ratio < 1:
        rounded = 99
    if rounded == 0 and ratio:
        rounded = 1
    return f"{rounded}%"


MILE_KM = 1.609344


def away(km: float, miles: bool = True) -> str:
    """“about 3 miles away”: as far as it matters to somebody who has to go there, and no closer than we know where they are."""
    far, one, many = (km / MILE_KM, "a mile", "miles") if miles else (km, "a kilometre", "km")
    if far < 1:
        return f"less than {one} away"
    rounded = f"{far:.1f}".removesuffix(".0") if far < 10 else f"{far:.0f}"
    return f"about {one if rounded == '1' else f'{rounded} {many}'} away"


def plural(count: int, one: str, many: str = "") -> str:
    """“1 story”, “1,284 stories”: `many` defaults to `one` with an s."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def minutes_later(least: int, most: int) -> str:
    """“5 to 60 minutes later”: when something comes that waits a random time."""
    least, most = sorted((least, most))
    if most <= 1:
        return "within a minute" if most else "at once"
    return f"{number(least)} to {plural(most, 'minute')} later" if 0 < least < most else f"up to {plural(most, 'minute')} later"


def small_number(count: int) -> str:
    """“three”, “12”: how a number is written inside a sentence."""
    return _SMALL[count] if 0 <= count < len(_SMALL) else number(count)


def initials(name: str) -> str:
    """“RS” for Rowan Sellick: at most two letters, titles left out."""
    words = [word for word in re.findall(r"[^\W\d_][^\s]*", name) if word.rstrip(".").lower() not in _TITLES]
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


_TITLES = {"dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "sir", "dame", "rev"}


def listed(things: list[str] | tuple[str, ...], last: str = "and") -> str:
    """“a, b and c”."""
    things = list(things)
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])} {last} {things[-1]}" if things else ""


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


def with_lines(paragraphs: SafeString, lines: Iterable[Any]) -> SafeString:
    """Paragraphs in which each number of these lines of help, and 999, is one touch away. For our own words to an author alone."""
    numbers = sorted({"999", *(line.contact for line in lines if dialled(line.contact))}, key=len, reverse=True)
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
    "listed": listed,
    "paragraphs": paragraphs,
    "nowrap": nowrap,
    "unbroken": unbroken,
    "dialled": dialled,
    "tappable": tappable,
    "with_lines": with_lines,
}
