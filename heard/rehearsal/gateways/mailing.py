"""A mail server that keeps what it takes: one line of a file for each message, written before it says yes."""

import asyncio
import contextlib
import json
import re
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_string, policy
from pathlib import Path

from heard.core.mail import KIND_HEADER

LOG = "taken.jsonl"
"""Its file, in the home of the rehearsal."""
_STORY = re.compile(r"/(\d{4,})/")
ABOUT_NEW = {"alert-story", "asked-provider"}
"""The kinds of message that tell a member, or a provider's registered contact, of a new story."""
LONGEST_LINE = 1_000_000


class _Conversation:
    """One connection. It knows as much of RFC 5321 as a well-behaved client asks, and so costs next to nothing of the machine that is
    measured: the usual Python server needs a fifth of a core for fifty messages a second."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, log: "_Log") -> None:
        self._reader, self._writer, self._log = reader, writer, log
        self._to = ""

    async def hold(self) -> None:
        """Answer until the client leaves."""
        self._say("220 rehearsal")
        while line := await self._reader.readline():
            verb = line[:4].upper()
            match verb:
                case b"EHLO" | b"HELO":
                    self._say("250 rehearsal")
                case b"MAIL" | b"RSET" | b"NOOP":
                    self._say("250 Fine")
                case b"RCPT":
                    self._to = line.decode("latin-1").partition("<")[2].partition(">")[0]
                    self._say("250 Fine")
                case b"DATA":
                    self._say("354 Go on")
                    content = await self._reader.readuntil(b"\r\n.\r\n")
                    self._log.keep(self._to, content)
                    self._say("250 Taken")
                case b"QUIT":
                    self._say("221 Bye")
                    break
                case _:
                    self._say("502 No")
            await self._writer.drain()
        self._writer.close()

    def _say(self, words: str) -> None:
        self._writer.write(f"{words}\r\n".encode())


class _Log:
    def __init__(self, file: Path) -> None:
        self._file = file.open("a", encoding="utf-8")

    def keep(self, to: str, content: bytes) -> None:
        self._file.write(json.dumps({"at": time.time(), "to": to, "said": content.decode("latin-1")}) + "\n")
        self._file.flush()


@contextlib.contextmanager
def mail_server(log: Path) -> Iterator[int]:
    """A mail server on this machine for as long as the `with` block; its port."""
    loop = asyncio.new_event_loop()
    kept = _Log(log)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):  # a client that was killed says no farewell
            await _Conversation(reader, writer, kept).hold()

    server = loop.run_until_complete(asyncio.start_server(answer, "127.0.0.1", 0, limit=LONGEST_LINE))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


@dataclass(frozen=True)
class Message:
    """One message as it was taken; `story` is the number in its first link that has one."""

    at: float
    id: str
    to: str
    kind: str
    story: int | None

    @property
    def tells_of_a_story(self) -> bool:
        return self.story is not None and self.kind in ABOUT_NEW


@dataclass(frozen=True)
class Taken:
    """What the mail server took, in its order."""

    all: list[Message]

    @property
    def messages(self) -> Counter[str]:
        """Message-ID → how often."""
        return Counter(each.id for each in self.all)

    def new_stories(self) -> dict[tuple[str, int], set[str]]:
        """(Address, story) → the Message-IDs that told that address of the story."""
        found: dict[tuple[str, int], set[str]] = defaultdict(set)
        for each in self.all:
            if each.tells_of_a_story and each.story is not None:
                found[each.to, each.story].add(each.id)
        return dict(found)

    def first_told(self) -> dict[tuple[str, int], float]:
        """(Address, story) → when the first of them was taken."""
        found: dict[tuple[str, int], float] = {}
        for each in self.all:
            if each.tells_of_a_story and each.story is not None:
                found.setdefault((each.to, each.story), each.at)
        return found

    def notices(self) -> Counter[tuple[str, str]]:
        """(Address, kind) → how many different messages, of everything that tells of no new story."""
        different = {(each.to, each.kind, each.id) for each in self.all if not each.tells_of_a_story}
        return Counter((to, kind) for to, kind, _ in different)


def taken(log: Path) -> Taken:
    """Read the mail server's file."""
    return Taken([_message(json.loads(line)) for line in log.read_text(encoding="utf-8").splitlines()])


def _message(line: dict[str, str | float]) -> Message:
    said = message_from_string(str(line["said"]).removesuffix(".\r\n"), policy=policy.default)
    body = said.get_body(("plain",))
    found = _STORY.search(body.get_content() if body else "")
    return Message(float(line["at"]), str(said["Message-ID"]), str(line["to"]), str(said[KIND_HEADER]), int(found[1]) if found else None)
