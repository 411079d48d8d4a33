"""The folder of keys: the one thing of a site that is in no database and no backup of one.

`KEYS_HOME` (mode 0700, files 0600) holds
* `pepper`, without which digests of story keys, addresses and links mean nothing;
* `site-salt`, the salt of every story key;
* `show-key`, with which the web process keeps a story key readable until its author says that it is safe;
* `worker-N.pub` and `worker-N.key`, the two halves of generation N of the worker's key. A web process on a machine of its own needs only
  the `.pub` ones.
"""

import contextlib
import os
import re
import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from heard.accounts.rules import sealing

_WORKER = re.compile(r"worker-(\d+)\.pub")
_SIZES = {"pepper": 32, "site-salt": 32, "show-key": 32}


class KeysMissing(ImproperlyConfigured):
    """A key is not where it should be. Never made up on the way: a new one in its place would lock every author out."""


class KeyFolder:
    """One site's keys. Every file is written whole beside its place and then linked to it: whoever is first wins, nobody reads a half."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def missing(self) -> list[str]:
        """Names of the keys that are not there."""
        wanted = [*_SIZES, *([] if self._generations() else ["worker-1.pub"])]
        return [name for name in wanted if not (self.folder / name).exists()]

    def make_missing(self) -> list[str]:
        """Make every key that is not there; returns the names of those made."""
        made = self.missing()
        for name, size in _SIZES.items():
            self._keep(name, partial(secrets.token_bytes, size))
        if not self._generations():
            self._make_generation(1)
        return made

    def make_next_generation(self) -> int:
        """Make a new worker's key; what is sealed from now on is sealed to it. The old ones stay, to open what they closed."""
        number = max(self._generations(), default=0) + 1
        self._make_generation(number)
        return number

    def forget_generations_before(self, number: int) -> list[int]:
        """Delete both halves of the worker's keys older than `number`; returns which. Nothing sealed to them may be left."""
        old = [generation for generation in self._generations() if generation < number]
        for generation in old:
            (self.folder / f"worker-{generation}.pub").unlink()
            (self.folder / f"worker-{generation}.key").unlink(missing_ok=True)
        return old

    def pepper(self) -> bytes:
        return self._read("pepper")

    def site_salt(self) -> bytes:
        return self._read("site-salt")

    def show_key(self) -> bytes:
        return self._read("show-key")

    def worker_public(self) -> tuple[int, bytes]:
        """The generation to seal to now, and its public key."""
        generations = self._generations()
        if not generations:
            raise KeysMissing(f"There is no worker's key in {self.folder}. Run: manage.py make_keys")
        newest = max(generations)
        return newest, self._read(f"worker-{newest}.pub")

    def worker_private(self, generation: int) -> bytes:
        """The key that opens what was sealed to `generation`. Only ever asked for by the worker and by commands."""
        return self._read(f"worker-{generation}.key")

    def _generations(self) -> list[int]:
        with contextlib.suppress(FileNotFoundError):
            return sorted(int(found[1]) for path in self.folder.iterdir() if (found := _WORKER.fullmatch(path.name)))
        return []

    def _make_generation(self, number: int) -> None:
        self._keep(f"worker-{number}.key", sealing.new_private_key)
        self._keep(f"worker-{number}.pub", lambda: sealing.public_half(self._read(f"worker-{number}.key")))

    def _read(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError as missing:
            raise KeysMissing(f"The key “{name}” is not in {self.folder}. Run: manage.py make_keys") from missing

    def _keep(self, name: str, make: Callable[[], bytes]) -> None:
        place = self.folder / name
        if place.exists():
            return
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(self.folder.stat().st_mode & 0o770)  # the group is the site's own, where there is one
        draft = self.folder / f"{name}.{os.getpid()}.{secrets.token_hex(4)}"
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(make())
                file.flush()
                os.fsync(file.fileno())
            self._give_like_the_older(draft, name)
            with contextlib.suppress(FileExistsError):
                os.link(draft, place)
        finally:
            draft.unlink(missing_ok=True)

    def _give_like_the_older(self, draft: Path, name: str) -> None:
        """Where root has given the worker's keys to the worker (`launch.belongings`), a new one is given at once: it is running."""
        kind = name.rpartition(".")[2]
        older = next((path for path in self.folder.glob(f"worker-*.{kind}") if name.startswith("worker-")), None)
        if older is not None and os.geteuid() == 0:
            seen = older.stat()
            os.chown(draft, seen.st_uid, seen.st_gid)
            draft.chmod(seen.st_mode & 0o770)


def key_folder() -> KeyFolder:
    """The folder of keys of this site."""
    return KeyFolder(Path(settings.KEYS_HOME))
