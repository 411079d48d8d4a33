"""Pictures for tests."""

import io
from pathlib import Path

from PIL import Image

A_SLOPE = (Path(__file__).parent / "a_slope.heic").read_bytes()
"""400 by 200 dots, as telephones keep their pictures; drawn once with pillow-heif, since what reads this kind here doesn't write it."""


def drawn(kind, size, *, colour=None, mode="RGB", **said):
    """A file of this kind: of one colour, or a slope from dark to light."""
    picture = Image.new(mode, size, colour) if colour else Image.linear_gradient("L").resize(size).convert(mode)
    file = io.BytesIO()
    picture.save(file, kind, **said)
    return file.getvalue()
