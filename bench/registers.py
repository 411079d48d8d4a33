"""The real registers, if they are at hand: how fast they are read and with how much memory, and how fast a place is then found.

Runs as a process of its own (`python -m bench.registers FOLDER`), so that its peak of memory is only its own, over a database that
is made for it and taken away again.
"""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

FOLDER = Path(os.environ.get("HEARD_REGISTERS") or Path(__file__).parents[2] / "shared" / "data" / "ods")
FILES = (("trusts", "etr.csv"), ("practices", "epraccur.csv"), ("wards", "wards.csv"), ("hospitals", "nhs_choices_hospital.csv"))
DATABASE = "heard_bench_registers"
SEARCHES = 400
EVERYDAY = ("A&E", "GP", "hospital", "chemist", "hospice", "ENT", "111", "walk in centre", "GP leeds")


def measure() -> dict[str, Any]:
    """What the child process found; a word about it when there are no registers here."""
    if not FOLDER.is_dir():
        return {"skipped": f"There are no register files in {FOLDER.name}; say where they are with HEARD_REGISTERS="}
    environment = {**os.environ, "BENCH_DATABASE": DATABASE, "DJANGO_SETTINGS_MODULE": "bench.settings"}
    done = subprocess.run([sys.executable, "-m", "bench.registers"], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"failed": done.stderr[-400:]}
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> int:
    """The child: a fresh database, every file, then searches."""
    import django
    from django.conf import settings

    from bench import database

    _drop(settings)
    database.make_database()
    django.setup()
    from django.core.management import call_command

    from heard.regions.models import Region

    call_command("migrate", verbosity=0)
    Region.objects.create(slug="bench", name="Bench", is_default=True)
    rows, seconds = 0, 0.0
    for kind, name in FILES:
        lines = sum(1 for _ in (FOLDER / name).open("rb"))
        began = time.monotonic()
        call_command("import_register", kind, str(FOLDER / name), accept_closures=True, stdout=sys.stderr)
        seconds += time.monotonic() - began
        rows += lines
    peak = _peak_memory()
    found = {
        "import of all files": {"rows": rows, "seconds": round(seconds, 1), "rows a second": round(rows / seconds), "aim": "< 60 s"},
        "peak memory": {"MB": round(peak), "aim": "< 300 MB"},
        "find a service": _finding(),
    }
    _drop(settings)
    sys.stdout.write(json.dumps(found))
    return 0


def _peak_memory() -> float:
    """The most memory this program has held, in MB. (The usual `ru_maxrss` also counts what started it, the whole benchmark.)"""
    said = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(said.partition("VmHWM:")[2].split()[0]) / 1024


def _finding() -> dict[str, Any]:
    """Places found by name, with a letter wrong, by town and by postcode; the server's own time."""
    from django.db import connection

    from heard.directory.models import Service
    from heard.directory.queries import find_services

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    dice = random.Random(17)  # noqa: S311
    places = list(Service.objects.exclude(name="").order_by("id").values_list("name", "town", "postcode"))
    asked = []
    for n in range(SEARCHES):
        name, town, postcode = dice.choice(places)
        asked.append((name, _typo(name, dice), town or name, postcode or name)[n % 4])
    for text in asked[:20]:
        find_services(text)
    took = []
    for text in asked:
        began = time.perf_counter()
        find_services(text)
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    everyday = {word: _milliseconds(word) for word in EVERYDAY}
    return {
        "places": len(places),
        "median ms": round(took[len(took) // 2], 1),
        "p95 ms": round(took[int(len(took) * 0.95)], 1),
        "aim": "p95 ≤ 50 ms",
        "everyday names, best of five, ms": everyday,
    }


def _milliseconds(word: str) -> float:
    from heard.directory.queries import find_services

    took = []
    for _ in range(5):
        began = time.perf_counter()
        find_services(word)
        took.append((time.perf_counter() - began) * 1000)
    return round(min(took), 1)


def _typo(name: str, dice: random.Random) -> str:
    """The name with two neighbouring letters the wrong way round."""
    at = dice.randrange(max(1, len(name) - 1))
    return name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :]


def _drop(settings: Any) -> None:
    import psycopg
    from django.db import connections

    from bench import database

    connections.close_all()
    with psycopg.connect(**database.connection_to(settings.SITE_DATABASE), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{DATABASE}"')


if __name__ == "__main__":
    sys.exit(main())
