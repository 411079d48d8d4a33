"""Where the author changed their words."""

from dataclasses import dataclass
from datetime import datetime

from heard.moderation.lifecycle import CaseNotes
from heard.moderation.models import Case, CaseMove
from heard.moderation.queries.work import authors_words, authors_words_before
from heard.moderation.rules.work import AuthorsWords, StoryWork, is_behind
from heard.stories.lifecycle import StoryMoves
from heard.stories.models import StoryMove
from heard.stories.queries import AUTHOR_SPOKE, EarlierWords


def is_corrected_since(case: Case) -> bool:
    """Whether the author corrected their words after the case was last looked through for them."""
    seen = (
        CaseMove.objects.filter(case=case, name=CaseNotes.CORRECTED).order_by("-pk").values_list("at", flat=True).first() or case.opened_at
    )
    corrections = StoryMove.objects.filter(story_id=case.story_id, name__in=AUTHOR_SPOKE).exclude(name=StoryMoves.REPLY)
    return corrections.filter(at__gt=seen).exists()


@dataclass(frozen=True)
class Correction:
    """The author corrected or added to their words: what stood `before`, what stands `now`, when, and what they said about it."""

    before: AuthorsWords
    now: AuthorsWords
    at: datetime
    notes: list[str]


def correction_of(case: Case, work: StoryWork, *, earlier: list[EarlierWords]) -> Correction | None:
    """How the author's words differ from those that `work` was typed on, or, where it follows the newest, from those before; None where
    they are as they were first sent.
    """
    if not earlier or not case.is_story:
        return None
    now = authors_words(case.story_id)
    before = earlier[max(1, work.of) - 1] if is_behind(work, now) else earlier[-1]
    notes = StoryMove.objects.filter(story_id=case.story_id, name__in=AUTHOR_SPOKE).exclude(name=StoryMoves.REPLY).order_by("pk")
    return Correction(authors_words_before(before), now, earlier[-1].replaced_at, [move.message for move in notes if move.message])
