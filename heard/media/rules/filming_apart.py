"""The program that `filming` runs in a process of its own: reads a film, and says what it found as JSON."""

import base64
import io
import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from heard.media.rules.filming import (
    LONG_SIDE,
    MEMORY,
    MOST_PACKETS,
    MOST_SECONDS,
    MOST_STREAMS,
    PROCESSOR_SECONDS,
    SHORT_SIDE,
    SMALLEST,
    SPARE_ROOM,
    NotTaken,
    Probe,
    Refusal,
)

READERS = {"mp4": "mov", "webm": "matroska"}
"""Named, so that nothing else is tried: some other kinds of file are lists of addresses, which their readers would fetch."""
PICTURES = {"mp4": {"h264"}, "webm": {"vp8", "vp9", "av1"}}
SOUNDS = {"mp4": {"aac"}, "webm": {"opus"}}
IN_BROWSERS = {"yuv420p", "yuvj420p"}
"""How finely colours are told apart: Safari and Firefox show nothing finer."""
NOTES = {"h264": "filter_units=remove_types=6", "av1": "filter_units=remove_types=5"}
"""What takes remarks out of the pictures themselves: some cameras in cars write there where they are."""
OUT = {
    "mp4": {"movflags": "+faststart", "fflags": "+bitexact"},
    "webm": {"cues_to_front": "1", "fflags": "+bitexact"},
}
"""The index first, so that it plays at once; and no date."""
POSTER_AT = (0.1, 0.3, 0.5, 0.7, 0.9)
"""Parts of the film, of which the first that isn't dark is its poster."""
WIDEST_POSTER = 1280
DARK, FLAT = 40, 8
"""Of 255: how bright a picture is at least on average, and how far it departs from that."""
MOST_FRAMES = 150
"""Unpacked on the way from one place where a film can begin to another."""


def limit(room: int) -> None:
    """From now on this process has so much of everything, and isn't in anybody's way."""
    os.nice(10)
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    for what, most in (
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, room),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


class Film:
    """A film that is open, and its one picture and at most one sound that we keep."""

    def __init__(self, path: str) -> None:
        import av

        self.kind = _kind(path)
        try:
            self.file = av.open(path, format=READERS[self.kind], options={"protocol_whitelist": "file"})
        except av.FFmpegError:
            raise NotTaken(Refusal.DAMAGED) from None
        if len(self.file.streams) > MOST_STREAMS:
            raise NotTaken(Refusal.DAMAGED)
        covers = av.stream.Disposition.attached_pic
        self.picture: Any = next((each for each in self.file.streams.video if not each.disposition & covers), None)
        self.sound: Any = next(iter(self.file.streams.audio), None)
        if self.picture is None:
            raise NotTaken(Refusal.NO_PICTURE)
        if _name(self.picture) not in PICTURES[self.kind]:
            raise NotTaken(Refusal.PICTURE_KIND)
        if (dots := self.picture.codec_context.pix_fmt) not in IN_BROWSERS:
            raise NotTaken(Refusal.PICTURE_KIND if dots else Refusal.DAMAGED)
        if self.sound and _name(self.sound) not in SOUNDS[self.kind]:
            raise NotTaken(Refusal.SOUND_KIND)
        if min(self.picture.width, self.picture.height) < SMALLEST:
            raise NotTaken(Refusal.TOO_SMALL)
        if max(self.picture.width, self.picture.height) > LONG_SIDE or min(self.picture.width, self.picture.height) > SHORT_SIDE:
            raise NotTaken(Refusal.TOO_WIDE)
        self.picture.codec_context.thread_count = 1

    @property
    def kept(self) -> list[Any]:
        return [each for each in (self.picture, self.sound) if each]

    @property
    def start(self) -> Fraction:
        """The second at which its clock stands when it begins: some cameras count from when they were switched on."""
        return max(Fraction(0), Fraction(self.file.start_time or 0, 1_000_000))

    @property
    def claimed(self) -> float:
        """How many seconds it says that it has, or 0."""
        own = [float(each.duration * each.time_base) for each in self.kept if each.duration]
        return max(own, default=(self.file.duration or 0) / 1_000_000 - float(self.start))

    def packets(self) -> Iterator[Any]:
        """All that is kept, up to what is too much, by a clock that begins at 0."""
        shifts = {each.index: round(self.start / each.time_base) for each in self.kept}
        for count, packet in enumerate(self.file.demux(self.kept)):
            shift = shifts[packet.stream.index]
            packet.pts = packet.pts - shift if packet.pts is not None else None
            packet.dts = packet.dts - shift if packet.dts is not None else None
            if count > MOST_PACKETS or _end(packet) > MOST_SECONDS:
                raise NotTaken(Refusal.TOO_LONG)
            if packet.size:
                yield packet

    def frames(self, second: float) -> Iterator[Any]:
        """What is seen from the last place before this second where the film can begin."""
        with suppress(OSError):  # without an index it's read from where it is
            self.file.seek(int((second + self.start) * 1_000_000))
        yield from self.file.decode(self.picture)


