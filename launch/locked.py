"""Files that are whole or not there, and closed in the age format where that is asked for.

What is closed passes through `heard.core.age`, run with the environment's Python: nothing plain ever lies on the disk.
"""

import contextlib
import getpass
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from launch import CHECKOUT
from launch.environment import PYTHON
from launch.errors import LaunchError
from launch.steps import end

_MARK = b"age-encryption.org/v1\n"
_BY_PASSPHRASE = b"-> scrypt "
SHORTEST = 12
"""Letters of a passphrase. Each guess costs a second and 256 MB; whoever has the file can guess for years, on many machines."""
LONGEST = 1024
"""Bytes of a passphrase: what is longer is another file. A pipe holds that much without anybody reading."""


@dataclass(frozen=True)
class Lock:
    """What closes or opens a file: public keys, or a file with private ones, or a passphrase, which never is an argument of a program."""

    to: tuple[str, ...] = ()
    identity: Path | None = None
    passphrase: str = field(default="", repr=False)

    def arguments(self) -> list[str]:
        return [*(f"--to={each}" for each in self.to), *([f"--identity={self.identity}"] if self.identity else [])]


def lock_to_close(settings: Mapping[str, str]) -> Lock | None:
    """The lock that `TO=`, `PASSPHRASE=1` or `PASSPHRASE_FILE=` asks for; None when none does."""
    to = tuple(settings.get("TO", "").replace(",", " ").split())
    if to and (settings.get("PASSPHRASE_FILE") or settings.get("PASSPHRASE", "") not in {"", "0"}):
        raise LaunchError("A backup can be encrypted to public keys or with a passphrase, not both. Use TO=… or PASSPHRASE=1.")
    passphrase = _passphrase(settings, again=True)
    return Lock(to=to, passphrase=passphrase) if to or passphrase else None


def lock_to_open(place: Path, settings: Mapping[str, str]) -> Lock | None:
    """What this file asks for, from `IDENTITY=`, `PASSPHRASE_FILE=` or whoever is at the keyboard; None when it is not closed."""
    with place.open("rb") as file:
        if file.read(len(_MARK)) != _MARK:
            return None
        by_passphrase = file.read(len(_BY_PASSPHRASE)) == _BY_PASSPHRASE
    if by_passphrase:
        return Lock(passphrase=_passphrase({"PASSPHRASE": "1", **settings}, again=False))
    if not settings.get("IDENTITY"):
        raise LaunchError(f"{place} is encrypted to a public key. Choose the file with the private key: IDENTITY=key.txt")
    identity = Path(settings["IDENTITY"]).expanduser().absolute()
    if not identity.is_file():
        raise LaunchError(f"There is no file {identity}.")
    return Lock(identity=identity)


def _passphrase(settings: Mapping[str, str], *, again: bool) -> str:
    if settings.get("PASSPHRASE_FILE"):
        said = _in_file(Path(settings["PASSPHRASE_FILE"]).expanduser())
        return _long_enough(said) if again else said
    wanted = settings.get("PASSPHRASE", "")
    if wanted in {"", "0"}:
        return ""
    if wanted != "1":
        raise LaunchError(
            "Everyone on this machine can read a passphrase on a command line, and it stays in the shell's history. Choose another one."
            " PASSPHRASE=1 asks for it. PASSPHRASE_FILE=… reads it from a file."
        )
    if not sys.stdin.isatty():
        raise LaunchError("This needs a passphrase, and no one can type one here. Use PASSPHRASE_FILE=… to read it from a file.")
    said = getpass.getpass("Passphrase: ")
    if not said:
        raise LaunchError("You didn’t enter a passphrase.")
    if len(said.encode(errors="replace")) > LONGEST:
        raise LaunchError(f"That is longer than {LONGEST} bytes. Nothing was done.")
    if again and getpass.getpass("Passphrase again: ") != _long_enough(said):
        raise LaunchError("The passphrases don’t match. Nothing was done.")
    return said


def _in_file(place: Path) -> str:
    with place.open("rb") as file:
        raw = file.read(LONGEST + 3)  # with the end of its line, of either kind
    try:
        said = raw.decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise LaunchError(f"{place} doesn’t hold a passphrase: it isn’t text.") from None
    if not said:
        raise LaunchError(f"{place} is empty.")
    if len(said.encode()) > LONGEST or "\n" in said:
        raise LaunchError(f"{place} doesn’t hold a passphrase: it must be one line of at most {LONGEST} bytes.")
    return said


