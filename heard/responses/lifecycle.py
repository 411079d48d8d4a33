from heard.core.lifecycle import BEGINNING, Lifecycle, move
from heard.responses.models import AnswerState, ChangeState, ReplyState

ANSWER = Lifecycle(
    "answer",
    states=AnswerState.values,
    moves=(
        move("send", [BEGINNING], AnswerState.WINDOW, "Sent; it can be edited or taken back for a while."),
        move("edit", [AnswerState.WINDOW], AnswerState.WINDOW, "The responder changes it."),
        move("take-back", [AnswerState.WINDOW], AnswerState.TAKEN_BACK, "The responder takes it back; nobody saw it."),
        move(
            "fast-track",
            [AnswerState.WINDOW],
            AnswerState.PUBLISHED,
            "The window closed and every condition of fast-track holds.",
        ),
        move("refer", [AnswerState.WINDOW], AnswerState.WAITING, "The window closed; a moderator will read it."),
        move("publish", [AnswerState.WAITING], AnswerState.PUBLISHED, "A moderator published it."),
        move("return", [AnswerState.WAITING], AnswerState.RETURNED, "A moderator returned it and said why."),
        move("revise", [AnswerState.RETURNED], AnswerState.WINDOW, "The responder wrote it anew."),
        move(
            "lapse",
            [AnswerState.WINDOW, AnswerState.WAITING, AnswerState.RETURNED],
            AnswerState.LAPSED,
            "The author withdrew the story; nobody will see the answer.",
        ),
    ),
)

REPLY = Lifecycle(
    "reply",
    states=ReplyState.values,
    moves=(
        move("send", [BEGINNING], ReplyState.WAITING, "The author sends it; a moderator will read it."),
        move("say", [BEGINNING], ReplyState.PUBLISHED, "Said with a button, without words, so there is nothing to read first."),
        move("publish", [ReplyState.WAITING], ReplyState.PUBLISHED, "It stands in the conversation."),
        move("decline", [ReplyState.WAITING], ReplyState.DECLINED, "It is not published; the author is told why."),
        move("withdraw", [ReplyState.WAITING, ReplyState.PUBLISHED], ReplyState.WITHDRAWN, "The author takes it back."),
    ),
)

CHANGE = Lifecycle(
    "change",
    states=ChangeState.values,
    moves=(
        move("plan", [BEGINNING], ChangeState.PLAN_WAITING, "A plan is sent; a moderator will read it."),
        move(
            "make",
            [BEGINNING, ChangeState.PLANNED],
            ChangeState.MADE_WAITING,
            "It is said to be made; a moderator will read that.",
        ),
        move(
            "publish-plan",
            [ChangeState.PLAN_WAITING],
            ChangeState.PLANNED,
            "The plan is public, with who leads and by when.",
        ),
        move("new-date", [ChangeState.PLANNED], ChangeState.PLANNED, "Its organisation gives another day; the first one stays public."),
        move("publish-made", [ChangeState.MADE_WAITING], ChangeState.MADE, "It is public that the change was made."),
        move(
            "return",
            [ChangeState.PLAN_WAITING, ChangeState.MADE_WAITING],
            ChangeState.RETURNED,
            "A moderator returned it and said why.",
        ),
        move(
            "return-to-plan",
            [ChangeState.MADE_WAITING],
            ChangeState.PLANNED,
            "Not shown to be made yet; the plan stands.",
        ),
        move("revise-plan", [ChangeState.RETURNED], ChangeState.PLAN_WAITING, "The plan was written anew."),
        move("revise-made", [ChangeState.RETURNED], ChangeState.MADE_WAITING, "What was done was written anew."),
        move(
            "lapse",
            [ChangeState.PLAN_WAITING, ChangeState.MADE_WAITING, ChangeState.RETURNED],
            ChangeState.LAPSED,
            "The author withdrew the story; nobody will see the change.",
        ),
    ),
)
