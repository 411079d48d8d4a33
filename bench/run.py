"""The benchmark: makes its database once, then measures pages against each other. Prints words and, last, one JSON object."""

import gzip
import json
import os
import random
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import brotli
import django
from django.conf import settings

from bench import database, films, own, paper, pictures, places, regions, registers, slow, told
from bench.measure import machine

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")

STORIES = int(os.environ.get("STORIES") or 100_000)
ONLY = os.environ.get("ONLY") or ""
"""One part of all: `pages`, `told`, `slow` …"""
ALONE: dict[str, Callable[[], dict[str, Any]]] = {
    "told": told.measure,
    "places": places.measure,
    "paper": paper.measure,
    "pictures": pictures.measure,
}
"""Parts that are measured only when they are asked for: they take long, or need no stories but their own."""
CSS_LIMIT, PAGE_LIMIT = 25_000, 10_000
"""Bytes, compressed: what a telephone on a slow line should have to fetch."""


def main() -> int:
    """Run everything, or one part. Returns 0; a figure that misses its aim is reported, not an error."""
    parts: dict[str, Callable[[], dict[str, Any]]] = {
        "sizes": _sizes,
        "pages": _pages,
        "lists": _lists,
        "searches": _searches,
        "other pages": _others,
        "own pages": _own,
        "regions": regions.measure,
        "registers": registers.measure,
        "slow": lambda: slow.measure(_ids()),
        "films": lambda: films.measure(_ids()),
    }
    if ONLY and ONLY not in {*parts, *ALONE}:
        raise SystemExit(f"There is no part “{ONLY}”; say one of: {', '.join([*parts, *ALONE])}.")
    if ONLY in ALONE:
        _print_alone({"machine": machine(), ONLY: ALONE[ONLY]()})
        return 0
    database.make_database()
    django.setup()

    said = _prepared()
    report: dict[str, Any] = {"machine": said["machine"], "stories": STORIES, "database": said["database"]}
    for name in [ONLY] if ONLY else parts:
        report[name] = parts[name]()
    _print(report, parts)
    return 0


# ---------------------------------------------------------------- the database