def _long_enough(said: str) -> str:
    """Only asked when something is closed: what was closed with a shorter one is still to be opened."""
    if len(said) < SHORTEST:
        raise LaunchError(
            f"Use a passphrase of at least {SHORTEST} characters: anyone who finds the file can keep guessing for years. Five or six"
            " random words are good. Nothing was done."
        )
    return said


@contextlib.contextmanager
def written(place: Path, lock: Lock | None) -> Iterator[IO[bytes]]:
    """Write a file, for its owner alone. An older one of that name stays until the new one is whole; half a one never stays."""
    with _draft(place) as descriptor:
        if lock is None:
            with os.fdopen(descriptor, "wb", closefd=False) as file:
                yield file
            return
        with _program("close", lock, stdin=subprocess.PIPE, stdout=descriptor) as child:
            assert child.stdin is not None  # noqa: S101 - asked for
            yield child.stdin
            child.stdin.close()


@contextlib.contextmanager
def read(place: Path, lock: Lock | None) -> Iterator[IO[bytes]]:
    """Read a file that may be closed. Nothing is to be believed before the block is left: only then it is known to be whole."""
    with place.open("rb") as file:
        if lock is None:
            yield file
            return
        with _program("open", lock, stdin=file, stdout=subprocess.PIPE) as child:
            assert child.stdout is not None  # noqa: S101 - asked for
            yield child.stdout
            while child.stdout.read(1 << 20):
                pass


@contextlib.contextmanager
def _draft(place: Path) -> Iterator[int]:
    """A descriptor of a file that gets its name when the block ends well. Until then it has none, where the file system can do that,
    so that not even a killed process leaves it behind.
    """
    draft: Path | None = None
    try:
        if not Path("/proc/self/fd").is_dir():
            raise OSError  # noqa: TRY301 - the other way, as where the file system cannot
        descriptor = os.open(place.parent, os.O_WRONLY | os.O_TMPFILE, 0o600)
    except OSError:
        draft = _beside(place)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        yield descriptor
        os.fsync(descriptor)
        if draft is None:
            draft = _beside(place)
            # A plain link() would take the entry in /proc for the file itself; with a descriptor given, Python asks linkat() to follow it.
            os.link(f"/proc/self/fd/{descriptor}", draft, src_dir_fd=descriptor, follow_symlinks=True)
        draft.replace(place)
    finally:
        os.close(descriptor)
        if draft is not None:
            draft.unlink(missing_ok=True)


def _beside(place: Path) -> Path:
    return place.parent / f".heard-backup-{secrets.token_hex(8)}"


@contextlib.contextmanager
def _program(verb: str, lock: Lock, *, stdin: IO[bytes] | int, stdout: int) -> Iterator[subprocess.Popen[bytes]]:
    """The program that closes or opens, for as long as the block lasts. What it says against the file is the reason for whatever else
    goes wrong with it.
    """
    command = [str(PYTHON), "-m", "heard.core.age", verb, *lock.arguments()]
    passphrase = _hand_over(lock.passphrase) if lock.passphrase else None
    with tempfile.TemporaryFile() as errors:
        try:
            if passphrase is not None:
                command.append(f"--passphrase-fd={passphrase}")
            passed = () if passphrase is None else (passphrase,)
            child = subprocess.Popen(command, cwd=CHECKOUT, stdin=stdin, stdout=stdout, stderr=errors, pass_fds=passed)
        finally:
            if passphrase is not None:
                os.close(passphrase)
        try:
            yield child
            said = _said(errors) if child.wait() else ""
        except Exception as error:
            _leave(child)
            if said := _said(errors):
                raise LaunchError(said) from error
            raise
        except BaseException:
            end(child)
            raise
        finally:
            _shut(child)
        if child.returncode:
            raise LaunchError(said or f"`{verb}` of heard.core.age ended with {child.returncode}.")


def _leave(child: subprocess.Popen[bytes]) -> None:
    _shut(child)
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(5)
    end(child)


def _shut(child: subprocess.Popen[bytes]) -> None:
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


def _said(errors: IO[bytes]) -> str:
    errors.seek(0)
    said = errors.read().decode(errors="replace").strip()
    if "No module named" in said:
        missing = said.rpartition("No module named")[2].strip().strip("'")
        return (
            f"The package {missing}, which encrypts and decrypts backups, is missing. Install it with `make setup`, or decrypt the file"
            " with the age program (Debian: apt-get install age): age -d heard.tar.age > heard.tar"
        )
    return said


def _hand_over(passphrase: str) -> int:
    """A descriptor from which a child reads it: arguments and environments can be read by others."""
    reads, writes = os.pipe()
    with os.fdopen(writes, "w", encoding="utf-8") as file:
        file.write(passphrase)
    return reads
