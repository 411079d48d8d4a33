"""PDFs as their readers get them: by eye, by a screen reader, and by anyone who compares two of them."""

import io
import re
import subprocess
import sys
import unicodedata
import zlib
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from heard.core.errors import NotAcceptable
from heard.ui import pdf
from heard.ui.pdf import (
    Answer,
    Bullets,
    Heading,
    NewPage,
    Note,
    Numbered,
    Paragraph,
    PdfDocument,
    PdfPicture,
    Person,
    Picture,
    Span,
    Table,
    make_pdf,
)


def _picture(width=60, height=40, kind="PNG") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, height), "#88aacc").save(written, kind)
    return written.getvalue()


def paper(*blocks, **given) -> PdfDocument:
    given = {
        "title": "Quayside rings three times",
        "lead": "We asked Rowan what it took.",
        "language": "en-gb",
        "day": date(2026, 11, 28),
        "address": "https://heard.example/case-studies/quayside",
    } | given
    return PdfDocument(**given, blocks=blocks)


EVERY_KIND = (
    Person("Rowan Sellick", "Clinical director", PdfPicture(_picture(300, 300), "Rowan, smiling")),
    Heading("What happened first?"),
    Answer(["We rang once.", ["Then we ", Span("stopped", strong=True), "."]], "Rowan", "clinical director"),
    Paragraph(["Read ", Span("the story", link="https://heard.example/stories/7"), ", it is ", Span("short", slanted=True), "."]),
    Heading("What changed?", 3),
    Bullets(["Someone rings", ["and rings ", Span("again", strong=True)]]),
    Numbered(["On Monday", "On Thursday"]),
    Note(["Three calls are now the rule."], "A change was made", kind="change"),
    Table(["Month", "Stories"], [["May", "12"], ["June", "1,204"]], "Stories each month", figures=(1,)),
    Picture(PdfPicture(_picture(kind="JPEG"), "Four chairs in a waiting room"), "The new waiting room"),
    Picture(PdfPicture(_picture(kind="WEBP"))),
    NewPage(),
    Heading("Thank you"),
    Answer(["Potentially enormous."]),
)  # fmt: skip


@pytest.fixture(scope="module")
def made() -> bytes:
    return make_pdf(paper(*EVERY_KIND))


def words(made: bytes) -> str:
    """What is read on all pages, in order, without the lines of the frame that every page repeats."""
    with pypdfium2.PdfDocument(made) as read:
        pages = [page.get_textpage().get_text_range() for page in read]
    return " ".join(" ".join(pages).split())


def inside(made: bytes) -> bytes:
    """The file with its streams opened, so that names in it can be looked for."""
    found = [made]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(found)


def tags(made: bytes) -> list[bytes]:
    return re.findall(rb"/Type\s*/StructElem\b.{0,200}?/S\s*/(\w+)", inside(made), re.DOTALL) or re.findall(rb"/S\s*/(\w+)", inside(made))


def test_the_words_that_went_in_come_out_in_order(made):
    read = words(made)
    at = 0
    for said in (
        "Quayside rings three times", "We asked Rowan what it took.", "Rowan Sellick", "Clinical director", "What happened first?",
        "Rowan, clinical director", "We rang once.", "Then we stopped.", "Read the story, it is short.", "What changed?", "Someone rings",
        "and rings again", "On Monday", "On Thursday", "A change was made", "Three calls are now the rule.", "Stories each month", "Month",
        "Stories", "May", "12", "June", "1,204", "The new waiting room", "Thank you", "Potentially enormous.",
        "This is the version of 28 November 2026.",
        "https://heard.example/case-studies/quayside",
    ):  # fmt: skip
        at = read.index(said, at) + len(said)


def test_it_says_that_it_is_made_for_everyone(made):
    plain = inside(made)
    assert b"pdfuaid:part" in plain
    assert b"/MarkInfo" in plain
    assert re.search(rb"/Lang\s*\(en-GB\)", plain)
    assert b"/DisplayDocTitle true" in plain
    with pypdfium2.PdfDocument(made) as read:
        told = read.get_metadata_dict()
    assert told["Title"] == "Quayside rings three times"
    assert told["Author"] == "Heard"
    assert told["Subject"] == "We asked Rowan what it took."
    assert told["CreationDate"].startswith("D:20261128")


def test_a_screen_reader_meets_every_part_as_what_it_is(made):
    met = set(tags(made))
    assert met >= {
        b"Document",
        b"H1",
        b"H2",
        b"H3",
        b"P",
        b"BlockQuote",
        b"L",
        b"LI",
        b"Table",
        b"TH",
        b"TD",
        b"Caption",
        b"Figure",
        b"Link",
    }


def test_a_picture_is_said_in_words_and_a_decoration_is_not(made):
    assert set(re.findall(rb"/Alt\s*\((.*?)\)", inside(made))) == {b"Four chairs in a waiting room", b"Rowan, smiling"}
    assert tags(made).count(b"Figure") == 2  # the third is drawn, and no screen reader stops at it


def test_links_can_be_followed(made):
    assert set(re.findall(rb"/URI\s*\((.*?)\)", inside(made))) == {
        b"https://heard.example/stories/7",
        b"https://heard.example/case-studies/quayside",
    }


