"""What this machine allows: looked at once, then decided upon in `launch.plan`, which looks at nothing."""

import contextlib
import dataclasses
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from launch import CHECKOUT
from launch.entering import can_pass, may_enter
from launch.environment import PYTHON
from launch.errors import DatabaseUnavailable
from launch.plan import SOCKET_PATH_LIMIT, WEB, Ids, Machine, Plan, SitePlan, Way, become, decide, decide_site, prefix
from launch.programs import find_programs, from_the_package

ACCOUNT = "heard-db"
"""The system account that owns the database files where user namespaces are forbidden."""
SPARE = (Path("/var/lib/heard"), Path("/var/tmp/heard"))  # noqa: S108 - looked at before it is used
MODES = ("", "namespace", "account")


def plan_for(home: Path) -> Plan:
    """How PostgreSQL runs for this home."""
    return decide(look(home))


def site_plan_for(home: Path, port: int) -> SitePlan:
    """How web and worker run for this home: asking costs root the start of a Python."""
    machine = _ground(home)
    if machine.me.uid != 0:
        return decide_site(machine)
    becomes_others = _works(become(WEB))
    ways = {
        **({Way.ACCOUNT: become(WEB)} if becomes_others else {}),
        **({Way.NAMESPACE: prefix(machine, Way.NAMESPACE)} if machine.namespaces else {}),
    }
    who = {Way.NAMESPACE: machine.me, Way.ACCOUNT: WEB}
    home_open_to = frozenset(way for way, ids in who.items() if _is_open(home, ids))
    # Asked in the order of preference, and no further than the first that will do.
    reads = next((way for way, before in ways.items() if way in home_open_to and _reads_checkout(before)), None)
    return decide_site(
        dataclasses.replace(
            machine,
            becomes_others=becomes_others,
            low_port=port < _first_free_port(),
            home_open_to=home_open_to,
            checkout_open_to=frozenset({reads} if reads else ()),
        )
    )


def look(home: Path) -> Machine:
    """What there is for the database of a home that exists. Root without namespaces gets the account made, if there is none."""
    machine = dataclasses.replace(_ground(home), programs=find_programs(), temporary=_temporary())
    if machine.me.uid != 0:
        return machine
    account, why_not = (None, "") if machine.namespaces else _account()
    who = {Way.NAMESPACE: machine.me, **({Way.ACCOUNT: account} if account else {})}
    programs_open_to = frozenset(way for way, ids in who.items() if can_pass(machine.programs, ids))
    home_open_to = frozenset(way for way, ids in who.items() if _is_open(home, ids))
    way = Way.NAMESPACE if machine.namespaces else Way.ACCOUNT
    return dataclasses.replace(
        machine,
        account=account,
        no_account=why_not,
        programs_open_to=programs_open_to,
        home_open_to=home_open_to,
        copy_name=_copy_name(machine.programs) if way not in programs_open_to else "",
        spare=_spare() if way not in programs_open_to & home_open_to else None,
    )


