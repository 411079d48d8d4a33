"""Whether a home is a demo: decided when it is begun, and kept, so that made-up people never meet real ones."""

from pathlib import Path

from launch.errors import LaunchError


def is_demo(folder: Path, asked: str = "") -> bool:
    """Whether the site of this home shows the demo's sign-in and mailbox. `asked` is what `DEMO=` said, or "".

    A home begun empty is never a demo, whatever is asked later. One begun with the demo can hide it by DEMO=0.
    """
    kept = _kept(folder)
    if kept is None:
        return asked == "1"
    return kept and asked != "0"


def decide(folder: Path, asked: str, *, empty: bool) -> bool:
    """Decide at the first start, or repeat what was decided. A database that is not empty never becomes a demo.

    Raises LaunchError when a demo is asked of a home that was begun without.
    """
    kept = _kept(folder)
    if kept is None:
        if asked == "1" and not empty:
            raise LaunchError("DEMO=1, but this database isn’t empty. The demo can only be loaded into an empty one.")
        keep(folder, demo := empty and asked != "0")
        return demo
    if asked == "1" and not kept:
        raise LaunchError(
            f"DEMO=1, but {folder} was started without the demo. Put the demo in a home of its own: make run HEARD_HOME=~/heard-demo"
        )
    return kept


def keep(folder: Path, demo: bool) -> None:
    """Write the decision down."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _file(folder).write_text("yes\n" if demo else "no\n")


def forget(folder: Path) -> None:
    """Let the next start decide anew."""
    _file(folder).unlink(missing_ok=True)


def _kept(folder: Path) -> bool | None:
    try:
        return _file(folder).read_text().strip() == "yes"
    except (FileNotFoundError, NotADirectoryError):
        return None


def _file(folder: Path) -> Path:
    return folder / "demo"
