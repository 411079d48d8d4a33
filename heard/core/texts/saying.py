"""How dates, times, numbers and lists are written in the language of the page, or of the email: by CLDR.

British English writes times as the NHS and GOV.UK do, which CLDR does not know. What is asked for again and again is kept.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, Literal

from babel.dates import format_skeleton, format_time, get_datetime_format, get_day_names, get_month_names
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from django.utils import timezone

from heard.core import languages

KEPT = 2_000


def day_of(moment: date | datetime) -> date:
    """The day of a moment where the site is."""
    if isinstance(moment, datetime):
        return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    return moment


def date_words(moment: date | datetime) -> str:
    """“3 March 2026”."""
    return _day(languages.active(), "yMMMMd", day_of(moment))


def day_month(moment: date | datetime) -> str:
    """“3 March”, for a second date on a line that has already said the year."""
    return _day(languages.active(), "MMMMd", day_of(moment))


def month_words(moment: date | datetime) -> str:
    """“September 2026”: as exact as a public date of care may be."""
    return _day(languages.active(), "yMMMM", day_of(moment))


@lru_cache(maxsize=KEPT)
def _day(language: str, parts: str, day: date) -> str:
    return format_skeleton(parts, day, locale=languages.locale_of(language))


def month_names() -> tuple[str, ...]:
    """The twelve months, as they are called by themselves: “March”."""
    return tuple(get_month_names("wide", context="stand-alone", locale=languages.locale()).values())


def weekday(day: date) -> str:
    """“Monday”."""
    return str(get_day_names("wide", locale=languages.locale())[day.weekday()])


def time_of(moment: datetime) -> str:
    """“9:05am”, “midday”, “midnight”."""
    local = (timezone.localtime(moment) if timezone.is_aware(moment) else moment).time()
    locale = languages.locale()
    if locale.language != "en":
        return format_time(local, "short", locale=locale)
    if local.minute == 0 and local.hour in {0, 12} and languages.active() not in languages.PSEUDO:
        return "midday" if local.hour else "midnight"
    return _english_time(local)


def _english_time(local: time) -> str:
    minutes = f":{local.minute:02d}" if local.minute else ""
    return f"{(local.hour - 1) % 12 + 1}{minutes}{'am' if local.hour < 12 else 'pm'}"


def date_time(moment: datetime) -> str:
    """“3 March 2026, 9:05am”."""
    pattern = str(get_datetime_format("medium", locale=languages.locale()))
    return pattern.replace("{1}", date_words(moment)).replace("{0}", time_of(moment))


def number(value: float) -> str:
    """“1,284”; a fraction keeps one digit: “2.5”."""
    return _number(languages.active(), round(value, 1))


@lru_cache(maxsize=KEPT)
def _number(language: str, value: float) -> str:
    return format_decimal(value, locale=languages.locale_of(language))


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
    return format_percent(rounded / 100, locale=languages.locale())


def capital(words: str) -> str:
    """The same, to begin a sentence or a line. The other way round has no rule: German nouns keep their capitals."""
    return words[:1].upper() + words[1:]


def worded(words: Mapping[Any, Any], code: Any) -> str:
    """How a stored code is said. One that this Heard doesn't know, because a newer or an older one stored it, is said as it stands: no page
    may break on it.
    """
    return str(words.get(code, code))


def listed(things: Sequence[str], last: Literal["and", "or"] = "and") -> str:
    """“a, b and c”; with `last="or"`, “a, b or c”."""
    return format_list([str(each) for each in things], style="standard" if last == "and" else "or", locale=languages.locale())
