"""What pages say of answers."""

from django.utils.translation import gettext_lazy

from heard.pages.presenters.blocks import block
from heard.pages.rules.live import Facts
from heard.responses.rules.advice import GOOD_ANSWER
from heard.ui.presenters import Row


@block("good_answer", "responses/_good_answer.html", words=gettext_lazy("the checklist of a good answer"))
def _good_answer(_facts: Facts) -> dict[str, object]:
    return {"checks": [Row(str(each.title), str(each.words)) for each in GOOD_ANSWER]}
