"""Exemplars, with figures that are counted now."""

from dataclasses import dataclass
from datetime import date

from heard.core.prepared import fetch_named
from heard.core.rows import row
from heard.media.models import Film
from heard.media.queries import watchable_films
from heard.published.queries.listening import HowItListens, how_they_listen
from heard.showcase.models import Exemplar
from heard.showcase.queries.places import of_site


@dataclass(frozen=True, kw_only=True)
class PublicExemplar:
    id: int
    organisation_id: int
    organisation: str
    kind: str
    level: str | None
    language: str
    why: str
    since: date
    checked_on: date
    state: str
    ended_on: date | None
    why_former: str
    case_study: str | None
    case_study_title: str | None
    film: str


def public_exemplars(*, within: int | None = None, today: date) -> list[tuple[PublicExemplar, HowItListens | None, Film | None]]:
    """Those of this site, or of all, by name: the current ones with their figures and films, then former ones. Three statements at most,
    however many they are.
    """
    there = of_site("o.region_id", within)
    found = fetch_named(
        f"""SELECT e.id, e.organisation_id, o.name AS organisation, o.kind, e.language, e.why, e.since, e.checked_on, e.state,
                   e.ended_on, e.why_former, e.case_study, e.case_study_title, e.film,
                   (SELECT sub.level FROM public_subscription sub
                     WHERE sub.organisation_id = o.id AND %s::date BETWEEN sub.starts_on AND sub.ends_on) AS level
              FROM public_exemplar e JOIN public_organisation o ON o.id = e.organisation_id
             WHERE {there} ORDER BY e.state, lower(o.name), o.id LIMIT 200""",
        [today],
    )
    rows = [row(PublicExemplar, each) for each in found]
    current = [each.organisation_id for each in rows if each.state == "current"]
    figures = how_they_listen(current) if current else {}
    keys = {each.film for each in rows if each.film}
    films = {each.key: each for each in watchable_films(keys)} if keys else {}
    return [(each, figures.get(each.organisation_id), films.get(each.film)) for each in rows]


def all_exemplars() -> list[Exemplar]:
    """For editors: by state, and those that were checked longest ago first."""
    return list(Exemplar.objects.select_related("organisation", "case_study").order_by("state", "checked_on", "pk"))


def exemplar_by_id(exemplar_id: int) -> Exemplar | None:
    return Exemplar.objects.select_related("organisation", "case_study").filter(pk=exemplar_id).first()
