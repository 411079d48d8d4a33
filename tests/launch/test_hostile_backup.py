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
        ["keys/a", "keys/a/b"],
        ["keys/a/b", "keys/a"],
        ["keys/" + "long" * 60],
        ["keys/a\nb"],
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


def written(place, *entries, pax_headers=None):
    with tarfile.open(place, "w", format=tarfile.PAX_FORMAT) as tar:
        for name, content in entries:
            entry = tarfile.TarInfo(name)
            entry.size, entry.pax_headers = len(content), pax_headers or {}
            tar.addfile(entry, io.BytesIO(content))


def test_a_backup_that_was_cut_off_anywhere_is_refused_in_words(tmp_path):
    place = tmp_path / "half.tar"
    manifest = b'{"heard": 2, "demo": false, "keys": ""}'
    written(place, ("manifest.json", manifest), ("database.dump/000001", b"D" * 5000), ("end.json", b'{"dump": 5000}'))
    whole = place.read_bytes()
    assert look(place, None).has_dump
    for size in range(0, whole.index(b'{"dump": 5000}'), 100):
        place.write_bytes(whole[:size])
        with pytest.raises(LaunchError, match="not a whole backup"):
            look(place, None)


@pytest.mark.parametrize("manifest", [b"[" * 100_000, b'{"heard": [1]}', b'{"heard": {}}', b"\xff"])
def test_a_made_up_manifest_is_refused_in_words(tmp_path, manifest):
    place = tmp_path / "evil.tar"
    written(place, ("manifest.json", manifest), ("keys/pepper", b"x"), ("end.json", b"{}"))
    with pytest.raises(LaunchError, match="not a whole backup"):
        look(place, None)


@pytest.mark.parametrize("odd", [{"GNU.sparse.major": "1", "GNU.sparse.minor": "0"}, {"GNU.sparse.size": "x", "GNU.sparse.map": "a"}])
def test_a_tar_with_an_odd_head_is_refused_in_words(tmp_path, odd):
    place = tmp_path / "evil.tar"
    written(place, ("manifest.json", b"{}"), pax_headers=odd)
    with pytest.raises(LaunchError, match="not a whole backup"):
        look(place, None)
