"""Everything a service's page shows beside its list of stories, in one statement."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from heard.core import clock
from heard.core.prepared import fetch
from heard.website.queries.parts import day, key_of

LOOKED_AT = 1000
"""How many of the newest stories say how well a service listens: enough to tell, and the same work for a ward and a nation."""

ANSWERS_COUNTED_TO = 100
"""How far the answers of an organisation are counted: a page shows forty organisations, and some have given thousands."""


@dataclass(frozen=True)
class Place:
    """A service by name, as a link."""

    name: str
    path_key: str
    level: str = ""
    open: bool = True


@dataclass(frozen=True)
class Child:
    """A site or service below this one. `stories` is counted up to 1,000 and one more; `closed_on` stands only of one that has closed."""

    name: str
    path_key: str
    kind: str
    stories: int
    closed_on: date | None = None


@dataclass(frozen=True)
class Figures:
    """Counts of stories among those looked at. `days` is the median from the day of publication to the day of the first answer."""

    told: int
    heard: int
    read: int
    answered: int
    planned: int
    made: int
    days: float | None


@dataclass(frozen=True)
class Listener:
    """An organisation with a running subscription. `members` may sign in today; `days` is its own median to answer a story."""

    name: str
    slug: str
    kind: str
    level: str
    members: int
    days: float | None
    answers: int


@dataclass(frozen=True)
class ServicePage:
    """A service of the directory with how well it listens."""

    id: int
    region_id: int
    name: str
    path_key: str
    code: str
    level: str
    kind: str
    standing: str
    address: tuple[str, ...]
    town: str
    postcode: str
    telephone: str
    website: str
    opened_on: date | None
    closed_on: date | None
    not_in_register: bool
    register: str
    above: tuple[Place, ...]
    successor: Place | None
    predecessors: tuple[Place, ...]
    former_names: tuple[str, ...]
    children: tuple[Child, ...]
    figures: Figures
    listeners: tuple[Listener, ...]


# The newest answers of an organisation to stories that still stand say how many it gave and how quickly: whole days from being told to its
# first answer to that story. They are walked along the index of an organisation's newest answers, each with its story, what it was told
# and its sooner answers looked up by key. OFFSET 0 keeps the planner to that: for one page of forty organisations it is all there is to do.
LISTENER = f"""
    json_build_array(o.name, o.slug, o.kind, sub.level,
      (SELECT count(*) FROM organisations_membership m JOIN accounts_person p ON p.id = m.person_id
        WHERE m.organisation_id = o.id AND m.frozen_at IS NULL AND p.is_active),
      (SELECT json_build_array(count(*), percentile_cont(0.5) WITHIN GROUP
                (ORDER BY (given.published_at AT TIME ZONE zone.name)::date - (given.told_at AT TIME ZONE zone.name)::date)
                FILTER (WHERE NOT EXISTS (SELECT FROM
                  (SELECT b.organisation_id, b.state, b.published_at, b.id FROM responses_answer b
                    WHERE b.story_id = given.story_id OFFSET 0) AS b
                  WHERE b.organisation_id = o.id AND b.state = 'published' AND (b.published_at, b.id) < (given.published_at, given.id))))
         FROM (SELECT a.id, a.story_id, a.published_at, t.told_at FROM
           (SELECT a.id, a.story_id, a.published_at FROM responses_answer a WHERE a.organisation_id = o.id AND a.state = 'published'
             ORDER BY {day("a.published_at")} DESC, a.story_id DESC, a.id DESC OFFSET 0) AS a
           CROSS JOIN LATERAL (SELECT FROM stories_story s WHERE s.id = a.story_id AND s.state = 'published' OFFSET 0) AS s
           LEFT JOIN LATERAL
             (SELECT t.told_at FROM reach_telling t WHERE t.story_id = a.story_id AND t.organisation_id = o.id OFFSET 0) AS t ON true
           LIMIT {ANSWERS_COUNTED_TO + 1}) AS given))"""

FIGURES = """
    json_build_array(count(*), count(n.heard_at), count(n.read_at), count(n.answered_at), count(n.planned_at), count(n.made_at),
      percentile_cont(0.5) WITHIN GROUP (ORDER BY (n.answered_at AT TIME ZONE zone.name)::date - n.published_on)
        FILTER (WHERE n.answered_at IS NOT NULL))"""

STEP_COLUMNS = "s.published_on, s.heard_at, s.read_at, s.answered_at, s.planned_at, s.made_at"

# What a moderator proposed from a case has no page before a story about it is public: its name may be in that story's words alone. Only
# published stories have branches.
HAS_A_PAGE = "(register <> 'proposed' OR EXISTS (SELECT FROM stories_storybranch told WHERE told.service_id = directory_service.id))"

SERVICE_PAGE = f"""
WITH zone AS (SELECT %s::text AS name, %s::date AS today, %s::date AS closed_since),
found AS (SELECT * FROM directory_service WHERE (slug = lower(%s::text) OR code = upper(%s::text)) AND {HAS_A_PAGE}
           ORDER BY (code = upper(%s::text)) DESC, (standing = 'open') DESC, id LIMIT 1)
