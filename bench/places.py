"""What it costs to find out where a request stands: the region, language and page of an address, in a house with many of them."""

from itertools import cycle
from typing import Any

HOSTS, PATHS = 1000, 50
AIM = 20e-6
"""Seconds."""
ROUNDS, CALLS = 40, 2000


def measure() -> dict[str, Any]:
    """Takes turns: the hosts of a large house, the paths below one host, and a house that has one site."""
    import django

    django.setup()
    from django.conf import settings

    from bench.measure import compare
    from heard.core.sites import Site, Sites, stand

    languages = tuple(dict(settings.LANGUAGES))
    below = {f"nation-{n}": Site(region_id=n + 1, path=f"nation-{n}", spoken=languages) for n in range(PATHS)}
    own = {
        f"heard-{n}.example": Site(region_id=PATHS + n + 1, host=f"heard-{n}.example", spoken=languages, has_own_host=True)
        for n in range(HOSTS)
    }
    default = Site(spoken=languages)
    large, small = Sites(hosts=own, paths=below, default=default), Sites(default=default)
    house = settings.ALLOWED_HOSTS[0]
    asked = {
        f"{HOSTS:,} hosts": (large, cycle([(host, "/stories/5/") for host in own])),
        f"{PATHS} paths": (large, cycle([(house, f"/{path}/stories/5/") for path in below])),
        "one site": (small, cycle([(house, "/stories/5/")])),
    }

    def way(known: Any, addresses: Any) -> Any:
        def stands() -> None:
            stand(known.place(*next(addresses)))

        return stands

    found = compare({name: way(*each) for name, each in asked.items()}, rounds=ROUNDS, calls=CALLS, backend=0)
    stand(None)
    return {
        "aim, microseconds": AIM * 1e6,
        "microseconds": {name: round(cost.wall * 1e6, 2) for name, cost in found.costs.items()},
        "p95": {name: round(cost.p95 * 1e6, 2) for name, cost in found.costs.items()},
        "times one site": {name: round(found.times(name, "one site"), 2) for name in asked if name != "one site"},
    }
