"""Films are told by their content, read where they can do no harm, and kept without anything that doesn't belong to them."""

import importlib.util
import io
import struct
from pathlib import Path

import av
import pytest
from PIL import Image, ImageStat

from heard.media.rules import filming
from heard.media.rules.filming import WORDS, NotTaken, Probe, Refusal, poster, probe, rewrap
from tests.media.filming import filmed, frames


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("films")


@pytest.fixture(scope="module")
def mp4(folder):
    return filmed(folder / "film.mp4", dark=3)


@pytest.fixture(scope="module")
def webm(folder):
    return filmed(folder / "film.webm", picture="libvpx-vp9", sound="libopus", dark=3)


def refused(path, verb=probe, *more):
    with pytest.raises(NotTaken) as no:
        verb(path, *more)
    return no.value.why


# ---------------------------------------------------------------- what is taken


def test_a_film_as_telephones_make_it(mp4):
    found = probe(mp4)
    assert found == Probe("mp4", found.seconds, 320, 180, has_sound=True)
    assert found.seconds == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize(("picture", "size"), [("libvpx-vp9", (320, 180)), ("libvpx", (180, 320)), ("libsvtav1", (320, 180))])
def test_films_as_the_web_has_them(folder, picture, size):
    found = probe(filmed(folder / f"{picture}.webm", picture=picture, sound="libopus", size=size))
    assert (found.kind, found.width, found.height, found.has_sound) == ("webm", *size, True)
    assert found.seconds == pytest.approx(2, abs=0.1)


def test_a_film_without_sound_is_taken_and_said_to_have_none(folder):
    silent = filmed(folder / "silent.mp4", sound=None)
    assert not probe(silent).has_sound
    rewrap(silent, folder / "silent-new.mp4")
    assert not probe(folder / "silent-new.mp4").has_sound


def test_what_it_is_called_does_not_matter(webm, folder):
    renamed = folder / "webm-with-the-wrong-name.mp4"
    renamed.write_bytes(webm.read_bytes())
    assert probe(renamed).kind == "webm"


def test_a_telephone_held_upright(folder):
    upright = filmed(folder / "upright.mp4", turn=90)
    rewrap(upright, folder / "upright-new.mp4")
    for each in (upright, folder / "upright-new.mp4"):
        found = probe(each)
        assert (found.width, found.height) == (180, 320)
    assert Image.open(io.BytesIO(poster(upright))).size == (180, 320)


def test_a_clock_that_did_not_begin_at_nought(folder):
    late = filmed(folder / "late.webm", picture="libvpx-vp9", sound="libopus", late=36_000)
    assert probe(late).seconds == pytest.approx(2, abs=0.1)
    rewrap(late, folder / "late-new.webm")
    assert frames(folder / "late-new.webm")[0][0] == 0
    assert poster(late)


# ---------------------------------------------------------------- what is kept


OF_THE_FORM = {"major_brand", "minor_version", "compatible_brands", "encoder", "handler_name", "language", "duration"}
"""Said in each film, by those who wrote the program that writes them."""


@pytest.mark.parametrize("kind", ["mp4", "webm"])
def test_nothing_comes_along_but_what_can_be_seen_and_heard(kind, request, folder):
    source = request.getfixturevalue(kind)
    target = folder / f"new.{kind}"
    rewrap(source, target)
    assert b"secret" in source.read_bytes()
    after = target.read_bytes().lower()
    assert [word for word in (b"secret", b"loci", b"xyz", b"location", b"title", b"comment") if word in after] == []
    with av.open(target) as file:
        said = {**file.metadata, **file.streams.video[0].metadata, **file.streams.audio[0].metadata}
    assert {name.lower() for name in said} <= {
        "major_brand",
        "minor_version",
        "compatible_brands",
        "encoder",
        "handler_name",
        "language",
        "duration",
    }
    assert frames(source) == frames(target)


