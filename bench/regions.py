"""What it costs that a page shows the stories of one region: a house with two sites, half of all stories on each, beside the same house
with one site that shows them all. The same process and the same rows; only the table of sites is another, and the address.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import cycle
from typing import Any

PATH = "other-bench"
AIM = "≤ 1.2"
PAGES = {
    "list": "/stories/",
    "list of a tag": "/stories/?tag=good:the-nurse",
    "search, a common word": "/stories/?q=nurse",
    "search, a rare word": "/stories/?q=glasses",
    "search, several words": "/stories/?q=physiotherapist+exercises+tablets",
    "search, best match first": "/stories/?q=nurse&sort=relevance",
    "feed": "/stories/feed/",
    "first page": "/",
    "what changed": "/changes/",
    "who is listening": "/listening/",
    "statistics, kept": "/statistics/",
    "services by name": "/services/?q=ward+3",
    "sitemap": "/sitemap.xml",
}
DEEP = 200
"""So many pages far down, so that no card on them was drawn lately."""
ROUNDS, CALLS = 12, 6


@dataclass(frozen=True)
class Way:
    """How the pages are asked for: which sites the house has, and below which path."""

    known: Any
    before: str
    within: int | None


def measure() -> dict[str, Any]:
    """Each page in turn: of all, of the main region, and of the one below a path; a story and a list against hello, in each way."""
    from django.conf import settings
    from django.db import connection

    from bench.measure import Site as Asked
    from bench.measure import compare
    from bench.world import BENCH
    from heard.config.handler import Utf8Handler
    from heard.core import sites
    from heard.website.actions import keep_statistics

    settings.SITES_KEPT_FOR = 3600  # the tables below are changed by hand, never because their time is over
    ways = _ways()
    sites.keep(ways["there"].known)
    keep_statistics(by=BENCH)
    asked = Asked(Utf8Handler(), "localhost")

    def getter(way: Way, pages: Iterable[str]) -> Callable[[], None]:
        paths = cycle([f"{way.before}{page}" for page in pages])

        def get() -> None:
            sites.keep(way.known)
            path = next(paths)
            status, _, _ = asked.get(path)
            if status != 200:
                raise SystemExit(f"{path} answered {status}.")

        return get

    calls: dict[str, Callable[[], None]] = {}
    for where, way in ways.items():
        pages = {name: [page] for name, page in PAGES.items()}
        pages["list, far down"] = [f"/stories/?page={cursor}" for cursor in _deep(way.within)]
        pages["story"] = [f"/stories/{pk}/" for pk in _some(way.within)]
        pages["hello"] = ["/bench/hello/"]
        calls |= {f"{name}: {where}": getter(way, found) for name, found in pages.items()}
    connection.ensure_connection()
    found = compare(calls, rounds=ROUNDS, calls=CALLS, backend=int(connection.connection.info.backend_pid))
    report: dict[str, Any] = {"share of the main region": round(len(_told(ways["here"].within)) / len(_told(None)), 3)}
    for name in pages:
        costs = {where: found.costs[f"{name}: {where}"] for where in ways}
        report[name] = {
            "ms, all": round(costs["all"].wall * 1000, 2),
            **{f"{where} ÷ all": round(found.times(f"{name}: {where}", f"{name}: all"), 2) for where in ("here", "there")},
            **{f"{where} ÷ all, by CPU": round(costs[where].cpu / costs["all"].cpu, 2) for where in ("here", "there")},
            "database, ms": " / ".join(f"{each.database * 1000:.1f}" for each in costs.values()),
            "aim": AIM,
        }
    for name in ("story", "list"):
        report[f"{name} ÷ hello, by CPU"] = {
            where: round(found.costs[f"hello: {where}"].cpu / found.costs[f"{name}: {where}"].cpu, 3) for where in ways
        }
    return report


def _ways() -> dict[str, Way]:
    """The house as it is, whose second region has no address and so no site; and with one."""
    from bench.world import OTHER_REGION
    from heard.core.sites import Sites
    from heard.regions.models import Region
    from heard.regions.queries import sites

    known = sites()
    main, other = Region.objects.get(is_default=True).pk, Region.objects.get(slug=OTHER_REGION).pk
    below = replace(known.of_regions[other], path=PATH)
    one = Sites(of_regions={main: known.default}, default=known.default)
    two = Sites(paths={PATH: below}, of_regions={main: known.default, other: below}, default=known.default)
    return {"all": Way(one, "", None), "here": Way(two, "", main), "there": Way(two, f"/{PATH}", other)}


def _told(region_id: int | None) -> list[tuple[Any, int]]:
    """Day and number of every public story, the newest first."""
    from heard.stories.models import Story

    found = Story.objects.published()
    found = found if region_id is None else found.filter(region_id=region_id)
    return list(found.order_by("-published_on", "-pk").values_list("published_on", "pk"))


def _some(region_id: int | None) -> list[int]:
    import random

    return random.Random(5).sample([pk for _, pk in _told(region_id)], 1000)  # noqa: S311


def _deep(region_id: int | None) -> list[str]:
    """The cursors of pages far down in a list of the newest."""
    from heard.core.keyset import Cursor

    rows = _told(region_id)
    return [str(Cursor("older", row)) for row in rows[len(rows) // 2 :: max(1, len(rows) // (2 * DEEP))]]
