"""How organisations listen: what they answered, how quickly, and what came of it. And who subscribes."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from heard.core import clock
from heard.core.prepared import fetch, fetch_named
from heard.core.rows import row

ANSWERS_COUNTED_TO = 100
"""How far the answers of an organisation are counted: a page shows forty organisations, and some have given thousands."""
CHANGES_COUNTED_TO = 1000
MOST_SUBSCRIBERS = 300
"""Of each level, how many are named on one page."""

# The newest answers of an organisation to stories that still stand say how many it gave and how quickly: whole days from being told to its
# first answer to that story. They are walked along the index of an organisation's newest answers, each with what it was told and its sooner
# answers looked up by key. OFFSET 0 keeps the planner to that: for one page of forty organisations it is all there is to do.
GIVEN = f"""(SELECT json_build_object('answers', count(*), 'days',
                percentile_cont(0.5) WITHIN GROUP (ORDER BY given.published_on - given.told_on) FILTER (WHERE NOT EXISTS (SELECT FROM
                  (SELECT b.organisation_id, b.published_on, b.id FROM public_answer b
                    WHERE b.story_id = given.story_id AND b.id <> given.id OFFSET 0) AS b
                  WHERE b.organisation_id = o.id AND (b.published_on, b.id) < (given.published_on, given.id))))
         FROM (SELECT a.id, a.story_id, a.published_on, t.told_on FROM
           (SELECT a.id, a.story_id, a.published_on FROM public_answer a WHERE a.organisation_id = o.id
             ORDER BY a.published_on DESC, a.story_id DESC, a.id DESC LIMIT {ANSWERS_COUNTED_TO + 1}) AS a
           LEFT JOIN LATERAL
             (SELECT t.told_on FROM public_telling t WHERE t.story_id = a.story_id AND t.organisation_id = o.id OFFSET 0) AS t ON true)
         AS given)"""

# The same newest answers, and how many of them their authors found helpful.
HELPED = f"""(SELECT json_build_object('rated', count(*) FILTER (WHERE a.helpful <> ''),
                'helped', count(*) FILTER (WHERE a.helpful = 'yes'))
         FROM (SELECT a.helpful FROM public_answer a WHERE a.organisation_id = o.id
                ORDER BY a.published_on DESC, a.story_id DESC, a.id DESC LIMIT {ANSWERS_COUNTED_TO}) AS a)"""
MADE = f"""(SELECT count(*) FROM
         (SELECT FROM public_change c WHERE c.organisation_id = o.id AND c.is_made LIMIT {CHANGES_COUNTED_TO + 1}) AS c)"""


class HowItListens(NamedTuple):
    """`answers` is counted to one more than `ANSWERS_COUNTED_TO`; `days` is the median from being told to its first answer; `helped` of
    those `rated` are answers that their authors found helpful, among as many of the newest; `made` are changes.
    """

    answers: int
    days: float | None
    rated: int
    helped: int
    made: int


def how_they_listen(organisation_ids: Collection[int]) -> dict[int, HowItListens]:
    """The figures of each of these organisations, in one statement."""
    found = fetch_named(
        f"""SELECT o.id, {GIVEN} AS given, {HELPED} AS helped, {MADE} AS made FROM public_organisation o WHERE o.id = ANY (%s::bigint[])""",
        [list(organisation_ids)],
    )
    return {each["id"]: row(HowItListens, each["given"] | each["helped"] | {"made": each["made"]}) for each in found}


@dataclass(frozen=True)
class Level:
    """Who has a running subscription of one level: how many they are, and the first by name."""

    level: str
    number: int
    names: tuple[str, ...]


def subscribers(*, within: int | None = None) -> list[Level]:
    """Who subscribes today, by level: of all, or of one region."""
    there = "true" if within is None else f"o.region_id = {within:d}"
    found = fetch_named(
        f"""SELECT level, count(*) AS number, (array_agg(name ORDER BY lower(name), id))[:{MOST_SUBSCRIBERS}] AS names
              FROM (SELECT sub.level, o.name, o.id FROM public_subscription sub JOIN public_organisation o ON o.id = sub.organisation_id
                     WHERE %s::date BETWEEN sub.starts_on AND sub.ends_on AND {there}) AS listed
             GROUP BY level ORDER BY level""",
        [clock.today()],
    )
    return [Level(each["level"], each["number"], tuple(each["names"])) for each in found]


def organisations_named(slugs: Collection[str]) -> dict[str, int]:
    """The ids of the organisations with these slugs."""
    return dict(fetch("SELECT slug, id FROM public_organisation WHERE slug = ANY (%s::varchar[])", [list(slugs)], prepare=False))
