"""What is read of sheets: by those who write on them."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Q

from heard.core.reckoning import Missing, Window
from heard.writing.models import Text
from heard.writing.rules import About


def texts_on(about: About) -> list[Text]:
    """Everything on a sheet that was not sent, newest first, with its writers."""
    whose = Q(sheet__organisation__isnull=True) if about.organisation_id is None else Q(sheet__organisation_id=about.organisation_id)
    return list(
        Text.objects.filter(whose, sheet__kind=about.kind, sheet__thing=about.thing, sent_at=None)
        .select_related("writer")
        .order_by("-version")
    )


def unsent_about(*, organisation_id: int, story_id: int) -> list[Text]:
    """Everything that an organisation's members have begun about a story and not sent, newest first."""
    return list(
        Text.objects.filter(sheet__organisation_id=organisation_id, sheet__story_id=story_id, sent_at=None)
        .select_related("writer", "sheet")
        .order_by("-written_at", "-pk")
    )


def unsent_at_the_desk(*, thing: int, kinds: Sequence[str]) -> list[Text]:
    """What moderators have begun about a case and not sent, newest first."""
    return list(
        Text.objects.filter(sheet__organisation__isnull=True, sheet__thing=thing, sheet__kind__in=kinds, sent_at=None)
        .select_related("writer", "sheet")
        .order_by("-written_at", "-pk")
    )


def left_of_withdrawn_stories(window: Window) -> list[Missing]:
    """Withdrawn stories about which something is still kept that was being written."""
    statement = """
        SELECT gone.at, gone.story_id FROM stories_storymove gone
          JOIN stories_story story ON story.id = gone.story_id AND story.state = 'withdrawn'
         WHERE gone.name = 'withdraw' AND gone.at >= %s AND gone.at < %s
           AND EXISTS (SELECT 1 FROM writing_sheet WHERE story_id = story.id AND NOT outlives_story)"""
    with connection.cursor() as cursor:
        cursor.execute(statement, [window.since, window.before])
        return [Missing(*row) for row in cursor.fetchall()]
