from enum import StrEnum

from heard.core.lifecycle import BEGINNING, Lifecycle, move
from heard.enquiries.models import State


class EnquiryMoves(StrEnum):
    SEND = "send"
    ANSWER = "answer"
    CLOSE = "close"


ENQUIRY = Lifecycle(
    "enquiry",
    states=State.values,
    moves=(
        move(EnquiryMoves.SEND, [BEGINNING], State.WAITING, "Someone wrote to Heard; the people who run it are told."),
        move(EnquiryMoves.ANSWER, [State.WAITING], State.ANSWERED, "One of them answered; the answer goes out by email."),
        move(
            EnquiryMoves.CLOSE,
            [State.WAITING],
            State.CLOSED,
            "There is nothing to answer: an advertisement, say, or a story sent again as a story.",
        ),
    ),
)
