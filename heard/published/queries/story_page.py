"""Everything a story's page shows, in one statement."""

from datetime import date
from typing import NamedTuple

from heard.core.keyset import LARGEST
from heard.core.prepared import fetch
from heard.core.rows import row
from heard.published.queries.parts import CHANGE_SAID, SERVICES_OF_STORY, ChangeSaid, ServiceRef


class TagRef(NamedTuple):
    """A tag as it stands beside a story; `kind` is good, better or feeling."""

    kind: str
    slug: str
    name: str


class OrganisationTold(NamedTuple):
    """An organisation that was told. `roles` read it and are held by enough of its members to hide in."""

    organisation: str
    slug: str
    told_on: date
    heard_on: date | None
    read_on: date | None
    roles: tuple[str, ...]


class ProviderAsked(NamedTuple):
    """A provider that does not listen, told through its registered contact; `reached` when that message was delivered."""

    provider: str
    path_key: str
    asked_on: date
    reached: bool


class AnswerGiven(NamedTuple):
    """A published answer."""

    number: int
    organisation: str
    name: str
    job_title: str
    text: str
    sign_off: str
    on: date
    helpful: str
    photo: str = ""
    """The key of the person's photo; nothing while they have none."""


class AuthorsReply(NamedTuple):
    """What the author added: a `reply`, to the answer with that number if to one of them, an `update`, or `not-yet`: that the change with
    that number hadn't happened by the day it was `promised_for`.
    """

    number: int
    kind: str
    text: str
    on: date
    answer: int | None
    change: int | None = None
    promised_for: date | None = None


class StoryPage(NamedTuple):
    """A published story with everything public around it, no time of it more exact than a day (ADR 18).

    `seen` changes whenever something of that does.
    """

    number: int
    region_id: int
    version: int
    title: str
    text: str
    hope: str
    role: str
    chosen_name: str
    is_question: bool
    views: int
    me_too: int
    protective_edits: int
    civil_edits: int
    clarity_edits: int
    seen: tuple[int, ...]
    told_on: date
    happened_month: date | None
    heard_on: date | None
    read_on: date | None
    answered_on: date | None
    planned_on: date | None
    made_on: date | None
    helped_on: date | None
    edited_on: date | None
    changed_on: date
    services: tuple[ServiceRef, ...]
    tags: tuple[TagRef, ...]
    told: tuple[OrganisationTold, ...]
    asked: tuple[ProviderAsked, ...]
    answers: tuple[AnswerGiven, ...]
    replies: tuple[AuthorsReply, ...]
    changes: tuple[ChangeSaid, ...]
    proposed: tuple[str, ...]


# What changes whenever the page does: whoever changes anything on it gives the story a new version. Views apart, which may lag behind in a
# page that somebody keeps.
SEEN = "json_build_array(s.version, s.me_too)"

# One JSON document: the driver turns it into Python in one go.
STORY_PAGE = f"""
SELECT to_json(page) FROM
(SELECT s.id AS number, s.region_id, s.version, s.title, s.text, s.hope, s.role, s.chosen_name, s.is_question, s.views, s.me_too,
        s.protective_edits, s.civil_edits, s.clarity_edits, {SEEN} AS seen,
        s.told_on, s.happened_month, s.heard_on, s.read_on, s.answered_on, s.planned_on, s.made_on, s.helped_on, s.edited_on, s.changed_on,
        {SERVICES_OF_STORY} AS services,
        (SELECT json_agg(tag) FROM
          (SELECT t.kind, t.slug, t.name FROM public_story_tag st JOIN public_tag t ON t.id = st.tag_id
            WHERE st.story_id = s.id ORDER BY st.position) AS tag) AS tags,
        (SELECT json_agg(told) FROM
          (SELECT o.name AS organisation, o.slug, t.told_on, t.heard_on, t.read_on,
                  ARRAY(SELECT r.role FROM public_role_reading r WHERE r.telling_id = t.id ORDER BY r.role) AS roles
             FROM public_telling t JOIN public_organisation o ON o.id = t.organisation_id
            WHERE t.story_id = s.id ORDER BY t.told_on, lower(o.name), o.id) AS told) AS told,
        (SELECT json_agg(asked) FROM
          (SELECT d.name AS provider, d.path_key, coalesce(a.delivered_on, a.asked_on) AS asked_on, a.delivered_on IS NOT NULL AS reached
             FROM public_asking a JOIN public_service d ON d.id = a.provider_id
            WHERE a.story_id = s.id ORDER BY coalesce(a.delivered_on, a.asked_on), d.name, d.id) AS asked) AS asked,
        (SELECT json_agg(answer) FROM
          (SELECT a.id AS number, o.name AS organisation, a.name, a.job_title, a.text, a.sign_off, a.published_on AS "on", a.helpful,
                  a.photo
             FROM public_answer a JOIN public_organisation o ON o.id = a.organisation_id
            WHERE a.story_id = s.id ORDER BY a.id) AS answer) AS answers,
        (SELECT json_agg(reply) FROM
          (SELECT r.id AS number, r.kind, r.text, r.published_on AS "on", r.answer_id AS answer, r.change_id AS change, r.promised_for
             FROM public_reply r WHERE r.story_id = s.id ORDER BY r.id) AS reply) AS replies,
        (SELECT json_agg(change) FROM
          ({CHANGE_SAID}
             FROM public_change c JOIN public_organisation o ON o.id = c.organisation_id
            WHERE c.story_id = s.id ORDER BY c.id) AS change) AS changes,
        (SELECT json_agg(d.name ORDER BY named.position) FROM unnest(s.service_ids) WITH ORDINALITY AS named (id, position)
          CROSS JOIN LATERAL (SELECT e.name, e.register FROM public_service e WHERE e.id = named.id OFFSET 0) AS d
          WHERE d.register = 'proposed') AS proposed
   FROM public_story s WHERE s.id = %s::bigint) AS page"""

VERSION = f"SELECT {SEEN} FROM public_story s WHERE s.id = %s::bigint"


def story_version(number: int) -> tuple[int, ...] | None:
    """`StoryPage.seen` alone, cheaply; None when the story is not public."""
    found = fetch(VERSION, [number]) if number <= LARGEST else []
    return tuple(found[0][0]) if found else None


def story_page(number: int) -> StoryPage | None:
    """The published story with this number; None for any other."""
    found = fetch(STORY_PAGE, [number]) if number <= LARGEST else []
    return row(StoryPage, found[0][0]) if found else None
