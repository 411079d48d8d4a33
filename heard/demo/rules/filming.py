"""The demo's film: a few drawings that appear, line by line, with a heading beside them and the progress line below. It has no sound."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from heard.media.rules.captions import Cue, written

CONTENT = Path(__file__).parents[1] / "content" / "film.toml"
FONT = Path(__file__).parents[2] / "ui" / "static" / "ui" / "fonts" / "hyperlegible-latin.woff2"
WIDTH, HEIGHT, RATE = 640, 360, 15
DRAWN = 290, 216
"""Of these, how much at the left and the top is the drawing, and moves."""
FINER = 2
"""Drawn so many times as large, and then made smaller: lines are smooth."""
PAPER, INK, PINE, MARIGOLD, BLUE, GREEN, RULE = "#fbf8f3", "#1c2b33", "#0b4f4a", "#f2a900", "#e3eef5", "#e2f0e4", "#b8c4c2"
COMES, GOES, GROWS = 0.6, 0.4, 2.5
"""Seconds in which a scene appears, disappears, and is drawn."""
BREATH = 0.3
"""Seconds before and after a scene's captions."""
STEPS = ("Told", "Heard", "Read", "Answered", "Change planned", "Change made")


@dataclass(frozen=True)
class Scene:
    drawing: str
    seconds: float
    step: int
    heading: str
    words: str


@dataclass(frozen=True)
class FilmToDraw:
    title: str
    about: str
    scenes: tuple[Scene, ...]

    @property
    def seconds(self) -> float:
        return sum(scene.seconds for scene in self.scenes)

    @property
    def cues(self) -> list[Cue]:
        found, at = [], 0.0
        for scene in self.scenes:
            found.append(Cue(round((at + BREATH) * 1000), round((at + scene.seconds - BREATH) * 1000), scene.words))
            at += scene.seconds
        return found

    @property
    def captions(self) -> str:
        return written(self.cues)

    @property
    def transcript(self) -> str:
        """A paragraph for each scene: someone who reads it instead can play the film from any of them."""
        return "\n\n".join(scene.words for scene in self.scenes)


@cache
def film_to_draw() -> FilmToDraw:
    said = tomllib.loads(CONTENT.read_text(encoding="utf-8"))
    return FilmToDraw(said["title"], said["about"], tuple(Scene(**each) for each in said["scene"]))


def draw_film(path: Path) -> None:
    """Draw it into this file, as an MP4 that every browser plays. Takes some seconds of a processor, and the extra `films`."""
    import av

    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as file:
        stream = file.add_stream("libx264", rate=RATE, options={"crf": "24", "preset": "veryfast", "tune": "animation"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.thread_count = 1
        for number, picture in enumerate(_frames(film_to_draw().scenes)):
            frame = av.VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]
            frame.pts = number
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))


def _frames(scenes: tuple[Scene, ...]) -> Iterator[Any]:
    from PIL import Image

    paper = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    for scene in scenes:
        still = _still(scene)
        for number in range(round(scene.seconds * RATE)):
            at = number / RATE
            if at < GROWS:
                still.paste(_drawing(scene, at / GROWS))
            elif at < GROWS + 1 / RATE:
                still.paste(_drawing(scene, 1))
            clear = min(1.0, at / COMES, (scene.seconds - at) / GOES)
            yield still if clear == 1 else Image.blend(paper, still, clear)


# ---------------------------------------------------------------- one picture


def _still(scene: Scene) -> Any:
    """What doesn't move: the heading and the progress line."""
    picture, pen = _canvas(WIDTH, HEIGHT)
    pen.text(300, 118, scene.heading, size=34, weight=700, width=300)
    _progress_line(pen, scene.step)
    return picture.reduce(FINER)


def _drawing(scene: Scene, grown: float) -> Any:
    """The drawing beside the heading as far as it has grown, from 0 to 1."""
    picture, pen = _canvas(*DRAWN)
    DRAWINGS[scene.drawing](pen, grown)
    return picture.reduce(FINER)


def _canvas(width: int, height: int) -> tuple[Any, "Pen"]:
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (width * FINER, height * FINER), PAPER)
    return picture, Pen(ImageDraw.Draw(picture))


