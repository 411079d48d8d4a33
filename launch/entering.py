"""Whether somebody who is not root may enter a folder."""

from pathlib import Path

from launch.plan import Ids


def can_pass(folder: Path, ids: Ids) -> bool:
    """Whether somebody without any power may enter this folder, from the root of the tree down."""
    return all(may_enter(each, ids) for each in (folder, *folder.parents))


def may_enter(folder: Path, ids: Ids) -> bool:
    """Whether the folder's own mode lets somebody in."""
    seen = folder.stat()
    bit = 0o100 if seen.st_uid == ids.uid else 0o010 if seen.st_gid == ids.gid else 0o001
    return bool(seen.st_mode & bit)
