"""Captions are read, checked line by line, and written anew."""

import io

import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from heard.media.rules.captions import LARGEST, MOST_CUES, MOST_PROBLEMS, WORDS, Cue, Said, Trouble, read, transcript, written

GOOD = """WEBVTT - an interview

NOTE
Typed by hand

1
00:01.000 --> 00:04.000 line:80% align:start colour:red region:top
<v Ruth Adeyemi>We thought we had
<i>explained</i> it.

00:00:04.500 --> 00:00:07.000
<v.loud Tom>Fish &amp; chips cost &lt; £9

00:00:11.000 --> 00:00:12.500
[music]
"""


def troubles(text, **film):
    return [(problem.what, problem.line) for problem in read(text, **film).problems]


def cue(words, times="00:01.000 --> 00:09.000"):
    return f"WEBVTT\n\n{times}\n{words}\n"


def test_captions_as_people_write_them():
    found = read(GOOD, seconds=12)
    assert found.good
    assert not found.problems
    assert [(each.start, each.end, each.settings) for each in found.cues] == [
        (1000, 4000, "line:80% align:start"),
        (4500, 7000, ""),
        (11000, 12500, ""),
    ]
    assert [each.said for each in found.cues] == [
        (Said("Ruth Adeyemi", "We thought we had explained it."),),
        (Said("Tom", "Fish & chips cost < £9"),),
        (Said("", "[music]"),),
    ]


def test_what_is_kept_is_written_anew():
    assert written(read(GOOD).cues) == (
        "WEBVTT\n\n"
        "00:00:01.000 --> 00:00:04.000 line:80% align:start\n<v Ruth Adeyemi>We thought we had\n<i>explained</i> it.</v>\n\n"
        "00:00:04.500 --> 00:00:07.000\n<v Tom>Fish &amp; chips cost &lt; £9</v>\n\n"
        "00:00:11.000 --> 00:00:12.500\n[music]\n"
    )


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_lines_end_in_any_way_and_the_file_may_begin_with_a_mark(ending, mark):
    assert read((mark + GOOD.replace("\n", ending)).encode()) == read(GOOD)


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        ("", Trouble.NO_HEADER, 1),
        ("1\n00:00:01,000 --> 00:00:04,000\nHello there\n", Trouble.NO_HEADER, 1),
        ("WEBVTTX\n\n00:01.000 --> 00:04.000\nHello", Trouble.NO_HEADER, 1),
        ("WEBVTT\n\nNOTE nothing here\n", Trouble.NO_CUES, 1),
        ("WEBVTT\n\nHello there\n", Trouble.NO_TIME, 3),
        (cue("Hello there", "00:00:01,000 --> 00:00:04,000"), Trouble.BAD_TIME, 3),
        (cue("Hello there", "00:01.000 --> 00:61.000"), Trouble.BAD_TIME, 3),
        (cue("Hello there", "1:2.3 --> 1:2.4"), Trouble.BAD_TIME, 3),
        (cue("Hello there", "٠٠:٠١.٠٠٠ --> 00:04.000"), Trouble.BAD_TIME, 3),
        (cue("Hello there", "99999999999:00:01.000 --> 00:04.000"), Trouble.BAD_TIME, 3),
        (cue("Hello there", "00:04.000 --> 00:01.000"), Trouble.ENDS_FIRST, 3),
        (cue("Hello there", "00:04.000 --> 00:04.000"), Trouble.ENDS_FIRST, 3),
        (cue("Hello\n00:10.000 --> 00:12.000\nthere"), Trouble.NO_EMPTY_LINE, 5),
        ("WEBVTT\n\none\ntwo\n00:01.000 --> 00:02.000\nHello", Trouble.NO_EMPTY_LINE, 5),
        (cue("Hello") + "\n00:00.500 --> 00:00.900\nthere\n", Trouble.OUT_OF_ORDER, 6),
        (cue("Hello") + "\n00:05.000 --> 00:12.000\nthere\n", Trouble.OVERLAP, 6),
        (cue("Hello") + "\n00:30.000 --> 00:33.000\nthere\n", Trouble.PAST_THE_END, 6),
        (cue("<i> </i>"), Trouble.EMPTY, 3),
        (cue("word " * 40), Trouble.LONG, 3),
        (cue("Much too quick for anyone", "00:01.000 --> 00:01.500"), Trouble.FAST, 3),
        (cue("Hello").replace("WEBVTT", "WEBVTT\n\nSTYLE\n::cue { background: url(https://example.com) }"), Trouble.LEFT_OUT, 3),
        (cue("Hello").replace("WEBVTT", "WEBVTT\n\nREGION\nid:top"), Trouble.LEFT_OUT, 3),
    ],
)  # fmt: skip
def test_each_trouble_is_said_with_its_line(text, what, line):
    assert troubles(text, seconds=20) == [(what, line)]


def test_each_trouble_has_words():
    assert set(WORDS) == set(Trouble)


def test_what_is_worth_knowing_refuses_nothing():
    assert read(cue("word " * 40)).good
    assert not read(cue("Hello", "00:04.000 --> 00:01.000")).good


@pytest.mark.parametrize("content", ["WEBVTT\n\nGrüße".encode("utf-16"), "WEBVTT\n\nGrüße".encode("latin-1"), b"\xff\xd8\xff\xe0"])
def test_what_is_no_text_is_said_to_be_none(content):
    assert [problem.what for problem in read(content).problems] == [Trouble.NOT_TEXT]


