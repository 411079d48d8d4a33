"""What is taken as a picture, and what is left of it."""

import io
import struct
import subprocess
import sys
import zlib
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageOps, ImageStat

from heard.media.rules import pictures
from heard.media.rules.drawing import copies
from heard.media.rules.pictures import NotTaken, Refusal
from tests.media.drawing import A_SLOPE, drawn

POSITION = 0x8825
TURNED = 0x0112


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_kind_is_drawn_anew_in_three_widths(kind):
    made = copies(drawn(kind, (1400, 700)))
    assert made.widths == [96, 320, 960]
    assert (made.width, made.height) == (960, 480)
    for (width, ending), content in made.files.items():
        with Image.open(io.BytesIO(content)) as copy:
            assert copy.size == (width, width // 2)
            assert Image.MIME[copy.format] == pictures.FORMATS[ending]


def test_the_kind_of_newer_telephones_is_read_too():
    made = copies(A_SLOPE)
    assert made.widths == [96, 320, 400]
    assert (made.width, made.height) == (400, 200)


def test_nothing_is_drawn_larger_than_it_came():
    assert copies(drawn("JPEG", (200, 100))).widths == [96, 200]
    assert copies(drawn("JPEG", (96, 400))).widths == [96]


def test_where_and_with_what_it_was_taken_does_not_travel_with_it():
    exif = Image.Exif()
    exif[0x010F] = "A maker of telephones"
    exif.get_ifd(POSITION)[2] = (54.0, 58.0, 40.0)
    sent = drawn("JPEG", (400, 300), exif=exif.tobytes(), comment=b"taken at home")
    assert b"telephones" in sent
    assert b"taken at home" in sent
    for content in copies(sent).files.values():
        with Image.open(io.BytesIO(content)) as copy:
            assert not copy.getexif()
            assert not {"exif", "comment", "icc_profile", "xmp"} & set(copy.info)
        assert b"telephones" not in content
        assert b"taken at home" not in content


def test_a_picture_taken_on_its_side_is_set_upright():
    exif = Image.Exif()
    exif[TURNED] = 6
    made = copies(drawn("JPEG", (600, 300), exif=exif.tobytes()))
    assert (made.width, made.height) == (300, 600)


def test_what_can_be_seen_through_lies_on_white_where_a_format_knows_nothing_of_it():
    made = copies(drawn("PNG", (120, 120), colour=(255, 0, 0, 0), mode="RGBA"))
    with Image.open(io.BytesIO(made.files[96, "jpg"])) as copy:
        assert min(copy.getpixel((48, 48))) > 250
    with Image.open(io.BytesIO(made.files[96, "webp"])) as copy:
        assert copy.convert("RGBA").getpixel((48, 48))[3] == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7",
        b"\xff\xd8\xff\xe0" + b"\0" * 500,
        drawn("GIF", (200, 200)),
        drawn("BMP", (200, 200)),
        drawn("TIFF", (200, 200)),
    ],
    ids=["nothing", "text", "svg", "pdf", "only the head of one", "gif", "bmp", "tiff"],
)
def test_what_is_no_picture_of_these_kinds_is_refused(content):
    with pytest.raises(NotTaken) as refused:
        copies(content)
    assert refused.value.why == Refusal.NOT_A_PICTURE


