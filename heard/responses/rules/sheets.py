"""What members write before it is sent: the kinds of their sheets (`heard.writing`), and which fields hold the words that matter."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

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
LABELS: dict[str, Promise] = {
    ANSWER: gettext_lazy("An answer"),
    ANSWER_AGAIN: gettext_lazy("An answer, sent back and edited"),
    PLAN: gettext_lazy("A plan"),
    PLAN_AGAIN: gettext_lazy("A plan, sent back and edited"),
    MADE: gettext_lazy("A change you’ve made"),
    MADE_OF_PLAN: gettext_lazy("A planned change, now done"),
}
