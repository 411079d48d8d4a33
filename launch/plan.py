"""Who runs what, and where it lies: decided from what the machine allows and from nothing else.

`launch.machine` looks; nothing here does. Every mixture is a row in `tests/launch/test_plan.py`.
"""

import hashlib
import os
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from launch.errors import DatabaseUnavailable

SOCKET_PATH_LIMIT = 107
"""Bytes in the address of a Unix socket (`sun_path` in Linux's unix(7)), without the closing zero."""


class Way(Enum):
    """As whom a program runs."""

    ITSELF = "as whoever started it"
    NAMESPACE = "in a user namespace, without root's powers"
    ACCOUNT = "under a number of its own"
    ROOT = "as root"


@dataclass(frozen=True)
class Ids:
    """A user and a group, by number."""

    uid: int
    gid: int


NOBODY_WAYS = frozenset({Way.NAMESPACE, Way.ACCOUNT})
"""The ways that give root's power up, and with it the way into folders closed to others."""

SITE = 60_602
"""The group that may read what web and worker both need."""
WEB = Ids(60_601, SITE)
WORKER = Ids(60_600, SITE)
"""Numbers, not accounts: nothing has to be made on the machine. systemd's list of numbers leaves 60578 to 61183 to nobody."""
KEYS = Ids(60_600, 60_600)
"""Whose the worker's own keys are: its number's, and the group's of that number, which is given to the worker alone."""
_END_WITH_PARENT = ("--no-new-privs", "--pdeathsig=TERM")
"""Changing who one is makes the kernel forget what a process asked to be told, so it is asked last."""


@dataclass(frozen=True)
class Machine:
    """What a machine allows and where things lie, as far as the decision depends on it."""

    me: Ids
    home: Path
    """HEARD_HOME, with no link in it."""
    programs: Path = Path()
    """The folder of PostgreSQL's programs."""
    temporary: Path = Path()
    """A folder where everybody may make a folder."""
    namespaces: bool = False
    """Root may make a user namespace."""
    account: Ids | None = None
    """The account that may own a database; None where there is none, or where root cannot become it."""
    no_account: str = ""
    """Why there is none, in words."""
    inside: int = 1
    """Whom root is in a namespace: a user that the machine knows, and not the one as whom all strangers are seen there."""
    becomes_others: bool = False
    """Root may run a program under any number, and give files to it."""
    programs_open_to: frozenset[Way] = frozenset()
    home_open_to: frozenset[Way] = frozenset()
    checkout_open_to: frozenset[Way] = frozenset()
    copy_name: str = ""
    """What a copy of the programs would be called; "" where they do not come from the package, so that a copy would not run."""
    low_port: bool = False
    """The web server is to listen on a port that only root may open."""
    spare: Path | None = None
    """A folder that everybody can enter and only root can write to; None where there is no place for one."""


@dataclass(frozen=True)
class Plan:
    """How PostgreSQL runs here."""

    way: Way
    prefix: tuple[str, ...]
    """What stands before a program of PostgreSQL's."""
    owner: Ids
    """Who then owns the database's files, as seen from here."""
    programs: Path
    copy_from: Path | None
    """Where the programs have to be copied from first; None when they run where they lie."""
    data_outside: Path | None
    """The folder that holds data and socket where the account cannot enter the home; None when they lie in the home."""
    socket: Path
    owners: tuple[int, ...]
    """The users, by number and as the server sees them, who may be the owner of what is in the database. Everybody else who reaches
    the socket is the site."""


@dataclass(frozen=True)
class SitePlan:
    """How web and worker run here."""

    way: Way
    web: tuple[str, ...] = ()
    """What stands before the command."""
    worker: tuple[str, ...] = ()
    keys_apart: bool = False
    """Whether the worker's own keys are kept from the web process."""
    warning: str = ""
    """What somebody should know about it."""


def decide(machine: Machine) -> Plan:
    """The plan for PostgreSQL. Raises DatabaseUnavailable, with what to do, where there is none."""
    way = _way(machine)
    programs, copy_from = _programs(machine, way)
    outside = _outside(machine, way)
    return Plan(
        way=way,
        prefix=prefix(machine, way),
        owner=machine.account if way is Way.ACCOUNT and machine.account else machine.me,
        programs=programs,
        copy_from=copy_from,
        data_outside=outside,
        socket=_socket(machine, outside),
        owners=_owners(machine, way),
    )


