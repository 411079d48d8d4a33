"""What is typed about a story, on the author’s words or on the public ones."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from heard.directory.models import Service
from heard.directory.queries import joined_as
from heard.moderation.models import Case
from heard.moderation.rules.suggesting import suggest_title
from heard.moderation.rules.work import AuthorsWords, StoryWork, carried_over, story_work
from heard.stories.models import CorrectedWords, Story, StoryTag
from heard.stories.queries import EarlierWords, earlier_words, openly_known, published_stories, words_number
from heard.stories.rules.personal_data import find_personal_data
from heard.tags.models import Kind


@dataclass(frozen=True)
class TagNames:
    good: tuple[str, ...] = ()
    better: tuple[str, ...] = ()
    feelings: tuple[str, ...] = ()


def tag_names(story_id: int) -> TagNames:
    """The story's tags by kind, in the author's order."""
    names: dict[str, list[str]] = {Kind.GOOD: [], Kind.BETTER: [], Kind.FEELING: []}
    for kind, name in StoryTag.objects.filter(story_id=story_id).order_by("position").values_list("tag__kind", "tag__name"):
        names[kind].append(name)
    return TagNames(tuple(names[Kind.GOOD]), tuple(names[Kind.BETTER]), tuple(names[Kind.FEELING]))


def authors_words(story_id: int) -> AuthorsWords:
    """What the author sent, as the desk compares it."""
    own = Story.objects.select_related("original").get(pk=story_id).own
    return AuthorsWords(own.title, own.words, own.hope, own.chosen_name, own.number if isinstance(own, CorrectedWords) else 1)


def authors_words_before(words: EarlierWords) -> AuthorsWords:
    return AuthorsWords(words.title, words.words, words.hope, words.chosen_name, words.number)


def service_names(ids: Iterable[int]) -> list[str]:
    """Names of these services and of what they belong to: none of them stands in a critical story's title."""
    return list(Service.objects.filter(pk__in=_lines(ids)).values_list("name", flat=True))


def _lines(ids: Iterable[int]) -> set[int]:
    return {pk for line in Service.objects.filter(pk__in=list(ids)).values_list("ancestors", flat=True) for pk in line}


def work_on(case: Case) -> StoryWork:
    """What was typed about the story so far; to begin with, what the author sent."""
    if case.work is not None:
        kept = on_newest(case, story_work(case.work))
        return replace(kept, services=tuple(joined_as(kept.services)))  # an operator may have joined a proposed place meanwhile
    story, tags = case.story, tag_names(case.story_id)
    title = story.own.title.strip()
    if not title:
        spans = [(hit.start, hit.end) for hit in find_personal_data(story.own.words, known=openly_known(story))]
        title = suggest_title(story.own.words, avoid=service_names(story.service_ids), unsafe=spans)
    return StoryWork(
        title=title,
        text=story.own.words,
        hope=story.own.hope,
        chosen_name=story.own.chosen_name,
        criticality=story.criticality,
        about_child=story.about_child,
        services=tuple(story.service_ids),
        good=tags.good,
        better=tags.better,
        feelings=tags.feelings,
        of=words_number(case.story_id),
    )


def on_newest(case: Case, work: StoryWork) -> StoryWork:
    """`work` on the author's words as they stand now, as far as nobody has to say which to go on with (`rules.work.carried_over`)."""
    earlier = earlier_words(case.story_id)
    if max(1, work.of) > len(earlier):
        return work
    return carried_over(work, before=authors_words_before(earlier[max(1, work.of) - 1]), now=authors_words(case.story_id))


def work_on_public(story: Story) -> StoryWork:
    """A published story as it stands, to be edited."""
    tags = tag_names(story.pk)
    return StoryWork(
        title=story.title,
        text=story.text,
        hope=story.hope,
        chosen_name=story.chosen_name,
        criticality=story.criticality,
        about_child=story.about_child,
        services=tuple(story.service_ids),
        good=tags.good,
        better=tags.better,
        feelings=tags.feelings,
    )


def public_story(number: int) -> Story | None:
    """The published story with this number, with the author's own words."""
    return published_stories().select_related("original", "region").filter(pk=number).first()
