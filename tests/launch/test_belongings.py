"""A home can be run another way than last time: what web and worker need is theirs again."""

import os

import pytest

from launch.belongings import settle
from launch.home import Home
from launch.plan import WEB, Ids, SitePlan, Way

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root has the choice")


@pytest.mark.parametrize(
    ("before", "way", "whose"),
    [
        (Ids(0, 0), Way.ACCOUNT, WEB),
        (WEB, Way.NAMESPACE, Ids(0, 0)),
        (WEB, Way.ROOT, Ids(0, 0)),
    ],
)
def test_a_home_that_ran_another_way_before_still_takes_long_bodies(before, way, whose, tmp_path):
    arriving = tmp_path / "arriving"
    arriving.mkdir(mode=0o700)
    os.chown(arriving, before.uid, before.gid)
    settle(Home(tmp_path, "", 0, "", "", ""), SitePlan(way))
    seen = arriving.stat()
    assert (seen.st_uid, seen.st_gid, seen.st_mode & 0o777) == (whose.uid, whose.gid, 0o700)


def test_web_and_worker_can_make_nothing_in_a_home_but_what_arrives(tmp_path):
    tmp_path.chmod(0o1771)  # as an earlier Heard left it
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o770)
    settle(Home(tmp_path, "", 0, "", "", ""), SitePlan(Way.ACCOUNT, keys_apart=True))
    for folder, mode in ((tmp_path, 0o711), (keys, 0o750)):
        seen = folder.stat()
        assert (seen.st_uid, seen.st_mode & 0o7777) == (0, mode)
    assert (tmp_path / "arriving").stat().st_uid == WEB.uid
