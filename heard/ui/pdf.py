"""The frame of every PDF of Heard: what stands in it is given as data, and typst sets it as a tagged file (PDF/UA-1).

    make_pdf(PdfDocument(title="…", language="en-gb", day=…, address="https://…", blocks=[Heading("…"), Paragraph("…")]))

The same document gives the same bytes: the only date in it is its own. Words are never read as markup, and typst sees nothing but our
template, our fonts and the document's pictures. How it looks: `paper/paper.typ`; how to use it: docs/design.md, “Paper”.
"""

import io
import json
import re
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from django.utils.translation import gettext as _
from django.utils.translation import override
from PIL import Image, UnidentifiedImageError

from heard.core import languages
from heard.core.errors import NotAcceptable
from heard.core.texts.cleaning import clean
from heard.core.texts.saying import date_words, listed

if TYPE_CHECKING:
    from typst import Fonts

PAPER = Path(__file__).parent / "paper"
MOST, CELLS = 600_000, 4_000
"""Characters of one document as data (about 150 pages), and cells of one table: what the worker has set in a second or two."""
WIDE, HIGH = 16.2, 11.0
"""The room for a picture, in cm."""
PORTRAIT = 2.4
_PICTURES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
_LINK = re.compile(r"(https?://|mailto:|tel:|sms:)\S+")
_UNBROKEN = re.compile(r"[^\s\u200b-]{40,}")
_ACCENTED = re.compile(".[\u0300-\u036f]")
"""A letter and its accent as two characters."""
_TOWER = re.compile("([\u0300-\u036f\u0610-\u061a\u064b-\u065f\u06d6-\u06ed]{3})[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u06d6-\u06ed]+")
"""Accents and vowel signs that our fonts have, more than three on one letter."""


@dataclass(frozen=True)
class Span:
    text: str
    strong: bool = False
    slanted: bool = False
    link: str = ""


Words: TypeAlias = str | Sequence[str | Span]
"""What a paragraph, a heading or a list's item says: plain, or in parts of which some are bold, slanted or links."""


@dataclass(frozen=True)
class PdfPicture:
    """JPEG, PNG or WebP. `alt` is what it shows, in words; empty for one that only decorates."""

    content: bytes
    alt: str = ""


@dataclass(frozen=True)
class Heading:
    words: Words
    level: Literal[2, 3, 4] = 2


@dataclass(frozen=True)
class Paragraph:
    words: Words


@dataclass(frozen=True)
class Answer:
    """What one person says. Without a name where it is clear who speaks."""

    paragraphs: Sequence[Words]
    name: str = ""
    role: str = ""


@dataclass(frozen=True)
class Bullets:
    items: Sequence[Words]


@dataclass(frozen=True)
class Numbered:
    items: Sequence[Words]


@dataclass(frozen=True)
class Note:
    """Set apart from what is around it; of a change, on its green."""

    paragraphs: Sequence[Words]
    title: str = ""
    kind: Literal["note", "warning", "answer", "change"] = "note"


@dataclass(frozen=True)
class Person:
    """Someone who speaks here, with their photo."""

    name: str
    role: str = ""
    picture: PdfPicture | None = None