def decide_site(machine: Machine) -> SitePlan:
    """The plan for web and worker. There always is one: at worst they run as root, and it is said."""
    if machine.me.uid != 0:
        return SitePlan(Way.ITSELF)
    if machine.low_port:
        return _as_root("only root can open this port. Let a proxy use it, and pass requests on to PORT=8000")
    if not machine.namespaces and not machine.becomes_others:
        return _as_root("this machine forbids user namespaces, and doesn’t let root become another user")
    closed = _closed(machine, Way.ACCOUNT)
    if machine.becomes_others and not closed:
        return SitePlan(Way.ACCOUNT, become(WEB, with_parent=True), become(WORKER, with_parent=True), keys_apart=True)
    if not machine.namespaces:
        return _as_root(closed)
    if shut := _closed(machine, Way.NAMESPACE):
        return _as_root(shut)
    inside = (*prefix(machine, Way.NAMESPACE), "setpriv", *_END_WITH_PARENT, "--")
    still = "The web server and worker have none of root's powers, but can still reach root's files and the database, because"
    if not machine.becomes_others:
        return SitePlan(
            Way.NAMESPACE,
            inside,
            inside,
            warning=f"{still} this machine doesn’t let root become another user. The web server can read the worker's keys.",
        )
    # Groups that somebody has on the way into a namespace stay with them there, and only the worker has this one.
    web, worker = (("setpriv", groups, "--", *inside) for groups in ("--clear-groups", f"--groups={KEYS.gid}"))
    return SitePlan(Way.NAMESPACE, web, worker, keys_apart=True, warning=f"{still} {closed}.")


def _closed(machine: Machine, way: Way) -> str:
    """Why web and worker cannot run this way, and what to do; "" if they can."""
    if way not in machine.checkout_open_to:
        return "the checkout, or the Python it was set up with, is in a folder others can’t open. Move it to one they can, such as /opt"
    if way not in machine.home_open_to:
        return f"{machine.home} is in a folder that others can’t open. Set HEARD_HOME to one they can"
    return ""


def _as_root(why: str) -> SitePlan:
    return SitePlan(Way.ROOT, warning=f"The web server and worker run as root, because {why}.")


def _way(machine: Machine) -> Way:
    if machine.me.uid != 0:
        return Way.ITSELF
    if machine.namespaces:
        return Way.NAMESPACE
    if machine.account:
        return Way.ACCOUNT
    raise DatabaseUnavailable(
        f"PostgreSQL refuses to run as root; this machine forbids user namespaces, and {machine.no_account}."
        " Run this as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own."
    )


def prefix(machine: Machine, way: Way) -> tuple[str, ...]:
    """What stands before a command that runs the way of the database."""
    if way is Way.NAMESPACE:
        # initdb looks its user up by number, so the namespace's user must be one that this machine knows.
        return ("unshare", "--user", f"--map-user={machine.inside}", f"--map-group={machine.inside}", "--")
    if way is Way.ACCOUNT and machine.account:
        return become(machine.account)
    return ()


def _owners(machine: Machine, way: Way) -> tuple[int, ...]:
    if way is Way.NAMESPACE:
        return (machine.inside,)  # root, as it is seen from in there; whoever is not root is a stranger without a number
    # Root may do all that a user may, as when it saves another's home.
    return tuple(sorted({0, machine.account.uid if way is Way.ACCOUNT and machine.account else machine.me.uid}))


def become(ids: Ids, *, with_parent: bool = False) -> tuple[str, ...]:
    """What stands before a command that runs under other numbers, without any power and any way back to it."""
    also = _END_WITH_PARENT if with_parent else ("--no-new-privs",)
    return ("setpriv", f"--reuid={ids.uid}", f"--regid={ids.gid}", "--clear-groups", "--inh-caps=-all", *also, "--")


def _programs(machine: Machine, way: Way) -> tuple[Path, Path | None]:
    if way not in NOBODY_WAYS or way in machine.programs_open_to:
        return machine.programs, None
    if not machine.copy_name:
        raise DatabaseUnavailable(
            f"PostgreSQL refuses to run as root, and the account it runs as cannot reach its programs in {machine.programs}."
            " Set PG_BIN to a folder that everyone can open, or unset it to use the programs that come with Heard."
        )
    if machine.spare is None:
        raise DatabaseUnavailable(_no_place("PostgreSQL's programs", machine.programs))
    # The package's libraries lie beside it, found by a path relative to the programs: the copy keeps the shape.
    return machine.spare / machine.copy_name / machine.programs.relative_to(machine.programs.parents[2]), machine.programs


def _outside(machine: Machine, way: Way) -> Path | None:
    if way not in NOBODY_WAYS or way in machine.home_open_to:
        return None
    if machine.spare is None:
        raise DatabaseUnavailable(_no_place("The database", machine.home))
    return machine.spare / _short(machine.home)


def _no_place(what: str, closed: Path) -> str:
    return (
        f"{what} can’t be in {closed}, because the account that PostgreSQL runs as can’t open it, and root can’t write to"
        " /var/lib or /var/tmp. Set DATABASE_URL to a PostgreSQL of your own, or move the checkout to an open folder."
    )


def _socket(machine: Machine, outside: Path | None) -> Path:
    folder = (outside or machine.home / "postgres") / "s"
    if len(os.fsencode(folder / ".s.PGSQL.5432")) > SOCKET_PATH_LIMIT:
        return machine.temporary / f"heard-{machine.me.uid}-{_short(machine.home / 'postgres')}"
    return folder


def _short(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
