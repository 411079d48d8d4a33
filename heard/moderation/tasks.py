import logging
import traceback
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from heard.core import reckoning
from heard.core.actors import SystemActor
from heard.core.jobs import LOOK_AFTER_FIRST
from heard.core.reckoning import Missing, Window, owed
from heard.core.reviewing import Reviewable, kinds
from heard.moderation.actions import calls, cases
from heard.moderation.actions.cases import take_usual_turn
from heard.moderation.actions.paging import send_page
from heard.moderation.actions.rota import forget_who_left
from heard.moderation.actions.stories import publish_approved
from heard.moderation.models import Call
from heard.moderation.queries.calls import calls_due, calls_left_alone, danger_without_a_call, left_undecided, pages_due
from heard.moderation.queries.locked import locked_and_nobody_told
from heard.moderation.queries.messages import calls_to_what_is_answered, messages_left, messages_without_a_call
from heard.moderation.queries.owed import (
    corrected_and_not_looked_through,
    left_of_erased,
    open_for_nothing,
    read_by_nobody_here,
    replied_and_still_waiting,
    without_a_case,
)
from heard.moderation.queries.waits import approved_by_now, over_and_still_waiting, waited_last_long_enough, waits_that_are_over

logger = logging.getLogger(__name__)
SWEEP = SystemActor("desk-sweep")
DESK = SystemActor("desk")


def _unread(kind: Reviewable[Any]) -> Callable[[Window], Sequence[Missing]]:
    return lambda window: without_a_case(kind, window)


def _open(kind: Reviewable[Any]) -> Callable[[Missing], object]:
    return lambda each: cases.open_case(subject=kind.subject, thing_id=each.of, by=SWEEP)


def _close(each: Missing) -> object:
    if each.about:
        return cases.close_case_of(subject=each.about, thing_id=each.of, by=SWEEP)
    return cases.close_cases(story_id=each.story_id or 0, by=SWEEP)


for kind in kinds():
    waiting = format_lazy(gettext_lazy("{things} waiting for a moderator but not in the queue"), things=kind.things)
    owed(f"moderation.{kind.subject}", waiting, _unread(kind), _open(kind))
owed(
    "moderation.replied",
    gettext_lazy("stories still waiting for an author who has replied"),
    replied_and_still_waiting,
    lambda each: cases.author_replied(story_id=each.story_id or 0, by=SWEEP),
)
owed(
    "moderation.corrected",
    gettext_lazy("stories that are in the wrong place in the queue since their author changed them"),
    corrected_and_not_looked_through,
    lambda each: cases.author_corrected(story_id=each.story_id or 0, by=SWEEP),
)
owed(
    "moderation.over",
    gettext_lazy("stories still waiting after their hold ended, or after the author’s time to answer ran out"),
    over_and_still_waiting,
    lambda each: cases.end_wait(case_id=each.of, by=SWEEP),
)
owed(
    "moderation.taken-back",
    gettext_lazy("cases still open after the author took the story or reply back"),
    open_for_nothing,
    _close,
)
owed(
    "moderation.erased",
    gettext_lazy("deleted stories whose notes and reports are still there"),
    left_of_erased,
    lambda each: cases.erase_notes(story_id=each.story_id or 0, by=SWEEP),
)
owed(
    "moderation.left",
    gettext_lazy("cases claimed by someone whose account is closed"),
    read_by_nobody_here,
    lambda each: cases.release_all_of(person_id=each.of, by=SWEEP),
)
owed(
    "moderation.danger",
    gettext_lazy("cases with signs of danger that no one on the rota was alerted about"),
    danger_without_a_call,
    lambda each: calls.begin_call(case_id=each.of, why=Call.Why.OPENED, by=SWEEP),
)
owed(
    "moderation.message",
    gettext_lazy("messages to Heard with signs of danger that no one on the rota was alerted about"),
    messages_without_a_call,
    lambda each: calls.begin_message_call(enquiry_id=each.of, why=Call.Why.OPENED, by=SWEEP),
)
owed(
    "moderation.answered",
    gettext_lazy("messages to Heard that were answered but still alert people"),
    calls_to_what_is_answered,
    lambda each: calls.end_message_call(enquiry_id=each.of, by=SWEEP),
)
owed(
    "moderation.locked",
    gettext_lazy("cases that no moderator can open, and that some operators weren’t told about"),
    locked_and_nobody_told,
    lambda each: calls.tell_of_locked(case_id=each.of, by=SWEEP),
)
owed(
    "moderation.next",
    gettext_lazy("signs of danger that the next person wasn’t alerted about in time"),
    calls_left_alone,
    lambda each: calls.tell_next(call_id=each.of, by=SWEEP),
)


