"""What is still owed during a rehearsal, and whether afterwards everything adds up. Counted apart from the code that did it."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models import QuerySet

from heard.core.models import Delivery
from heard.moderation.models import Case, WaitingFor
from heard.organisations.queries import is_in_remit
from heard.reach.models import Telling
from heard.rehearsal.gateways.mailing import Taken
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
    waiting = Case.objects.filter(closed_at=None, waiting_for__in=("", WaitingFor.MORNING)).count()
    return waiting + Answer.objects.filter(state=AnswerState.WINDOW).count() + Story.objects.filter(state=State.WAITING).count()


def told_organisations(story_ids: Collection[int]) -> dict[int, int]:
    """Story → the first organisation that was told of it, of those stories that any was told of."""
    rows = Telling.objects.filter(story_id__in=story_ids).order_by("-pk") if story_ids else ()
    return {row.story_id: row.organisation_id for row in rows}


def listening_organisations(story_ids: Collection[int]) -> dict[int, int]:
    """As `told_organisations`, of those in whose remit the story still is at this moment."""
    told = told_organisations(story_ids)
    ancestors = dict(Story.objects.filter(pk__in=told).values_list("pk", "ancestors"))
    return {story: organisation for story, organisation in told.items() if is_in_remit(organisation, ancestors[story])}


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


def all_published(story_ids: Collection[int]) -> bool:
    return not Story.objects.filter(pk__in=story_ids).exclude(state=State.PUBLISHED).exists()


def published_at(story_ids: Collection[int]) -> dict[int, float]:
    """Story → the moment of its publication, in seconds."""
    rows = _rows(
        "SELECT story_id, extract(epoch FROM at) FROM stories_storymove WHERE name = 'publish' AND story_id = ANY(%s)", [[*story_ids]]
    )
    return {int(story): float(at) for story, at in rows}


def criticality_of(story_ids: Collection[int]) -> dict[int, int]:
    """Story → how critical a moderator said it is."""
    return {pk: level or 0 for pk, level in Story.objects.filter(pk__in=story_ids).values_list("pk", "criticality")}


def released_by_worker(story_ids: Collection[int]) -> int:
    """How many of these stories were published as the worker publishes what was approved."""
    statement = """SELECT count(*) FROM moderation_casemove move JOIN moderation_case c ON c.id = move.case_id
                    WHERE move.name = 'morning' AND c.story_id = ANY(%s)"""
    return int(_rows(statement, [[*story_ids]])[0][0])


# ---------------------------------------------------------------- afterwards

DUE = """
SELECT DISTINCT person.email, story.id, gone.until IS NOT NULL OR silent.since IS NOT NULL OR closed_later.since IS NOT NULL
  FROM stories_story story
  JOIN stories_storymove published ON published.story_id = story.id AND published.name = 'publish'
  JOIN organisations_remitspan remit ON remit.service_id = ANY(story.ancestors)
   AND remit.since <= published.at AND (remit.until IS NULL OR remit.until > published.at)
  JOIN organisations_subscription term ON term.organisation_id = remit.organisation_id
   AND (published.at AT TIME ZONE %(zone)s)::date BETWEEN term.starts_on AND term.ends_on
  JOIN organisations_membershipspan member ON member.organisation_id = remit.organisation_id
   AND member.since <= published.at AND (member.until IS NULL OR member.until > published.at)
  JOIN accounts_person person ON person.id = member.person_id
  LEFT JOIN accounts_closedspan closed ON closed.person_id = person.id
   AND closed.since <= published.at AND (closed.until IS NULL OR closed.until > published.at)
  LEFT JOIN alerts_alertspan wish ON wish.membership_number = member.membership_number
   AND wish.since <= published.at AND (wish.until IS NULL OR wish.until > published.at)
  LEFT JOIN organisations_membershipspan gone ON gone.id = member.id AND gone.until < published.at + %(soon)s
  LEFT JOIN alerts_alertspan silent ON silent.membership_number = member.membership_number AND silent.stories = 'never'
   AND silent.since > published.at AND silent.since < published.at + %(soon)s
  LEFT JOIN accounts_closedspan closed_later ON closed_later.person_id = person.id
   AND closed_later.since > published.at AND closed_later.since < published.at + %(soon)s
 WHERE story.state = 'published' AND closed.id IS NULL
   AND (wish.id IS NULL OR wish.stories = 'at-once' AND wish.least_criticality <= coalesce(story.criticality, 0))
