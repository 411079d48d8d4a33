from enum import StrEnum

from heard.core.lifecycle import BEGINNING, Lifecycle, move
from heard.moderation.models import CaseState

QUEUED, CLAIMED, WAITING, CLOSED = CaseState.QUEUED, CaseState.CLAIMED, CaseState.WAITING, CaseState.CLOSED


class CaseMoves(StrEnum):
    OPEN = "open"
    CLAIM = "claim"
    TAKE_OVER = "take-over"
    RELEASE = "release"
    PASS_UP = "pass-up"  # noqa: S105 - no password
    PROPOSE = "propose"
    WAIT = "wait"
    APPROVE = "approve"
    MORNING = "morning"
    RESUME = "resume"
    DECIDE = "decide"
    CLOSE = "close"


CASE = Lifecycle(
    "case",
    states=CaseState.values,
    moves=(
        move(CaseMoves.OPEN, [BEGINNING], QUEUED, "Something was sent that a moderator must read."),
        move(CaseMoves.CLAIM, [QUEUED, WAITING], CLAIMED, "One moderator reads it. No one else decides it while they have it."),
        move(
            CaseMoves.TAKE_OVER,
            [CLAIMED],
            CLAIMED,
            "The moderator who had it left it too long. Another takes over, with a note.",
        ),
        move(CaseMoves.RELEASE, [CLAIMED], QUEUED, "Back to the queue, undecided."),
        move(CaseMoves.PASS_UP, [CLAIMED], QUEUED, "Someone with more experience should decide."),
        move(CaseMoves.PROPOSE, [CLAIMED], QUEUED, "One moderator thinks it is not genuine. A second one must agree."),
        move(CaseMoves.WAIT, [CLAIMED], WAITING, "The author was asked something, or it is on hold for advice."),
        move(CaseMoves.APPROVE, [CLAIMED], WAITING, "Approved; public on the next working morning."),
        move(CaseMoves.MORNING, [WAITING], CLOSED, "The morning came, and what was approved is public."),
        move(CaseMoves.RESUME, [WAITING], QUEUED, "What it was waiting for has come, or did not come in time."),
        move(CaseMoves.DECIDE, [CLAIMED], CLOSED, "A moderator decided."),
        move(CaseMoves.CLOSE, [QUEUED, CLAIMED, WAITING], CLOSED, "It was taken back, so there is nothing left to decide."),
    ),
)


class CaseWhy(StrEnum):
    """Why the desk itself did something with a case, kept with the move and worded when it is shown. What it depends on follows a colon."""

    NO_ANSWER = "no-answer"
    HOLD_OVER = "hold-over"
    DANGER_WHILE_HELD = "danger-while-held"
    ANSWERED_SINCE = "answered-since"
    APPROVER_LEFT = "approver-left"
    NOT_READY = "not-ready"
    """What was approved could not be published: for this field, or for the line that may."""
    LONG = "long"
    """Published although it is long: so many words."""


class CaseNotes(StrEnum):
    """What is kept beside a case, among its moves, that moves nothing."""

    NOTE = "note"
    SIGNS = "signs"
    CORRECTED = "corrected"
    USUAL_TURN = "usual-turn"
    DANGER = "danger"
    NO_DANGER = "no-danger"
    LOOK = "look"
