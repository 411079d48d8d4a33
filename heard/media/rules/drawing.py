"""A picture drawn anew, in up to three widths, so that nothing travels with it but what can be seen: where a telephone stood when it took
it is not ours to publish.

Pillow and what reads HEIC take a fifth of a second to load: only a process that is sent a picture does.
"""

import io
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from pi_heif import HeifImageFile, register_heif_opener  # type: ignore[import-untyped]
from PIL import ExifTags, Image, ImageCms

from heard.media.rules.pictures import (
    FORMATS,
    KINDS,
    LARGEST,
    LONGEST,
    MOST_DOTS,
    MOST_DOTS_OF,
    SMALLEST,
    WIDTHS,
    Copies,
    NotTaken,
    Refusal,
)

register_heif_opener(thumbnails=False)

_QUALITY = {"webp": {"quality": 80, "method": 4}, "jpg": {"quality": 82, "optimize": True, "progressive": True}}
_AS_PILLOW_SAYS = {"webp": "WEBP", "jpg": "JPEG"}
_ONE_AT_A_TIME = Lock()
"""A picture unpacked is up to 240 MB, and some readers keep more copies of it: one of them in a process, and the next waits a second."""
_ROOM = BoundedSemaphore(2)
"""For the one that is drawn and the next. Whoever waits has one of the few threads that answer all requests of the process."""
_BAND = 64
"""Rows of what a picture is made smaller to that are drawn at a time."""
_MOST_PASSES = 64
"""In how many passes a JPEG may be drawn: telephones and editors have up to 20."""
_MARK = re.compile(rb"\xff+([^\x00\x01\xff\xd0-\xd7])")
_PASS, _END = b"\xda", b"\xd9"
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What EXIF says of how a camera was held, and what sets the picture upright."""
_SIDEWAYS = (Image.Transpose.TRANSPOSE, Image.Transpose.ROTATE_270, Image.Transpose.TRANSVERSE, Image.Transpose.ROTATE_90)


def copies(content: bytes) -> Copies:
    """The copies of a picture that is kept: never larger than it came, upright, in the colours that every screen has.

    Raises:
        NotTaken: it is no picture that we take, or too large or too small a one; or two others are being drawn.
    """
    if len(content) > LARGEST:
        raise NotTaken(Refusal.TOO_LARGE)
    if content.startswith(b"\xff\xd8") and _passes(content) > _MOST_PASSES:
        raise NotTaken(Refusal.NOT_A_PICTURE)
    if not _ROOM.acquire(blocking=False):
        raise NotTaken(Refusal.BUSY)
    try:
        with _ONE_AT_A_TIME, _opened(content) as picture:
            return _drawn(picture)
    finally:
        _ROOM.release()


def _drawn(picture: Image.Image) -> Copies:
    upright = _upright(picture)
    width, height = upright.size
    widths = sorted({min(each, width) for each in WIDTHS})
    files = {}
    for each in widths:
        copy = upright if each == width else upright.resize((each, max(1, round(height * each / width))), Image.Resampling.LANCZOS)
        for ending in FORMATS:
            files[each, ending] = _file(copy, ending)
    largest = widths[-1]
    return Copies(largest, max(1, round(height * largest / width)), files)


_BROKEN = (OSError, ValueError, SyntaxError, EOFError, RuntimeError, AssertionError, ArithmeticError, LookupError, TypeError, struct.error)
"""What Pillow and its readers raise for a damaged file."""


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    """The picture, of which nothing but its head was read. What can't be unpacked later is no picture either."""
    try:
        with Image.open(io.BytesIO(content), formats=KINDS) as picture:
            width, height = picture.size
            if width * height > MOST_DOTS_OF.get(picture.format or "", MOST_DOTS):
                raise NotTaken(Refusal.TOO_MANY_DOTS)
            if min(width, height) < SMALLEST:
                raise NotTaken(Refusal.TOO_SMALL)
            if max(width, height) > LONGEST * min(width, height):
                raise NotTaken(Refusal.TOO_LONG)
            yield picture
    except Image.DecompressionBombError:
        raise NotTaken(Refusal.TOO_MANY_DOTS) from None
    except _BROKEN as broken:
        raise NotTaken(Refusal.NOT_A_PICTURE) from broken


def _passes(content: bytes) -> int:
    """How often a JPEG goes over its picture, up to one more than it may. Each pass is a few bytes, and takes as long as the picture is
    large: 10 MB of them keep a processor busy for minutes.
    """
    count, at = 0, 2
    while (mark := _MARK.search(content, at)) and mark[1] != _END and count <= _MOST_PASSES:
        count += mark[1] == _PASS
        at = mark.end() + int.from_bytes(content[mark.end() : mark.end() + 2])  # beyond what it holds, such as another, small picture
    return count


def _upright(picture: Image.Image) -> Image.Image:
    """As it was meant to be seen, and not much larger than the largest copy: a JPEG is unpacked at a fraction of its size at once."""
    widest = max(WIDTHS)
    picture.draft("RGB", (widest, widest))
    profile = picture.info.get("icc_profile")
    turn = _TURNS.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
    unpacked = _Unpacked(picture) if isinstance(picture, HeifImageFile) else picture
    unpacked.load()
    plain = _smaller(unpacked, unpacked.height if turn in _SIDEWAYS else unpacked.width)
    if turn is not None:
        plain = plain.transpose(turn)
    if plain.width > widest:
        plain.thumbnail((widest, plain.height), Image.Resampling.LANCZOS)
    return _in_colours_of_screens(plain, profile)


class _Unpacked:
    """A HEIC as what reads it has unpacked it, in three bytes for each dot. Pillow would keep another four of its own for each."""

    def __init__(self, picture: HeifImageFile) -> None:
        self.frame = picture._heif_file[picture.tell()]  # noqa: SLF001 - it has no other name
        self.mode, self.has_transparency_data = self.frame.mode, picture.has_transparency_data

    def load(self) -> None:
        self.data = memoryview(self.frame.data)
        self.width, self.height = self.frame.size  # known for certain now

    def crop(self, box: tuple[int, int, int, int]) -> Image.Image:
        """A band across the whole width."""
        _left, top, right, bottom = box
        stride = self.frame.stride
        return Image.frombytes(self.mode, (right, bottom - top), self.data[top * stride : bottom * stride], "raw", self.mode, stride)


def _smaller(picture: Image.Image | _Unpacked, width: int) -> Image.Image:
    """In plain colours and without remarks, at about twice the size of the largest copy if it was larger. A band at a time: each copy of
    the whole picture would take another 240 MB.
    """
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    times = max(1, width // (2 * max(WIDTHS)))
    small = Image.new(mode, (-(-picture.width // times), -(-picture.height // times)))
    for top in range(0, small.height, _BAND):
        band = picture.crop((0, top * times, picture.width, min((top + _BAND) * times, picture.height)))
        small.paste(band.convert(mode).reduce(times), (0, top))
    return small


def _in_colours_of_screens(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Cameras and telephones have wider colours than sRGB, which a file without a profile is taken to be in."""
    if not profile:
        return picture
    try:
        changed = ImageCms.profileToProfile(picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError):  # of another kind of colours, or damaged: it is shown as if it had none
        return picture
    return changed or picture


def _file(picture: Image.Image, ending: str) -> bytes:
    if ending == "jpg" and picture.mode != "RGB":
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
        picture = paper
    file = io.BytesIO()
    picture.save(file, _AS_PILLOW_SAYS[ending], exif=b"", icc_profile=None, **_QUALITY[ending])
    return file.getvalue()
