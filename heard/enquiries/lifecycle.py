from heard.core.lifecycle import BEGINNING, Lifecycle, move
from heard.enquiries.models import State

ENQUIRY = Lifecycle(
    "enquiry",
    states=State.values,
    moves=(
        move("send", [BEGINNING], State.WAITING, "Somebody wrote to Heard; the people who run it are told."),
        move("answer", [State.WAITING], State.ANSWERED, "One of them answered; the answer goes out by email."),
        move(
            "close", [State.WAITING], State.CLOSED, "There is nothing to answer: an advertisement, say, or a story sent again as a story."
        ),
    ),
)
