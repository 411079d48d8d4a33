"""False alarms and reports of being treated differently, as the author’s own page asks for them."""

from dataclasses import dataclass
from datetime import datetime

from heard.moderation.lifecycle import CaseNotes
from heard.moderation.models import Case, CaseMove
from heard.moderation.queries.history import Past, names_of
from heard.responses.models import TreatedDifferently

REPORT = "treated-differently"
OF_DANGER = (CaseNotes.NO_DANGER, CaseNotes.DANGER)
"""Moves by which whoever reads a case says that its signs of danger are a false alarm, or none after all."""


def said_of_danger(case: Case) -> Past | None:
    """What was said last of the signs of danger of this case, and by whom; None when nothing was."""
    last = CaseMove.objects.filter(case=case, name__in=OF_DANGER).order_by("-pk").first()
    return Past(last.at, last.name, names_of([last.by])[last.by], "", among_moderators=True) if last else None


def false_alarms(story_id: int) -> dict[tuple[str, int], datetime]:
    """Of the story, of replies and of reports about it: until when all that their author wrote was read by somebody who said that nobody
    is in danger. The key is the subject and the thing's id.
    """
    moves = CaseMove.objects.filter(case__story_id=story_id, name__in=OF_DANGER).select_related("case").order_by("pk")
    last = {(move.case.subject, move.case.thing_id): move for move in moves}
    return {thing: move.at for thing, move in last.items() if move.name == CaseNotes.NO_DANGER}


@dataclass(frozen=True)
class ReportMade:
    """What an author told us of being treated differently; `text` is empty once it was deleted. `seen_to_at`: a senior moderator has
    finished with it.
    """

    id: int
    text: str
    told_at: datetime
    seen_to_at: datetime | None


def reports_of(story_id: int) -> list[ReportMade]:
    """All reports about the story, oldest first."""
    closed = dict(Case.objects.filter(subject=REPORT, story_id=story_id).values_list("thing_id", "closed_at"))
    reports = TreatedDifferently.objects.filter(story_id=story_id).order_by("told_at", "pk")
    return [ReportMade(each.pk, each.text, each.told_at, closed.get(each.pk)) for each in reports]
