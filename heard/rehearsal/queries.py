"""What is still owed during a rehearsal, and whether afterwards everything adds up. Counted apart from the code that did it."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models
from django.db.models import QuerySet

from heard.core.models import Delivery
from heard.moderation.models import Case, Subject
from heard.reach.models import Telling
from heard.rehearsal.gateways import Taken
from heard.rehearsal.rules import summary
from heard.responses.models import Answer, AnswerState
from heard.stories.models import State, Story, StoryTag


def owed() -> int:
    """Messages that were not sent yet."""
    return Delivery.objects.filter(finished_at=None).count()


def jobs_left() -> int:
    """Background jobs that wait or are under way, without the clockwork that always comes again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name IN ('core.handle', 'core.deliver')"
        )
        return int(cursor.fetchone()[0])


def undecided() -> int:
    """What waits for a moderator to look at it, and answers that can still be taken back."""
    waiting = Case.objects.filter(closed_at=None, waiting_for="").count()
    return waiting + Answer.objects.filter(state=AnswerState.WINDOW).count() + Story.objects.filter(state=State.WAITING).count()


def told_organisations(story_ids: Collection[int]) -> dict[int, int]:
    """Story → the first organisation that was told of it, of those stories that any was told of."""
    rows = Telling.objects.filter(story_id__in=story_ids).order_by("-pk") if story_ids else ()
    return {row.story_id: row.organisation_id for row in rows}


def tags_of(story_id: int) -> dict[str, tuple[str, ...]]:
    """A story's tags by kind, in words."""
    found: dict[str, list[str]] = defaultdict(list)
    for kind, name in StoryTag.objects.filter(story_id=story_id).values_list("tag__kind", "tag__name"):
        found[kind].append(name)
    return {kind: tuple(found[kind]) for kind in ("good", "better", "feeling")}


def by_state(model: type[models.Model]) -> dict[str, int]:
    """How many rows of a model stand in which state."""
    rows = QuerySet(model).values_list("state").annotate(number=models.Count("pk")).order_by("state")
    return dict(rows)


# ---------------------------------------------------------------- afterwards

DUE = """
SELECT DISTINCT person.email, story.id
  FROM stories_story story
  JOIN organisations_remitbranch branch ON branch.service_id = ANY(story.ancestors)
  JOIN organisations_subscription term ON term.organisation_id = branch.organisation_id
   AND CURRENT_DATE BETWEEN term.starts_on AND term.ends_on
  JOIN organisations_membership member ON member.organisation_id = branch.organisation_id AND member.frozen_at IS NULL
  JOIN accounts_person person ON person.id = member.person_id AND person.is_active
 WHERE story.state = 'published'
"""
"""Who should have heard of which story: from remits, terms and members alone, without the tables that telling writes."""
STAGES = {
    "sent → in the queue": """
        SELECT extract(epoch FROM c.opened_at - s.sent_at) FROM moderation_case c JOIN stories_story s ON s.id = c.story_id
         WHERE c.subject = 'story'""",
    "published → organisation told": """
        SELECT extract(epoch FROM t.told_at - p.at) FROM reach_telling t
          JOIN stories_storymove p ON p.story_id = t.story_id AND p.name = 'publish'""",
    "published → organisation heard": """
        SELECT extract(epoch FROM t.heard_at - p.at) FROM reach_telling t
          JOIN stories_storymove p ON p.story_id = t.story_id AND p.name = 'publish' WHERE t.heard_at IS NOT NULL""",
    "published → each alert sent": """
        SELECT extract(epoch FROM a.delivered_at - p.at) FROM alerts_alert a
          JOIN stories_storymove p ON p.story_id = a.story_id AND p.name = 'publish'
         WHERE a.about = 'story' AND a.delivered_at IS NOT NULL""",
    "answer sent → public": "SELECT extract(epoch FROM published_at - sent_at) FROM responses_answer WHERE published_at IS NOT NULL",
}
"""Seconds of each stage, as the database's own times say."""


