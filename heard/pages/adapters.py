"""What pages say of the region they are served for: live names that pages and the slices below know. Others register theirs themselves."""

from collections.abc import Iterator
from functools import partial

from django.conf import settings
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, override

from heard.accounts.actions.authors import NOTICES_REMEMBERED, SESSION_LASTS
from heard.core import countries, languages, links, sites
from heard.core.health import Finding, looked_at
from heard.media.presenters import film_html, picture_html
from heard.pages.presenters.blocks import block
from heard.pages.queries import first_parts, paths_published
from heard.pages.rules import house
from heard.pages.rules.complaints import ways_by_care
from heard.pages.rules.figures import drawn_by
from heard.pages.rules.live import Facts, live
from heard.regions.rules import COMPLAINING, NUMBERS, SettingKey
from heard.ui.wording import minutes_later, number

drawn_by("film", lambda key, _alt: film_html(key))
drawn_by("picture", lambda key, alt: picture_html(key, alt=alt))
links.also_taken(first_parts)


@looked_at
def house_texts() -> Iterator[Finding]:
    """Pages that come with Heard and can't be read: links of Heard's own lead nowhere then."""
    if missing := sorted(house.paths().difference(paths_published())):
        words = f"{', '.join(missing)}: not published. `manage.py migrate` tries again, and the log says what is wrong with them"
        yield Finding("Pages", words, well=False)


# ---------------------------------------------------------------- numbers, each with its unit

COUNTED: dict[str, Promise] = {
    "answers": ngettext_lazy("%(said)s answer", "%(said)s answers", "num"),
    "attempts an hour": ngettext_lazy("%(said)s attempt an hour", "%(said)s attempts an hour", "num"),
    "days": ngettext_lazy("%(said)s day", "%(said)s days", "num"),
    "hours": ngettext_lazy("%(said)s hour", "%(said)s hours", "num"),
    "messages": ngettext_lazy("%(said)s message", "%(said)s messages", "num"),
    "minutes": ngettext_lazy("%(said)s minute", "%(said)s minutes", "num"),
    "months": ngettext_lazy("%(said)s month", "%(said)s months", "num"),
    "new dates": ngettext_lazy("%(said)s new date", "%(said)s new dates", "num"),
    "people": ngettext_lazy("%(said)s person", "%(said)s people", "num"),
    "points": ngettext_lazy("%(said)s point", "%(said)s points", "num"),
    "points out of 100": ngettext_lazy("%(said)s point out of 100", "%(said)s points out of 100", "num"),
    "stories": ngettext_lazy("%(said)s story", "%(said)s stories", "num"),
    "thousand characters": ngettext_lazy("%(said)s thousand characters", "%(said)s thousand characters", "num"),
    "words": ngettext_lazy("%(said)s word", "%(said)s words", "num"),
    "working days": ngettext_lazy("%(said)s working day", "%(said)s working days", "num"),
    "working hours": ngettext_lazy("%(said)s working hour", "%(said)s working hours", "num"),
    "years": ngettext_lazy("%(said)s year", "%(said)s years", "num"),
}
"""By the unit as `regions.rules` names it."""


def counted(unit: str, count: int) -> str:
    """“30 minutes”, “1 minute”; of times “once”, “twice”, “3 times”."""
    if unit == "times":
        few = {1: _("once"), 2: _("twice")}
        return few.get(count) or _("%(said)s times") % {"said": number(count)}
    return str(COUNTED[unit] % {"num": count, "said": number(count)})


def _say_numbers() -> None:
    with override(languages.SOURCE):
        units = {name: str(each.unit) for name, each in NUMBERS.items() if not each.is_switch}
    for name, unit in units.items():
        live(name, words=NUMBERS[name].words)(partial(_number, name, unit))


def _number(name: str, unit: str, facts: Facts) -> str:
    return counted(unit, facts.numbers[name])


_say_numbers()

# ---------------------------------------------------------------- other names in a sentence


@live("author_mail_wait", words=gettext_lazy("when we email an author, like “5 to 60 minutes later”"))
def _author_mail_wait(facts: Facts) -> str:
    return minutes_later(facts.numbers[SettingKey.AUTHOR_MAIL_FROM], facts.numbers[SettingKey.AUTHOR_MAIL_TO])


@live("author_session", words=gettext_lazy("how long a story stays open in a browser"))
def _author_session(_facts: Facts) -> str:
    return counted("hours", SESSION_LASTS // 3600)


@live("notices_remembered", words=gettext_lazy("how long we keep the dates between which an author wanted emails"))
def _notices_remembered(_facts: Facts) -> str:
    return counted("days", NOTICES_REMEMBERED.days)


@live("cookie_name", words=gettext_lazy("what our only cookie is called"))
def _cookie_name(_facts: Facts) -> str:
    return str(settings.SESSION_COOKIE_NAME)


@live("emergency_number", words=gettext_lazy("a link that calls the emergency number"))
def _emergency_number(facts: Facts) -> SafeString:
    return format_html('<a href="tel:{0}">{0}</a>', facts.emergency.number)


# ---------------------------------------------------------------- blocks


@block("contact", "pages/live/contact.html", words=gettext_lazy("how to write to the people who run Heard"))
def _contact(facts: Facts) -> dict[str, object]:
    return {"contact_email": facts.contact_email}


@block("demo_notice", "pages/live/demo_notice.html", words=gettext_lazy("that this is a demonstration; nothing anywhere else"))
def _demo_notice(_facts: Facts) -> dict[str, object]:
    return {"demo": settings.DEMO}


@block("countries_looked_up", "pages/live/countries.html", words=gettext_lazy("that we look up countries, if we do"))
def _countries(_facts: Facts) -> dict[str, object]:
    return {"asked": countries.are_asked_for() and sites.sites().several}


@block("approved_out_of_hours", "pages/live/out_of_hours.html", words=gettext_lazy("when a story that is approved at night becomes public"))
def _out_of_hours(facts: Facts) -> dict[str, object]:
    waits, praise = facts.numbers[SettingKey.PUBLISH_IN_HOURS], facts.numbers[SettingKey.PRAISE_ANY_TIME]
    return {"waits": bool(waits), "praise_any_time": bool(praise)}


@block("crisis_lines", "pages/live/crisis_lines.html", words=gettext_lazy("whom to call now"))
def _crisis_lines(facts: Facts) -> dict[str, object]:
    chosen = languages.nearest({each.language for each in facts.crisis_lines}, facts.languages)
    return {"lines": [each for each in facts.crisis_lines if each.language == chosen], "emergency": facts.emergency}


@block("complaint_ways", "pages/live/complaint_ways.html", words=gettext_lazy("how to complain here, in the region’s own words"))
def _complaint_ways(facts: Facts) -> dict[str, object]:
    said = facts.own_words.get(COMPLAINING, {})
    words_in = languages.nearest(said, facts.languages)
    ways_in = languages.nearest({each.language for each in facts.complaint_ways}, facts.languages)
    ways = [each for each in facts.complaint_ways if each.language == ways_in]
    return {"words": said.get(words_in, ""), "words_language": words_in, "groups": ways_by_care(ways)}
