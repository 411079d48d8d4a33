"""Looking at other processes, where Linux shows them. A number alone proves nothing: it may have gone to somebody else."""

import contextlib
import os
from pathlib import Path


def is_postgres_of(pid: int, data: Path) -> bool:
    """Whether a process is a live PostgreSQL that works in this data folder. Without /proc: whether it exists at all."""
    if not Path("/proc/self").exists():  # not Linux: ask whether there is such a process at all
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    # "PID (name) STATE …": the name may hold anything, brackets included
    name, state = text[text.index("(") + 1 : text.rindex(")")], text[text.rindex(")") + 2]
    if state in "ZX" or not name.startswith("postgres"):
        return False
    try:
        return Path(os.readlink(f"/proc/{pid}/cwd")) == data
    except PermissionError:
        return True
    except (FileNotFoundError, ProcessLookupError):
        return False


def postgres_in(data: Path) -> list[int]:
    """Every PostgreSQL process that is seen to work in this data folder."""
    numbers = (int(entry.name) for entry in Path("/proc").glob("[0-9]*"))
    return [pid for pid in numbers if is_postgres_of(pid, data) and _is_readable(pid)]


def _is_readable(pid: int) -> bool:
    try:
        os.readlink(f"/proc/{pid}/cwd")
    except OSError:
        return False
    return True


def command_of(pid: int) -> str:
    """How a process was started, in at most 100 characters."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()[:100]
    return "ended"
