"""What moderators write before a decision: the kinds of their sheets (`heard.writing`), and which fields hold the words that matter.

The main form of a story is kept with its case (`rules.work`); what two pages typed at once into it stands on a sheet too.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.core.texts.saying import worded
from heard.stories.models import DeclineReason

STORY, SAID, GIVE_BACK, REPORT = "story", "said", "give-back", "report"
ASK, HOLD, PASS_UP, EDIT = "ask", "hold", "pass-up", "edit"
NOTE, PLACE = "note", "place"


def decline(reason: str) -> str:
    """Each reason has a sheet of its own: it begins from other words."""
    return f"decline:{reason}"


DECLINES = {decline(reason): reason for reason in DeclineReason.values}
MAIN: dict[str, tuple[str, ...]] = {
    STORY: ("title", "text", "hope"),
    SAID: ("text", "what", "who_leads", "made_what", "note"),
    GIVE_BACK: ("reason",),
    REPORT: ("note",),
    ASK: ("question",),
    HOLD: ("note",),
    PASS_UP: ("note",),
    EDIT: ("title", "text", "hope", "edit_note"),
    NOTE: ("among-note",),
    PLACE: ("name", "where"),
    **dict.fromkeys(DECLINES, ("message", "note")),
}
OF_A_CASE = tuple(kind for kind in MAIN if kind != EDIT)
"""All that is written about a case; it goes when the case is closed. An edit of a public story is about the story."""
LABELS: dict[str, Promise] = {
    STORY: gettext_lazy("The story"),
    SAID: gettext_lazy("Edited words"),
    GIVE_BACK: gettext_lazy("A note to send back with it"),
    REPORT: gettext_lazy("What was done about the report"),
    ASK: gettext_lazy("A question for the author"),
    HOLD: gettext_lazy("A hold"),
    PASS_UP: gettext_lazy("A note to escalate it"),
    NOTE: gettext_lazy("A note for moderators"),
    PLACE: gettext_lazy("A place to propose"),
}


def label_of(kind: str) -> str:
    """What was begun, where it is listed."""
    if kind in DECLINES:
        return _("A decline: %(reason)s") % {"reason": DeclineReason(DECLINES[kind]).label}
    return worded(LABELS, kind)
