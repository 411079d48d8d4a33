"""Films for tests, each made in a tenth of a second."""

import av
from PIL import Image, ImageDraw

ABOUT = {
    "title": "A secret title",
    "comment": "A secret remark",
    "location": "+51.5074-000.1278/",
    "creation_time": "2024-02-03T04:05:06Z",
}
"""What telephones write into a film beside what can be seen."""
QUICK = {"libvpx-vp9": {"deadline": "realtime", "cpu-used": "8"}, "libvpx": {"deadline": "realtime"}, "libaom-av1": {"cpu-used": "9"}}


def filmed(
    path,
    *,
    picture="libx264",
    sound="aac",
    sounds=1,
    seconds=2,
    size=(320, 180),
    rate=10,
    dots="yuv420p",
    form=None,
    dark=0,
    turn=0,
    late=0,
):
    """A white square that crosses a coloured ground. Its first `dark` pictures are black; its clock begins `late` pictures late."""
    with av.open(path, "w", format=form) as file:
        file.metadata.update(ABOUT)
        shown = _picture(file, picture, rate, size, dots) if picture else None
        heard = [file.add_stream(sound, rate=48_000) for _ in range(sounds)] if sound else []
        if turn:
            shown.set_display_rotation(turn)
        if shown:
            for number in range(round(seconds * rate)):
                frame = av.VideoFrame.from_image(_drawn(size, number, black=number < dark))
                frame.pts = number + late
                file.mux(shown.encode(frame))
            file.mux(shown.encode(None))
        for stream in heard:
            _silence(file, stream, seconds, late / rate)
    return path


def _picture(file, codec, rate, size, dots):
    stream = file.add_stream(codec, rate=rate, options=QUICK.get(codec, {}))
    stream.width, stream.height = size
    stream.pix_fmt = dots
    return stream


def _drawn(size, number, *, black):
    picture = Image.new("RGB", size, "black" if black else "teal")
    if not black:
        left = number * 7 % size[0]
        ImageDraw.Draw(picture).rectangle((left, 0, left + size[0] // 4, size[1] // 2), fill="white")
    return picture


def _silence(file, stream, seconds, late):
    at = round(late * 48_000)
    end = at + seconds * 48_000
    while at < end:
        frame = av.AudioFrame(format=stream.codec_context.format.name, layout="stereo", samples=stream.codec_context.frame_size or 960)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        frame.sample_rate, frame.pts = 48_000, at
        at += frame.samples
        file.mux(stream.encode(frame))
    file.mux(stream.encode(None))


def frames(path):
    """Every picture of it, and the second at which it's seen."""
    with av.open(path) as file:
        return [(round(frame.time, 3), bytes(frame.planes[0])) for frame in file.decode(video=0)]
