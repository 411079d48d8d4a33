from enum import StrEnum

from heard.core.lifecycle import BEGINNING, Lifecycle, move
from heard.showcase.models import ExemplarState, State


class CaseStudyMoves(StrEnum):
    BEGIN = "begin"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


CASE_STUDY = Lifecycle(
    "casestudy",
    states=State.values,
    moves=(
        move(CaseStudyMoves.BEGIN, [BEGINNING], State.DRAFT, "An editor began to write it."),
        move(
            CaseStudyMoves.PUBLISH,
            [State.DRAFT, State.PUBLISHED, State.WITHDRAWN],
            State.PUBLISHED,
            "Its newest version is public, and the worker makes the PDF. Everyone in it has agreed.",
        ),
        move(
            CaseStudyMoves.WITHDRAW,
            [State.PUBLISHED],
            State.WITHDRAWN,
            "An editor took it out, or someone in it withdrew their consent. Page and PDF are gone at once.",
        ),
    ),
)


class ExemplarMoves(StrEnum):
    CHOOSE = "choose"
    END = "end"
    CHOOSE_AGAIN = "choose-again"


EXEMPLAR = Lifecycle(
    "exemplar",
    states=ExemplarState.values,
    moves=(
        move(ExemplarMoves.CHOOSE, [BEGINNING], ExemplarState.CURRENT, "An editor chose the organisation, and says why."),
        move(
            ExemplarMoves.END, [ExemplarState.CURRENT], ExemplarState.FORMER, "An editor ended it by hand, and says why. It stays listed."
        ),
        move(ExemplarMoves.CHOOSE_AGAIN, [ExemplarState.FORMER], ExemplarState.CURRENT, "It is one again."),
    ),
)
