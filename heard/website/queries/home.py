"""The first page: what has happened lately, one story with its change, and the newest stories. One statement."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from typing import Any

from heard.core import clock
from heard.core.prepared import fetch_named
from heard.core.rows import row
from heard.organisations.queries import LISTENING, LISTENING_IN
from heard.published.queries.figures import FIGURES, LOOKED_AT, STEPS, Figures
from heard.published.queries.lists import CARD, Listed
from heard.published.queries.parts import said_in, told_in

LATELY = timedelta(days=30)
COUNTED_TO = 1000
NEWEST = 4
"""Three for the page, and one more in case the newest is the one that is shown with its change."""


@dataclass(frozen=True)
class Home:
    """Figures of the whole site, or of one region. `figures` are of the newest thousand stories; counts of changes stop at a thousand and
    one.
    """

    told_lately: int
    figures: Figures
    planned: int
    made: int
    organisations: int
    members: int
    showcase: Listed | None
    newest: tuple[Listed, ...]


def _counted(wanted: str) -> str:
    """Public changes up to `COUNTED_TO` and one more."""
    return f"SELECT count(*) FROM (SELECT FROM public_change c WHERE {wanted} LIMIT {COUNTED_TO + 1}) AS few"


@lru_cache
def _home(within: int | None) -> str:
    # Between two days, so that the server expects a short stretch of the index and not a third of all stories. Days, not moments: a story
    # that left the figure thirty days later to the second would tell when it was published.
    told = told_in(within)
    return f"""
SELECT (SELECT count(*) FROM public_story s WHERE published_on BETWEEN %s::date AND %s::date AND {told}) AS told_lately,
  (SELECT {FIGURES} FROM
    (SELECT {STEPS} FROM public_story s WHERE {told} ORDER BY s.published_on DESC, s.id DESC LIMIT {LOOKED_AT}) AS n) AS figures,
  ({_counted(f"c.is_planned AND {said_in(within)}")}) AS planned,
  ({_counted(f"c.is_made AND {said_in(within)}")}) AS made,
  (SELECT to_json(listening) FROM ({LISTENING if within is None else LISTENING_IN}) AS listening) AS listening,
  (SELECT to_json(card) FROM (SELECT {CARD} FROM public_story s WHERE s.made_on <= %s::date AND {told}
    ORDER BY s.made_on DESC, s.id DESC LIMIT 1) AS card) AS showcase,
  (SELECT json_agg(card) FROM (SELECT {CARD} FROM public_story s WHERE {told}
    ORDER BY s.published_on DESC, s.id DESC LIMIT {NEWEST}) AS card) AS newest"""


def home(*, within: int | None = None) -> Home:
    """What the first page shows now, of all stories or of those of one region."""
    today = clock.today()
    listens: list[Any] = [today] if within is None else [today, within]
    (found,) = fetch_named(_home(within), [today - LATELY, today, *listens, today])
    listening = found.pop("listening")
    shown = row(Home, found | listening)
    return replace(shown, newest=tuple(each for each in shown.newest if each != shown.showcase)[: NEWEST - 1])
