"""Everything a story's page shows, in one statement."""

from datetime import date
from typing import Any, NamedTuple

from heard.core.keyset import LARGEST
from heard.core.prepared import fetch
from heard.regions.rules import NUMBERS
from heard.website.queries.parts import PLAN_IS_PUBLIC, SERVICES_OF_STORY, ServiceRef, day, key_of, plain_day, services_from


class TagRef(NamedTuple):
    """A tag as it stands beside a story; `kind` is good, better or feeling."""

    kind: str
    slug: str
    name: str


class Told(NamedTuple):
    """An organisation that was told. `roles` read it and are held by enough of its members to hide in."""

    organisation: str
    slug: str
    told_on: date
    heard_on: date | None
    read_on: date | None
    roles: tuple[str, ...]


class Asked(NamedTuple):
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


class ChangeSaid(NamedTuple):
    """A change as far as it is public: planned (`planned_on`), made (`made_on`), or first one, then the other."""

    number: int
    organisation: str
    what: str
    who_leads: str
    due_on: date | None
    planned_on: date | None
    made_what: str
    made_on: date | None
    helped: str
    first_due_on: date | None = None


class StoryPage(NamedTuple):
    """A published story with everything public around it, no time of it more exact than a day (ADR 18).

    `seen` changes whenever something of that does.
    """

    number: int
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
    told: tuple[Told, ...]
    asked: tuple[Asked, ...]
    answers: tuple[AnswerGiven, ...]
    replies: tuple[AuthorsReply, ...]
    changes: tuple[ChangeSaid, ...]
    proposed: tuple[str, ...]


# What changes whenever the page does: whoever changes anything on it gives the story a new version. Views apart, which may lag behind in a
# page that somebody keeps.
SEEN = "json_build_array(s.version, s.me_too)"

# One JSON document, in the order of `StoryPage`: the driver turns it into Python in one go.
STORY_PAGE = f"""
SELECT json_build_array(s.id, s.version, s.title, s.text, s.hope, s.role, s.chosen_name, s.is_question, s.views, s.me_too,
       s.protective_edits, s.civil_edits, s.clarity_edits, {SEEN},
       {day("s.told_at")}, s.happened_month, {day("s.heard_at")}, {day("s.read_at")}, {day("s.answered_at")}, {day("s.planned_at")},
       {day("s.made_at")}, {day("s.helped_at")}, s.edited_on, {day("s.changed_at")},
       {SERVICES_OF_STORY},
       (SELECT json_agg(json_build_array(tag.kind, tag.slug, tag.name) ORDER BY st.position)
          FROM stories_storytag st JOIN tags_tag tag ON tag.id = st.tag_id WHERE st.story_id = s.id),
       (SELECT json_agg(json_build_array(o.name, o.slug, {day("t.told_at")}, {day("t.heard_at")}, {day("t.read_at")},
                 array(SELECT r.role FROM reach_rolereading r
                   WHERE t.read_at IS NOT NULL AND r.telling_id = t.id
                     AND (SELECT count(*) FROM organisations_membership m
                           WHERE m.organisation_id = t.organisation_id AND m.frozen_at IS NULL AND r.role = ANY (m.roles))
                         >= coalesce((SELECT value FROM regions_setting
                                       WHERE region_id = s.region_id AND name = 'role_shown_from'), %s::int)
                   ORDER BY r.role))
               ORDER BY {day("t.told_at")}, lower(o.name), o.id)
          FROM reach_telling t JOIN organisations_organisation o ON o.id = t.organisation_id WHERE t.story_id = s.id),
       (SELECT json_agg(json_build_array(d.name, {key_of("d")}, {day("coalesce(a.delivered_at, a.asked_at)")}, a.delivered_at IS NOT NULL)
               ORDER BY {day("coalesce(a.delivered_at, a.asked_at)")}, d.name, d.id)
          FROM reach_asking a JOIN directory_service d ON d.id = a.provider_id WHERE a.story_id = s.id),
       (SELECT json_agg(json_build_array(a.id, o.name, a.name, a.job_title, a.text, a.sign_off, {day("a.published_at")}, a.helpful)
               ORDER BY a.id)
          FROM responses_answer a JOIN organisations_organisation o ON o.id = a.organisation_id
         WHERE a.story_id = s.id AND a.state = 'published'),
       (SELECT json_agg(json_build_array(r.id, r.kind, r.text, {day("r.published_at")}, r.answer_id, r.change_id, r.promised_for)
               ORDER BY r.id)
          FROM responses_reply r WHERE r.story_id = s.id AND r.state = 'published'),
       (SELECT json_agg(json_build_array(c.id, o.name, c.what, c.who_leads, c.due_on, {day("c.planned_at")},
                 CASE WHEN c.state = 'made' THEN c.made_what ELSE '' END, CASE WHEN c.state = 'made' THEN {day("c.made_at")} END,
                 CASE WHEN c.state = 'made' THEN c.helped ELSE '' END, c.first_due_on) ORDER BY c.id)
          FROM responses_change c JOIN organisations_organisation o ON o.id = c.organisation_id
         WHERE c.story_id = s.id AND (c.state = 'made' OR ({PLAN_IS_PUBLIC}))),
       (SELECT json_agg(d.name ORDER BY u.position) FROM unnest(s.service_ids) WITH ORDINALITY AS u (id, position)
         CROSS JOIN LATERAL (SELECT e.name, e.register FROM directory_service e WHERE e.id = u.id OFFSET 0) AS d
         WHERE d.register = 'proposed'))
  FROM stories_story s WHERE s.id = %s::bigint AND s.state = 'published'"""

