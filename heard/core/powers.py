"""What the site could do beyond its work, if somebody made it: what the doctor says of roles, users and keys."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from heard.core.health import Finding, looked_at
from launch import database
from launch.belongings import is_workers
from launch.errors import LaunchError
from launch.machine import site_plan_for
from launch.plan import KEYS, WEB, WORKER, Way


@looked_at
def role() -> Iterator[Finding]:
    """The role in the database that this process, and so the site, works as."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT rolname, rolsuper, (SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p') AND relowner = pg_roles.oid
                                             AND relnamespace = 'public'::regnamespace)
                 FROM pg_roles WHERE rolname = current_user"""
        )
        name, is_superuser, owned = cursor.fetchone()
    if not owned and not is_superuser:
        yield Finding("Role", f"the site works as {name}, which owns nothing: it can read and write rows, and change no table")
        return
    power = f"owns {owned} tables" if owned else "may do anything in the database"
    yield Finding(
        "Role",
        f"the site works as {name}, which {power}: a fault in the site could drop them. "
        "Give the owner to MIGRATE_DATABASE_URL and another role to DATABASE_URL (docs/running.md)",
        warns=True,
    )


def _who(home: Path) -> str:
    """Who runs as whom where web and worker have numbers of their own."""
    whose = database.whose(home)
    by = "" if not whose else ", the database as root in a user namespace" if whose == "root" else f", the database as {whose}"
    owner = " or be the owner of the database" if whose else ""
    return (
        f"the web server runs as {WEB.uid}, the worker as {WORKER.uid}{by}: the web process cannot read the worker's keys, change a key or"
        f" root's files{owner}"
    )


@looked_at
def user() -> Iterator[Finding]:
    """As whom web and worker run when `make run` starts them here, and whether the worker's keys are theirs alone who need them."""
    home = Path(settings.HEARD_HOME)
    try:
        plan = site_plan_for(home, getattr(settings, "PORT", 8000))
    except (LaunchError, OSError) as error:
        yield Finding("User", f"cannot be said: {error}", warns=True)
        return
    if plan.way is Way.ITSELF:
        yield Finding(
            "User",
            "web, worker and database run as the ordinary user who starts them: the web process can read the worker's keys, and could be"
            " the owner of the database",
        )
        return
    yield Finding("User", plan.warning or f"{_who(home)}; both read the other keys, and rows as the site does", warns=bool(plan.warning))
    folder = Path(settings.KEYS_HOME)
    open_keys = (
        [key.name for key in sorted(folder.iterdir()) if is_workers(key) and key.stat().st_uid != KEYS.uid] if folder.is_dir() else []
    )
    if plan.keys_apart and open_keys:
        yield Finding(
            "Keys", f"the web process can read {', '.join(open_keys)}: starting the site by `make run` puts that right", well=False
        )
