"""Whether this site is well: asked by `/healthz` (yes or no) and by `manage.py doctor` (in words)."""

import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from heard.core import clock, countries, jobs, mail, proxies
from heard.core.models import Delivery
from launch.plan import KEYS, SITE

SILENT_AFTER_SECONDS = 30
"""A worker beats every 10 seconds; three beats missed mean that it is gone (procrastinate's own default)."""
LATE_AFTER_SECONDS = 60
"""Alerts are promised within a minute of publication."""
LOW_DISK_BYTES = 1_000_000_000
EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent")
OUR_GROUPS = frozenset({SITE, KEYS.gid})
"""Groups that only web and worker are given (`launch.belongings`)."""
OFTEN = 3
"""How many times a job may fail before somebody should look: 40 seconds after the first."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what there is, and whether that is as it should be."""

    about: str
    words: str
    well: bool = True
    warns: bool = False
    """Nothing is broken, and yet somebody should know."""


Look = Callable[[], Iterable[Finding]]
_looks: list[Look] = []


def looked_at(look: Look) -> Look:
    """Register what a slice wants looked at. Asked when the database answers; registered in the slice's `apps.py`."""
    _looks.append(look)
    return look


def answers() -> dict[str, str]:
    """For machines: `ok` or what is wrong, for web, database and worker. Holds nothing secret."""
    try:
        silent = _worker_silence()
    except DatabaseError:
        return {"web": "ok", "database": "unreachable", "worker": "unknown"}
    worker = "ok" if silent is not None and silent <= SILENT_AFTER_SECONDS else "silent"
    return {"web": "ok", "database": "ok", "worker": worker}


def worker_is_alive() -> bool:
    """Whether a worker was heard a moment ago."""
    silent = _worker_silence()
    return silent is not None and silent <= SILENT_AFTER_SECONDS


def examine() -> Iterator[Finding]:
    """For people: everything that is configured, one finding at a time. Goes on as far as the database allows."""
    yield from _site()
    yield from _proxies()
    yield from _countries()
    yield from _keys(Path(settings.KEYS_HOME))
    yield from _disk(Path(settings.HEARD_HOME))
    try:
        yield from _database()
        yield from _worker()
        yield from _mail()
        for look in _looks:
            yield from look()
    except DatabaseError as error:
        yield Finding("Database", f"does not answer: {str(error).strip()}", well=False)


def _site() -> Iterator[Finding]:
    yield Finding("Address", settings.SITE_URL)
    if settings.DEMO:
        yield Finding("Demo", "yes: made-up people can be signed in with one click, and mail stays in a page")
    else:
        yield Finding("Demo", "no")
    if settings.DEBUG:
        yield Finding("Debugging", "is on: anybody can see the inside of an error", well=False)


def _proxies() -> Iterator[Finding]:
    try:
        found = proxies.networks(tuple(settings.TRUSTED_PROXIES))
    except ValueError as error:
        yield Finding("Proxy", f"TRUSTED_PROXIES holds what is no address or network: {error}", well=False)
        return
    if everybody := [str(each) for each in found if each.prefixlen == 0]:
        yield Finding("Proxy", f"TRUSTED_PROXIES trusts everybody ({everybody[0]}): name the addresses of your proxies", well=False)
    if not settings.SITE_URL.startswith("https://"):
        return
    yield Finding("Proxy", f"one at {', '.join(map(str, found)) or 'no address'} is believed when it says that a visitor came over TLS")
    listens = proxies.address_of(getattr(settings, "HOST", ""))
    if all(each.is_loopback for each in found) and listens is not None and not listens.is_loopback:
        yield Finding("Proxy", "only one on this machine is believed: set TRUSTED_PROXIES if yours is on another", warns=True)
    if not settings.CLIENT_ADDRESS_HEADER:
        yield Finding(
            "Proxy", "all visitors share one limit: set CLIENT_ADDRESS_HEADER to the header in which yours names them", warns=True
        )


