"""The index by which stories are found: the only writer of it.

A story is indexed in the transaction that publishes or edits it, so that it is found at once, and once more by the worker within a minute:
by then the worker sees a renaming of its places that was under way meanwhile. What waits for that stands in `StoryToIndex`.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import connection, transaction

from heard.core import clock
from heard.core.actors import Actor
from heard.directory.models import Service
from heard.directory.queries import names_of_places
from heard.stories.models import KnownWord, State, Story, StoryToIndex, StoryWords
from heard.stories.queries import is_in_a_story
from heard.stories.rules.searching import known_words, words_of

APART = "of " * 8
"""Small words that hold a place: no phrase goes from the title on into the text, or from there into the name of a hospital."""
INDEX = f"""
INSERT INTO stories_storywords (story_id, words)
SELECT one.id, setweight(to_tsvector('heard_english', one.title), 'A')
            || setweight(to_tsvector('heard_english', '{APART}' || one.text), 'B')
            || setweight(to_tsvector('heard_english', '{APART}' || one.places), 'C')
            || setweight(to_tsvector('heard_english', '{APART}' || one.besides), 'D')
  FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[]) AS one (id, title, text, places, besides)
    ON CONFLICT (story_id) DO UPDATE SET words = EXCLUDED.words"""  # noqa: S608 - a constant of this module
BATCH = 100


@transaction.atomic
def index_story(*, story: Story, by: Actor) -> None:
    """Let a public story be found by the words that it has now."""
    _index([story])


def index_waiting(*, by: Actor, most: int = BATCH) -> int:
    """Index up to so many of the stories that wait for it, in one transaction; what is no longer public loses its words. Returns how many
    were looked at, so that 0 means that none waits.
    """
    with transaction.atomic():
        waiting = list(StoryToIndex.objects.select_for_update(skip_locked=True).order_by("-since")[:most].values_list("pk", flat=True))
        stories = list(Story.objects.filter(pk__in=waiting))
        _index([story for story in stories if story.state == State.PUBLISHED])
        gone = [story for story in stories if story.state != State.PUBLISHED]
        StoryWords.objects.filter(story__in=gone).delete()
        for story in gone:
            forget_words(words=known_words(f"{story.title} {story.text} {story.hope}"), by=by)
        StoryToIndex.objects.filter(pk__in=waiting).delete()
    return len(waiting)


@transaction.atomic
def index_again(*, service_id: int, by: Actor) -> int:
    """A place has another name: the stories about it, and about what is below it, wait to be indexed. Returns how many.

    Raises:
        Service.DoesNotExist: there is no such place.
    """
    Service.objects.get(pk=service_id)
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO stories_storytoindex (story_id, since)
               SELECT story_id, %s FROM stories_storybranch WHERE service_id = %s ORDER BY story_id
                   ON CONFLICT (story_id) DO UPDATE SET since = EXCLUDED.since""",
            [clock.now(), service_id],
        )
        return int(cursor.rowcount)


@transaction.atomic
def forget_words(*, words: Iterable[str] | None = None, by: Actor) -> int:
    """Delete those of these words, or of all known ones, that no public story has any more. Returns how many."""
    asked = KnownWord.objects.all() if words is None else KnownWord.objects.filter(pk__in=list(words))
    gone = [word for word in asked.values_list("word", flat=True).iterator() if not is_in_a_story(word)]
    KnownWord.objects.filter(pk__in=gone).delete()
    return len(gone)


_words_of_places = lru_cache(maxsize=2000)(words_of)
"""Many stories are about the same places."""


def _index(stories: Iterable[Story]) -> None:
    rows: list[tuple[Any, ...]] = []
    known: set[str] = set()
    stories = list(stories)
    names = names_of_places({above for story in stories for above in story.ancestors})
    for story in stories:
        places = ". ".join(name for above in story.ancestors for name in names.get(above, ()))
        title, text, where = words_of(story.title), words_of(f"{story.text}\n{story.hope}"), _words_of_places(places)
        rows.append((story.pk, title.in_order, text.in_order, where.in_order, f"{title.besides} {text.besides} {where.besides}"))
        known |= known_words(f"{story.title} {story.text} {story.hope} {places}")
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(INDEX, [list(column) for column in zip(*sorted(rows), strict=True)])
    # In order, so that two writers wait for each other instead of locking each other out.
    new = known - set(KnownWord.objects.filter(pk__in=known).values_list("word", flat=True))
    KnownWord.objects.bulk_create([KnownWord(word=word) for word in sorted(new)], ignore_conflicts=True)
