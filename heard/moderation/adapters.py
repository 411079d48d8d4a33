"""What `manage.py doctor` asks of moderation."""

from collections.abc import Iterator
from datetime import timedelta

from heard.core.health import Finding, age, looked_at
from heard.moderation.models import Line
from heard.moderation.policies import moderators
from heard.moderation.queries.appeals import appeals_for_the_same
from heard.moderation.queries.calls import not_taken, pages_due_for
from heard.moderation.queries.locked import locked_cases
from heard.moderation.queries.rota import rota_gaps
from heard.moderation.queries.waits import approved_and_late
from heard.regions.queries import all_regions, are_several

NOT_TAKEN_AFTER = timedelta(minutes=15)


@looked_at
def approved_stories() -> Iterator[Finding]:
    late = approved_and_late().count()
    if late:
        words = f"approved but not published in time: {late}. The worker's log says which and why. We try again every minute"
        yield Finding("Moderation", words, well=False)


@looked_at
def calls_that_nobody_took() -> Iterator[Finding]:
    """Somebody may be in danger, and whoever was told has not come."""
    waiting = not_taken(since=NOT_TAKEN_AFTER)
    if oldest := waiting.first():
        words = (
            f"signs of danger that no one has taken: {waiting.count()}, the oldest for {age(oldest.began_at)} ({oldest.what})."
            " Open Moderation, or ring someone who can"
        )
        yield Finding("Moderation", words, well=False)
    if stuck := pages_due_for(NOT_TAKEN_AFTER):
        yield Finding("Moderation", f"pages that no paging service has accepted: {stuck}. We try again every minute", well=False)


@looked_at
def the_rota() -> Iterator[Finding]:
    for region in all_regions():
        if rota_gaps(region.pk):
            words = f"{region.name}: at some hours no one reads and no one is on the rota. “Running Heard” shows when"
            yield Finding("Rota", words, warns=True)


@looked_at
def people_who_moderate() -> Iterator[Finding]:
    """Whether there is somebody for every case. That an author can ask somebody else to look again at a decline needs two people
    (⚙ `appeals` is one or more everywhere).
    """
    people = moderators().count()
    if people == 0:
        yield Finding("Moderation", "no one moderates: nothing is read until an operator makes someone a moderator", warns=True)
    if people and not moderators(above=Line.SECOND).exists():
        words = "no senior moderator: no one can be on the rota or open a report of being treated differently. Give someone that role"
        yield Finding("Moderation", words, warns=True)
    if people and are_several():
        for region in all_regions():
            if not moderators(region_id=region.pk).exists():
                words = f"{region.name}: no one moderates for it, so no one reads what is sent there. Let someone moderate for it"
                yield Finding("Moderation", words, warns=True)
    if people == 1:
        words = "only one person moderates: if an author asks us to look again, the same person decides, and the author is told so"
        yield Finding("Moderation", words, warns=True)
    if people and (stuck := locked_cases().count()):
        words = f"cases for a line that no one works in: {stuck}. Give someone that role (second line or senior moderator)"
        yield Finding("Moderation", words, well=False)
    if people and (left := appeals_for_the_same()):
        words = f"appeals that only people who declined the story can read: {left}. Make someone from outside a moderator"
        yield Finding("Moderation", words, warns=True)