def _temporary() -> Path:
    """A temporary folder whose path leaves room for that of a socket: the one that is set, unless it lies too deep."""
    places = [Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")]  # noqa: S108 - the folder made there is ours alone
    room = SOCKET_PATH_LIMIT - len("/heard-4294967295-0123456789ab/.s.PGSQL.5432")
    return next((place for place in places if len(os.fsencode(place)) <= room and os.access(place, os.W_OK | os.X_OK)), places[0])


def _ground(home: Path) -> Machine:
    """Who we are, and whether root may make a user namespace. Changes nothing."""
    machine = Machine(me=_me(), home=home)
    if machine.me.uid != 0:
        return machine
    mode = os.environ.get("HEARD_PG_ROOT_MODE", "")
    if mode not in MODES:
        raise DatabaseUnavailable(f"HEARD_PG_ROOT_MODE is {mode!r}. It can be 'namespace' or 'account'.")
    inside = _somebody()
    machine = dataclasses.replace(machine, inside=inside or machine.inside)
    namespaces = mode != "account" and inside is not None and _works(prefix(machine, Way.NAMESPACE))
    if mode == "namespace" and not namespaces:
        raise DatabaseUnavailable("HEARD_PG_ROOT_MODE is 'namespace', but this machine forbids user namespaces. Unset it.")
    return dataclasses.replace(machine, namespaces=namespaces)


def _me() -> Ids:
    return Ids(os.geteuid(), os.getegid())


def _is_open(home: Path, ids: Ids) -> bool:
    """Whether a home can be used by somebody else: one of root's own is opened for passing through, if the way there is open."""
    return can_pass(home.parent, ids) and (home.stat().st_uid == 0 or may_enter(home, ids))


def _somebody() -> int | None:
    """A user of this machine whom root can be in a namespace. Not nobody: as that one, all who have no number there are seen."""
    strangers = 65_534
    with contextlib.suppress(OSError, ValueError):
        strangers = int(Path("/proc/sys/kernel/overflowuid").read_text())
    return min((entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid not in {0, strangers}), default=None)


def _account() -> tuple[Ids | None, str]:
    """The account for the database, made if need be; or None and the reason."""
    if _entry() is None:
        options = ("--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin")
        if not shutil.which("useradd"):
            return None, f"the account {ACCOUNT} couldn’t be made, because there is no useradd"
        made = subprocess.run(["useradd", *options, ACCOUNT], capture_output=True, text=True, check=False)
        if _entry() is None:
            return None, f"the account {ACCOUNT} couldn’t be made ({made.stderr.strip()})"
    found = _entry()
    assert found is not None  # noqa: S101 - looked at above
    ids = Ids(found.pw_uid, found.pw_gid)
    if not _works(become(ids)):
        return None, f"root can’t become the account {ACCOUNT} (`setpriv` of util-linux didn’t work)"
    return ids, ""


def _entry() -> pwd.struct_passwd | None:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(ACCOUNT)
    return None


def _copy_name(programs: Path) -> str:
    if not from_the_package(programs):
        return ""
    with (programs / "postgres").open("rb") as file:
        return f"programs-{hashlib.file_digest(file, 'sha256').hexdigest()[:12]}"


def _spare() -> Path | None:
    """A folder that everybody can enter and only root can write to, made if need be."""
    chosen = os.environ.get("HEARD_SPARE")
    for folder in (Path(chosen).resolve(),) if chosen else SPARE:
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o755, parents=True, exist_ok=True)
            seen = folder.lstat()
            # In /var/tmp somebody else may have been there first, to slip us programs of their own.
            if folder.is_dir() and not folder.is_symlink() and seen.st_uid == 0 and not seen.st_mode & 0o022:
                folder.chmod(0o711)
                if os.access(folder, os.W_OK) and can_pass(folder, Ids(WEB.uid, WEB.gid)):
                    return folder
    return None


def _first_free_port() -> int:
    with contextlib.suppress(OSError, ValueError):
        return int(Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").read_text())
    return 1024


def _reads_checkout(before: Sequence[str]) -> bool:
    """Asked of a real Python. The one in `.venv` may itself be a link into a folder closed to others, and start all the same:
    `setpriv` finds it with the power it is about to lose, and the library is then that of another Python."""
    ask = "import sys, django, psycopg; [open(place).close() for place in (sys.executable, *sys.argv[1:])]"
    stamps = (CHECKOUT / "heard" / "config" / "urls.py", CHECKOUT / "static" / ".gathered")
    command = [*before, str(PYTHON), "-I", "-c", ask, *(str(place) for place in stamps if place.exists())]
    return subprocess.run(command, capture_output=True, check=False, cwd="/").returncode == 0


def _works(before: Sequence[str]) -> bool:
    if not shutil.which(before[0]):
        return False
    return subprocess.run([*before, "true"], capture_output=True, check=False, cwd="/").returncode == 0
