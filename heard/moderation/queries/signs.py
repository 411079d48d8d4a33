"""All that an author wrote, and the signs of danger in it."""

from dataclasses import replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from heard.moderation.rules.risk import queue_risk
from heard.stories.lifecycle import StoryMoves
from heard.stories.models import Story, StoryMove
from heard.stories.queries import AUTHOR_SPOKE, Beside, EarlierWords, as_one_text, beside_the_words, earlier_words
from heard.stories.rules.signs import SignFound, find_signs, kinds_of


def signs_in_replies(story_id: int, *, before: bool = False) -> tuple[list[str], int]:
    """Kinds of signs in what the author wrote to moderators beside the story (answers, notes on corrections, an appeal), and the place in
    the queue that they alone would give. With what stood `before` a correction: it may have come sooner than the case was opened.
    """
    moves = StoryMove.objects.filter(story_id=story_id, name__in=(*AUTHOR_SPOKE, "reconsider"))
    said = [*moves.values_list("message", flat=True), *(as_one_text(each) for each in (earlier_words(story_id) if before else []))]
    signs = kinds_of(find_signs("\n\n".join(said)))
    return signs, queue_risk(signs=signs, criticality=0)


SAID_TO_US: dict[str, Promise] = {
    StoryMoves.REPLY: gettext_lazy("in an answer to a moderator"),
    StoryMoves.CORRECT: gettext_lazy("in the note about their change"),
    StoryMoves.CORRECT_HELD: gettext_lazy("in the note about their change"),
    StoryMoves.RECONSIDER: gettext_lazy("in what they said when they asked us to look again"),
}
BEFORE = gettext_lazy("in the words before the correction")


def besides(story: Story, *, words: str, earlier: list[EarlierWords]) -> list[Beside]:
    """All that the author wrote beside `words`, the own words of now, as far as it has signs: also what they told moderators, and what
    stood before a correction (`earlier`). What a text says as another above it does is left out.
    """
    moves = StoryMove.objects.filter(story_id=story.pk, name__in=SAID_TO_US).exclude(message="").order_by("pk")
    texts = [(str(SAID_TO_US[name]), message) for name, message in moves.values_list("name", "message")]
    texts += [(str(BEFORE), as_one_text(each)) for each in reversed(earlier)]
    found = [*beside_the_words(story), *(Beside(where, text, find_signs(text)) for where, text in texts)]
    known = {_same(each) for each in find_signs(words)}
    new = []
    for each in found:
        signs = [sign for sign in each.signs if _same(sign) not in known]
        known |= {_same(sign) for sign in signs}
        if signs:
            new.append(replace(each, signs=signs))
    return new


def _same(sign: SignFound) -> tuple[str, str]:
    return sign.sign, " ".join(sign.excerpt.casefold().split())
