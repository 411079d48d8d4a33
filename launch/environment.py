"""The virtual environment: made once, filled from a lock, renewed when the lock changes.

There are two locks: what the site needs, and that together with the tools of tests and checks. A place that only ever runs the site
never installs a tool; once the tools are there they stay, so that `make run` takes nothing from a `make test` beside it.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from launch import CHECKOUT
from launch.entering import can_pass
from launch.errors import LaunchError
from launch.plan import WEB
from launch.steps import StepFailed, run_step, say

FOLDER = CHECKOUT / ".venv"
LOCK = CHECKOUT / "requirements.lock"
TOOLS_LOCK = CHECKOUT / "requirements-dev.lock"
PYTHON = FOLDER / "bin" / "python"
STAMP = FOLDER / "installed"
NEEDED_BYTES = 1_500_000_000
"""Room that the packages, a first database and the demo want on a new machine."""


def ensure_environment(*, tools: bool = False) -> None:
    """Make `.venv` hold exactly what its lock says, with the `tools` or as it is; quick when it does already."""
    if is_current(tools=tools):
        return
    with alone("installs"):
        if is_current(tools=tools):
            return
        _refuse_full_disk()
        lock = lock_to_install(_stamp(), tools=tools) or (TOOLS_LOCK if tools else LOCK)
        if not _works(PYTHON):
            _make()
        STAMP.unlink(missing_ok=True)
        _install(lock)
        STAMP.write_text(stamp_of(lock) + "\n")


def is_current(*, tools: bool = False) -> bool:
    """Whether `.venv` was filled from a lock as it is now, by the Python it still has."""
    return PYTHON.exists() and lock_to_install(_stamp(), tools=tools) is None


def lock_to_install(stamp: str, *, tools: bool) -> Path | None:
    """What has to be installed where `stamp` says what was, or None. What has the tools keeps them, and has what the site needs."""
    lock = TOOLS_LOCK if tools or _holds_tools(stamp) else LOCK
    return None if stamp == stamp_of(lock) else lock


def stamp_of(lock: Path) -> str:
    """What says that `.venv` was filled from this lock."""
    return f"{lock.name} {hashlib.sha256(lock.read_bytes()).hexdigest()}"


def _holds_tools(stamp: str) -> bool:
    one_lock_of_old = bool(stamp) and " " not in stamp  # the stamp of a place that was filled when there was one lock for all
    return one_lock_of_old or stamp.startswith(f"{TOOLS_LOCK.name} ")


def _stamp() -> str:
    with contextlib.suppress(OSError):
        return STAMP.read_text().strip()
    return ""


def tool(name: str) -> str:
    """The path of a program of the environment."""
    return str(FOLDER / "bin" / name)


def _works(python: Path) -> bool:
    """A Python that an upgrade of the system took away leaves a link to nothing behind; pip may be missing too."""
    if not python.exists():
        return False
    return subprocess.run([str(python), "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def _make() -> None:
    try:
        run_step("Making a virtual environment in .venv", [_open_python(), "-m", "venv", "--clear", str(FOLDER)])
    except StepFailed as failure:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        if "ensurepip" in failure.output or "No module named venv" in failure.output:
            shutil.rmtree(FOLDER, ignore_errors=True)
            raise LaunchError(
                f"This Python ({sys.executable}, {version}) can’t make virtual environments."
                " On Debian: apt-get install python3-venv. Then run the same command again."
            ) from failure
        raise


def _open_python() -> str:
    """This Python; for root, rather one of the system's if this lies where web and worker, who are not root, cannot reach it."""
    if os.geteuid() != 0 or can_pass(Path(os.path.realpath(sys.executable)).parent, WEB):
        return sys.executable
    for minor in (sys.version_info.minor, *range(13, 10, -1)):
        other = Path("/usr/bin") / f"python3.{minor}"
        able = other.exists() and can_pass(Path(os.path.realpath(other)).parent, WEB)
        if able and subprocess.run([str(other), "-c", "import ensurepip, venv"], capture_output=True, check=False).returncode == 0:
            return str(other)
    return sys.executable


def _install(lock: Path) -> None:
    """Fetch the installer that the lock names, and let it do the rest; pip does it where that one cannot.

    Both check every file against its hash. uv needs a third of pip's time, but knows nothing of pip's settings (an
    index of the house, a certificate), so a failure of its own is no reason to give up. It leaves pip and itself where they are.
    """
    number = len(_packages(lock))
    installer = _packages(TOOLS_LOCK)["uv"]
    try:
        if not _is_installed(installer):
            with tempfile.NamedTemporaryFile("w", prefix="heard-", suffix=".txt") as only:
                only.write(installer)
                only.flush()
                run_step("Fetching the installer", [*_pip(), "--no-deps", "-r", only.name])
        sync = [tool("uv"), "pip", "sync", "--require-hashes", "--python", str(PYTHON), str(lock)]
        try:
            run_step(f"Installing about {number} packages", sync)
        except StepFailed as failure:
            if "No space left" in failure.output or "hash" in failure.output.lower():
                raise
            say("  That didn’t work. Trying with pip.")
            run_step(f"Installing about {number} packages with pip", [*_pip(), "-r", str(lock)])
    except StepFailed as failure:
        raise LaunchError(f"{failure}\n\n{_advice(failure.output)}") from failure


def _is_installed(installer: str) -> bool:
    """Whether this very version is there already: `installer` begins with uv==1.2.3."""
    with contextlib.suppress(OSError):
        said = subprocess.run([tool("uv"), "--version"], capture_output=True, text=True, check=False).stdout.split()
        return len(said) > 1 and said[1] == installer.split(maxsplit=1)[0].partition("==")[2]
    return False


def _pip() -> list[str]:
    # Python compiles what is used when it is first used; compiling everything here doubles the wait.
    options = ("--require-hashes", "--no-input", "--disable-pip-version-check", "--no-compile", "--progress-bar", "off")
    return [str(PYTHON), "-m", "pip", "install", *options]


def _packages(lock: Path) -> dict[str, str]:
    """A lock, package by package: the line with the version and those with its hashes."""
    found: dict[str, str] = {}
    name = ""
    for line in lock.read_text().splitlines(keepends=True):
        if line[0].isalnum():
            name = line.partition("==")[0].partition("[")[0]
        if name and not line.lstrip().startswith("#"):
            found[name] = found.get(name, "") + line
    return found


def _advice(output: str) -> str:
    text = output.lower()
    if "no space left" in text:
        return "The disk is full. Make room, then run the same command again. What was installed is kept."
    if "hashes" in text and "match" in text:
        return "A package isn’t the one named in the lock file, so nothing was installed. Don’t work around this."
    if any(sign in text for sign in ("connection", "name resolution", "timed out", "network", "unreachable")):
        return "The package index couldn’t be reached. The first start needs the network. Later ones don’t."
    if "no matching distribution" in text:
        return "A package isn’t available for this machine or this Python. Heard is tested on Linux with Python 3.11."
    return "Run the same command again. If it fails again, delete .venv first."


def _refuse_full_disk() -> None:
    free = shutil.disk_usage(CHECKOUT).free
    if free < NEEDED_BYTES and not FOLDER.exists():
        raise LaunchError(f"The disk of {CHECKOUT} has {free / 1e9:.1f} GB free. A first start needs {NEEDED_BYTES / 1e9:.1f} GB.")


@contextlib.contextmanager
def alone(what: str) -> Iterator[None]:
    """Two first starts must not fill one environment at once. A folder can carry a lock itself: no file stays."""
    handle = os.open(CHECKOUT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"  Waiting for another process that {what} …")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