def _countries() -> Iterator[Finding]:
    if settings.COUNTRY_HEADER:
        yield Finding("Countries", f"a proxy says in {settings.COUNTRY_HEADER} which one a reader is in")
    if not settings.COUNTRY_DATABASE:
        return
    try:
        found = countries.examined()
    except countries.NoDatabase as error:
        yield Finding("Countries", f"no reader is offered the site of their country: {error}", well=False)
        return
    words = f"{found.kind} of {found.made_on.isoformat()} says which one a reader is in ({settings.COUNTRY_DATABASE})"
    yield Finding("Countries", words)
    if settings.SITE_URL.startswith("https://") and not settings.CLIENT_ADDRESS_HEADER:
        words = "without CLIENT_ADDRESS_HEADER, COUNTRY_DATABASE is asked about your proxy’s address instead of the reader’s"
        yield Finding("Countries", words, warns=True)


def _keys(folder: Path) -> Iterator[Finding]:
    if not folder.is_dir():
        yield Finding("Keys", f"there are none in {folder}; they are made at the first start", well=False)
        return
    keys = sorted(path for path in folder.iterdir() if path.is_file())
    yield Finding("Keys", f"{', '.join(path.name for path in keys) or 'none'} in {folder}", well=bool(keys))
    if lacking := [name for name in ("pepper", "site-salt", "show-key") if not (folder / name).exists()]:
        yield Finding("Keys", f"{', '.join(lacking)} missing: without them no author comes back with a story key", well=False)
    if not list(folder.glob("worker-*.pub")):
        yield Finding("Keys", "there is no key of the worker: no address can be sealed, and none that is sealed can be read", well=False)
    for path in (folder, *keys):
        seen = path.stat()
        mode = stat.S_IMODE(seen.st_mode)
        theirs = 0o007 if seen.st_gid in OUR_GROUPS else 0o077
        if mode & theirs:
            wanted = "700" if path is folder else "600"
            yield Finding("Keys", f"others may read {path} (mode {mode:o}): chmod {wanted} it", well=False)


def _disk(folder: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(folder).free
    enough = free > LOW_DISK_BYTES
    yield Finding("Disk", f"{free / 1e9:.1f} GB free for {folder}{'' if enough else ': nearly full'}", well=enough)


def _database() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), pg_database_size(current_database())")
        version, size = cursor.fetchone()
        cursor.execute("SELECT extname, extversion FROM pg_extension")
        extensions = dict(cursor.fetchall())
        cursor.execute("SELECT current_setting('fsync')")
        (fsync,) = cursor.fetchone()
    where = f"in {Path(settings.HEARD_HOME) / 'postgres'}" if _embedded() else "at DATABASE_URL"
    yield Finding("Database", f"PostgreSQL {version} {where}, {size / 1e6:.0f} MB")
    if fsync != "on":
        yield Finding("Database", "fsync is off: what was acknowledged can be lost", well=False)
    have = [f"{name} {extensions[name]}" for name in EXTENSIONS if name in extensions]
    missing = [name for name in EXTENSIONS if name not in extensions]
    yield Finding("Extensions", ", ".join(have) or "none")
    if missing:
        yield Finding("Extensions", f"missing: {', '.join(missing)}", well=False)
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        names = ", ".join(f"{migration.app_label} {migration.name}" for migration, _ in waiting[:5])
        yield Finding("Tables", f"{len(waiting)} migrations wait ({names} …): manage.py migrate", well=False)
    else:
        yield Finding("Tables", "up to date")