def test_the_same_document_is_the_same_file_here_and_in_another_process(made):
    assert make_pdf(paper(*EVERY_KIND)) == made
    again = (
        "import sys, django; django.setup(); import tests.ui.test_pdf as here; "
        "sys.stdout.buffer.write(here.make_pdf(here.paper(*here.EVERY_KIND)))"
    )
    root = Path(__file__).parents[2]
    other = subprocess.run([sys.executable, "-c", again], capture_output=True, check=True, cwd=root)  # noqa: S603
    assert other.stdout == made


def _starts(made: bytes) -> float:
    """Where the word mark starts on the first page, in points from the left."""
    with pypdfium2.PdfDocument(made) as read:
        text = read[0].get_textpage()
        return float(text.get_charbox(text.get_text_range().index("heard"))[0])


def test_it_reads_from_the_right_where_its_language_does():
    made = make_pdf(paper(Heading("ماذا يحدث؟"), Answer(["نتصل ثلاث مرات."], "مريم"), title="كيف تعمل", lead="", language="ar-xb"))
    assert _starts(made) > 300 > _starts(make_pdf(paper(Paragraph("We ring."))))  # of 595 points
    assert re.search(rb"/Lang\s*\(ar", inside(made))


PLACES = (
    "Ŵythnos ŷ nesaf, Llŷr", "Seán Ó Súilleabháin", "Zażółć gęślą jaźń", "office, first, affair", "Київ, Україна", "Αθήνα",
    "“Quotes” – and … £5 €6 ½ ²", "İstanbul’da ğ", "Zoe\u0308",
)  # fmt: skip


@pytest.mark.parametrize("said", PLACES)
def test_names_of_many_places_are_written_as_they_are(said):
    assert unicodedata.normalize("NFKC", said) in unicodedata.normalize("NFKC", words(make_pdf(paper(Paragraph(said)))))


def test_an_emoji_is_named_rather_than_a_box():
    assert "Thank you (thumbs up sign)" in words(
        make_pdf(paper(Paragraph("Thank you \N{THUMBS UP SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-4}")))
    )


@pytest.mark.parametrize("said", ["谢谢", "धन्यवाद", "ਧੰਨਵਾਦ"])
def test_letters_that_we_have_no_font_for_are_refused_and_said(said):
    with pytest.raises(NotAcceptable, match="Latin, Greek, Cyrillic and Arabic"):
        make_pdf(paper(Paragraph(said)))


def test_every_character_that_we_say_our_fonts_have_is_drawn():
    every = filter(str.strip, map(chr, sorted(pdf._drawable())))
    make_pdf(paper(*(Paragraph(each) for each in every)))  # typst refuses PDF/UA with a character that no font has


HOSTILE = {
    "markup": "#import \"/etc/passwd\" #read(\"paper.typ\") $x$ *bold* = Heading @label <label> `code` // note \\ \\u{41}",
    "no blanks": "x" * 100_000,
    "no blanks, strange": "ж" * 100_000,
    "turned": "\u202eabc\u2066def\u202c" * 2_000,
    "nothing": "\x00\x01\x1b\ufeff\u200b" * 1_000,
    "towers": ("a" + "\u0301" * 500) * 100,
    "emoji": "\N{PILE OF POO}\u200d" * 1_000,
    "lines": "a\n" * 2_000,
    "half a letter": "a\ud800b",
}  # fmt: skip


@pytest.mark.parametrize("said", HOSTILE.values(), ids=HOSTILE)
def test_nothing_that_anyone_types_stops_the_press(said):
    assert make_pdf(paper(Paragraph(said), Answer([said[:200]], said[:200], said[:200]), title="T" + said[:300])).startswith(b"%PDF")


@pytest.mark.parametrize("blank", ["", "\u00ad\u00ad", "\u0301", "\ufe0f"])
def test_a_heading_in_which_nothing_can_be_seen_is_refused(blank):
    for document in (paper(Heading(blank)), paper(title=blank)):
        assert pdf.why_no_pdf(document)
        with pytest.raises(NotAcceptable, match="heading has no letters"):
            make_pdf(document)
    assert pdf.why_no_pdf(paper(Heading("Seen"))) == ""


def test_markup_is_only_words():
    assert '#read("paper.typ") $x$ *bold* = Heading @label <label> `code` // note' in words(make_pdf(paper(Paragraph(HOSTILE["markup"]))))


def test_a_word_longer_than_a_line_goes_on_in_the_next():
    with pypdfium2.PdfDocument(make_pdf(paper(Paragraph("x" * 2_000)))) as read:
        text = read[0].get_textpage()
        assert max(text.get_charbox(each)[2] for each in range(text.count_chars())) < read[0].get_width()


def test_what_fills_a_book_is_refused():
    with pytest.raises(NotAcceptable, match="too long"):
        make_pdf(paper(*[Paragraph("word " * 20_000)] * 15))
    with pytest.raises(NotAcceptable, match="too long"):
        make_pdf(paper(Table(["Month"], [["May"]] * 5_000)))


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", _picture()[:60]], ids=["none", "gif", "svg", "cut"]
)
def test_a_picture_that_is_none_is_refused(content):
    with pytest.raises(NotAcceptable, match="pictures"):
        make_pdf(paper(Picture(PdfPicture(content, "x"))))


@pytest.mark.parametrize("address", ["javascript:alert(1)", "/stories/7", "file:///etc/passwd"])
def test_a_link_leads_to_a_whole_address_only(address):
    with pytest.raises(ValueError, match="address"):
        make_pdf(paper(Paragraph([Span("here", link=address)])))


def test_a_level_left_out_is_put_right():
    make_pdf(paper(Heading("Deep", 4)))