def test_remarks_inside_the_pictures_are_gone(mp4, folder):
    target = folder / "without-remarks.mp4"
    rewrap(mp4, target)
    assert b"x264 - core" in mp4.read_bytes()
    assert b"x264" not in target.read_bytes()


def test_the_pictures_lie_in_it_as_players_want_them(mp4, folder):
    """In an MP4 the length of each piece stands before it. Some players read films that are made otherwise, Safari doesn't."""
    target = folder / "for-players.mp4"
    rewrap(mp4, target)
    with av.open(target) as file:
        packets = [bytes(each) for each in file.demux(file.streams.video[0]) if each.size]
    assert packets
    assert all(_lengths_add_up(each) for each in packets)
    rewrap(target, folder / "once-more.mp4")
    assert frames(folder / "once-more.mp4") == frames(mp4)


def _lengths_add_up(packet):
    at = 0
    while at < len(packet):
        (length,) = struct.unpack(">I", packet[at : at + 4])
        at += 4 + length
    return at == len(packet)


def test_other_tracks_are_left_out(folder):
    source = filmed(folder / "languages.mp4", sounds=3)
    rewrap(source, folder / "one-language.mp4")
    with av.open(folder / "one-language.mp4") as file:
        assert [each.type for each in file.streams] == ["video", "audio"]


def test_it_starts_before_it_is_all_there(mp4, webm, folder):
    rewrap(mp4, folder / "starts.mp4")
    rewrap(webm, folder / "starts.webm")
    content = (folder / "starts.mp4").read_bytes()
    assert mp4.read_bytes().index(b"mdat") < mp4.read_bytes().index(b"moov")
    assert content.index(b"moov") < content.index(b"mdat")
    content = (folder / "starts.webm").read_bytes()
    cues, cluster = b"\x1c\x53\xbb\x6b", b"\x1f\x43\xb6\x75"
    assert content.index(cues, 200) < content.index(cluster)


@pytest.mark.parametrize("kind", ["mp4", "webm"])
def test_the_poster_is_not_the_black_at_the_beginning(kind, request):
    picture = Image.open(io.BytesIO(poster(request.getfixturevalue(kind))))
    assert (picture.format, picture.size) == ("JPEG", (320, 180))
    assert ImageStat.Stat(picture.convert("L")).mean[0] > 60


def test_a_film_that_is_all_black_has_a_black_poster(folder):
    assert poster(filmed(folder / "black.mp4", dark=99))


# ---------------------------------------------------------------- what is not

REFUSED = {
    "sound-only.mp4": ({"picture": None}, Refusal.NO_PICTURE),
    "old.mp4": ({"picture": "mpeg4"}, Refusal.PICTURE_KIND),
    "ten-bits.mp4": ({"dots": "yuv420p10le"}, Refusal.PICTURE_KIND),
    "fine-colours.mp4": ({"dots": "yuv444p"}, Refusal.PICTURE_KIND),
    "matroska.mkv": ({}, Refusal.PICTURE_KIND),
    "mp3.mp4": ({"sound": "libmp3lame"}, Refusal.SOUND_KIND),
    "flac.webm": ({"picture": "libvpx-vp9", "sound": "flac", "form": "matroska"}, Refusal.SOUND_KIND),
    "wide.mp4": ({"size": (2000, 200), "seconds": 1, "rate": 2}, Refusal.TOO_WIDE),
    "both-sides-long.mp4": ({"size": (1200, 1200), "seconds": 1, "rate": 2}, Refusal.TOO_WIDE),
    "small.mp4": ({"size": (160, 64)}, Refusal.TOO_SMALL),
    "tracks.mp4": ({"sounds": 40, "seconds": 1}, Refusal.DAMAGED),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_browsers_cannot_show_is_refused_with_its_reason(name, folder):
    options, why = REFUSED[name]
    assert refused(filmed(folder / name, **options)) == why


def test_a_film_that_is_too_long(folder):
    path = folder / "long.mp4"
    with av.open(path, "w") as file:
        stream = file.add_stream("libx264", rate=1)
        stream.width, stream.height = 320, 180
        for number in range(3):
            frame = av.VideoFrame.from_image(Image.new("RGB", (320, 180), "teal"))
            frame.pts = number * 901
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    assert refused(path) == Refusal.TOO_LONG
    assert refused(path, rewrap, folder / "long-new.mp4") == Refusal.TOO_LONG
    assert not (folder / "long-new.mp4").exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"\0", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", b"ffconcat version 1.0\nfile /etc/passwd\n", b"\xff\xd8\xff\xe0 a picture"],
)
def test_what_is_no_film(content, folder):
    path = folder / "named-as-one.mp4"
    path.write_bytes(content)
    assert refused(path) == Refusal.NOT_A_FILM


