"""What happened to a case, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from heard.moderation.lifecycle import CaseWhy
from heard.moderation.queries.history import THE_AUTHOR, Past
from heard.stories.models import DeclineReason, HoldReason
from heard.ui.wording import number

MOVES: dict[str, Promise] = {
    "send": gettext_lazy("The story was sent"),
    "ask": gettext_lazy("Asked the author a question"),
    "reply": gettext_lazy("The author replied"),
    "correct": gettext_lazy("The author changed their words"),
    "correct-held": gettext_lazy("The author changed their words"),
    "hold": gettext_lazy("Put on hold"),
    "release": gettext_lazy("The hold ended"),
    "publish": gettext_lazy("Published"),
    "edit": gettext_lazy("Edited after publication"),
    "decline": gettext_lazy("Declined"),
    "reconsider": gettext_lazy("The author asked us to look again"),
    "withdraw": gettext_lazy("The author took it back"),
    "claim": gettext_lazy("Taken to read"),
    "take-over": gettext_lazy("Taken over"),
    "pass-up": gettext_lazy("Escalated"),
    "usual-turn": gettext_lazy("Moved to its usual place in the queue"),
    "propose": gettext_lazy("Proposed declining it as not genuine"),
    "resume": gettext_lazy("Back in the queue"),
    "signs": gettext_lazy("Found signs of danger in what the author wrote"),
    "close": gettext_lazy("Closed"),
    "note": gettext_lazy("Note"),
    "no-danger": gettext_lazy("Said that no one is in danger"),
    "danger": gettext_lazy("Said that someone may be in danger after all"),
    "wait": gettext_lazy("Why it’s waiting"),
    "decide": gettext_lazy("Decided"),
    "approve": gettext_lazy("Approved for the next working morning"),
    "morning": gettext_lazy("Published as approved"),
}


@dataclass(frozen=True)
class Happened:
    at: datetime
    what: str
    by: str
    words: str
    private: bool


def happened(past: Iterable[Past], *, unread: bool = False) -> list[Happened]:
    """`unread`: for whoever has not opened the case. The author's own words stay out of it: they may be as hard as the story."""
    reasons = dict(DeclineReason.choices) | dict(HoldReason.choices)
    found = []
    for each in past:
        what = str(MOVES.get(each.what, each.what))
        if each.what == "release" and each.among_moderators:
            what = _("Put back undecided")
        said = "" if unread and each.by == str(THE_AUTHOR) else each.words
        reason = str(reasons.get(each.reason, each.reason))
        words = "\n\n".join(part for part in (reason, why_words(each.why), said) if part)
        found.append(Happened(each.at, what, each.by, words, each.among_moderators))
    return found


WHY: dict[str, Promise] = {
    CaseWhy.NO_ANSWER: gettext_lazy("The author hasn’t answered in time. They still can."),
    CaseWhy.HOLD_OVER: gettext_lazy("The hold has ended. Look at it again."),
    CaseWhy.DANGER_WHILE_HELD: gettext_lazy("The author wrote again, with signs of danger, while it was on hold."),
    CaseWhy.ANSWERED_SINCE: gettext_lazy("The author answered or changed their words after it was approved."),
    CaseWhy.APPROVER_LEFT: gettext_lazy("The person who approved it isn’t a moderator any more."),
}
WHY_NOT_READY: dict[str, Promise] = {
    "services": gettext_lazy("It couldn’t be published as it was approved. Check the services."),
    "tags": gettext_lazy("It couldn’t be published as it was approved. Check the tags."),
    "looked_at": gettext_lazy("It couldn’t be published as it was approved. There’s something new to check in its words."),
    "line": gettext_lazy("It couldn’t be published as it was approved. A moderator with more experience must publish it."),
    "": gettext_lazy("It couldn’t be published as it was approved. Open the preview to see what to change."),
}


def why_words(why: str) -> str:
    """What the desk itself says of a move; empty where it says nothing."""
    code, _colon, of = why.partition(":")
    if code == CaseWhy.LONG:
        return ngettext("Published with %(number)s word.", "Published with %(number)s words.", int(of)) % {"number": number(int(of))}
    if code == CaseWhy.NOT_READY:
        return str(WHY_NOT_READY.get(of, WHY_NOT_READY[""]))
    return str(WHY.get(code, ""))
