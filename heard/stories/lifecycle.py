from heard.core.lifecycle import BEGINNING, Lifecycle, move
from heard.stories.models import State

UNDECIDED = (State.WAITING, State.ASKED, State.HELD)

STORY = Lifecycle(
    "story",
    states=State.values,
    moves=(
        move("send", [BEGINNING], State.WAITING, "The author sends it; a moderator will read it."),
        move("ask", [State.WAITING, State.HELD], State.ASKED, "A moderator asks the author something."),
        move("reply", [State.ASKED], State.WAITING, "The author answers the moderator."),
        move(
            "correct",
            [State.WAITING, State.ASKED],
            State.WAITING,
            "The author corrects or adds to their words; a moderator reads them anew.",
        ),
        move("correct-held", [State.HELD], State.HELD, "The author corrects or adds to their words while it waits for advice."),
        move("hold", [State.WAITING, State.ASKED], State.HELD, "It waits for advice: safeguarding or legal."),
        move("release", [State.HELD], State.WAITING, "The reason for holding is gone."),
        move("publish", UNDECIDED, State.PUBLISHED, "It is public, and everyone concerned is told."),
        move(
            "edit", [State.PUBLISHED], State.PUBLISHED, "The public text, its tags, or the services it is about are changed, with a reason."
        ),
        move("decline", UNDECIDED, State.DECLINED, "It will not be published; the author is told why, kindly."),
        move("reconsider", [State.DECLINED], State.WAITING, "The author appealed; another moderator reads it, where there is one."),
        move("withdraw", [*UNDECIDED, State.DECLINED, State.PUBLISHED], State.WITHDRAWN, "The author takes it back."),
    ),
)
