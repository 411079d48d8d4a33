from heard.core.lifecycle import BEGINNING, Lifecycle, move
from heard.moderation.models import CaseState

QUEUED, CLAIMED, WAITING, CLOSED = CaseState.QUEUED, CaseState.CLAIMED, CaseState.WAITING, CaseState.CLOSED

CASE = Lifecycle(
    "case",
    states=CaseState.values,
    moves=(
        move("open", [BEGINNING], QUEUED, "Something was sent that a moderator has to read."),
        move("claim", [QUEUED, WAITING], CLAIMED, "One moderator reads it; nobody else decides meanwhile."),
        move("take-over", [CLAIMED], CLAIMED, "The one who claimed it left it too long; another goes on, with a note."),
        move("release", [CLAIMED], QUEUED, "Back to the queue, undecided."),
        move("pass-up", [CLAIMED], QUEUED, "Somebody with more experience should decide."),
        move("propose", [CLAIMED], QUEUED, "One moderator thinks it is not genuine; a second one has to agree."),
        move("wait", [CLAIMED], WAITING, "The author was asked, or it is held for advice."),
        move("approve", [CLAIMED], WAITING, "Approved; public on the next working morning."),
        move("morning", [WAITING], CLOSED, "The morning came: what was approved is public."),
        move("resume", [WAITING], QUEUED, "What it waited for has come, or did not come in time."),
        move("decide", [CLAIMED], CLOSED, "A moderator decided."),
        move("close", [QUEUED, CLAIMED, WAITING], CLOSED, "There is nothing left to decide: it was taken back."),
    ),
)