VERSION = f"SELECT s.state, s.told_at IS NOT NULL, {SEEN} FROM stories_story s WHERE s.id = %s::bigint"


def story_version(number: int) -> tuple[int, ...] | None:
    """`StoryPage.seen` alone, cheaply; None when the story is not public."""
    for state, _, seen in fetch(VERSION, [number]) if number <= LARGEST else ():
        if state == "published":
            return tuple(seen)
    return None


def was_taken_back(number: int) -> bool:
    """Whether the story was public once and its author took it back."""
    found = fetch(VERSION, [number]) if number <= LARGEST else []
    return bool(found) and found[0][0] == "withdrawn" and found[0][1]


def story_page(number: int) -> StoryPage | None:
    """The published story with this number; None for any other."""
    found = fetch(STORY_PAGE, [NUMBERS["role_shown_from"].default, number]) if number <= LARGEST else []
    return _story(found[0][0]) if found else None


def _story(row: list[Any]) -> StoryPage:
    *plain, seen, told_on, month, heard, read, answered, planned, made, helped, edited, changed_on = row[:24]
    services, tags, told, asked, answers, replies, changes, proposed = row[24:]
    return StoryPage._make(
        [
            *plain,
            tuple(seen),
            date.fromisoformat(told_on),
            *(plain_day(each) for each in (month, heard, read, answered, planned, made, helped, edited)),
            date.fromisoformat(changed_on),
            services_from(services),
            tuple(TagRef(*each) for each in tags or ()),
            tuple(
                Told(name, slug, date.fromisoformat(at), plain_day(heard_on), plain_day(read_on), tuple(roles or ()))
                for name, slug, at, heard_on, read_on, roles in told or ()
            ),
            tuple(Asked(name, key, date.fromisoformat(at), reached) for name, key, at, reached in asked or ()),
            tuple(AnswerGiven._make([*each[:6], date.fromisoformat(each[6]), each[7]]) for each in answers or ()),
            tuple(AuthorsReply._make([*each[:3], date.fromisoformat(each[3]), *each[4:6], plain_day(each[6])]) for each in replies or ()),
            tuple(_change(each) for each in changes or ()),
            tuple(proposed or ()),
        ]
    )


def _change(found: list[Any]) -> ChangeSaid:
    number, organisation, what, who_leads, due_on, planned_on, made_what, made_on, helped, first_due_on = found
    return ChangeSaid(
        number=number,
        organisation=organisation,
        what=what if planned_on else "",
        who_leads=who_leads,
        due_on=plain_day(due_on),
        planned_on=plain_day(planned_on),
        made_what=made_what,
        made_on=plain_day(made_on),
        helped=helped,
        first_due_on=plain_day(first_due_on),
    )
