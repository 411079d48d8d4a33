"""The author asks us to look again."""

from dataclasses import dataclass
from datetime import datetime

from heard.accounts.models import Person
from heard.core.actors import PERSON, ActorRef, numbers_of
from heard.moderation import policies
from heard.moderation.lifecycle import CaseMoves
from heard.moderation.models import STORY, Case, CaseMove
from heard.moderation.queries.cases import last_story_case
from heard.stories.lifecycle import StoryMoves
from heard.stories.models import DeclineReason, Story, StoryMove


def was_appealed(story_id: int) -> bool:
    """Whether the author asked us to look again, and no decision was made since."""
    last = (
        StoryMove.objects.filter(story_id=story_id, name__in=(StoryMoves.DECLINE, StoryMoves.RECONSIDER, StoryMoves.PUBLISH))
        .order_by("-pk")
        .first()
    )
    return last is not None and last.name == StoryMoves.RECONSIDER


def who_declined(story_id: int) -> set[int]:
    """Ids of the people who had a part in declining the story: who declined it, and who proposed that it is not genuine."""
    by = set(StoryMove.objects.filter(story_id=story_id, name=StoryMoves.DECLINE).values_list("by", flat=True))
    by |= set(CaseMove.objects.filter(case__story_id=story_id, case__subject=STORY, name=CaseMoves.PROPOSE).values_list("by", flat=True))
    return numbers_of(PERSON, by)


def somebody_else_can_look(story_id: int, *, besides: Person | None = None) -> bool:
    """Whether anybody moderates for its region who had no part in declining the story, `besides` that person."""
    took_part = who_declined(story_id) | ({besides.pk} if besides else set())
    region_id = Story.objects.values_list("region_id", flat=True).get(pk=story_id)
    return policies.moderators(region_id=region_id).exclude(pk__in=took_part).exists()


def another_decided(story_id: int) -> bool:
    """Whether the decision that stands was made by somebody who had no part in those before it."""
    case = last_story_case(story_id)
    by = StoryMove.objects.filter(story_id=story_id, name=StoryMoves.DECLINE).order_by("-pk").values_list("by", flat=True).first()
    return case is None or not case.appeal or by not in {ActorRef.of(PERSON, pk) for pk in case.not_for}


def appeals_for_the_same() -> int:
    """How many open appeals only people can decide who had a part in the decision."""
    return len(policies.everybody_had_a_part(Case.objects.select_related("story").filter(closed_at=None, appeal=True)))


@dataclass(frozen=True)
class Appeal:
    """What the author said when asking us to look again, and the decision it is about."""

    words: str
    at: datetime
    declined_at: datetime
    reason: str
    message: str


def appeal_of(case: Case) -> Appeal | None:
    """The appeal that the case is about; None for any other case."""
    if not case.appeal:
        return None
    moves = StoryMove.objects.filter(story_id=case.story_id).order_by("-pk")
    asked = moves.filter(name=StoryMoves.RECONSIDER, at__lte=case.opened_at).first()
    declined = moves.filter(name=StoryMoves.DECLINE, pk__lt=asked.pk).first() if asked else None
    if asked is None or declined is None:
        return None
    return Appeal(asked.message, asked.at, declined.at, declined.reason, declined.message)


def needs_a_second(person: Person, case: Case, reason: str) -> bool:
    """Whether declining for this reason is only proposed by this person. That a story is not genuine is decided by two; when two decided
    so before and the author appealed, one who had no part in it is enough to say so again."""
    if reason != DeclineReason.NOT_GENUINE or policies.may_confirm(person, case):
        return False
    appeal = appeal_of(case)
    return appeal is None or appeal.reason != DeclineReason.NOT_GENUINE
