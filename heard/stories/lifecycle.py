from enum import StrEnum

from heard.core.lifecycle import BEGINNING, Lifecycle, move
from heard.stories.models import State

UNDECIDED = (State.WAITING, State.ASKED, State.HELD)


class StoryMoves(StrEnum):
    SEND = "send"
    ASK = "ask"
    REPLY = "reply"
    CORRECT = "correct"
    CORRECT_HELD = "correct-held"
    HOLD = "hold"
    RELEASE = "release"
    PUBLISH = "publish"
    EDIT = "edit"
    DECLINE = "decline"
    RECONSIDER = "reconsider"
    WITHDRAW = "withdraw"


STORY = Lifecycle(
    "story",
    states=State.values,
    moves=(
        move(StoryMoves.SEND, [BEGINNING], State.WAITING, "The author sends it; a moderator will read it."),
        move(StoryMoves.ASK, [State.WAITING, State.HELD], State.ASKED, "A moderator asks the author something."),
        move(StoryMoves.REPLY, [State.ASKED], State.WAITING, "The author answers the moderator."),
        move(
            StoryMoves.CORRECT,
            [State.WAITING, State.ASKED],
            State.WAITING,
            "The author corrects or adds to their words; a moderator reads them again.",
        ),
        move(StoryMoves.CORRECT_HELD, [State.HELD], State.HELD, "The author corrects or adds to their words while it waits for advice."),
        move(StoryMoves.HOLD, [State.WAITING, State.ASKED], State.HELD, "It waits for advice: safeguarding or legal."),
        move(StoryMoves.RELEASE, [State.HELD], State.WAITING, "The reason for holding is gone."),
        move(StoryMoves.PUBLISH, UNDECIDED, State.PUBLISHED, "It is public, and everyone concerned is told."),
        move(
            StoryMoves.EDIT,
            [State.PUBLISHED],
            State.PUBLISHED,
            "The public text, its tags, or the services it is about are changed, with a reason.",
        ),
        move(StoryMoves.DECLINE, UNDECIDED, State.DECLINED, "It will not be published; the author is told why, kindly."),
        move(StoryMoves.RECONSIDER, [State.DECLINED], State.WAITING, "The author appealed; another moderator reads it, if there is one."),
        move(StoryMoves.WITHDRAW, [*UNDECIDED, State.DECLINED, State.PUBLISHED], State.WITHDRAWN, "The author takes it back."),
    ),
)
