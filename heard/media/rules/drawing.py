"""A picture drawn anew, in up to three widths, so that nothing travels with it but what can be seen: where a telephone stood when it took
it is not ours to publish.

Pillow and what reads HEIC take a fifth of a second to load: only a process that is sent a picture does.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from pi_heif import register_heif_opener  # type: ignore[import-untyped]
from PIL import Image, ImageCms, ImageOps

from heard.media.rules.pictures import FORMATS, KINDS, LARGEST, MOST_DOTS, SMALLEST, WIDTHS, Copies, NotTaken, Refusal

register_heif_opener(thumbnails=False)

_QUALITY = {"webp": {"quality": 80, "method": 4}, "jpg": {"quality": 82, "optimize": True, "progressive": True}}
_AS_PILLOW_SAYS = {"webp": "WEBP", "jpg": "JPEG"}
_ONE_AT_A_TIME = Lock()
"""A picture unpacked is up to 180 MB: one of them in a process, and the next waits a second."""


def copies(content: bytes) -> Copies:
    """The copies of a picture that is kept: never larger than it came, upright, in the colours that every screen has.

    Raises:
        NotTaken: it is no picture that we take, or too large or too small a one.
    """
    if len(content) > LARGEST:
        raise NotTaken(Refusal.TOO_LARGE)
    with _ONE_AT_A_TIME, _opened(content) as picture:
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


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    """The picture, of which nothing but its head was read. What can't be unpacked later is no picture either."""
    try:
        with Image.open(io.BytesIO(content), formats=KINDS) as picture:
            width, height = picture.size
            if width * height > MOST_DOTS:
                raise NotTaken(Refusal.TOO_MANY_DOTS)
            if min(width, height) < SMALLEST:
                raise NotTaken(Refusal.TOO_SMALL)
            yield picture
    except Image.DecompressionBombError:
        raise NotTaken(Refusal.TOO_MANY_DOTS) from None
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError) as broken:  # what Pillow and its readers raise for a damaged file
        raise NotTaken(Refusal.NOT_A_PICTURE) from broken


def _upright(picture: Image.Image) -> Image.Image:
    """As it was meant to be seen, and not much larger than the largest copy: a JPEG is unpacked at a fraction of its size at once."""
    shorter = max(WIDTHS)
    picture.draft("RGB", (shorter, shorter))
    profile = picture.info.get("icc_profile")
    turned = ImageOps.exif_transpose(picture)
    plain = turned.convert("RGBA" if turned.has_transparency_data else "RGB")
    if plain.width > shorter:
        plain.thumbnail((shorter, plain.height), Image.Resampling.LANCZOS)
    plain.info.clear()  # a remark would be written into every copy
    return _in_colours_of_screens(plain, profile)


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