def _kind(path: str) -> str:
    with open(path, "rb") as file:
        head = file.read(12)
    if head[4:8] == b"ftyp":
        return "mp4"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "webm"
    raise NotTaken(Refusal.NOT_A_FILM)


def _name(stream: Any) -> str:
    return stream.codec_context.codec.canonical_name if stream.codec_context else ""


def _end(packet: Any) -> float:
    """The second at which what is in it has been shown."""
    return float((packet.pts + (packet.duration or 0)) * packet.time_base) if packet.pts is not None and packet.time_base else 0.0


def probe(source: str) -> Probe:
    film = Film(source)
    frame = next(film.frames(0), None)
    if frame is None:
        raise NotTaken(Refusal.DAMAGED)
    film = Film(source)
    seconds = max((_end(packet) for packet in film.packets()), default=0.0)
    if seconds <= 0 or seconds < film.claimed * 0.9 - 1:  # it ends too early: part of it was lost on its way
        raise NotTaken(Refusal.DAMAGED)
    width, height = round(frame.width * float(film.picture.sample_aspect_ratio or 1)), frame.height
    if frame.rotation % 180:
        width, height = height, width
    return Probe(film.kind, round(seconds, 3), width, height, has_sound=film.sound is not None)


def rewrap(source: str, target: str) -> dict[str, Any]:
    import av
    from av.bitstream import BitStreamFilterContext

    film = Film(source)
    with av.open(target, "w", format=film.kind, options=OUT[film.kind]) as out:
        into = {each.index: out.add_stream_from_template(each, opaque=True) for each in film.kept}
        for each in into.values():
            each.metadata.clear()
        notes = NOTES.get(_name(film.picture))
        without_notes = BitStreamFilterContext(notes, film.picture, into[film.picture.index]) if notes else None
        for packet in film.packets():
            stream = into[packet.stream.index]
            cleaned = without_notes.filter(packet) if without_notes and packet.stream is film.picture else [packet]
            for each in cleaned:
                each.stream = stream
                out.mux(each)
    return {}


def poster(source: str) -> dict[str, str]:
    from PIL import Image, ImageStat

    seconds = probe(source).seconds
    film = Film(source)
    best: tuple[float, Image.Image] | None = None
    for part in POSTER_AT:
        picture = _picture_at(film, part * seconds)
        if picture is None:
            continue
        said = ImageStat.Stat(picture.convert("L").resize((64, 64)))
        bright, varied = said.mean[0], said.stddev[0]
        if best is None or bright + varied > best[0]:
            best = bright + varied, picture
        if bright >= DARK and varied >= FLAT:
            best = 0, picture
            break
    if best is None:
        raise NotTaken(Refusal.DAMAGED)
    file = io.BytesIO()
    best[1].save(file, "JPEG", quality=88)
    return {"jpeg": base64.b64encode(file.getvalue()).decode()}


def _picture_at(film: Film, second: float) -> Any:
    """The picture at this second, or the last before it that can be had without much work; upright, with square dots."""
    last = None
    for count, frame in enumerate(film.frames(second)):
        last = frame
        if count > MOST_FRAMES or (frame.time or 0) - film.start >= second:
            break
    if last is None:
        return None
    picture = last.to_image()
    shape = float(film.picture.sample_aspect_ratio or 1)
    picture = picture.resize((max(1, round(picture.width * shape)), picture.height)) if shape != 1 else picture
    picture = picture.rotate(last.rotation, expand=True) if last.rotation else picture
    picture.thumbnail((WIDEST_POSTER, WIDEST_POSTER))
    return picture


VERBS: dict[str, Callable[..., dict[str, Any]]] = {"probe": lambda source: asdict(probe(source)), "rewrap": rewrap, "poster": poster}


def main(verb: str, source: str, *target: str) -> None:
    limit(os.stat(source).st_size + SPARE_ROOM)
    try:
        answer = VERBS[verb](source, *target)
    except NotTaken as no:
        answer = {"refused": no.why.value}
    except MemoryError:
        answer = {"refused": Refusal.TOO_MUCH.value}
    except (OSError, ValueError, ArithmeticError):  # PyAV's errors are among them
        answer = {"refused": Refusal.DAMAGED.value}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
