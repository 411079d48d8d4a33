"""The embedded PostgreSQL: started by whoever needs it first, stopped by whoever leaves last.

    url = ensure(Path(".heard"))      # postgresql://heard@/heard?host=…

A cluster lives in `HOME/postgres`: `data/`, `log`, the socket folder `s/` and two lock files. (Where the account that runs it cannot
enter the home, `data` and `log` are links to a folder that it can; see `launch.plan`.) Every process that
uses the cluster holds a shared lock on `clients.lock`; whoever can make it exclusive on leaving is the last, and
stops the server. The kernel drops the locks of a killed process, so there is no count to go stale.
"""

import atexit
import contextlib
import errno
import fcntl
import os
import pwd
import shlex
import shutil
import signal
import stat
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from launch.errors import DatabaseUnavailable
from launch.machine import plan_for
from launch.plan import SITE, Plan, Way
from launch.processes import command_of, is_postgres_of, postgres_in
from launch.programs import Runner, copy_programs

NAME = "heard"
"""The name of the database and of its owner. No password: the kernel says who comes through the socket (`_say_who_may_be_whom`)."""
SITE_NAME = "heard_site"
"""The name of the role that the site runs under, which owns nothing (`launch.roles`)."""

MAX_CONNECTIONS = 100
PATIENCE = 300.0
"""Seconds to wait for another process that starts or stops the cluster, and for recovery after a crash."""
ORPHAN_PATIENCE = 20.0
"""Seconds that the children of a killed server get to notice it before they are told to leave."""
LITTLE_ROOM = 100_000_000
"""Free bytes below which a full disk is the likely cause; an empty cluster takes 40 million."""
LOG_LIMIT = 10_000_000
"""Bytes after which the server's log is set aside (one older log is kept)."""

# What people wrote must not end in a log: no failing statements, no key values, no parameters.
SETTINGS = {
    "listen_addresses": "",
    "max_connections": str(MAX_CONNECTIONS),
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_checkpoints": "off",
}
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

Say = Callable[[str], None]


