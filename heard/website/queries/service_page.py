"""Everything a service's page shows beside its list of stories, in one statement."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from heard.core import clock
from heard.core.prepared import fetch_named
from heard.core.rows import row
from heard.media.rules.pictures import Shown
from heard.published.queries.figures import FIGURES, LOOKED_AT, STEPS, Figures
from heard.published.queries.listening import GIVEN


class NamedService(NamedTuple):
    """A service, its name and the key in its address."""

    id: int
    name: str
    path_key: str


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
class Listener:
    """An organisation with a running subscription. `members` may sign in today; `days` is its own median to answer a story."""

    name: str
    slug: str
    kind: str
    region_id: int
    level: str
    members: int
    picture: Shown | None
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
    picture: Shown | None
    figures: Figures
    listeners: tuple[Listener, ...]


LISTENER = f"""
    json_build_object('name', o.name, 'slug', o.slug, 'kind', o.kind, 'region_id', o.region_id, 'level', sub.level,
      'members', o.members,
      'picture', (SELECT p.picture FROM public_organisation_picture p WHERE p.organisation_id = o.id AND p.service_id IS NULL), 'given',
      {GIVEN})"""

SERVICE_PAGE = f"""
WITH days AS (SELECT %s::date AS today, %s::date AS closed_since),
found AS (SELECT * FROM public_service WHERE slug = lower(%s::text) OR code = upper(%s::text)
           ORDER BY (code = upper(%s::text)) DESC, (standing = 'open') DESC, id LIMIT 1)
SELECT d.id, d.region_id, d.name, d.path_key, d.code, d.level, d.kind, d.standing, d.address, d.town, d.postcode, d.telephone, d.website,
       d.opened_on, d.closed_on, d.not_in_register, d.register,
       (SELECT p.picture FROM public_organisation_picture p WHERE p.service_id = d.id) AS picture,
       (SELECT json_agg(json_build_object('name', up.name, 'path_key', up.path_key, 'level', up.level, 'open', up.standing = 'open')
                        ORDER BY u.position)
          FROM unnest(d.ancestors) WITH ORDINALITY AS u (id, position) JOIN public_service up ON up.id = u.id
         WHERE up.id <> d.id) AS above,
       (SELECT json_build_object('name', next.name, 'path_key', next.path_key, 'level', next.level, 'open', next.standing = 'open')
          FROM public_service next WHERE next.id = d.successor_id) AS successor,
       (SELECT json_agg(json_build_object('name', old.name, 'path_key', old.path_key, 'level', old.level, 'open', true) ORDER BY old.name)
          FROM public_service old WHERE old.successor_id = d.id AND old.register <> 'joined') AS predecessors,
       (SELECT json_agg(f.name ORDER BY f.name) FROM public_former_name f WHERE f.service_id = d.id) AS former_names,
       (SELECT json_agg(json_build_object('name', c.name, 'path_key', c.path_key, 'kind', c.kind,
                 'stories', (SELECT count(*) FROM (SELECT FROM public_story_branch b WHERE b.service_id = c.id LIMIT 1001) AS few),
                 'closed_on', CASE WHEN c.standing = 'closed' THEN c.closed_on END)
               ORDER BY c.standing = 'closed', c.name)
          FROM (SELECT id, name, path_key, kind, standing, closed_on FROM public_service WHERE parent_id = d.id
                   AND (standing = 'open' OR standing = 'closed' AND closed_on >= days.closed_since AND register <> 'joined')
                 ORDER BY standing = 'closed', name LIMIT 300) AS c) AS children,
       (SELECT {FIGURES} FROM
         (SELECT {STEPS} FROM public_story_branch b JOIN public_story s ON s.id = b.story_id
           WHERE b.service_id = d.id ORDER BY b.told_on DESC, b.story_id DESC LIMIT {LOOKED_AT}) AS n) AS figures,
       (SELECT json_agg({LISTENER} ORDER BY (o.kind <> 'provider'), o.name, o.id)
          FROM public_organisation o
          JOIN public_subscription sub ON sub.organisation_id = o.id AND days.today BETWEEN sub.starts_on AND sub.ends_on
         WHERE EXISTS (SELECT FROM public_remit_branch r WHERE r.organisation_id = o.id
                          AND r.service_id = ANY (d.ancestors || coalesce(
                            (SELECT next.ancestors FROM public_service next WHERE next.id = d.successor_id AND d.standing = 'closed'),
                            '{{}}')))) AS listeners
  FROM found d CROSS JOIN days"""

SERVICE_REF = """
SELECT d.id, d.name, d.path_key FROM public_service d WHERE d.id =
  (SELECT CASE WHEN register = 'joined' THEN successor_id ELSE id END FROM public_service
    WHERE slug = lower(%s::text) OR code = upper(%s::text)
    ORDER BY (code = upper(%s::text)) DESC, (standing = 'open') DESC, id LIMIT 1)"""


def service_page(key: str, *, closed_since: date | None = None) -> ServicePage | None:
    """The service whose address ends in `key`: its slug, or its code in a register, in any case of letters. Among its parts are those that
    closed on `closed_since` or later.
    """
    for found in fetch_named(SERVICE_PAGE, [clock.today(), closed_since or date.max, key, key, key]):
        listeners = [with_what_was_given(each) for each in found["listeners"] or ()]
        return row(ServicePage, found | {"listeners": listeners})
    return None


def service_ref(key: str) -> NamedService | None:
    """The service with this code or slug. Codes are tried first. One that was joined with
    another is that one: its stories are told there.
    """
    for found in fetch_named(SERVICE_REF, [key, key, key]):
        return row(NamedService, found)
    return None


def with_what_was_given(listener: dict[str, Any]) -> dict[str, Any]:
    """The columns of `Listener`, of what `LISTENER` built."""
    given: dict[str, Any] = listener["given"]
    return {name: value for name, value in listener.items() if name != "given"} | given
