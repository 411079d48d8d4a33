"""The index by which stories are found: the only writer of it.

A story is indexed in the transaction that publishes or edits it, so that it is found at once, and once more by the worker within a minute:
by then the worker sees a renaming of its places that was under way meanwhile. What waits for that stands in `StoryToIndex`.
"""

import logging
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import OperationalError, connection, transaction
from psycopg.errors import ProgramLimitExceeded

from heard.core import clock
from heard.core.actors import Actor
from heard.directory.models import Service
from heard.directory.queries import names_of_places
from heard.stories.models import KnownWord, State, Story, StoryToIndex, StoryWords
from heard.stories.queries import in_no_story
from heard.stories.rules.searching import known_words, words_of

logger = logging.getLogger(__name__)
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
    were done, so that 0 means that nothing waits that can be.
    """
    with transaction.atomic():
        waiting = list(StoryToIndex.objects.select_for_update(skip_locked=True).order_by("-since")[:most].values_list("pk", flat=True))
        stories = list(Story.objects.filter(pk__in=waiting))
        failed = _index_each([story for story in stories if story.state == State.PUBLISHED])
        gone = [story for story in stories if story.state != State.PUBLISHED]
        StoryWords.objects.filter(story__in=gone).delete()
        for story in gone:
            forget_words(words=known_words(f"{story.title} {story.text} {story.hope}"), by=by)
        StoryToIndex.objects.filter(pk__in=set(waiting) - failed).delete()
    return len(waiting) - len(failed)


def _index_each(stories: list[Story]) -> set[int]:
    """Index all of them; where that fails, one by one, so that one keeps no other from being found. Returns which could not be: they go on
    waiting, and operators see that they do (`queries.to_index`).
    """
    try:
        with transaction.atomic():
            _index(stories)
    except Exception:  # noqa: BLE001 - whatever it was, it is known by its story below
        return {story.pk for story in stories if not _is_indexed(story)}
    return set()


def _is_indexed(story: Story) -> bool:
    try:
        with transaction.atomic():
            _index([story])
    except Exception as error:  # noqa: BLE001 - logged, without its message: that may hold words of the story
        logger.error("Story %s could not be indexed: %s", story.pk, type(error).__name__)  # noqa: TRY400 - a trace ends with the message
        return False
    return True


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
def forget_words(*, words: Iterable[str], by: Actor) -> int:
    """Delete those of these words that no public story has any more. Returns how many."""
    known = list(KnownWord.objects.filter(pk__in=list(words)).values_list("pk", flat=True))
    gone = in_no_story(known) if known else []
    KnownWord.objects.filter(pk__in=gone).delete()
    return len(gone)


_words_of_places = lru_cache(maxsize=2000)(words_of)
"""Many stories are about the same places."""


def _index(stories: Iterable[Story]) -> None:
    """Index them in one statement. One whose words are more than an index holds is indexed by the first of them."""
    stories = list(stories)
    try:
        with transaction.atomic():
            _write(stories)
    except OperationalError as error:
        if not _is_too_much(error):
            raise
        for story in stories:
            _index_by_less(story)


def _index_by_less(story: Story) -> None:
    for part in (1, 2, 4, 8, 16):
        try:
            with transaction.atomic():
                _write([story], part=part)
        except OperationalError as error:
            if part == 16 or not _is_too_much(error):
                raise
        else:
            if part > 1:
                logger.warning("Story %s has more words than an index holds: it is found by the first 1/%s of its text", story.pk, part)
            return


def _is_too_much(error: OperationalError) -> bool:
    """Whether PostgreSQL says that a text has more different words than it keeps of one, a megabyte."""
    return isinstance(error.__cause__, ProgramLimitExceeded)


def _write(stories: Iterable[Story], *, part: int = 1) -> None:
    """`part`: of the text only the first half, quarter …"""
    rows: list[tuple[Any, ...]] = []
    known: set[str] = set()
    stories = list(stories)
    names = names_of_places({above for story in stories for above in story.ancestors})
    for story in stories:
        places = ". ".join(name for above in story.ancestors for name in names.get(above, ()))
        said = f"{story.text}\n{story.hope}"
        title, text, where = words_of(story.title), words_of(said[: len(said) // part]), _words_of_places(places)
        rows.append((story.pk, title.in_order, text.in_order, where.in_order, f"{title.besides} {text.besides} {where.besides}"))
        known |= known_words(f"{story.title} {story.text} {story.hope} {places}")
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(INDEX, [list(column) for column in zip(*sorted(rows), strict=True)])
    # In order, so that two writers wait for each other instead of locking each other out.
    new = known - set(KnownWord.objects.filter(pk__in=known).values_list("word", flat=True))
    KnownWord.objects.bulk_create([KnownWord(word=word) for word in sorted(new)], ignore_conflicts=True)
