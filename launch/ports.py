"""Whether a port is free, and who has it if not."""

import contextlib
import os
import socket
from pathlib import Path

from launch.errors import LaunchError
from launch.processes import command_of

LISTENING = "0A"  # the state's number in /proc/net/tcp (Linux's include/net/tcp_states.h)


def port_from(text: str) -> int:
    """A port number as typed; LaunchError says what is wrong with it."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise LaunchError(f"PORT is {text!r}. It must be a number from 1 to 65535.")
    return int(text)


def refuse_taken_port(host: str, port: int) -> None:
    """LaunchError if nobody could listen there, naming the process that does if it can be known."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except PermissionError as error:
            raise LaunchError(f"You can’t use port {port}. Choose another: make run PORT=8001") from error
        except OSError as error:
            by = f" by {holder}" if (holder := who_listens(port)) else ""
            raise LaunchError(f"Port {port} is already in use{by}. Stop it, or choose another port: make run PORT={port + 1}") from error


def who_listens(port: int) -> str:
    """`process 123 (its command)`, or nothing when it cannot be known (another user's process, or not Linux)."""
    wanted = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if any(os.readlink(handle) in wanted for handle in _handles(process)):
                return f"process {process.name} ({command_of(int(process.name))})"
    return ""


def _listening_inodes(port: int) -> set[str]:
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with contextlib.suppress(OSError):
            for line in Path(table).read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                    inodes.add(fields[9])
    return inodes


def _handles(process: Path) -> list[Path]:
    return list((process / "fd").iterdir())