@pytest.mark.parametrize(
    "content", [b"\0\0\0\x14ftypisom" + bytes(8), b"\0\0\0\x14ftypisom#EXTM3U\n/etc/passwd\n", b"\x1aE\xdf\xa3" + b"\xff" * 2000]
)
def test_what_only_begins_like_one(content, folder):
    path = folder / "begins.mp4"
    path.write_bytes(content)
    assert refused(path) == Refusal.DAMAGED


@pytest.mark.parametrize("kind", ["mp4", "webm"])
@pytest.mark.parametrize("left", [0.2, 0.6])
def test_a_film_of_which_part_was_lost(kind, left, request, folder):
    rewrap(request.getfixturevalue(kind), folder / "whole")
    whole = (folder / "whole").read_bytes()
    path = folder / f"part-{left}.{kind}"
    path.write_bytes(whole[: int(len(whole) * left)])
    assert refused(path) == Refusal.DAMAGED


def _patched(source, target, box, *numbers):
    """With other numbers at the beginning of each box of this kind."""
    content = bytearray(source.read_bytes())
    at = content.find(box)
    while at >= 0:
        content[at + 8 : at + 8 + 4 * len(numbers)] = struct.pack(f">{len(numbers)}I", *numbers)
        at = content.find(box, at + 4)
    target.write_bytes(content)
    return target


@pytest.mark.parametrize(
    ("box", "numbers"),
    [
        (b"stsz", (1, 0x7FFFFFFF)),  # two thousand million packets of one byte
        (b"stts", (1, 0x7FFFFFFF, 0x7FFFFFFF)),  # each shown for years
        (b"stsc", (0x0FFFFFFF,)),
    ],
)
def test_a_head_that_promises_the_world(box, numbers, mp4, folder):
    path = _patched(mp4, folder / f"head-{box.decode()}.mp4", box, *numbers)
    assert refused(path) in {Refusal.DAMAGED, Refusal.TOO_LONG, Refusal.TOO_MUCH}


def test_who_takes_too_long_is_stopped_and_leaves_nothing(mp4, folder, monkeypatch):
    monkeypatch.setattr(filming, "PATIENCE", 0.01)
    target = folder / "never.mp4"
    assert refused(mp4, rewrap, target) == Refusal.TOO_MUCH
    assert not target.exists()


def test_who_takes_too_much_is_stopped_by_the_system(mp4, folder):
    """The limits are there: a file larger than what came can't be written, whatever its reader makes of it."""
    import subprocess
    import sys

    program = "from heard.media.rules.filming_apart import limit; limit(1000); open('/dev/null', 'wb'); open({!r}, 'wb').write(bytes(5000))"
    said = subprocess.run([sys.executable, "-c", program.format(str(folder / "large"))], cwd=Path(__file__).parents[2], check=False)  # noqa: S603
    assert said.returncode < 0
    assert (folder / "large").stat().st_size <= 1000


def test_where_nothing_reads_films_each_is_refused(mp4, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert refused(mp4) == Refusal.CANNOT_HERE


def test_each_refusal_has_words():
    assert set(WORDS) == set(Refusal)
