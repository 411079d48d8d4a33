"""What pages of telling and of an author's own story show, worked out before a template sees it."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from heard.core import clock, links
from heard.core.errors import NotSetUp
from heard.core.texts.saying import weekday
from heard.regions.models import Region
from heard.regions.queries import crisis_lines, setting
from heard.regions.rules import SettingKey
from heard.stories.models import Story
from heard.stories.queries import when_someone_reads
from heard.ui import presenters as ui
from heard.ui import wording


def region_of(request: HttpRequest) -> Region:
    """The region of this request's host. A site that has none yet is not ready, and says so."""
    region: Region | None = request.region  # type: ignore[attr-defined]
    if not region:
        raise NotSetUp
    return region


def own_frame(region: Region) -> dict[str, Any]:
    """What every page of one's own story has around it: help at any hour, and a way out."""
    lines = crisis_lines(region.pk)
    return {
        "leave_quickly": True,
        "crisis_lines": [line for line in lines if line.in_strip] or None,
        "all_crisis_lines": lines,
        "emergency": region.emergency,
        "leave_to": links.to("leave-quickly"),
        "region": region,
    }


WORKING_HOURS = gettext_lazy("9am to 5pm")
"""When moderators work: `core.working_time`, in words. A test holds them equal."""


@dataclass(frozen=True)
class WhenRead:
    """When a story is read that is sent now. The first page of telling, the page after sending and the first letter all say it in these
    words: what is arranged, and never that somebody is watching.
    """

    hours: str
    again: str = ""
    meanwhile: str = ""

    @property
    def sentences(self) -> list[str]:
        return [each for each in (self.hours, self.again, self.meanwhile) if each]


def when_read(region: Region) -> WhenRead:
    """Outside working hours also when moderators begin again, and whether anybody is told before that."""
    reading = when_someone_reads(region.pk)
    hours = _("Moderators read stories Monday to Friday, %(hours)s, except on public holidays.") % {"hours": WORKING_HOURS}
    if reading.next is None:
        return WhenRead(hours)
    here, now = (each.astimezone(ZoneInfo(region.time_zone)) for each in (reading.next, clock.now()))
    days = (here.date() - now.date()).days
    if days == 0:
        again = _("We’ll start reading again at %(time)s today.")
    elif days < 7:
        again = _("We’ll start reading again at %(time)s on %(weekday)s.")
    else:
        again = _("We’ll start reading again at %(time)s on %(weekday)s %(date)s.")
    when = {
        "time": wording.time_of(here.replace(tzinfo=None)),
        "weekday": weekday(here.date()),
        "date": wording.day_month(here.date()),
    }
    return WhenRead(
        hours,
        again=again % when,
        meanwhile=(
            _(
                "If our software finds words that may mean danger, it tells a moderator at once."
                " It can miss things, and they may not see it straight away."
            )
            if reading.on_rota
            else _("Please don’t count on anyone reading your story before then.")
        ),
    )


def notices_come(region: Region) -> str:
    """How long after something happened its author is written to, in words. The time is random: see `alerts.actions.notify_author`."""
    return wording.minutes_later(*_minutes(region))


def _minutes(region: Region) -> list[int]:
    return sorted((setting(region.pk, SettingKey.AUTHOR_MAIL_FROM), setting(region.pk, SettingKey.AUTHOR_MAIL_TO)))


def emails_come(region: Region) -> str:
    """The same, as a sentence or two."""
    least, most = _minutes(region)
    if most == 0:
        return _("Our emails come as soon as something happens.")
    if 0 < least < most:
        said = _(
            "Our emails come %(least)s to %(most)s minutes after something happens. "
            "The time is random, so that no one can match one with your story."
        )
    else:
        said = ngettext(
            "Our emails come within a minute of something happening. The time is random, so that no one can match one with your story.",
            "Our emails come up to %(most)s minutes after something happens. "
            "The time is random, so that no one can match one with your story.",
            most,
        )
    return said % {"least": wording.number(least), "most": wording.number(most)}


# ---------------------------------------------------------------- how far a story came


def steps(story: Story, notes: dict[str, str] | None = None) -> tuple[ui.Step, ...]:
    """The progress line of a story, with the times of its steps and notes on some, by name."""
    times = (story.told_at, story.heard_at, story.read_at, story.answered_at, story.planned_at, story.made_at)
    return ui.line_of_steps(dict(zip(ui.STEP_NAMES, times, strict=True)), notes)


class HasParticulars(Protocol):
    """Whatever has them (`ParticularFields`): a draft, a story, a row that was read of one."""

    @property
    def happened_month(self) -> date | None: ...


def particulars(of: HasParticulars) -> tuple[str, ...]:
    """What an author said of a story beside its words, as it stands in small print: where they check it, at the desk and on its page. Who
    they are and what they call themselves stands before it, in the line about whom it is by.
    """
    return (wording.month_words(of.happened_month),) if of.happened_month else ()


def still_to_be_put_in(place: str) -> str:
    """Why nobody is told of a story about a place that is only proposed."""
    return _("We’re still adding %(place)s to our directory. We’ll tell the people who run it once it’s there.") % {"place": place}


def edits_in_words(*, protective: int, civil: int, clarity: int, edited_on: date | None = None) -> str:
    """What the public is told about the edits: how many, of which coarse kind, and if any was made when the story was public already, the
    day of the last one (`edited_on`).
    """
    kinds = (
        (protective, ngettext_lazy("%(num)s edit to protect people", "%(num)s edits to protect people", "num")),
        (civil, ngettext_lazy("%(num)s edit to keep it lawful and civil", "%(num)s edits to keep it lawful and civil", "num")),
        (clarity, ngettext_lazy("%(num)s edit for length or clarity", "%(num)s edits for length or clarity", "num")),
    )
    made = [str(said % {"num": count}) for count, said in kinds if count]
    if not made:
        return _("Nothing. These are the author’s own words.")
    said = _("A moderator made %(edits)s. Nothing else was changed.") % {"edits": wording.listed(made)}
    if edited_on is None:
        return said
    later = _("The last edit was on %(day)s, after the story was published.") % {"day": wording.date_words(edited_on)}
    return f"{said} {later}"