def test_the_end_of_it_did_not_arrive():
    sent = drawn("JPEG", (800, 800))
    with pytest.raises(NotTaken) as refused:
        copies(sent[: len(sent) // 2])
    assert refused.value.why == Refusal.NOT_A_PICTURE


def piece(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(width, height, *, kind, content):
    """A PNG of 8 bits, by its own number for what each dot is."""
    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + piece(b"IHDR", head) + piece(b"IDAT", zlib.compress(content)) + piece(b"IEND", b"")


def test_a_small_file_that_would_fill_the_memory_is_refused_by_its_head():
    with pytest.raises(NotTaken) as refused:
        copies(png(60_000, 60_000, kind=2, content=b"\0" * 1000))
    assert refused.value.why == Refusal.TOO_MANY_DOTS


def test_of_a_kind_that_is_unpacked_several_times_over_fewer_dots_are_taken():
    with pytest.raises(NotTaken) as refused:
        copies(drawn("WEBP", (5000, 4801), colour=(1, 2, 3), lossless=True, method=0))
    assert refused.value.why == Refusal.TOO_MANY_DOTS


def test_a_large_picture_is_in_memory_once(tmp_path):
    """In a process of its own, which alone can say how much it needed at most."""
    sent = tmp_path / "large.png"
    sent.write_bytes(png(5000, 4000, kind=6, content=bytes(1 + 4 * 5000) * 4000))
    program = """
import sys
from pathlib import Path
from heard.media.rules.drawing import copies
def most():  # of this process alone: `getrusage` also counts the one that began it
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
content, before = Path(sys.argv[1]).read_bytes(), most()
copies(content)
print((most() - before) // 1000)
"""
    root = Path(__file__).parents[2]
    ran = subprocess.run([sys.executable, "-c", program, str(sent)], capture_output=True, text=True, check=True, cwd=root)  # noqa: S603
    once = 5000 * 4000 * 4 // 1_000_000
    assert once / 2 < int(ran.stdout) < 2 * once


def with_passes(count):
    """A JPEG that goes over its picture again and again, in 12 bytes each time."""
    head = b"\xff\xd8\xff\xdb" + struct.pack(">HB", 67, 0) + b"\1" * 64
    head += b"\xff\xc2" + struct.pack(">HBHHB", 11, 8, 128, 128, 1) + bytes([1, 0x11, 0])
    for table, sign in ((0, 0), (0x10, 0xE0)):
        head += b"\xff\xc4" + struct.pack(">HB", 20, table) + bytes([1] + [0] * 15) + bytes([sign])
    first = b"\xff\xda" + struct.pack(">HB", 8, 1) + bytes([1, 0, 0, 0, 0]) + bytes(32)
    again = b"\xff\xda" + struct.pack(">HB", 8, 1) + bytes([1, 0, 1, 63, 0]) + bytes(2)
    return head + first + again * (count - 1) + b"\xff\xd9"


def test_a_picture_that_would_be_drawn_over_and_over_is_refused_before_it_is_begun():
    assert copies(with_passes(20)).widths == [96, 128]
    with pytest.raises(NotTaken) as refused:
        copies(with_passes(5000))
    assert refused.value.why == Refusal.NOT_A_PICTURE


@pytest.mark.parametrize("between", [b"\xff\x01", b"\xff\xff\xff", b"\xff\xd0\xff\xd7"], ids=["nothing", "filling", "a new start"])
def test_passes_are_counted_whatever_stands_between_them(between):
    with pytest.raises(NotTaken):
        copies(with_passes(100).replace(b"\xff\xda", between + b"\xff\xda"))


def test_a_film_behind_a_picture_counts_for_nothing():
    """Telephones put a second of film, or another picture, behind the end."""
    assert copies(drawn("JPEG", (200, 200), progressive=True) + b"\xff\xda\0\x08" * 500)


@pytest.mark.parametrize("turned", range(1, 9))
def test_it_is_upright_however_the_camera_was_held(turned):
    exif = Image.Exif()
    exif[TURNED] = turned
    sent = drawn("PNG", (300, 200), exif=exif.tobytes())
    with Image.open(io.BytesIO(sent)) as as_sent:
        meant = ImageOps.exif_transpose(as_sent)
    with Image.open(io.BytesIO(copies(sent).files[meant.width, "jpg"])) as copy:
        assert copy.size == meant.size
        apart = ImageStat.Stat(ImageChops.difference(copy, meant.convert("RGB"))).mean
    assert max(apart) < 2


def test_a_picture_whose_colours_are_missing_is_refused():
    with pytest.raises(NotTaken) as refused:
        copies(png(100, 100, kind=3, content=bytes(101) * 100))
    assert refused.value.why == Refusal.NOT_A_PICTURE


def test_too_large_a_file_and_too_small_a_picture_are_refused():
    with pytest.raises(NotTaken) as large:
        copies(b"\xff\xd8" + b"\0" * pictures.LARGEST)
    assert large.value.why == Refusal.TOO_LARGE
    with pytest.raises(NotTaken) as small:
        copies(drawn("PNG", (95, 400)))
    assert small.value.why == Refusal.TOO_SMALL


def test_who_would_have_to_wait_long_is_told_to_come_again(monkeypatch):
    """Each request that waits has one of the few threads that answer every reader."""
    begun, may_end = Event(), Event()

    def slowly(_picture):
        begun.set()
        may_end.wait(10)
        raise ValueError

    sent = drawn("PNG", (100, 100))
    monkeypatch.setattr("heard.media.rules.drawing._drawn", slowly)
    with ThreadPoolExecutor(3) as three:
        running = [three.submit(copies, sent) for _ in range(3)]
        begun.wait(10)
        (turned_away,) = wait(running, timeout=10, return_when=FIRST_COMPLETED).done
        may_end.set()
        assert turned_away.exception().why == Refusal.BUSY
        assert sorted(each.exception().why for each in running) == [Refusal.BUSY, Refusal.NOT_A_PICTURE, Refusal.NOT_A_PICTURE]
    monkeypatch.undo()
    assert copies(sent).widths


@given(st.data())
def test_whatever_is_done_to_a_file_it_is_drawn_or_refused(data):
    sent = bytearray(SOURCES[data.draw(st.sampled_from(sorted(SOURCES)))])
    for _ in range(data.draw(st.integers(1, 8))):
        sent[data.draw(st.integers(0, len(sent) - 1))] = data.draw(st.integers(0, 255))
    try:
        made = copies(bytes(sent))
    except NotTaken:
        return
    assert made.widths


SOURCES = {"HEIF": A_SLOPE} | {kind: drawn(kind, (120, 100)) for kind in ("JPEG", "PNG", "WEBP")}
