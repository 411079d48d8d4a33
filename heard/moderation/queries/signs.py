"""All that an author wrote, and the signs of danger in it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from heard.directory.models import Service
from heard.moderation.rules.looking import texts_of_slugs
from heard.moderation.rules.risk import queue_risk
from heard.stories.lifecycle import StoryMoves
from heard.stories.models import CorrectedWords, Original, Story, StoryMove
from heard.stories.queries import AUTHOR_SPOKE, EarlierWords, earlier_words
from heard.stories.rules.signs import Sign, SignFound, find_signs, kinds_of


def signs_in_replies(story_id: int, *, before: bool = False) -> tuple[list[str], int]:
    """Kinds of signs in what the author wrote to moderators beside the story (answers, notes on corrections, an appeal), and the place in
    the queue that they alone would give. With what stood `before` a correction: it may have come sooner than the case was opened.
    """
    moves = StoryMove.objects.filter(story_id=story_id, name__in=(*AUTHOR_SPOKE, "reconsider"))
    said = [*moves.values_list("message", flat=True), *(own_words(each) for each in (earlier_words(story_id) if before else []))]
    signs = kinds_of(find_signs("\n\n".join(said)))
    return signs, queue_risk(signs=signs, criticality=0)


@dataclass(frozen=True)
class Beside:
    """Something that the author wrote and that is not among the words which are read now: `where` it stands, in words. `signs` are found
    in `text`.
    """

    where: str
    text: str
    signs: list[SignFound]


SAID_TO_US: dict[str, str] = {
    StoryMoves.REPLY: "in an answer to a moderator",
    StoryMoves.CORRECT: "in the note about their change",
    StoryMoves.CORRECT_HELD: "in the note about their change",
    StoryMoves.RECONSIDER: "in what they said when they asked us to look again",
}
BEFORE = "in the words before the correction"


def beside_the_words(story: Story) -> list[Beside]:
    """What came with the words of a story and is no sentence of it: the chosen name, a place that was not found, tags. The page of help
    looks at them (`stories.queries.speaks_of_danger`), so the desk does.
    """
    name = story.own.chosen_name
    tags = [("in a tag", each.text) for each in texts_of_slugs(story.tag_slugs)]
    texts = [("in the chosen name", name), ("in the place they wrote", story.unknown_service), *tags]
    return [Beside(where, text, signs) for where, text in texts if (signs := find_signs(text))]


def besides(story: Story, *, words: str, earlier: list[EarlierWords]) -> list[Beside]:
    """All that the author wrote beside `words`, the own words of now, as far as it has signs: also what they told moderators, and what
    stood before a correction (`earlier`). What a text says as another above it does is left out.
    """
    moves = StoryMove.objects.filter(story_id=story.pk, name__in=SAID_TO_US).exclude(message="").order_by("pk")
    texts = [(SAID_TO_US[name], message) for name, message in moves.values_list("name", "message")]
    texts += [(BEFORE, own_words(each)) for each in reversed(earlier)]
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


def kinds_in(found: Iterable[Beside]) -> list[str]:
    return in_order(sign.sign for each in found for sign in each.signs)


def in_order(kinds: Iterable[str]) -> list[str]:
    """These kinds of signs, gravest first, each once."""
    present = set(kinds)
    return [str(sign) for sign in Sign if sign in present]


def own_words(original: Original | CorrectedWords | EarlierWords) -> str:
    return "\n\n".join(part for part in (original.title, original.words, original.hope) if part)


def openly_known(story: Story) -> list[str]:
    """Names that are no secret beside this story: its services, their towns, and the name the author chose."""
    places = Service.objects.filter(pk__in=story.ancestors).values_list("name", "town")
    return [story.chosen_name, *(each for pair in places for each in pair if each)]
