"""What others did about a published story, kept on its row so that hot pages need one statement."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from heard.core import clock
from heard.core.actors import Actor
from heard.stories.models import Step, Story

TIMES = {
    Step.HEARD: "heard_at",
    Step.READ: "read_at",
    Step.ANSWERED: "answered_at",
    Step.PLANNED: "planned_at",
    Step.MADE: "made_at",
}


@transaction.atomic
def note_step(*, story_id: int, step: Step, at: datetime | None = None, by: Actor) -> None:
    """The story reached `step` for the first time, at `at`; a later time for the same step changes nothing.

    An answer also counts. Called by the action that made it true, in its transaction.
    """
    story = Story.objects.select_for_update(no_key=True).get(pk=story_id)
    column = TIMES[step]
    changed = ["progress", "version", "changed_at"]
    if getattr(story, column) is None:
        setattr(story, column, at or clock.now())
        changed.append(column)
    if step == Step.ANSWERED:
        story.answer_count += 1
        changed.append("answer_count")
    story.progress = max(story.progress, step)
    story.version += 1
    story.changed_at = clock.now()
    story.save(update_fields=changed)


@transaction.atomic
def note_helped(*, story_id: int, by: Actor) -> None:
    """The author said that it helped."""
    Story.objects.filter(pk=story_id, helped_at=None).update(helped_at=clock.now(), version=F("version") + 1, changed_at=clock.now())


@transaction.atomic
def forget_helped(*, story_id: int, by: Actor) -> None:
    """The author no longer says that anything helped."""
    Story.objects.filter(pk=story_id, helped_at__isnull=False).update(helped_at=None, version=F("version") + 1, changed_at=clock.now())


@transaction.atomic
def note_change_around(*, story_id: int, by: Actor) -> None:
    """What the story's page shows around it changed (who was told, a reply, a rating): a copy that somebody keeps no longer holds."""
    Story.objects.filter(pk=story_id).update(version=F("version") + 1, changed_at=clock.now())


@transaction.atomic
def add_views(*, counts: dict[int, int]) -> None:
    """Add counted views, story id to how many; called every few seconds with what a process has counted.

    One statement, rows locked in order of their ids, so that two processes cannot wait for each other in a circle.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH counted AS (SELECT * FROM unnest(%s::bigint[], %s::bigint[]) AS counted (id, views)),
                    locked AS (SELECT s.id FROM stories_story s JOIN counted ON counted.id = s.id
                                WHERE s.state = 'published' ORDER BY s.id FOR NO KEY UPDATE OF s)
               UPDATE stories_story s SET views = s.views + counted.views
                 FROM counted JOIN locked ON locked.id = counted.id WHERE s.id = counted.id""",
            [list(counts), list(counts.values())],
        )
