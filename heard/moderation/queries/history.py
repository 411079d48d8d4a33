"""What happened to a story, and what moderators did and said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.accounts.models import Person
from heard.core.actors import AUTHOR, PERSON, ActorRef, numbers_of
from heard.core.reviewing import Words
from heard.moderation.lifecycle import CaseMoves, CaseNotes
from heard.moderation.models import STORY, Case, CaseMove
from heard.moderation.queries.waits import waited_for_of
from heard.stories.models import Edit, HoldReason, StoryMove


@dataclass(frozen=True)
class Noted:
    """A note with the name of whoever wrote it."""

    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class ModeratorsNotes:
    """What moderators last said about an open case: why it is held, and why it was passed up."""

    held: Noted | None = None
    passed_up: Noted | None = None


def what_moderators_said(cases: Iterable[Case]) -> dict[int, ModeratorsNotes]:
    """What was said of those among `cases` that are held or were passed up, in two statements for any number of them."""
    by_id = {case.pk: case for case in cases}
    moves = CaseMove.objects.filter(case_id__in=by_id, name__in=(CaseMoves.WAIT, CaseMoves.PASS_UP)).exclude(note="")
    last = list(moves.order_by("case_id", "name", "-pk").distinct("case_id", "name"))
    names = names_of(move.by for move in last) if last else {}
    noted = {(move.case_id, move.name): Noted(move.note, names[move.by], move.at) for move in last}
    return {
        pk: ModeratorsNotes(
            noted.get((pk, CaseMoves.WAIT)) if waited_for_of(case) in HoldReason.values else None, noted.get((pk, CaseMoves.PASS_UP))
        )
        for pk, case in by_id.items()
    }


@dataclass(frozen=True)
class Past:
    """One line of what happened: `what` is the name of a move, `words` what was said, `by` a name or “the author”. `reason` is that of a
    decision about a story, and `why` what the desk itself says (`CaseWhy`), both as they are kept.
    """

    at: datetime
    what: str
    by: str
    words: str
    among_moderators: bool
    reason: str = ""
    why: str = ""


def history_of(case: Case) -> list[Past]:
    """What happened to the story, and what moderators did about this case up to the decision, oldest first; of a story's case also about
    those before it.
    """
    if case.is_story:
        return history_of_story(case.story_id)
    return _history(case.story_id, CaseMove.objects.filter(case=case), silent=SILENT)


def history_of_story(story_id: int) -> list[Past]:
    """What happened to the story, and what moderators did about its own cases. Moves of other things are told with them."""
    own = CaseMove.objects.filter(case__story_id=story_id, case__subject=STORY)
    return _history(story_id, own, silent=(*SILENT, CaseMoves.DECIDE))  # what was decided, the move of the story says


def _history(story_id: int, among_moderators: QuerySet[CaseMove], *, silent: Iterable[str]) -> list[Past]:
    """`silent` are moves of a case that say nothing of their own, unless somebody noted something."""
    moves: list[StoryMove | CaseMove] = list(StoryMove.objects.filter(story_id=story_id))
    moves += among_moderators.exclude(name__in=silent, note="", why="")
    names = names_of(move.by for move in moves)
    return [
        Past(move.at, move.name, names[move.by], move.note, among_moderators=True, why=move.why)
        if isinstance(move, CaseMove)
        else Past(move.at, move.name, names[move.by], move.said, among_moderators=False, reason=move.reason)
        for move in sorted(moves, key=lambda move: move.at)
    ]


def names_of(references: Iterable[str]) -> dict[str, str]:
    known = set(map(ActorRef, references))
    by_id = dict(Person.objects.filter(pk__in=numbers_of(PERSON, known)).values_list("pk", "name"))
    return {
        ref: by_id.get(ref.number, _("someone")) if ref.kind == PERSON else str(_KINDS_OF_ACTOR.get(ref.kind, "Heard")) for ref in known
    }


SILENT = (CaseMoves.OPEN, CaseMoves.CLAIM, CaseMoves.WAIT, CaseMoves.RESUME, CaseNotes.CORRECTED, CaseNotes.LOOK)
"""What is in the history only with a note, or with what the desk said."""
THE_AUTHOR = gettext_lazy("the author")
"""Who did what an author did, in a `Past`: at the desk they have no other name."""
_KINDS_OF_ACTOR = {AUTHOR: THE_AUTHOR, "membership": gettext_lazy("a member")}


def decided_so(case: Case, person: Person, words: str) -> bool:
    """Whether the last thing that happened to the case is a decision of this person that says `words`: the same form, sent twice."""
    last = CaseMove.objects.filter(case=case).order_by("-pk").first()
    if last is None or last.by != person.actor_ref or last.name not in _DECISIONS:
        return False
    told = StoryMove.objects.filter(story_id=case.story_id).order_by("-pk").first()
    said = [last.note, last.message, *([told.message] if told else [])]
    if isinstance(case.kind, Words):
        said += case.kind.last_said(case.thing)
    return not words or any(each.startswith(words) for each in said if each)


_DECISIONS = {CaseMoves.DECIDE, CaseMoves.APPROVE, CaseMoves.WAIT, CaseMoves.PROPOSE, CaseMoves.PASS_UP}


def edits_of(story_id: int) -> list[Edit]:
    """Every edit of the author's words so far, oldest first."""
    return list(Edit.objects.filter(version__story_id=story_id).select_related("version").order_by("version__number", "pk"))
