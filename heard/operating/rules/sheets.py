"""What operators write before it is sent: the kinds of their sheets (`heard.writing`), and which field holds the words that matter."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ANSWER, CLOSE = "enquiry-answer", "enquiry-close"
MAIN: dict[str, tuple[str, ...]] = {ANSWER: ("answer",), CLOSE: ("reason",)}
LABELS: dict[str, str | Promise] = {ANSWER: gettext_lazy("An answer"), CLOSE: gettext_lazy("A reason to close it")}