def test_a_huge_file_is_not_read_at_all():
    assert troubles("WEBVTT\n\n" + "a" * LARGEST) == [(Trouble.TOO_LARGE, 1)]


def test_so_many_captions_are_too_many():
    text = "WEBVTT\n" + "".join(f"\n{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}.000 --> 99:00:00.000\na\n" for n in range(MOST_CUES + 1))
    found = read(text)
    assert len(found.cues) == MOST_CUES
    assert len(found.problems) == MOST_PROBLEMS
    assert not found.good


@pytest.mark.parametrize(
    "piece", ["<", "<a", "<v ", "&lt", "<i>", "<v>", "</v>", "-->", "\n\n", "a\n", "&#10;", "00:01.000 --> 00:02.000 \n"]
)
def test_a_hostile_file_costs_no_more_than_a_long_one(piece):
    read(cue(piece * (LARGEST // 2 // len(piece))))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("<script>alert(1)</script>", "alert(1)"),
        ("<c.red.bg_blue>warm</c>", "warm"),
        ("wait <00:00:02.000>for it", "wait for it"),
        ("<v Ann>Yes.\n<v Ben>No.", "<v Ann>Yes.\n</v><v Ben>No.</v>"),
        ("<v Ann><i>Yes</v> and", "<v Ann><i>Yes</i></v> and"),
        ("</i>nothing was open", "nothing was open"),
        ("<lang cy>Diolch</lang>", "<lang cy>Diolch</lang>"),
        ("5 < 6 and 7 > 6", "5 &lt; 6 and 7 &gt; 6"),
        ("Tom &amp;amp; Ann&nbsp;too &rlm;", "Tom &amp;amp; Ann too \u200f"),
        ("one&#10;&#10;two", "one two"),
        ("<v A&gt;B&#10;&#10;C>words", "<v A&gt;B C>words</v>"),
        ("one\n<x>\ntwo", "one\ntwo"),
        ("bell\x07 and nothing\0", "bell and nothing\ufffd"),
    ],
)
def test_tags_are_kept_closed_or_left_out(sent, kept):
    (found,) = read(cue(sent)).cues
    assert found.text == kept


def test_the_transcript_is_made_of_who_said_what():
    assert transcript(read(GOOD).cues) == "Ruth Adeyemi: We thought we had explained it.\n\nTom: Fish & chips cost < £9\n\n[music]"


def test_one_who_goes_on_stays_in_one_paragraph_and_a_pause_begins_another():
    cues = [Cue(0, 900, "<v Ann>First,</v>"), Cue(1000, 1900, "<v Ann>then.</v>"), Cue(9000, 9900, "<v Ann>Later.</v>")]
    assert transcript(cues) == "Ann: First, then.\n\nAnn: Later."


def test_a_long_speech_is_broken_where_a_sentence_ends():
    sentence = "We said that we would ring on Monday. "
    cues = [Cue(n * 1000, n * 1000 + 900, sentence.strip()) for n in range(30)]
    paragraphs = transcript(cues).split("\n\n")
    assert len(paragraphs) == 3
    assert " ".join(paragraphs) == (sentence * 30).strip()


# ---------------------------------------------------------------- whatever comes

TAGS = [
    "<i>",
    "</i>",
    "<b>",
    "<v Ann>",
    "</v>",
    "<v.x  A  B >",
    "<lang cy>",
    "<x>",
    "<",
    ">",
    "&",
    "&amp;",
    "&lt",
    "&#10;",
    "&#0;",
    "\n",
    " ",
]
PARTS = ["WEBVTT", "NOTE ", "STYLE", "\n\n", "\r\n", "00:01.000 --> 00:02.000", " align:start", "id"]
tags = st.sampled_from(TAGS)
payloads = st.lists(st.one_of(tags, st.text(max_size=6)), max_size=12).map("".join)
pieces = st.one_of(tags, st.text(max_size=8), st.sampled_from(PARTS))


@given(st.one_of(st.text(), st.binary(), st.lists(pieces, max_size=40).map(lambda found: "WEBVTT\n\n" + "".join(found))))
def test_nothing_that_comes_is_too_strange_to_answer(content):
    found = read(content)
    assert found.cues or found.problems
    transcript(found.cues)


@given(st.lists(payloads, min_size=1, max_size=4))
def test_what_we_write_says_the_same_to_us_and_to_others(payloads):
    times = [f"00:0{n}.000 --> 00:0{n}.900" for n in range(len(payloads))]
    found = read("WEBVTT\n\n" + "\n\n".join(f"{time}\n{payload}" for time, payload in zip(times, payloads, strict=True)))
    cues = [each for each in found.cues if each.words]
    assert list(read(written(cues)).cues) == cues
    others = webvtt.from_buffer(io.StringIO(written(cues)), strict=True)
    assert [each.raw_text for each in others.captions] == [each.text for each in cues]


@pytest.mark.parametrize("number", ["&#" + "9" * 5_000 + ";", "&#99999999", "<v &#" + "1" * 5_000 + ">Who</v>"])
def test_the_number_of_a_character_can_have_thousands_of_digits(number):
    (cue,) = read(f"WEBVTT\n\n00:00:00.000 --> 00:00:09.000\n{number} said").cues
    assert cue.words.endswith("said")