class Pen:
    """Draws in dots of the film."""

    def __init__(self, on: Any) -> None:
        self.on = on

    def line(self, *points: tuple[float, float], colour: str = INK, width: float = 3) -> None:
        self.on.line([(x * FINER, y * FINER) for x, y in points], fill=colour, width=round(width * FINER), joint="curve")
        for x, y in (points[0], points[-1]):
            self.dot(x, y, width / 2, colour)

    def dot(self, x: float, y: float, size: float, colour: str, edge: str | None = None) -> None:
        box = [(x - size) * FINER, (y - size) * FINER, (x + size) * FINER, (y + size) * FINER]
        self.on.ellipse(box, fill=colour, outline=edge, width=2 * FINER)

    def arc(self, x: float, y: float, size: float, width: float = 9) -> None:
        box = [(x - size) * FINER, (y - size) * FINER, (x + size) * FINER, (y + size) * FINER]
        self.on.arc(box, -42, 42, fill=PINE, width=round(width * FINER))

    def sheet(self, left: float, top: float, right: float, bottom: float, *, colour: str = "white", round_by: float = 10) -> None:
        box = [left * FINER, top * FINER, right * FINER, bottom * FINER]
        self.on.rounded_rectangle(box, radius=round_by * FINER, fill=colour, outline=INK, width=round(2.5 * FINER))

    def text(self, x: float, middle: float, words: str, *, size: int, weight: int, width: float = 0) -> None:
        """From `x`, in lines not wider than `width`; or in one, around `x`."""
        font = _font(size, weight)
        lines: list[str] = []
        for word in words.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and (not width or font.getlength(longer) <= width * FINER):
                lines[-1] = longer
            else:
                lines.append(word)
        top = middle - size * 1.2 * (len(lines) - 1) / 2
        for number, line in enumerate(lines):
            place = (x * FINER, (top + number * size * 1.2) * FINER)
            self.on.text(place, line, font=font, fill=INK, anchor="lm" if width else "mm")


@cache
def _font(size: int, weight: int) -> Any:
    from PIL import ImageFont

    font = ImageFont.truetype(str(FONT), size * FINER)
    font.set_variation_by_axes([weight])
    return font


def _part(grown: float, number: int, of: int) -> float:
    """How far one of several has grown that are drawn one after the other."""
    return max(0.0, min(1.0, grown * of - number))


def _progress_line(pen: Pen, step: int) -> None:
    left, right, y = 70, 570, 232
    gap = (right - left) / (len(STEPS) - 1)
    pen.line((left, y), (right, y), colour=RULE)
    if step:
        pen.line((left, y), (left + gap * (step - 1), y), colour=PINE, width=4)
        pen.text(left + gap * (step - 1), y + 24, STEPS[step - 1], size=16, weight=600)
    for number in range(len(STEPS)):
        pen.dot(left + gap * number, y, 8, PINE if number < step else PAPER, PINE if number < step else RULE)


def _mark(pen: Pen, grown: float) -> None:
    pen.dot(110, 118, 20, PINE)
    for number in range(3):
        if _part(grown, number, 3) > 0:
            pen.arc(96, 118, 58 + 36 * number)


def _lines(pen: Pen, places: list[tuple[float, float, float]], grown: float) -> None:
    for number, (left, right, y) in enumerate(places):
        if part := _part(grown, number, len(places)):
            pen.line((left, y), (left + (right - left) * part, y), width=4)


def _telling(pen: Pen, grown: float) -> None:
    pen.sheet(70, 48, 250, 160, round_by=18)
    pen.on.polygon([(x * FINER, y * FINER) for x, y in ((104, 157), (104, 186), (136, 157))], fill="white")
    pen.line((104, 159), (104, 186), (136, 159), width=2.5)
    _lines(pen, [(92, 226, 78), (92, 228, 98), (92, 210, 118), (92, 170, 138)], grown)


def _reading(pen: Pen, grown: float) -> None:
    pen.sheet(90, 40, 230, 196)
    _lines(pen, [(110, 210, 66), (110, 200, 88), (110, 210, 110), (110, 204, 132), (110, 176, 154)], 1)
    if (part := _part(grown, 1, 2)) > 0:
        pen.line((150, 110), (150 + 60 * part, 110), colour=MARIGOLD, width=16)
    pen.on.ellipse([v * FINER for v in (186, 122, 236, 172)], outline=PINE, width=5 * FINER)
    pen.line((229, 165), (252, 190), colour=PINE, width=7)


def _letter(pen: Pen, grown: float) -> None:
    pen.sheet(66, 76, 196, 164)
    pen.line((70, 82), (131, 126), (192, 82), width=2.5)
    for number in range(2):
        if _part(grown, number, 2) > 0:
            pen.arc(172, 120, 52 + 26 * number, width=7)


def _answer(pen: Pen, grown: float) -> None:
    pen.sheet(66, 42, 206, 104, round_by=14)
    _lines(pen, [(84, 186, 64), (84, 160, 82)], 1)
    if grown > 0.3:
        pen.sheet(106, 122, 254, 192, colour=BLUE, round_by=14)
        _lines(pen, [(124, 236, 146), (124, 210, 166)], (grown - 0.3) / 0.7)


def _change(pen: Pen, grown: float) -> None:
    pen.sheet(90, 44, 236, 190, colour=GREEN, round_by=18)
    first, second = _part(grown, 0, 2), _part(grown, 1, 2)
    pen.line((126, 118), (126 + 28 * first, 118 + 28 * first), colour=PINE, width=12)
    if second > 0:
        pen.line((154, 146), (154 + 50 * second, 146 - 62 * second), colour=PINE, width=12)


DRAWINGS: dict[str, Callable[[Pen, float], None]] = {
    "mark": _mark,
    "telling": _telling,
    "reading": _reading,
    "letter": _letter,
    "answer": _answer,
    "change": _change,
}
