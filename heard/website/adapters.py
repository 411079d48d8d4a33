"""What pages say that only the public site knows."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from heard.pages.presenters.blocks import block
from heard.pages.rules.live import Facts
from heard.ui.presenters import Row

STEPS = [
    (gettext_lazy("Told"), gettext_lazy("We published the story and told every organisation it concerns.")),
    (pgettext_lazy("step of a story", "Heard"), gettext_lazy("Someone at an organisation that listens has been emailed about it.")),
    (gettext_lazy("Read"), gettext_lazy("Someone at an organisation it concerns has signed in and opened it.")),
    (gettext_lazy("Answered"), gettext_lazy("One of them has answered in public.")),
    (gettext_lazy("Change planned"), gettext_lazy("One of them has said what will change, who leads it, and by when.")),
    (gettext_lazy("Change made"), gettext_lazy("One of them has said that it’s done.")),
    (gettext_lazy("It helped"), gettext_lazy("The author says so.")),
]
"""The progress of a story, as defined in public."""


@block("progress_steps", "website/_progress_steps.html", words=gettext_lazy("each step of a story, and what it means"))
def _progress_steps(_facts: Facts) -> dict[str, object]:
    return {"steps": [Row(str(step), str(means)) for step, means in STEPS]}