def _to_stderr(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


@dataclass(frozen=True)
class Server:
    """What `postmaster.pid` says of a server that really runs."""

    pid: int
    socket_folder: Path
    ready: bool


class Cluster:
    """One cluster on disk and this process's share in it."""

    def __init__(self, home: Path, *, durable: bool, say: Say) -> None:
        self.home = home.resolve()
        self.folder = self.home / "postgres"
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        self.durable = durable
        self.say = say
        self._share: int | None = None

    # ---------------------------------------------------------------- what a client does

    def join(self) -> str:
        """Start the server if it does not run, hold a share in it, and say where it is."""
        self._make_folder()
        with self._alone():
            if self._share is None:
                self._share = self._open("clients.lock")
                fcntl.flock(self._share, fcntl.LOCK_SH)
            server = self._wait_until_settled() or self._start()
        return f"postgresql://{NAME}@/{NAME}?host={quote(str(server.socket_folder), safe='')}"

    def leave(self) -> bool:
        """Give the share back; the last to leave stops the server. True if it was stopped."""
        if self._share is None:
            return False
        share, self._share = self._share, None
        try:
            with self._alone():
                try:
                    fcntl.flock(share, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return False
                return self._stop()
        except FileNotFoundError:
            return False  # the whole folder was deleted under us: nothing left to stop
        finally:
            os.close(share)

    def after_fork(self) -> None:
        """In a forked child: hold a share of its own, or the parent's leaving would pull the server from under it.

        A lock belongs to the open file, which parent and child have in common; closing the copy changes nothing.
        """
        if self._share is not None:
            os.close(self._share)
            self._share = None
            with contextlib.suppress(OSError):
                self._share = self._open("clients.lock")
                fcntl.flock(self._share, fcntl.LOCK_SH)

    def others(self) -> list[str]:
        """The other processes that hold a share, as `process 12 (its command)`. Empty where it cannot be known."""
        found = []
        with contextlib.suppress(OSError):
            held = (self.folder / "clients.lock").stat()
            for line in Path("/proc/locks").read_text().splitlines():
                # "7: FLOCK ADVISORY READ 1234 fe:00:567 0 EOF"; a second line with "->" only waits
                fields = line.split()
                if fields[1] == "FLOCK" and fields[5].rpartition(":")[2] == str(held.st_ino):
                    found.append(int(fields[4]))
        return [f"process {pid} ({command_of(pid)})" for pid in sorted(set(found) - {os.getpid()})]

    def server(self) -> Server | None:
        """The running server, or None. Looks at the process itself: the file alone outlives a kill -9.

        A killed server that nobody has reaped still has a number, and a number may have gone to somebody else.
        """
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            pid = int(lines[0])
        except (FileNotFoundError, NotADirectoryError, ValueError, IndexError):
            return None
        if not is_postgres_of(pid, self.data.resolve()):
            return None
        complete = len(lines) >= 8
        socket_folder = Path(lines[4]) if complete else self.folder / "s"
        return Server(pid, socket_folder, ready=complete and lines[7].strip() == "ready")

    # ---------------------------------------------------------------- starting

    def _start(self) -> Server:
        plan = plan_for(self.home)
        how, programs = Runner.of(plan), plan.programs
        _refuse_odd_characters(self.folder, programs)
        if plan.copy_from:
            copy_programs(plan.copy_from, programs)
        self._look_at_programs(how, programs)
        place = self._place(plan)
        data = place / "data"
        if not (data / "PG_VERSION").exists():
            self._create(how, programs, place)
        self._refuse_another_version(how, programs)
        how.own(data)
        crashed = self._clear_after_crash(data)
        socket_folder = self._socket_folder(plan)
        self._rotate_log(how, place / "log")
        self._say_who_may_be_whom(plan, how, data)
        options = {**SETTINGS, **({} if self.durable else THROWAWAY), "unix_socket_directories": _quoted(socket_folder)}
        line = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in options.items())
        if crashed:
            self.say("The database was stopped without warning last time. Recovering what was saved …")
        arguments = ("-D", data, "-w", "-t", str(int(PATIENCE)), "-s", "-l", place / "log", "-o", line, "start")
        result = how.run(programs / "pg_ctl", *arguments)
        server = self._wait_until_settled()
        if result.returncode != 0 or server is None:
            raise DatabaseUnavailable(self._why_not(result.stdout))
        if crashed:
            self.say("The database has recovered.")
        return server

    def _place(self, plan: Plan) -> Path:
        """The folder of data and log: the home's own, or one outside, to which links in the home then lead."""
        if plan.data_outside is None:
            if plan.way is not Way.ITSELF:
                self.open_to_pass()
            if not self.data.is_symlink():
                return self.folder
            return self._linked()
        place = plan.data_outside
        place.mkdir(mode=0o711, exist_ok=True)
        place.chmod(0o711)
        if self.data.is_symlink():
            place = self._linked()  # a home that was moved brings its data along
        else:
            self._move_outside(place)
        (place / "home").write_text(f"{self.home}\n")
        return place

    def _move_outside(self, place: Path) -> None:
        """Bring the data from the home, if there is any, to where the account can reach it. Interrupted, it begins again."""
        if (place / "data").exists():  # of a home that was deleted, or half a move: nothing of ours to delete
            aside = next(name for n in range(1, 10_000) if not (name := place / f"data.before-{n}").exists())
            (place / "data").rename(aside)
            self.say(f"Data that an earlier home at {self.home} left in {place / 'data'} is now in {aside}.")
        if self.data.exists():
            fresh = place / "data.new"
            shutil.rmtree(fresh, ignore_errors=True)
            shutil.copytree(self.data, fresh, symlinks=True)
            fresh.rename(place / "data")
            self.data.rename(self.folder / "data.moved")
        self.log.unlink(missing_ok=True)
        self.log.symlink_to(place / "log")
        self.data.symlink_to(place / "data")
        shutil.rmtree(self.folder / "data.moved", ignore_errors=True)

    def _linked(self) -> Path:
        """Where the home's links lead. A copied home still points at the data of the one it was copied from: refused."""
        place = self.data.resolve().parent
        place.mkdir(mode=0o711, parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            other = Path((place / "home").read_text().strip())
            if other != self.home and (other / "postgres" / "data").resolve() == place / "data":
                raise DatabaseUnavailable(
                    f"{self.home} was copied from {other}, and still uses its database, in {place}."
                    f" Delete {self.home}, then copy it with `make backup` and `make restore`."
                )
        return place

    def _create(self, how: Runner, programs: Path, place: Path) -> None:
        """Make the cluster beside its place, then move it in whole: an interrupted start leaves nothing half made."""
        fresh = place / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        how.own(fresh)
        major = _major(how, programs)
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= 17 else []
        arguments = ["-D", str(fresh), "-U", NAME, "--auth-local=peer", "--auth-host=reject", "--encoding=UTF8"]
        arguments += [*locale, "--locale=C.UTF-8", "--data-checksums", *([] if self.durable else ["--no-sync"])]
        made = how.run(programs / "initdb", *arguments)
        if made.returncode == 0:
            statements = f"CREATE ROLE {SITE_NAME} LOGIN;\n\nCREATE DATABASE {NAME};\n\n"  # `-j`: an empty line ends a statement
            made = how.run(programs / "postgres", "--single", "-j", "-D", fresh, "postgres", feed=statements)
        if made.returncode != 0 or "ERROR:" in made.stdout:
            shutil.rmtree(fresh, ignore_errors=True)
            raise DatabaseUnavailable(f"The database couldn’t be made in {place}:\n{_tail(made.stdout)}{self._full_disk()}")
        fresh.rename(place / "data")

    def _look_at_programs(self, how: Runner, programs: Path) -> None:
        seen = how.run(programs / "postgres", "--version")
        if seen.returncode != 0:
            raise DatabaseUnavailable(f"PostgreSQL's programs in {programs} don’t run:\n{_tail(seen.stdout)}")

    def _refuse_another_version(self, how: Runner, programs: Path) -> None:
        """A data folder belongs to one major version; another would refuse it in words that help nobody."""
        made_by = int((self.data / "PG_VERSION").read_text().strip().split(".")[0])
        have = _major(how, programs)
        if made_by != have:
            raise DatabaseUnavailable(
                f"The database in {self.data} was made by PostgreSQL {made_by}, but {programs} is PostgreSQL {have}.\n"
                f"Point PG_BIN at the programs of PostgreSQL {made_by}, run `make backup FILE=heard.tar`, move the"
                " folder away, unset PG_BIN, and run `make restore FILE=heard.tar`."
            )

    def _clear_after_crash(self, data: Path) -> bool:
        """Remove what a killed server left, once its children are gone too. True if there was anything."""
        left = data / "postmaster.pid"
        if not left.exists():
            return False
        # Removing the file while an orphaned child still writes would let two servers share one set of files.
        deadline = time.monotonic() + ORPHAN_PATIENCE
        while orphans := postgres_in(data):
            if time.monotonic() > deadline:
                for pid in orphans:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGQUIT)
                deadline = time.monotonic() + ORPHAN_PATIENCE
            time.sleep(0.05)
        left.unlink(missing_ok=True)
        return True

    def _socket_folder(self, plan: Plan) -> Path:
        """A folder only we can enter, with a path short enough for a socket."""
        folder = plan.socket
        folder.mkdir(mode=0o700, exist_ok=True)
        # Somebody else may have made the one in the shared temporary folder, to listen in.
        seen = folder.lstat()
        if not stat.S_ISDIR(seen.st_mode) or (os.geteuid() != 0 and seen.st_uid != os.geteuid()):
            raise DatabaseUnavailable(f"{folder} belongs to someone else. Remove it, or set HEARD_HOME to a short path.")
        for old in folder.iterdir():
            old.unlink()  # a socket or its lock left by a killed server; its number may be somebody else's by now
        Runner.of(plan).own(folder)
        if plan.way is Way.ITSELF:
            folder.chmod(0o700)
        else:
            _open_to_site(folder)
        return folder

    def open_to_pass(self) -> None:
        """Let web and worker, who are not root, through to the socket. What lies on the way has modes of its own."""
        for folder in (self.home, self.folder):
            folder.chmod(stat.S_IMODE(folder.stat().st_mode) | 0o011)

    def _say_who_may_be_whom(self, plan: Plan, how: Runner, data: Path) -> None:
        """Written at each start, for a home can have been made elsewhere or by an earlier Heard.

        The owner is who the kernel says is one of the plan's users; web and worker are none of them. Whoever else comes through the
        socket's folder is the site. (`peer` for the site too would want a name for each of its numbers, which have none.)
        """
        names = []
        for number in plan.owners:
            with contextlib.suppress(KeyError):
                names.append(pwd.getpwuid(number).pw_name.replace('"', '""'))
        head = "# Written by Heard at each start of the database.\n"
        rules = f"local all {SITE_NAME} trust\nlocal all {NAME} peer map={NAME}\n"
        known = "".join(f'{NAME} "{name}" {NAME}\n' for name in names)
        for place, text in ((data / "pg_hba.conf", head + rules), (data / "pg_ident.conf", head + known)):
            draft = place.with_suffix(".new")
            draft.unlink(missing_ok=True)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(text)
            if os.geteuid() == 0:
                os.chown(draft, how.ids.uid, how.ids.gid)
            draft.replace(place)

    def _rotate_log(self, how: Runner, log: Path) -> None:
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.rename(log.with_name("log.1"))
        log.touch(mode=0o600)
        if os.geteuid() == 0:
            os.chown(log, how.ids.uid, how.ids.gid)

    def _why_not(self, output: str) -> str:
        with contextlib.suppress(OSError):
            output = self.log.read_text(errors="replace") or output
        return f"The database would not start. The end of its log, {self.log}:\n{_tail(output)}{self._full_disk()}"

    def _full_disk(self) -> str:
        free = shutil.disk_usage(self.folder).free
        return f"\nThe disk is full: {free // 1_000_000} MB are left." if free < LITTLE_ROOM else ""

    # ---------------------------------------------------------------- stopping

    def _stop(self) -> bool:
        server = self.server()
        if server is None:
            return False
        # SIGINT is PostgreSQL's "fast" shutdown, SIGQUIT its "immediate" one: the next start then recovers.
        for farewell in (signal.SIGINT, signal.SIGQUIT):
            with contextlib.suppress(ProcessLookupError):
                os.kill(server.pid, farewell)
            deadline = time.monotonic() + 60
            while self.server() is not None and time.monotonic() < deadline:
                time.sleep(0.01)
            if self.server() is None:
                break
        if server.socket_folder.parent != self.folder:
            with contextlib.suppress(OSError):
                server.socket_folder.rmdir()
        return True

    # ---------------------------------------------------------------- locks

    def _wait_until_settled(self) -> Server | None:
        """The server once it is ready; None when there is none, or when one that was stopping is gone."""
        deadline = time.monotonic() + PATIENCE
        while (server := self.server()) is not None and not server.ready:
            if time.monotonic() > deadline:
                raise DatabaseUnavailable(self._why_not(""))
            time.sleep(0.02)
        return server

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Only one process at a time may start or stop the cluster."""
        lock = self._open("start.lock")
        try:
            asked = time.monotonic()
            told = False
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    waited = time.monotonic() - asked
                if waited > PATIENCE:
                    holder = os.pread(lock, 20, 0).decode(errors="replace").strip()
                    raise DatabaseUnavailable(
                        f"Process {holder} has been starting or stopping the database for {PATIENCE:.0f} seconds."
                        f" End it, then try again. (The lock is {self.folder / 'start.lock'}.)"
                    )
                if waited > 3 and not told:
                    self.say("Waiting for another process that is starting or stopping the database …")
                    told = True
                time.sleep(0.02)
            os.ftruncate(lock, 0)
            os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
            yield
        finally:
            os.close(lock)

    def _open(self, name: str) -> int:
        try:
            return os.open(self.folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except PermissionError as error:
            raise DatabaseUnavailable(self._not_ours()) from error

    def _make_folder(self) -> None:
        try:
            self.folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise DatabaseUnavailable(f"The disk is full: {self.folder} couldn’t be made.") from error
            if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
                raise DatabaseUnavailable(self._not_ours()) from error
            raise

    def _not_ours(self) -> str:
        return (
            f"You can’t write to {self.folder}. It may have been made by another user (root?)."
            " Run this as that user, or set HEARD_HOME to a folder of your own."
        )


# -------------------------------------------------------------------- this process's clusters

_joined: dict[Path, Cluster] = {}


def ensure(home: Path, *, durable: bool = True, say: Say = _to_stderr) -> str:
    """The URL of the database `heard` in the cluster under `home/postgres`, which runs when this returns.

    This process then holds a share in the cluster until it ends or calls `release()`. With `durable=False` nothing is
    forced to disk: for tests, in a home of their own. Raises DatabaseUnavailable, in words, when it cannot be.
    """
    home = home.resolve()
    if home not in _joined:
        _joined[home] = Cluster(home, durable=durable, say=say)
    return _joined[home].join()


def others(home: Path) -> list[str]:
    """Who else uses the cluster under `home` at this moment, in words."""
    return Cluster(home, durable=True, say=_to_stderr).others()


def outside(home: Path) -> Path | None:
    """The folder outside the home that holds its database, if it lies there."""
    data = home.resolve() / "postgres" / "data"
    return data.resolve().parent if data.is_symlink() else None


def whose(home: Path) -> str:
    """The name of whoever owns the files of the embedded database; "" where there is none."""
    try:
        number = (home / "postgres" / "data").stat().st_uid
    except OSError:
        return ""
    with contextlib.suppress(KeyError):
        return pwd.getpwuid(number).pw_name
    return str(number)


def running(home: Path) -> bool:
    """Whether the cluster under `home` has a server at this moment."""
    return Cluster(home, durable=True, say=_to_stderr).server() is not None


def let_site_in(home: Path) -> None:
    """Let web and worker through to the socket of the server that runs, which an earlier Heard may have started for root alone."""
    cluster = Cluster(home, durable=True, say=_to_stderr)
    if server := cluster.server():
        cluster.open_to_pass()
        _open_to_site(server.socket_folder)


def release(home: Path | None = None) -> None:
    """Give back this process's share in the cluster of `home`, or every share; a cluster nobody else uses is stopped.

    Also called when Python ends.
    """
    for place in list(_joined) if home is None else [home.resolve()]:
        if cluster := _joined.pop(place, None):
            cluster.leave()


def _after_fork() -> None:
    for cluster in _joined.values():
        cluster.after_fork()


atexit.register(release)
os.register_at_fork(after_in_child=_after_fork)


# -------------------------------------------------------------------- words


def _open_to_site(folder: Path) -> None:
    os.chown(folder, -1, SITE)  # web and worker are neither root nor whoever runs the server
    folder.chmod(0o750)


def _major(how: Runner, programs: Path) -> int:
    return int(how.run(programs / "postgres", "--version").stdout.split()[2].split(".")[0])


def _quoted(path: Path) -> str:
    doubled = str(path).replace('"', '""')
    return f'"{doubled}"'


def _refuse_odd_characters(*paths: Path) -> None:
    """pg_ctl hands its paths to a shell in double quotes."""
    for path in paths:
        if odd := set(str(path)) & set('"$`\\\n'):
            raise DatabaseUnavailable(
                f"PostgreSQL can’t start from {path}, because of the {''.join(sorted(odd))!r} in it."
                " Move the checkout, or set HEARD_HOME to a plainer path."
            )


def _tail(text: str, lines: int = 15) -> str:
    return "\n".join("  " + line for line in text.strip().splitlines()[-lines:])
