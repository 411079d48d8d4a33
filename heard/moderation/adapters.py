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
from heard.regions.queries import all_regions

NOT_TAKEN_AFTER = timedelta(minutes=15)


@looked_at
def approved_stories() -> Iterator[Finding]:
    late = approved_and_late().count()
    if late:
        words = f"approved and late: {late}. The worker's log names the cases and what went wrong; they are tried again every minute"
        yield Finding("Moderation", words, well=False)


@looked_at
def calls_that_nobody_took() -> Iterator[Finding]:
    """Somebody may be in danger, and whoever was told has not come."""
    waiting = not_taken(since=NOT_TAKEN_AFTER)
    if oldest := waiting.first():
        words = (
            f"signs of danger, and nobody has taken it: {waiting.count()}, the oldest for {age(oldest.began_at)} ({oldest.what})."
            " Open Moderation, or ring somebody who can"
        )
        yield Finding("Moderation", words, well=False)
    if stuck := pages_due_for(NOT_TAKEN_AFTER):
        yield Finding("Moderation", f"pages that no paging service has taken: {stuck}. They are tried every minute", well=False)


@looked_at
def the_rota() -> Iterator[Finding]:
    for region in all_regions():
        if rota_gaps(region.pk):
            words = f"{region.name}: at some hours nobody reads and nobody is on the rota. “Running Heard” shows which"
            yield Finding("Rota", words, warns=True)


@looked_at
def people_who_moderate() -> Iterator[Finding]:
    """Whether there is somebody for every case. That an author can ask somebody else to look again at a decline needs two people
    (⚙ `appeals` is one or more everywhere).
    """
    people = moderators().count()
    if people == 0:
        yield Finding("Moderation", "nobody moderates: what is sent waits, unread, until an operator gives somebody that work", warns=True)
    if people and not moderators(above=Line.SECOND).exists():
        words = "no senior moderator: nobody can be on the rota, and nobody can open a report of unfair treatment. Give somebody that role"
        yield Finding("Moderation", words, warns=True)
    if people == 1:
        words = "one person moderates: an author who asks us to look again at a decline gets the same person, and is told so"
        yield Finding("Moderation", words, warns=True)
    if people and (stuck := locked_cases().count()):
        words = f"cases for a line in which nobody works: {stuck}. Give somebody that role (second line, or senior moderator)"
        yield Finding("Moderation", words, well=False)
    if people and (left := appeals_for_the_same()):
        words = f"appeals that only those who had a part in the decline can read: {left}. Make somebody from outside a moderator"
        yield Finding("Moderation", words, warns=True)
