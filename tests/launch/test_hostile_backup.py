"""Tars that are no backup of ours write nothing anywhere."""

import io
import tarfile

import pytest

from launch.backup import look
from launch.errors import LaunchError


@pytest.mark.parametrize(
    "names",
    [
        ["manifest.json", "manifest.json"],
        ["keys/pepper", "keys/pepper"],
        ["../outside"],
        ["keys/../../outside"],
        ["/outside"],
        ["keys/deep/er/outside"],
        ["keys"],
        ["database.dump/../outside"],
        ["database.dump/1/2"],
        ["manifest.json", "database.dump/000001"],
    ],
)
def test_made_up_tar_is_refused_in_words(tmp_path, names):
    place = tmp_path / "evil.tar"
    with tarfile.open(place, "w") as tar:
        for name in names:
            entry = tarfile.TarInfo(name)
            entry.size = 2
            tar.addfile(entry, io.BytesIO(b"{}"))
    with pytest.raises(LaunchError, match="not a whole backup"):
        look(place, None)
    assert list(tmp_path.iterdir()) == [place]


def test_links_in_a_tar_are_not_followed(tmp_path):
    place = tmp_path / "evil.tar"
    with tarfile.open(place, "w") as tar:
        link = tarfile.TarInfo("keys/pepper")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(LaunchError, match="not a whole backup"):
        look(place, None)
    assert list(tmp_path.iterdir()) == [place]
