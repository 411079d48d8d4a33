"""Public holidays of countries and their parts, as the library `holidays` works them out. It proposes; an operator confirms.

It takes a third of a second to load, so that is done when somebody asks.
"""

from collections.abc import Collection
from datetime import date
from functools import cache


@cache
def countries() -> tuple[str, ...]:
    """Codes of all countries that it knows."""
    import holidays

    return tuple(holidays.list_supported_countries(include_aliases=False))


@cache
def parts_of(country: str) -> tuple[tuple[str, str], ...]:
    """The parts of a country that have days of their own, by code and name; none of one that is unknown."""
    import holidays

    if country not in countries():
        return ()
    named = holidays.country_holidays(country).get_subdivision_aliases()
    return tuple((code, names[0] if names else code) for code, names in named.items())


def proposed(country: str, part: str, *, years: Collection[int], language: str, without: Collection[date]) -> dict[date, str]:
    """The public holidays, by day; names in `language` where the library has it, else in English, else in the country's own."""
    import holidays

    if country not in countries():
        return {}
    spoken = holidays.country_holidays(country).supported_languages
    named = _nearest(language, spoken)
    found = holidays.country_holidays(country, subdiv=part or None, years=years, language=named)
    return {day: name[:80] for day, name in sorted(found.items()) if day not in without and day.year in years}


def _nearest(language: str, spoken: Collection[str]) -> str | None:
    for wanted in (language.partition("-")[0], "en"):
        for each in spoken:
            if each.partition("_")[0] == wanted:
                return each
    return None
