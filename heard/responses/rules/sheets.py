"""What members write before it is sent: the kinds of their sheets (`heard.writing`), and which fields hold the words that matter."""

ANSWER, ANSWER_AGAIN = "answer", "answer-again"
PLAN, PLAN_AGAIN = "plan", "plan-again"
MADE, MADE_OF_PLAN = "made", "made-of-plan"

MAIN: dict[str, tuple[str, ...]] = {
    ANSWER: ("text",),
    ANSWER_AGAIN: ("text",),
    PLAN: ("what",),
    PLAN_AGAIN: ("what",),
    MADE: ("made_what",),
    MADE_OF_PLAN: ("made_what",),
}
LABELS: dict[str, str] = {
    ANSWER: "An answer",
    ANSWER_AGAIN: "An answer, written again",
    PLAN: "A plan",
    PLAN_AGAIN: "A plan, written again",
    MADE: "That a change was made",
    MADE_OF_PLAN: "That a plan was made",
}
