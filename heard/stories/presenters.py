"""What pages of telling and of an author's own story show, worked out before a template sees it."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from heard.core import clock, links
from heard.core.errors import NotSetUp
from heard.regions.models import Region
from heard.regions.queries import crisis_lines, setting
from heard.regions.rules import SettingKey
from heard.stories.models import Story
from heard.stories.queries import when_someone_reads
from heard.ui import presenters as ui
from heard.ui import wording

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


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
        "leave_to": links.to("leave-quickly"),
        "region": region,
    }


WORKING_HOURS = "9am to 5pm"
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
    hours = f"Moderators read stories Monday to Friday, {WORKING_HOURS}, except on public holidays."
    if reading.next is None:
        return WhenRead(hours)
    here, now = (each.astimezone(ZoneInfo(region.time_zone)) for each in (reading.next, clock.now()))
    days = (here.date() - now.date()).days
    day = "today" if days == 0 else f"on {WEEKDAYS[here.weekday()]}"
    if days > 6:
        day += f" {wording.day_month(here.date())}"
    return WhenRead(
        hours,
        again=f"We read again at {wording.time_of(here.replace(tzinfo=None))} {day}.",
        meanwhile=(
            "If our software finds words that may mean danger, it tells a moderator at once."
            " It can miss things, and they may not see it straight away."
            if reading.on_rota
            else "Please don’t count on anyone reading your story before then."
        ),
    )


def notices_come(region: Region) -> str:
    """How long after something happened its author is written to, in words. The time is random: see `alerts.actions.notify_author`."""
    return wording.minutes_later(setting(region.pk, SettingKey.AUTHOR_MAIL_FROM), setting(region.pk, SettingKey.AUTHOR_MAIL_TO))


# ---------------------------------------------------------------- forms with what the draft holds


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
    return f"We are still putting {place} into our directory. Whoever runs it is told then."


def edits_in_words(*, protective: int, civil: int, clarity: int, edited_on: date | None = None) -> str:
    """What the public is told about the edits: how many, of which coarse kind, and if any was made when the story was public already, the
    day of the last one (`edited_on`).
    """
    kinds = [(protective, "to protect people"), (civil, "to keep it lawful and civil"), (clarity, "for length or clarity")]
    made = [(count, why) for count, why in kinds if count]
    if not made:
        return "Nothing. These are the author’s own words."
    first, *others = made
    said = [f"{wording.plural(first[0], 'edit')} {first[1]}", *(f"{wording.small_number(count)} {why}" for count, why in others)]
    later = f" The last edit was on {wording.date_words(edited_on)}, when the story was public already." if edited_on else ""
    return f"A moderator made {wording.listed(said)}. Nothing else was changed.{later}"


# ---------------------------------------------------------------- the page before sending