@dataclass(frozen=True)
class Table:
    """`figures`: positions of columns of numbers."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""
    figures: Sequence[int] = ()


@dataclass(frozen=True)
class Picture:
    picture: PdfPicture
    caption: str = ""


@dataclass(frozen=True)
class NewPage:
    """What follows begins a page."""


Block: TypeAlias = Heading | Paragraph | Answer | Bullets | Numbered | Note | Person | Table | Picture | NewPage


@dataclass(frozen=True, kw_only=True)
class PdfDocument:
    """`day` is the day of this version, `address` the whole address of the page that says the same."""

    title: str
    language: str
    day: date
    blocks: Sequence[Block]
    lead: str = ""
    address: str = ""


def make_pdf(document: PdfDocument) -> bytes:
    """`document` as a file. `NotAcceptable` if it is too long, in letters that our fonts don’t have, or a picture is none."""
    import typst  # 7 MB that a process which makes no PDF doesn't need

    with tempfile.TemporaryDirectory(prefix="heard-paper-") as folder:
        root = Path(folder)
        (root / "document.json").write_text(_data_of(document, root), encoding="utf-8")
        for name in ("paper.typ", "mark.svg"):
            copyfile(PAPER / name, root / name)
        return typst.compile(
            root / "paper.typ",
            root=root,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards="ua-1",
            timestamp=datetime(document.day.year, document.day.month, document.day.day, tzinfo=UTC),
            package_path=root,
            package_cache_path=root,
        )


def why_no_pdf(document: PdfDocument) -> str:
    """Why `make_pdf` couldn’t make this; nothing: it could. Sets nothing, so anyone can wait for it."""
    try:
        with tempfile.TemporaryDirectory(prefix="heard-paper-") as folder:
            _data_of(document, Path(folder))
    except NotAcceptable as why:
        return str(why)
    return ""


def _data_of(document: PdfDocument, root: Path) -> str:
    data = json.dumps(_Data(root).of(document), ensure_ascii=False)
    if len(data) > MOST:
        raise NotAcceptable(_("This is too long for one PDF"))
    return data


class _Data:
    """A document as the template reads it; its pictures go into `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pictures = 0
        self.level = 1

    def of(self, document: PdfDocument) -> dict[str, Any]:
        locale = languages.locale_of(document.language)
        with override(document.language):
            day = date_words(document.day)
            return {
                "title": _said(_plain(document.title)),
                "lead": _plain(document.lead),
                "running": _plain(document.title),
                "language": locale.language,
                "region": locale.territory if locale.territory and len(locale.territory) == 2 else None,
                "direction": locale.text_direction,
                "day": [document.day.year, document.day.month, document.day.day],
                "families": list(_cuts()),
                "address": document.address,
                "place": document.address.removeprefix("https://").removeprefix("http://"),
                "comma": "، " if locale.text_direction == "rtl" else ", ",
                "page": _plain(_("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"}),
                "read_here": _plain(_("This is the version of %(day)s. You can read it online at:") % {"day": day}),
                "blocks": [self.block(each) for each in document.blocks],
            }

    def block(self, block: Block) -> dict[str, Any]:
        kept = {each.name: self.field(each.name, getattr(block, each.name)) for each in fields(block)}
        match block:
            case Heading():
                _said("".join(each["text"] for each in kept["words"]))
                kept["level"] = self.level = min(block.level, self.level + 1)  # PDF/UA wants no level left out
            case Person() if block.picture:
                kept["picture"] = self.picture(block.picture, wide=PORTRAIT, high=PORTRAIT)
            case Picture():
                kept["picture"] = self.picture(block.picture, wide=WIDE, high=HIGH)
            case Table() if not block.head or any(len(row) != len(block.head) for row in block.rows):
                raise ValueError("Every row of a table has as many cells as its head.")
            case Table() if len(block.rows) * len(block.head) > CELLS:
                raise NotAcceptable(_("A table is too long for a PDF"))
        return {"block": type(block).__name__, **kept}

    def field(self, name: str, value: Any) -> Any:
        if name == "words":
            return _spans(value)
        if name in {"paragraphs", "items"}:
            return [_spans(each) for each in value]
        if isinstance(value, str):
            return _plain(value)
        if name in {"head", "rows"}:
            return [self.field(name, each) for each in value]
        return list(value) if name == "figures" else None

    def picture(self, picture: PdfPicture, *, wide: float, high: float) -> dict[str, Any]:
        try:
            with Image.open(io.BytesIO(picture.content), formats=list(_PICTURES)) as opened:
                opened.load()
                kind, width, height = opened.format, opened.width, opened.height
        except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
            raise NotAcceptable(_("One of the pictures can’t be read")) from error
        self.pictures += 1
        file = f"{self.pictures}.{_PICTURES[str(kind)]}"
        (self.root / file).write_bytes(picture.content)
        return {"file": file, "alt": _plain(picture.alt), "width": round(min(wide, high * width / height), 2)}


def _said(heading: str) -> str:
    """A heading in which something can be seen: PDF/UA has no others."""
    if not heading.strip():
        raise NotAcceptable(_("A heading has no letters that our PDFs can show"))
    return heading


def _spans(words: Words) -> list[dict[str, Any]]:
    parts = [words] if isinstance(words, str) else words
    return [_span(each if isinstance(each, Span) else Span(each)) for each in parts]


def _span(span: Span) -> dict[str, Any]:
    if span.link and not _LINK.fullmatch(span.link):
        raise ValueError(f"“{span.link}” is no whole address.")
    return {"text": _plain(span.text), "strong": span.strong, "slanted": span.slanted, "link": span.link}


def _plain(text: str) -> str:
    """`text` as our fonts can draw it: nothing unseen, no towers of accents, and what is longer than a line may break."""
    if text.isascii() and text.isprintable():
        return _UNBROKEN.sub(_breakable, text)
    inner = "".join(map(_drawn, _ACCENTED.sub(_composed, _TOWER.sub(r"\1", clean(text)))))
    before, after = (" " if side.isspace() else "" for side in (text[:1], text[-1:]))
    return before + _UNBROKEN.sub(_breakable, inner) + after


def _composed(letter: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", letter[0])


def _breakable(run: re.Match[str]) -> str:
    return re.sub(r"(.{20})(?=.)", "\\1\u200b", run[0])


def _drawn(sign: str) -> str:
    """`sign`, or what stands for it where no font of ours has it: an emoji or another sign is named, a letter can’t be replaced."""
    if ord(sign) in _drawable() or sign in "\n\u200c\u200d\u200e\u200f":
        return sign
    simple = unicodedata.normalize("NFKC", sign)
    if simple != sign and all(ord(each) in _drawable() for each in simple):
        return simple
    match unicodedata.category(sign)[0]:
        case "Z":
            return " "
        case "M" | "C":
            return ""  # an accent, a variation, a joint
        case "L" | "N":
            raise NotAcceptable(
                _("Our PDFs can’t show “%(sign)s”: they can show %(alphabets)s letters") % {"sign": sign, "alphabets": listed(_alphabets())}
            )
        case _:
            return f" ({unicodedata.name(sign, 'sign').lower()}) "


def _alphabets() -> list[str]:
    return [_("Latin"), _("Greek"), _("Cyrillic"), _("Arabic")]


@cache
def _fonts() -> "Fonts":
    from typst import Fonts

    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[PAPER / "fonts"])


@cache
def _cuts() -> dict[str, list[tuple[int, int]]]:
    """Our fonts in the order in which they are asked, and the runs of characters that each has."""
    found: dict[str, list[tuple[int, int]]] = json.loads((PAPER / "fonts" / "cuts.json").read_text(encoding="utf-8"))
    return found


@cache
def _drawable() -> frozenset[int]:
    return frozenset(each for runs in _cuts().values() for first, last in runs for each in range(first, last + 1))