def _prepared() -> dict[str, Any]:
    """Migrate, and load the stories unless just these are there already."""
    from django.core.management import call_command
    from django.db import connection

    from bench import load, measure, world
    from heard.core.build import edition

    machine = measure.machine()
    call_command("migrate", verbosity=0)
    wanted = f"{STORIES} stories, prototypes {_digest_of_loading()}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()")
        there = cursor.fetchone()[0]
    if there != wanted:
        call_command("flush", interactive=False, verbosity=0)
        made = world.make()
        times = max(1, STORIES // load.DIFFERENT)
        rate = load.fill(made, STORIES // times)
        _tell(f"Loaded {STORIES // times:,} stories, {rate:,.0f} a second.")
        if times > 1:
            load.multiply(times)
        with connection.cursor() as cursor:
            cursor.execute(f"COMMENT ON DATABASE \"{settings.BENCH_DATABASE}\" IS '{wanted}'")
    with connection.cursor() as cursor:
        # As a database is that has been there for a while: what a migration or the loading has moved is in order, and counted.
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT version(), pg_database_size(current_database())")
        version, size = cursor.fetchone()
    return {"machine": machine, "database": f"{version.split(',')[0]}, {size / 2**20:,.0f} MB", "edition": edition()}


def _digest_of_loading() -> str:
    import hashlib

    here = Path(__file__).parent
    return hashlib.blake2b((here / "load.py").read_bytes() + (here / "world.py").read_bytes(), digest_size=6).hexdigest()


# ---------------------------------------------------------------- what is measured


def _site() -> Any:
    from bench.measure import Site
    from heard.config.handler import Utf8Handler

    return Site(Utf8Handler(), "localhost")


def _backend() -> int:
    from django.db import connection

    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)


def _ids(*, minimum_step: int = 0) -> list[int]:
    """Two thousand published stories at random, so that nothing of a page is still warm from the last time it was drawn."""
    from heard.stories.models import Story

    found = list(Story.objects.published().filter(progress__gte=minimum_step).order_by("?").values_list("pk", flat=True)[:2000])
    random.Random(5).shuffle(found)  # noqa: S311
    return found


def _getter(site: Any, paths: Iterator[str], expected: int = 200) -> Callable[[], bytes]:
    def get() -> bytes:
        status, _, body = site.get(next(paths))
        if status != expected:
            raise SystemExit(f"A page answered {status} instead of {expected}.")
        return bytes(body)

    return get


def _sizes() -> dict[str, Any]:
    """What a reader has to fetch, in bytes."""
    css = (Path(settings.ROOT) / "heard" / "ui" / "static" / "ui" / "heard.css").read_bytes()
    site = _site()
    pages = sorted((len(brotli.compress(body)), len(gzip.compress(body, 9)), len(body)) for body in _bodies(site))
    return {
        "css": {"brotli": len(brotli.compress(css)), "gzip": len(gzip.compress(css, 9)), "limit": CSS_LIMIT},
        "story page, median of 200": dict(zip(("brotli", "gzip", "plain"), pages[len(pages) // 2], strict=True)),
        "story page, largest of 200": dict(zip(("brotli", "gzip", "plain"), pages[-1], strict=True)) | {"limit": PAGE_LIMIT},
    }


def _bodies(site: Any) -> list[bytes]:
    return [site.get(f"/stories/{pk}/")[2] for pk in _ids()[:200]]


def _pages() -> dict[str, Any]:
    """A story page as it is drawn for somebody new, against hello, against the stock page, and against a page that still holds."""
    from bench.measure import compare

    site, ids = _site(), _ids()
    etags = {pk: site.get(f"/stories/{pk}/")[1]["ETag"] for pk in ids[:500]}
    again = cycle(etags.items())

    def unchanged() -> None:
        pk, etag = next(again)
        status, _, _ = site.get(f"/stories/{pk}/", if_none_match=etag)
        if status != 304:
            raise SystemExit(f"A page that had not changed answered {status}.")

    found = compare(
        {
            "hello": _getter(site, cycle(["/bench/hello/"])),
            "story": _getter(site, (f"/stories/{pk}/" for pk in cycle(ids))),
            "stock story": _getter(site, (f"/bench/stock/{pk}/" for pk in cycle(ids))),
            "304": unchanged,
        },
        rounds=30,
        calls=20,
        backend=_backend(),
    )
    return {
        **_costs(found),
        "story ÷ hello": _rate(found, "story", "hello", aim="≥ 0.35"),
        "story ÷ stock story": _rate(found, "story", "stock story", aim="≥ 8"),
        "304 ÷ hello": _rate(found, "304", "hello", aim="as near to 1 as it goes"),
    }


def _lists() -> dict[str, Any]:
    """Lists of the branch that holds two stories of five, of a small one, and far down; and searches."""
    from bench.measure import compare
    from heard.directory.models import Service
    from heard.published.queries.lists import Search, list_stories

    site = _site()
    large = Service.objects.get(slug="trust-0")
    small = Service.objects.filter(level="service", stories__isnull=False).exclude(ancestors__contains=[large.pk]).first()
    if small is None:
        raise SystemExit("There is no small branch to compare with.")
    first = f"/stories/?service={large.slug}"
    # So many that no card on them was drawn lately: what a list costs when nobody has just looked at it.
    deep = cycle([f"{first}&page={cursor}" for cursor in _deep(large.pk)])
    words = cycle(["nurse", "corridor", '"two hours"', "physiotherapist glasses", "garden -ambulance", "letter phone"])
    found = compare(
        {
            "hello": _getter(site, cycle(["/bench/hello/"])),
            "list of a large branch": _getter(site, cycle([first])),
            "list of a small branch": _getter(site, cycle([f"/stories/?service={small.slug}"])),
            "deep pages of a large branch": _getter(site, deep),
            "all stories": _getter(site, cycle(["/stories/"])),
            "search": _getter(site, (f"/stories/?q={word.replace(' ', '+')}" for word in words)),
        },
        rounds=20,
        calls=12,
        backend=_backend(),
    )
    held = len(list_stories(Search(service_id=large.pk), size=STORIES).rows) / STORIES if STORIES <= 100_000 else 0.4
    costs = found.costs
    return {
        **_costs(found),
        "share of the large branch": round(held, 2),
        "p95, large ÷ small branch": _ratio(costs["list of a large branch"].p95 / costs["list of a small branch"].p95, aim="≤ 1.3"),
        "p95, deep ÷ first page": _ratio(costs["deep pages of a large branch"].p95 / costs["list of a large branch"].p95, aim="≤ 1.3"),
        "list ÷ hello": _rate(found, "list of a large branch", "hello", aim="≥ 0.20"),
        "deep page ÷ hello": _rate(found, "deep pages of a large branch", "hello", aim="≥ 0.20"),
    }


SEARCHES = {
    "a common word": "nurse",
    "a rare word": "glasses",
    "several words": "physiotherapist exercises tablets",
    "a phrase": '"nobody said how long"',
    "what has other names": "A&E",
    "what operators say is the same": "ysbyty",
    "what is denied": "not listened to",
    "a place": "trust 7",
    "nothing, with a guess": "physiotherapsit gardne",
    "nothing, and no guess": "qqqqxx",
}


def _searches() -> dict[str, Any]:
    """Searches of each kind against the list of all stories, which costs what a page of cards costs; and in order of relevance."""
    from urllib.parse import urlencode

    from bench.measure import compare
    from bench.world import BENCH
    from heard.directory.actions.everyday import plant_everyday_names

    plant_everyday_names(by=BENCH)
    site = _site()
    addresses = {name: f"/stories/?{urlencode({'q': words})}" for name, words in SEARCHES.items()}
    addresses["a common word, best match first"] = f"{addresses['a common word']}&sort=relevance"
    ways = {name: _getter(site, cycle([address])) for name, address in {"all stories": "/stories/", **addresses}.items()}
    found = compare(ways, rounds=8, calls=6, backend=_backend())
    every = found.costs["all stories"]
    return {**_costs(found), **{f"{name} ÷ all stories, by CPU": round(found.costs[name].cpu / every.cpu, 1) for name in addresses}}


def _others() -> dict[str, Any]:
    """The other pages that everybody opens: none of them may grow with the stories."""
    from bench.measure import compare
    from bench.world import BENCH
    from heard.website import actions

    actions.keep_statistics(by=BENCH)
    site = _site()
    pages = {
        "first page": "/", "service with two stories of five": "/services/trust-0/", "another service": "/services/trust-7/",
        "what changed": "/changes/", "who is listening": "/listening/", "statistics, kept": "/statistics/",
    }  # fmt: skip
    ways = {name: _getter(site, cycle([path])) for name, path in pages.items()}
    return _costs(compare(ways, rounds=8, calls=8, backend=_backend()))


def _own() -> dict[str, Any]:
    """What editors write: each page is one statement, drawn when it was published."""
    from bench.measure import compare

    site = _site()
    ways = own.ways(lambda path: _getter(site, cycle([path])))
    found = compare({"hello": _getter(site, cycle(["/bench/hello/"])), **ways}, rounds=30, calls=20, backend=_backend())
    return {**_costs(found), **{f"{name} ÷ hello": _rate(found, name, "hello", aim="≥ 0.25") for name in ways}}


def _deep(service_id: int) -> list[str]:
    """The cursors of pages far down in a branch."""
    from heard.core import clock
    from heard.core.keyset import Cursor
    from heard.stories.models import StoryBranch

    branch = StoryBranch.objects.filter(service_id=service_id).annotate(told_on=clock.day_in("told_at"))
    rows = list(branch.order_by("-told_on", "-story_id").values_list("told_on", "story_id"))
    return [str(Cursor("older", row)) for row in rows[len(rows) // 2 :: max(1, len(rows) // 400)]]


# ---------------------------------------------------------------- saying it


def _costs(found: Any) -> dict[str, Any]:
    return {
        name: {
            "median ms": round(cost.wall * 1000, 3),
            "p95 ms": round(cost.p95 * 1000, 3),
            "CPU µs, application": round(cost.app * 1e6),
            "CPU µs, database": round(cost.database * 1e6),
        }
        for name, cost in found.costs.items()
    }


def _rate(found: Any, one: str, other: str, *, aim: str) -> dict[str, Any]:
    """How many of `one` are answered for one of `other`: in the same time, and for the same work of the processors (on a machine that does
    other things as well, the second says more)."""
    return {**_ratio(1 / found.times(one, other), aim=aim), "by CPU": round(found.costs[other].cpu / found.costs[one].cpu, 3)}


def _ratio(value: float, *, aim: str) -> dict[str, Any]:
    return {"ratio": round(value, 3), "aim": aim}


def _tell(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


def _print(report: dict[str, Any], parts: Iterable[str]) -> None:
    out = sys.stdout.write
    out(f"\n{report['machine']}\n{report['database']}, {report['stories']:,} stories\n")
    for part in parts:
        if part not in report:
            continue
        out(f"\n{part}\n")
        for name, figures in report[part].items():
            shown = ", ".join(f"{key} {value}" for key, value in figures.items()) if isinstance(figures, dict) else figures
            out(f"  {name:32} {shown}\n")
    out(f"\n{json.dumps(report, ensure_ascii=False)}\n")


def _print_alone(report: dict[str, Any]) -> None:
    sys.stdout.write(f"{json.dumps(report, ensure_ascii=False, indent=1)}\n")


if __name__ == "__main__":
    sys.exit(main())
