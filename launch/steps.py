"""Progress for whoever waits: a line per step with its seconds, and the end of its output when it fails."""

import collections
import contextlib
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO

from launch import CHECKOUT
from launch.errors import LaunchError
from launch.processes import ends_with_parent

TAIL_LINES = 30
"""Lines of a failed step's output that are shown."""
FRAME_SECONDS = 0.1
QUIET_SECONDS = 15.0
"""Without a terminal, a step says every so often that it is still alive."""

Detail = Callable[[str], str]


def say(sentence: str) -> None:
    """One line for the person at the keyboard."""
    print(sentence, flush=True)


class StepFailed(LaunchError):
    """A program that a step ran ended badly; the message holds the end of its output."""

    def __init__(self, title: str, code: int, output: str) -> None:
        super().__init__(f"{title}: failed (exit code {code}).\n{output}".rstrip())
        self.output = output


class Step:
    """The line on the screen: a title, what is being done this moment, and the seconds so far."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.detail = ""
        self.began = time.monotonic()
        self._live = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
        self._told = self.began
        self._frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏" if _speaks_unicode() else "|/-\\"
        if not self._live:
            say(f"  … {title}" if _speaks_unicode() else f"  ... {title}")

    @property
    def seconds(self) -> float:
        """Seconds since the step began."""
        return time.monotonic() - self.began

    def tick(self) -> None:
        """Show that it lives. To be called ten times a second; does little."""
        if self._live:
            frame = self._frames[int(self.seconds / FRAME_SECONDS) % len(self._frames)]
            detail = f" – {self.detail}" if self.detail else ""
            line = f"  {frame} {self.title} ({self.seconds:.0f} s){detail}"
            sys.stdout.write("\r\x1b[2K" + line[: shutil.get_terminal_size().columns - 1])
            sys.stdout.flush()
        elif time.monotonic() - self._told > QUIET_SECONDS:
            self._told = time.monotonic()
            say(f"    {self.title} ({self.seconds:.0f} s) {self.detail}".rstrip())

    def end(self, mark: str, note: str = "") -> None:
        """Replace the live line by the final one."""
        if self._live:
            sys.stdout.write("\r\x1b[2K")
        say(f"  {mark} {self.title} ({self.seconds:.1f} s){note}")


@contextlib.contextmanager
def step(title: str) -> Iterator[Step]:
    """A step that this process does itself."""
    now = Step(title)
    now.tick()
    try:
        yield now
    except BaseException:
        now.end("✗" if _speaks_unicode() else "x")
        raise
    now.end("✓" if _speaks_unicode() else "ok")


def run_step(title: str, command: Sequence[str], *, env: Mapping[str, str] | None = None, detail: Detail | None = None) -> str:
    """A step that a program does: its output is kept back, and its end shown if it fails (StepFailed).

    `detail` turns a line of output into the few words beside the title. Returns the output's end.
    """
    with step(title) as now:
        last: collections.deque[str] = collections.deque(maxlen=400)
        code = _follow(command, env, now, last, detail or (lambda line: line))
        if code != 0:
            raise StepFailed(title, code, "\n".join(list(last)[-TAIL_LINES:]))
        return "\n".join(last)


@contextlib.contextmanager
def run_beside(title: str, command: Sequence[str], *, env: Mapping[str, str] | None = None) -> Iterator[None]:
    """A program that runs beside the steps of the `with` block, and a step of its own only for as long as it outlasts them.

    Its output is kept back, and its end shown if it fails (StepFailed).
    """
    with tempfile.TemporaryFile() as output:
        child = _start(command, env, output)
        try:
            yield
            with step(title) as now:
                while child.poll() is None:
                    now.tick()
                    time.sleep(FRAME_SECONDS)
                if child.returncode != 0:
                    output.seek(0)
                    raise StepFailed(title, child.returncode, "\n".join(output.read().decode(errors="replace").splitlines()[-TAIL_LINES:]))
        finally:
            if child.poll() is None:
                end(child)


def _start(command: Sequence[str], env: Mapping[str, str] | None, output: IO[bytes] | int) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(
            command,
            cwd=CHECKOUT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # Else a demo that is still being loaded would meet the next start, which loads it anew.
            preexec_fn=ends_with_parent(),  # noqa: PLW1509 - no threads run beside a step
        )
    except OSError as error:
        raise LaunchError(f"{command[0]} couldn’t be run: {error.strerror}.") from error


def _follow(
    command: Sequence[str],
    env: Mapping[str, str] | None,
    now: Step,
    last: "collections.deque[str]",
    detail: Detail,
) -> int:
    child = _start(command, env, subprocess.PIPE)
    assert child.stdout is not None  # noqa: S101 - asked for above
    buffer = b""
    try:
        with selectors.DefaultSelector() as selector, child.stdout:
            selector.register(child.stdout, selectors.EVENT_READ)
            while True:
                now.tick()
                if not selector.select(FRAME_SECONDS):
                    continue
                piece = os.read(child.stdout.fileno(), 65536)
                if not piece:
                    break
                # A progress bar ends its lines with a carriage return.
                *lines, buffer = (buffer + piece).replace(b"\r", b"\n").split(b"\n")
                for raw in lines:
                    if line := raw.decode(errors="replace").rstrip():
                        last.append(line)
                        now.detail = detail(line.strip())
        if buffer:
            last.append(buffer.decode(errors="replace"))
        return child.wait()
    except BaseException:
        end(child)
        raise


def end(child: "subprocess.Popen[bytes]", patience: float = 10.0) -> None:
    """Ask a child to stop, and insist after `patience` seconds."""
    for farewell in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            child.send_signal(farewell)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(patience)
            return


def _speaks_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