@dataclass
class Reckoning:
    """Whether it adds up: figures for the report, and in words what does not."""

    alerts: dict[str, int]
    messages: dict[str, int]
    differences: list[str] = field(default_factory=list)


def who_should_hear() -> set[tuple[str, int]]:
    """Address and story of every alert about a new story that ought to have gone out."""
    with connection.cursor() as cursor:
        cursor.execute(DUE)
        return {(email, story) for email, story in cursor.fetchall()}


def reckon(taken: Taken) -> Reckoning:
    """Compare who should have heard with what the mail server took, and both with the ledger."""
    due = who_should_hear()
    ledger = list(Delivery.objects.values_list("message_id", "kind", "state", "doubts"))
    doubts = {message_id: number for message_id, _, _, number in ledger if number}
    sent = [message_id for message_id, _, state, _ in ledger if state == Delivery.State.SENT]
    told = set(taken.new_stories)
    twice = sum(_twice(taken, {message_id}, doubts) for message_id in taken.messages)
    alerts = {
        "due": len(due),
        "sent": len(due & told),
        "sent twice": sum(_twice(taken, ids, doubts) for ids in taken.new_stories.values()),
        "in doubt": sum(number for _, kind, _, number in ledger if kind == "alert"),
        "lost": len(due - told),
    }
    messages = {
        "owed": len(ledger),
        "sent": len(sent),
        "dropped": sum(state == Delivery.State.DROPPED for _, _, state, _ in ledger),
        "in doubt": sum(doubts.values()),
        "taken by the server": sum(taken.messages.values()),
        "taken again after a doubt": sum(taken.messages.values()) - len(taken.messages) - twice,
    }
    checks = {
        "alerts were lost": alerts["lost"],
        "alerts went to people whom the story does not concern": len(told - due),
        "alerts were sent twice": alerts["sent twice"],
        "messages were sent twice without a doubt": twice,
        "messages are said to be sent that the server never took": sum(not taken.messages[message_id] for message_id in sent),
        "messages are not finished": owed(),
        "messages failed": sum(state == Delivery.State.FAILED for _, _, state, _ in ledger),
        "messages were taken that are not in the ledger": len(set(taken.messages) - {each[0] for each in ledger}),
        "jobs are left": jobs_left(),
        "published stories with a listener were never heard": _unheard(),
        "stories wait unread without a case": _without_case(),
    }
    return Reckoning(alerts, messages, [f"{number} {words}" for words, number in checks.items() if number])


def _twice(taken: Taken, ids: set[str], doubts: dict[str, int]) -> int:
    """How often too often these messages were taken: each may come once, and once more for every doubt about it."""
    return len(ids) - 1 + sum(max(0, taken.messages[each] - 1 - doubts.get(each, 0)) for each in ids)


def _unheard() -> int:
    return Telling.objects.filter(story__state=State.PUBLISHED, heard_at=None).count()


def _without_case() -> int:
    open_cases = Case.objects.filter(subject=Subject.STORY, closed_at=None).values("story_id")
    return Story.objects.filter(state__in=(State.WAITING, State.ASKED, State.HELD)).exclude(pk__in=open_cases).count()


def stages() -> dict[str, dict[str, float]]:
    """Seconds from one stage to the next: how many, median, and 95 of a hundred."""
    found = {}
    for name, statement in STAGES.items():
        with connection.cursor() as cursor:
            cursor.execute(statement)
            found[name] = summary([float(row[0]) for row in cursor.fetchall()], digits=2)
    return found


def states() -> dict[str, Any]:
    """How many stories, answers and changes stand where."""
    from heard.responses.models import Change

    kinds: dict[str, type[models.Model]] = {"stories": Story, "answers": Answer, "changes": Change}
    return {name: by_state(model) for name, model in kinds.items()} | {
        "progress": dict(Counter(Story.objects.published().values_list("progress", flat=True)))
    }
