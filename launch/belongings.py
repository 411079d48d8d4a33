"""Whose the files of a home are, so that web and worker can read what each needs and no more. Done by root at each start.

The worker's own keys open what authors left their contacts in. They belong to the worker's number alone, and the web process has no way
to them: as a number of its own it owns nothing but what arrives, and in a user namespace root's files and no others.
"""

import os
import stat
from pathlib import Path

from launch import database
from launch.home import Home
from launch.plan import KEYS, SITE, WEB, Ids, SitePlan, Way

ROOT = Ids(0, 0)


def settle(home: Home, plan: SitePlan) -> None:
    """Give every file to whom the plan says. Changes nothing where it is so already, and nothing for an ordinary user."""
    if plan.way is Way.ITSELF:
        return
    shared = plan.way is Way.ACCOUNT
    arriving = home.folder / "arriving"
    group = Ids(0, SITE) if shared else ROOT
    if shared:
        if home.embedded:
            database.let_site_in(home.folder)
        # Web and worker pass through and make nothing here: not a folder that somebody else then takes for theirs.
        _give(home.folder, group, 0o711)
        arriving.mkdir(mode=0o700, exist_ok=True)
        if (demo := home.folder / "demo").exists():
            _give(demo, group, 0o640)
        _let_both_write(home.folder / "media")
    elif (home.folder / "media").exists():
        _give_all(home.folder / "media", ROOT, 0o700, 0o600)
    if arriving.exists():
        _give(arriving, WEB if shared else ROOT, 0o700)  # made by the web process, which may have run another way then
    keys = home.folder / "keys"
    if not keys.is_dir():
        return
    _give(keys, group, 0o750 if shared else 0o700)
    for key in sorted(keys.iterdir()):
        if is_workers(key):
            _give(key, KEYS if plan.keys_apart else ROOT, 0o640 if plan.keys_apart else 0o600)
        else:
            _give(key, group, 0o640 if shared else 0o600)


def _let_both_write(pictures: Path) -> None:
    """The web process puts pictures there, the worker removes those that nothing shows: what is put there is of the folder's group."""
    pictures.mkdir(mode=0o770, exist_ok=True)
    _give_all(pictures, Ids(WEB.uid, SITE), 0o2770, 0o660)


def _give_all(folder: Path, ids: Ids, of_folders: int, of_files: int) -> None:
    for parent, _folders, files in os.walk(folder):
        _give(Path(parent), ids, of_folders)
        for name in files:
            _give(Path(parent, name), ids, of_files)


def is_workers(key: Path) -> bool:
    """Whether this is a key that only the worker may read."""
    return key.name.startswith("worker-") and key.suffix == ".key"


def _give(place: Path, ids: Ids, mode: int) -> None:
    seen = place.lstat()
    if not (stat.S_ISREG(seen.st_mode) or stat.S_ISDIR(seen.st_mode)):
        return  # never through a link to somewhere else
    if (seen.st_uid, seen.st_gid) != (ids.uid, ids.gid):
        os.chown(place, ids.uid, ids.gid, follow_symlinks=False)
    if seen.st_mode & 0o7777 != mode:
        place.chmod(mode)