"""
"""Who should have heard of which story: published × remit then × term then × membership then × settings then. Asked of what was so in that
moment, in words of its own, and of none of the tables that telling writes. Last, whether the member left, was frozen or said “never” so
soon after that the message may not have gone out before."""
SOON = timedelta(minutes=10)
ASKED = """
SELECT provider.registered_contact, story.id
  FROM stories_story story
  JOIN stories_storymove published ON published.story_id = story.id AND published.name = 'publish'
  JOIN directory_service provider ON provider.id = ANY(story.ancestors) AND provider.level = 'provider'
   AND provider.contact_confirmed_at < published.at
 WHERE story.state = 'published'
   AND NOT EXISTS (SELECT FROM organisations_remitspan remit
                     JOIN organisations_subscription term ON term.organisation_id = remit.organisation_id
                      AND (published.at AT TIME ZONE %(zone)s)::date BETWEEN term.starts_on AND term.ends_on
                     JOIN directory_service heard ON heard.id = remit.service_id
                    WHERE heard.ancestors[1] = provider.id
                      AND remit.since <= published.at AND (remit.until IS NULL OR remit.until > published.at))
"""
"""Which registered contact should have heard of which story: its provider had no listener of its own then."""
NOTICES = """
SELECT story.chosen_name, kind, count(*) FROM (
    SELECT story_id, CASE name WHEN 'publish' THEN 'author-published' WHEN 'ask' THEN 'author-asked' ELSE 'author-about-story' END AS kind
      FROM stories_storymove WHERE name IN ('publish', 'ask', 'decline')
    UNION ALL SELECT story_id, 'author-answered' FROM responses_answer WHERE published_at IS NOT NULL
    UNION ALL SELECT story_id, 'author-change-planned' FROM responses_change WHERE planned_at IS NOT NULL
    UNION ALL SELECT story_id, 'author-change-made' FROM responses_change WHERE made_at IS NOT NULL
) happened JOIN stories_story story ON story.id = happened.story_id GROUP BY 1, 2
"""
"""What an author who gave an address should have been told of, by the name their story is told under."""
MEMBERS = """
SELECT DISTINCT person.email, member.organisation_id
  FROM organisations_membershipspan member JOIN accounts_person person ON person.id = member.person_id
