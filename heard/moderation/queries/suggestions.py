"""What the words suggest. Nothing here was done."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import timedelta

from heard.moderation.queries.signs import besides
from heard.moderation.queries.work import TagNames
from heard.moderation.rules.likeness import Likeness, find_alike
from heard.moderation.rules.suggesting import OfferedTag, TagHint, suggest_tags
from heard.stories.models import Original, Story
from heard.stories.queries import Beside, EarlierWords, as_one_text, earlier_words, kinds_in, openly_known
from heard.stories.rules.criticality import CriticalityHint, suggest_criticality
from heard.stories.rules.personal_data import Hit, find_personal_data
from heard.stories.rules.signs import SignFound, find_signs, in_order, kinds_of
from heard.tags.models import Kind
from heard.tags.queries import offered_tags

COMPARED_DAYS = 120
COMPARED_STORIES = 400


@dataclass(frozen=True)
class Suggestions:
    """Everything the words of a story suggest. Nothing here was done."""

    hits: list[Hit]
    signs: list[SignFound]
    criticality: CriticalityHint
    alike: list[Likeness]
    tags: list[TagHint]
    besides: list[Beside] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    """Kinds of signs that were found when something came, and that nothing of it has any more: our lists have changed since."""


def found_in(words: str, *, known: Collection[str] = ()) -> Suggestions:
    """Only the signs in `words`. `known` are the kinds that were found before."""
    signs = find_signs(words)
    lost = [kind for kind in in_order(known) if kind not in kinds_of(signs)]
    return Suggestions(hits=[], signs=signs, criticality=NO_HINT, alike=[], tags=[], lost=lost)


def signs_in_story(story: Story, *, known: Collection[str] = ()) -> Suggestions:
    """The signs in all that the author of a story wrote, and no other suggestion."""
    words = as_one_text(story.own)
    found, beside = found_in(words, known=known), besides(story, words=words, earlier=earlier_words(story.pk))
    return replace(found, besides=beside, lost=[kind for kind in found.lost if kind not in kinds_in(beside)])


def suggestions_for(
    story: Story, *, words: str, tags: TagNames, earlier: list[EarlierWords], known_signs: Collection[str] = ()
) -> Suggestions:
    """Suggestions about `words`, the author's own, which stand in the place of those `earlier`. `known_signs` are the kinds of the case."""
    signs, beside = find_signs(words), besides(story, words=words, earlier=earlier)
    elsewhere = in_order([*known_signs, *kinds_in(beside)])
    by_kind = offered_tags()
    offered = [OfferedTag(tag.kind, tag.name, tuple(tag.synonyms)) for kind in Kind.values for tag in by_kind.get(kind, [])]
    chosen = (
        [("good", name) for name in tags.good] + [("better", name) for name in tags.better] + [("feeling", name) for name in tags.feelings]
    )
    return Suggestions(
        hits=find_personal_data(words, known=openly_known(story)),
        signs=signs,
        criticality=suggest_criticality(words, signs=signs, has_better_tags=bool(tags.better), elsewhere=elsewhere),
        alike=find_alike(words, _recent_words(story)),
        tags=suggest_tags(words, offered, chosen=chosen),
        besides=beside,
        lost=[kind for kind in in_order(known_signs) if kind not in {*kinds_of(signs), *kinds_in(beside)}],
    )


def _recent_words(story: Story) -> list[tuple[int, str]]:
    """The newest stories of the last months in the same region, this one left out: number and the author's own words."""
    since = story.sent_at - timedelta(days=COMPARED_DAYS)
    recent = Original.objects.filter(story__region_id=story.region_id, story__sent_at__gte=since).exclude(story_id=story.pk)
    return list(recent.order_by("-story__sent_at").values_list("story_id", "words")[:COMPARED_STORIES])


NO_HINT = CriticalityHint(None, ())