SELECT d.id, d.region_id, d.name, {key_of("d")}, d.code, d.level, d.kind, d.standing, d.address, d.town, d.postcode, d.telephone, d.website,
       d.opened_on, d.closed_on, d.not_in_register, d.register,
       (SELECT json_agg(json_build_array(up.name, {key_of("up")}, up.level, up.standing = 'open') ORDER BY u.position)
          FROM unnest(d.ancestors) WITH ORDINALITY AS u (id, position) JOIN directory_service up ON up.id = u.id WHERE up.id <> d.id),
       (SELECT json_build_array(next.name, {key_of("next")}, next.level, next.standing = 'open')
          FROM directory_service next WHERE next.id = d.successor_id),
       (SELECT json_agg(json_build_array(old.name, {key_of("old")}, old.level) ORDER BY old.name)
          FROM directory_service old WHERE old.successor_id = d.id AND old.register <> 'joined'),
       (SELECT json_agg(f.name ORDER BY f.name) FROM directory_formername f WHERE f.service_id = d.id),
       (SELECT json_agg(json_build_array(c.name, {key_of("c")}, c.kind,
                 (SELECT count(*) FROM (SELECT FROM stories_storybranch b WHERE b.service_id = c.id LIMIT 1001) AS few),
                 CASE WHEN c.standing = 'closed' THEN c.closed_on END)
               ORDER BY c.standing = 'closed', c.name)
          FROM (SELECT * FROM directory_service WHERE parent_id = d.id
                   AND (standing = 'open' OR standing = 'closed' AND closed_on >= zone.closed_since AND register <> 'joined')
                 ORDER BY standing = 'closed', name LIMIT 300) AS c),
       (SELECT {FIGURES} FROM
         (SELECT {STEP_COLUMNS} FROM stories_storybranch b JOIN stories_story s ON s.id = b.story_id AND s.state = 'published'
           WHERE b.service_id = d.id ORDER BY {day("b.told_at")} DESC, b.story_id DESC LIMIT {LOOKED_AT}) AS n),
       (SELECT json_agg({LISTENER} ORDER BY (o.kind <> 'provider'), o.name, o.id)
          FROM organisations_organisation o
          JOIN organisations_subscription sub ON sub.organisation_id = o.id AND zone.today BETWEEN sub.starts_on AND sub.ends_on
         WHERE EXISTS (SELECT FROM organisations_remitbranch r WHERE r.organisation_id = o.id
                          AND r.service_id = ANY (d.ancestors || coalesce(
                            (SELECT next.ancestors FROM directory_service next WHERE next.id = d.successor_id AND d.standing = 'closed'),
                            '{{}}'))))
  FROM found d CROSS JOIN zone"""


def service_page(key: str, *, closed_since: date | None = None) -> ServicePage | None:
    """The service whose address ends in `key`: its slug, or its code in a register, in any case of letters. Among its parts are those that
    closed on `closed_since` or later.
    """
    found = fetch(SERVICE_PAGE, [settings.TIME_ZONE, clock.today(), closed_since or date.max, key, key, key])
    return _service(found[0]) if found else None


def service_ref(key: str) -> tuple[int, str, str] | None:
    """The id, the name and the key in its address of the service with this code or slug. Codes are tried first. One that was joined with
    another is that one: its stories are told there.
    """
    found = fetch(
        f"""SELECT d.id, d.name, {key_of("d")} FROM directory_service d WHERE d.id =
              (SELECT CASE WHEN register = 'joined' THEN successor_id ELSE id END FROM directory_service
                WHERE (slug = lower(%s::text) OR code = upper(%s::text)) AND {HAS_A_PAGE}
                ORDER BY (code = upper(%s::text)) DESC, (standing = 'open') DESC, id LIMIT 1)""",
        [key, key, key],
    )
    return (found[0][0], found[0][1], found[0][2]) if found else None


def listener_from(found: list[Any]) -> Listener:
    name, slug, kind, level, members, (answers, days) = found
    return Listener(name, slug, kind, level, members, days, answers)


def _child(name: str, path_key: str, kind: str, stories: int, closed_on: str | None) -> Child:
    return Child(name, path_key, kind, stories, date.fromisoformat(closed_on) if closed_on else None)


def _service(row: tuple[Any, ...]) -> ServicePage:
    above, successor, predecessors, former, children, figures, listeners = row[17:24]
    return ServicePage(
        id=row[0],
        region_id=row[1],
        name=row[2],
        path_key=row[3],
        code=row[4],
        level=row[5],
        kind=row[6],
        standing=row[7],
        address=tuple(row[8]),
        town=row[9],
        postcode=row[10],
        telephone=row[11],
        website=row[12],
        opened_on=row[13],
        closed_on=row[14],
        not_in_register=row[15],
        register=row[16],
        above=tuple(Place(*each) for each in above or ()),
        successor=Place(*successor) if successor else None,
        predecessors=tuple(Place(*each) for each in predecessors or ()),
        former_names=tuple(former or ()),
        children=tuple(_child(*each) for each in children or ()),
        figures=Figures(*figures),
        listeners=tuple(listener_from(each) for each in listeners or ()),
    )