"""
"""Who is or was a member of what."""
WITHOUT_A_CASE = {
    "stories": ("stories_story", "state IN ('waiting', 'asked', 'held')", "story"),
    "answers": ("responses_answer", "state = 'waiting'", "answer"),
    "replies": ("responses_reply", "state = 'waiting'", "reply"),
    "changes": ("responses_change", "state IN ('plan-waiting', 'made-waiting')", "change"),
    "reports": ("responses_treateddifferently", "true", "treated-differently"),
}
"""What waits for a moderator, and what its case should be about; a report keeps its case when that is closed."""
BY_WORKER = {
    "published": ("stories_storymove WHERE name = 'publish'", "moderation_casemove WHERE name = 'morning'"),
    "answered": ("responses_answer WHERE published_at IS NOT NULL", "responses_answermove WHERE name = 'fast-track'"),
}
"""All there are, and those that only a task of the worker makes."""
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


@dataclass(frozen=True)
class Known:
    """What those who played know: how many stories they told, the addresses of authors by the name of their story, who opened which."""

    told: int
    addresses: dict[str, str]
    opened: set[tuple[int, int]]
    """(Story, organisation)."""


@dataclass
class Reckoning:
    """Whether it adds up: figures for the report, and in words what does not."""

    alerts: dict[str, int]
    notices: dict[str, int]
    messages: dict[str, int]
    by_worker: dict[str, int]
    differences: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Owed:
    """Addresses and stories: of all who were owed a message, and of those who left or said “never” before it can be sure to have gone."""

    due: set[tuple[str, int]]
    gone_soon: set[tuple[str, int]]


def who_should_hear() -> Owed:
    """Everybody, member or registered contact, who ought to have been told of a new story."""
    then = {"zone": settings.TIME_ZONE, "soon": SOON}
    members = [(str(email), int(story), bool(gone)) for email, story, gone in _rows(DUE, then)]
    contacts = {(str(email), int(story)) for email, story in _rows(ASKED, then)}
    stayed = {(email, story) for email, story, gone in members if not gone} | contacts
    return Owed({(email, story) for email, story, _ in members} | contacts, {(email, story) for email, story, _ in members} - stayed)


def reckon(taken: Taken, known: Known) -> Reckoning:
    """Compare who should have heard with what the mail server took, and both with the ledger."""
    should, told = who_should_hear(), taken.new_stories()
    due = should.due
    ledger = list(Delivery.objects.values_list("message_id", "kind", "state", "doubts"))
    doubts = {message_id: number for message_id, _, _, number in ledger if number}
    sent = [message_id for message_id, _, state, _ in ledger if state == Delivery.State.SENT]
    came = taken.messages
    twice = sum(_twice(came, {message_id}, doubts) for message_id in came)
    alerts = {
        "due": len(due),
        "sent": len(due & set(told)),
        "sent twice": sum(_twice(came, ids, doubts) for ids in told.values()),
        "in doubt": sum(number for _, kind, _, number in ledger if kind == "alert"),
        "left or stopped before it was sent": len(should.gone_soon - set(told)),
        "lost": len(due - should.gone_soon - set(told)),
    }
    messages = {
        "owed": len(ledger),
        "sent": len(sent),
        "dropped": sum(state == Delivery.State.DROPPED for _, _, state, _ in ledger),
        "in doubt": sum(doubts.values()),
        "taken by the server": sum(came.values()),
        "taken again after a doubt": sum(came.values()) - len(came) - twice,
    }
    notices = _notices(taken, known)
    by_worker = _by_worker()
    checks = {
        "stories were lost or told twice": _lost_or_twice(known),
        "alerts were lost": alerts["lost"],
        "alerts went to people to whom none was owed": len(set(told) - due),
        "alerts were sent twice": alerts["sent twice"],
        "notices to authors were lost": notices["lost"],
        "notices to authors came too often": notices["too many"],
        "messages were sent twice without a doubt": twice,
        "messages are said to be sent that the server never took": sum(not came[message_id] for message_id in sent),
        "messages are not finished": owed(),
        "messages failed": sum(state in Delivery.UNDELIVERED for _, _, state, _ in ledger),
        "messages were taken that are not in the ledger": len(set(came) - {each[0] for each in ledger}),
        "jobs are left": jobs_left(),
        "stories were delivered and are not heard, or heard and were delivered to nobody": len(_heard() ^ _delivered(set(told))),
        "stories were opened and are not read": len(known.opened - _read()),
        **{f"{things} wait without a case": number for things, number in _without_case().items()},
    }
    differences = [f"{number} {words}" for words, number in checks.items() if number]
    differences += [f"fewer than half were {what} by the worker" for what in BY_WORKER if 2 * by_worker[what] < by_worker[f"{what} in all"]]
    return Reckoning(alerts, notices, messages, by_worker, differences)


def _rows(statement: str, values: Any = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _count(tables: str) -> int:
    return int(_rows(f"SELECT count(*) FROM {tables}")[0][0])  # noqa: S608 - a constant of this module


def _twice(came: Counter[str], ids: set[str], doubts: dict[str, int]) -> int:
    """How often too often these messages were taken: each may come once, and once more for every doubt about it."""
    return len(ids) - 1 + sum(max(0, came[each] - 1 - doubts.get(each, 0)) for each in ids)


def _lost_or_twice(known: Known) -> int:
    """Every story has a name of its own. However often a request was made again, there is one story of each."""
    there = Counter(name for (name,) in _rows("SELECT chosen_name FROM stories_story"))
    return sum(abs(there[f"Teller {number}"] - 1) for number in range(1, known.told + 1)) + max(0, len(there) - known.told)


def _notices(taken: Taken, known: Known) -> dict[str, int]:
    due = Counter({(known.addresses[name], kind): n for name, kind, n in _rows(NOTICES) if name in known.addresses})
    addresses = set(known.addresses.values())
    came = Counter({key: number for key, number in taken.notices().items() if key[0] in addresses})
    # The first letter is dropped where the story was decided before it left: whether it came is not owed, that it came once is.
    may = due + Counter({(address, "author-sent"): 1 for address in addresses})
    return {"due": due.total(), "sent": (due & came).total(), "lost": (due - came).total(), "too many": (came - may).total()}


def _by_worker() -> dict[str, int]:
    found: dict[str, int] = {}
    for what, (everything, worker) in BY_WORKER.items():
        found |= {what: _count(worker), f"{what} in all": _count(everything)}
    return found


def _heard() -> set[tuple[int, int]]:
    rows = Telling.objects.filter(story__state=State.PUBLISHED, heard_at__isnull=False)
    return set(rows.values_list("story_id", "organisation_id"))


def _delivered(told: set[tuple[str, int]]) -> set[tuple[int, int]]:
    """Story and organisation of every telling of which a member's address took a message."""
    organisations: dict[str, set[int]] = defaultdict(set)
    for email, organisation in _rows(MEMBERS):
        organisations[email].add(organisation)
    reached = {(story, organisation) for email, story in told for organisation in organisations[email]}
    return reached & set(Telling.objects.values_list("story_id", "organisation_id"))


def _read() -> set[tuple[int, int]]:
    return set(Telling.objects.filter(read_at__isnull=False).values_list("story_id", "organisation_id"))


def _without_case() -> dict[str, int]:
    found = {}
    for things, (table, waits, subject) in WITHOUT_A_CASE.items():
        case = f"SELECT FROM moderation_case c WHERE c.subject = '{subject}' AND c.thing_id = t.id AND (c.closed_at IS NULL OR c.once)"
        found[things] = _count(f"{table} t WHERE {waits} AND NOT EXISTS ({case})")
    return found


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