def _worker() -> Iterator[Finding]:
    silent = _worker_silence()
    if silent is None:
        yield Finding("Worker", "none is running: nothing is sent until there is one (make run)", well=False)
    else:
        alive = silent <= SILENT_AFTER_SECONDS
        yield Finding("Worker", f"was last heard {silent:.0f} seconds ago{'' if alive else ': it is gone'}", well=alive)
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*), coalesce(extract(epoch FROM now() - min(greatest(e.at, j.scheduled_at))), 0)
               FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'
               WHERE j.status = 'todo' AND coalesce(j.scheduled_at, now()) <= now()"""
        )
        waiting, lag = cursor.fetchone()
        cursor.execute("SELECT count(*) FILTER (WHERE task_name = 'core.handle'), count(*) FROM procrastinate_jobs WHERE status = 'failed'")
        owed, failed = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND attempts >= %s", [OFTEN])
        (trying,) = cursor.fetchone()
    late = lag > LATE_AFTER_SECONDS
    yield Finding("Queue", f"{waiting} jobs wait, the oldest for {lag:.0f} seconds", well=not late)
    yield from _late_handlers()
    if trying:
        yield Finding("Queue", f"{trying} jobs failed {OFTEN} times or more and are tried again, with longer and longer waits", well=False)
    if failed:
        again = f"; {owed} of them set off by something that happened: tried again every five minutes for 30 days" if owed else ""
        yield Finding("Queue", f"{failed} jobs were given up; their ids are in procrastinate_jobs{again}", well=False)


def _late_handlers() -> Iterator[Finding]:
    if late := jobs.late_handlers():
        oldest = late[0]
        number = f"{len(late)}{' or more' if len(late) == jobs.TRIED_AT_ONCE else ''}"
        yield Finding(
            "Facts",
            f"{number} are older than a minute and not everything that follows from them is done,"
            f" the oldest for {age(oldest.at)} (event {oldest.event_id}, {oldest.handler}, tried {oldest.attempts} times)",
            well=False,
        )


def _late_messages() -> Iterator[Finding]:
    late = mail.late_messages(since=timedelta(seconds=LATE_AFTER_SECONDS))
    ids = list(late.values_list("pk", flat=True)[: mail.LOOKED_AT])
    if not ids:
        return
    oldest = late[0]
    lost = len(jobs.without_a_job("core.deliver", argument="delivery_id", ids=ids))
    nobody = f"; {lost} of them have no job and get one within a minute" if lost else ""
    yield Finding(
        "Messages",
        f"{late.count()} have waited for longer than a minute, the oldest for {age(oldest.due_at or oldest.queued_at)}"
        f" (number {oldest.pk}, {oldest.kind}, tried {oldest.attempts} times){nobody}",
        well=False,
    )


def age(since: datetime) -> str:
    """How long ago something was, in the unit that a person would use."""
    seconds = (clock.now() - since).total_seconds()
    for unit, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} seconds"


def _mail() -> Iterator[Finding]:
    if settings.EMAIL_HOST:
        secured = "TLS" if settings.EMAIL_USE_TLS else "SSL" if settings.EMAIL_USE_SSL else "not encrypted"
        where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} ({secured}), from {settings.DEFAULT_FROM_EMAIL}"
        yield Finding("Mail", f"goes to {where}")
    elif settings.DEMO:
        yield Finding("Mail", "stays in the demo's mailbox page")
    else:
        yield Finding("Mail", "nowhere to send it: set EMAIL_HOST. Messages wait until then", well=False)
    count = {state: Delivery.objects.filter(state=state).count() for state in ("queued", "sending", "sent", "failed", "refused")}
    yield Finding(
        "Messages",
        f"{count['sent']} sent, {count['queued'] + count['sending']} waiting, {count['refused']} refused, {count['failed']} given up",
        well=not count["failed"],
    )
    yield from _late_messages()
    if doubtful := Delivery.objects.filter(doubts__gt=0).count():
        yield Finding("Messages", f"{doubtful} were in doubt after a crash and were sent again")


def _worker_silence() -> float | None:
    """Seconds since a worker was last heard, by the database's clock; None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers")
        (seconds,) = cursor.fetchone()
    return None if seconds is None else float(seconds)


def _embedded() -> bool:
    return str(settings.HEARD_HOME) in str(connection.settings_dict.get("OPTIONS", {}).get("host", ""))
