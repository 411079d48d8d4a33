"""What `manage.py doctor` asks of moderation."""

from collections.abc import Iterator

from heard.core.health import Finding, looked_at
from heard.moderation import queries
from heard.moderation.policies import moderators


@looked_at
def approved_stories() -> Iterator[Finding]:
    late = queries.approved_and_late().count()
    if late:
        words = f"approved and late: {late}. The worker's log names the cases and what went wrong; they are tried again every minute"
        yield Finding("Moderation", words, well=False)


@looked_at
def people_who_moderate() -> Iterator[Finding]:
    """Whether there is somebody for every case. That an author can ask somebody else to look again at a decline needs two people
    (⚙ `appeals` is one or more everywhere).
    """
    people = moderators().count()
    if people == 0:
        yield Finding("Moderation", "nobody moderates: what is sent waits, unread, until an operator gives somebody that work", warns=True)
    if people == 1:
        words = "one person moderates: an author who asks us to look again at a decline gets the same person, and is told so"
        yield Finding("Moderation", words, warns=True)
    if people and (stuck := queries.cases_for_nobody()):
        words = f"cases for a line in which nobody works: {stuck}. Give somebody that role (second line, or senior moderator)"
        yield Finding("Moderation", words, well=False)
    if people and (left := queries.appeals_for_the_same()):
        words = f"appeals that only those who had a part in the decline can read: {left}. Make somebody from outside a moderator"
        yield Finding("Moderation", words, warns=True)
