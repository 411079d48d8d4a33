from enum import StrEnum

from heard.core.lifecycle import BEGINNING, Lifecycle, move
from heard.responses.models import AnswerState, ChangeState, ReplyState


class AnswerMoves(StrEnum):
    SEND = "send"
    EDIT = "edit"
    TAKE_BACK = "take-back"
    FAST_TRACK = "fast-track"
    REFER = "refer"
    PUBLISH = "publish"
    RETURN = "return"
    REVISE = "revise"
    LAPSE = "lapse"


ANSWER = Lifecycle(
    "answer",
    states=AnswerState.values,
    moves=(
        move(AnswerMoves.SEND, [BEGINNING], AnswerState.WINDOW, "Sent; it can be edited or taken back for a while."),
        move(AnswerMoves.EDIT, [AnswerState.WINDOW], AnswerState.WINDOW, "The responder changes it."),
        move(AnswerMoves.TAKE_BACK, [AnswerState.WINDOW], AnswerState.TAKEN_BACK, "The responder takes it back; no one saw it."),
        move(
            AnswerMoves.FAST_TRACK,
            [AnswerState.WINDOW],
            AnswerState.PUBLISHED,
            "The window closed and every condition of fast-track holds.",
        ),
        move(AnswerMoves.REFER, [AnswerState.WINDOW], AnswerState.WAITING, "The window closed; a moderator will read it."),
        move(AnswerMoves.PUBLISH, [AnswerState.WAITING], AnswerState.PUBLISHED, "A moderator published it."),
        move(AnswerMoves.RETURN, [AnswerState.WAITING], AnswerState.RETURNED, "A moderator returned it and said why."),
        move(AnswerMoves.REVISE, [AnswerState.RETURNED], AnswerState.WINDOW, "The responder rewrote it."),
        move(
            AnswerMoves.LAPSE,
            [AnswerState.WINDOW, AnswerState.WAITING, AnswerState.RETURNED],
            AnswerState.LAPSED,
            "The author took the story back; no one will see the answer.",
        ),
    ),
)


class ReplyMoves(StrEnum):
    SEND = "send"
    SAY = "say"
    PUBLISH = "publish"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


REPLY = Lifecycle(
    "reply",
    states=ReplyState.values,
    moves=(
        move(ReplyMoves.SEND, [BEGINNING], ReplyState.WAITING, "The author sends it; a moderator will read it."),
        move(ReplyMoves.SAY, [BEGINNING], ReplyState.PUBLISHED, "Said with a button, without words, so there is nothing to read first."),
        move(ReplyMoves.PUBLISH, [ReplyState.WAITING], ReplyState.PUBLISHED, "It is in the conversation."),
        move(ReplyMoves.DECLINE, [ReplyState.WAITING], ReplyState.DECLINED, "It is not published; the author is told why."),
        move(ReplyMoves.WITHDRAW, [ReplyState.WAITING, ReplyState.PUBLISHED], ReplyState.WITHDRAWN, "The author takes it back."),
    ),
)


class ChangeMoves(StrEnum):
    PLAN = "plan"
    MAKE = "make"
    PUBLISH_PLAN = "publish-plan"
    NEW_DATE = "new-date"
    PUBLISH_MADE = "publish-made"
    RETURN = "return"
    RETURN_TO_PLAN = "return-to-plan"
    REVISE_PLAN = "revise-plan"
    REVISE_MADE = "revise-made"
    LAPSE = "lapse"


CHANGE = Lifecycle(
    "change",
    states=ChangeState.values,
    moves=(
        move(ChangeMoves.PLAN, [BEGINNING], ChangeState.PLAN_WAITING, "A plan is sent; a moderator will read it."),
        move(
            ChangeMoves.MAKE,
            [BEGINNING, ChangeState.PLANNED],
            ChangeState.MADE_WAITING,
            "Its organisation says it is made; a moderator will read that.",
        ),
        move(
            ChangeMoves.PUBLISH_PLAN,
            [ChangeState.PLAN_WAITING],
            ChangeState.PLANNED,
            "The plan is public, with who leads and by when.",
        ),
        move(
            ChangeMoves.NEW_DATE,
            [ChangeState.PLANNED],
            ChangeState.PLANNED,
            "Its organisation gives another day; the first one stays public.",
        ),
        move(ChangeMoves.PUBLISH_MADE, [ChangeState.MADE_WAITING], ChangeState.MADE, "It is public that the change was made."),
        move(
            ChangeMoves.RETURN,
            [ChangeState.PLAN_WAITING, ChangeState.MADE_WAITING],
            ChangeState.RETURNED,
            "A moderator returned it and said why.",
        ),
        move(
            ChangeMoves.RETURN_TO_PLAN,
            [ChangeState.MADE_WAITING],
            ChangeState.PLANNED,
            "Not shown to be made yet; the plan stays public.",
        ),
        move(ChangeMoves.REVISE_PLAN, [ChangeState.RETURNED], ChangeState.PLAN_WAITING, "The plan was rewritten."),
        move(ChangeMoves.REVISE_MADE, [ChangeState.RETURNED], ChangeState.MADE_WAITING, "What was done was rewritten."),
        move(
            ChangeMoves.LAPSE,
            [ChangeState.PLAN_WAITING, ChangeState.MADE_WAITING, ChangeState.RETURNED],
            ChangeState.LAPSED,
            "The author took the story back; no one will see the change.",
        ),
    ),
)