@app.periodic(cron="* * * * *")
@app.task(name="moderation.tell_next", queueing_lock="moderation.tell_next", priority=LOOK_AFTER_FIRST)
def tell_who_is_next(timestamp: int) -> None:
    """Nobody took it: tell the next one. Each call in a transaction of its own, so that one that fails keeps nobody from the others."""
    for case_id in left_undecided():
        _each("Case %s was left", case_id, lambda pk: calls.begin_call(case_id=pk, why=Call.Why.LEFT, by=DESK))
    for enquiry_id in messages_left():
        _each("Message %s was left", enquiry_id, lambda pk: calls.begin_message_call(enquiry_id=pk, why=Call.Why.LEFT, by=DESK))
    for call_id in calls_due():
        _each("Call %s is due", call_id, lambda pk: calls.tell_next(call_id=pk, by=DESK))


@app.task(name="moderation.page", priority=LOOK_AFTER_FIRST)
def page(page_id: int) -> None:
    """Wake somebody. What fails is tried again by the sweep."""
    send_page(page_id=page_id, by=DESK)


@app.periodic(cron="* * * * *")
@app.task(name="moderation.pages", queueing_lock="moderation.pages", priority=LOOK_AFTER_FIRST)
def send_pages(timestamp: int) -> None:
    """Pages that were not taken, or whose worker died over them."""
    for page_id in pages_due():
        _each("Page %s is due", page_id, lambda pk: send_page(page_id=pk, by=DESK))


@app.periodic(cron="37 * * * *")
@app.task(name="moderation.forget_who_left", queueing_lock="moderation.forget_who_left")
def forget_who_left_the_rota(timestamp: int) -> None:
    """A paging address is kept only as long as its person may be paged."""
    forget_who_left(by=DESK)


def _each(words: str, pk: int, do: Callable[[int], object]) -> None:
    try:
        do(pk)
    except Exception as error:  # noqa: BLE001 - logged, without its message: that may hold an address
        where = traceback.extract_tb(error.__traceback__)[-1]
        logger.error(words + ", and failed: %s at %s:%s", pk, type(error).__name__, where.filename, where.lineno)  # noqa: TRY400, G003


@app.periodic(cron="* * * * *")
@app.task(name="moderation.put_right", queueing_lock="moderation.put_right")
def put_right(timestamp: int) -> None:
    """Open, resume and close the cases that something that happened should have. Twice changes nothing."""
    reckoning.sweep("moderation", timestamp=timestamp)


@app.periodic(cron="* * * * *")
@app.task(name="moderation.publish_approved", queueing_lock="moderation.publish_approved")
def publish_what_is_approved(timestamp: int) -> None:
    """Publish the stories whose working morning has come. Each in a transaction of its own: one that fails in a way nobody foresaw stays
    approved and is tried again next minute, and those after it go on. `manage.py doctor` tells of what is late.
    """
    for case_id in approved_by_now():
        try:
            publish_approved(case_id=case_id, by=SystemActor("desk"))
        except Exception as error:  # noqa: BLE001 - logged, without its message: that may hold words of the story
            where = traceback.extract_tb(error.__traceback__)[-1]
            logger.error(  # noqa: TRY400 - a trace ends with the message
                "Case %s is approved and could not be published: %s at %s:%s", case_id, type(error).__name__, where.filename, where.lineno
            )


@app.periodic(cron="* * * * *")
@app.task(name="moderation.end_waits", queueing_lock="moderation.end_waits")
def nothing_waits_for_ever(timestamp: int) -> None:
    """A hold ends on its day, and an author has so long to answer: then it is in the queue again. One that fails leaves the others."""
    for case_id in waits_that_are_over():
        try:
            cases.end_wait(case_id=case_id, by=SystemActor("desk"))
        except Exception as error:  # noqa: BLE001 - logged, without its message; the reckoning names what is left
            logger.error("The wait of case %s could not be ended: %s", case_id, type(error).__name__)  # noqa: TRY400 - a trace ends with the message


@app.periodic(cron="7 * * * *")
@app.task(name="moderation.usual_turn", queueing_lock="moderation.usual_turn")
def nobody_waits_for_ever(timestamp: int) -> None:
    """What came in a rush is read after the others, but not only when there are no others."""
    for case_id in waited_last_long_enough():
        take_usual_turn(case_id=case_id, by=SystemActor("desk"))
