"""What somebody types, pastes or sends is cleaned in one way, and is otherwise exactly what they wrote."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.core.texts.cleaning import clean, clean_line, shows_something

TAGGED = "".join(chr(0xE0000 + ord(sign)) for sign in "gbsct")
SCOTLAND = f"\U0001f3f4{TAGGED}\U000e007f"


@pytest.mark.parametrize("end", ["\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\r", "\r\n", "\x1c", "\x1d", "\x1e"])
def test_every_way_to_end_a_line_ends_a_line(end):
    assert clean(f"nobody came{end}I waited") == "nobody came\nI waited"
    assert clean_line(f"nobody came{end}I waited") == "nobody came I waited"


@pytest.mark.parametrize(
    "sign",
    [
        "\0", "\x07", "\x1b", "\x7f", "\x9c", "\u00ad", "\u200b", "\u2060", "\u2066", "\u202e", "\ufeff", "\ufffc", "\ufff9",
        "\u115f", "\u1160", "\u3164", "\uffa0", "\U000e0041", "\U000e0001", "\ud83d", "\ufffe", "\ufdd0",
    ],
)  # fmt: skip
def test_what_nobody_can_see_is_dropped(sign):
    assert clean(f"no{sign}body") == "nobody"
    assert clean(sign) == ""


@pytest.mark.parametrize(
    "nothing",
    ["\u3164", "\u2800", "\u00a0\u2003\u3000", "\u0301", "\u200d\u200c", "\ufe0f", "\u200e\u200f", " \u2800\n\u0308 ", "\u1680", "\u20dd"],
)
def test_what_shows_nothing_is_empty(nothing):
    assert clean(nothing) == ""


@pytest.mark.parametrize(
    "text",
    [
        "می‌خواهم",  # the zero-width non-joiner is part of Persian writing
        "👩🏽‍⚕️ ❤️",
        f"from {SCOTLAND}",
        "\u200fשלום 3\u200e km",
        "葛\U000e0100城",  # which of two ways to write the name of a town
        "Jose\u0301\u00a0Garci\u0301a – “fine” ½ ﬁ",
        "ｎａｍｅ",
        "हिन्दी 한글 ᠮᠣᠩᠭᠣᠯ",
    ],
)
def test_everything_that_can_be_seen_or_that_writing_needs_stays_as_it_is(text):
    assert clean(text) == text


def test_words_hidden_in_tags_are_dropped_even_behind_a_flag():
    assert clean(f"{SCOTLAND}{TAGGED} \U0001f3f4{TAGGED}") == f"{SCOTLAND} \U0001f3f4"


ANY = st.text(
    st.sampled_from("aA é\u0301\t\r\n\x0b\x85\u2028\u00ad\u200b\u200d\u3164\u2800\ufffc\U0001f3f4\U000e0067\U000e0062\U000e007f\ud800")
    | st.characters(exclude_categories=[]),
    max_size=60,
)


@given(ANY)
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


@given(ANY)
def test_a_cleaned_text_can_be_kept_and_is_empty_or_shows_something(text):
    cleaned = clean(text)
    cleaned.encode()
    assert "\0" not in cleaned
    assert cleaned == "" or shows_something(cleaned)
    assert cleaned.splitlines() == cleaned.split("\n") or not cleaned


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"], exclude_characters="\u115f\u1160\u3164\uffa0\u2800\ufffc"), min_size=1))
def test_letters_figures_and_signs_are_never_changed(text):
    assert clean(f"a{text}a") == f"a{text}a"


@given(ANY)
def test_no_line_end_glues_words(text):
    parted = f"left\x0b{text}\x0bright"
    assert clean(parted).split("\n")[0] == "left"
    assert unicodedata.category(clean_line(parted)[4]) == "Zs"


@pytest.mark.parametrize(
    "sign",
    ["\u2800", "\U0001d159", "\U00013441", "\U00013442", "\u3164", "\u115f", "\u1160", "\uffa0", "\u17b4", "\u034f", "\U00016fe4", "\ue000",
     "\U0010fffd", "\u3000", "\u1680", "\u180e", "\U0001d173", "\u2062", "\ufe0f"],
    ids=lambda sign: f"{ord(sign):04X}",
)  # fmt: skip
def test_what_has_no_glyph_is_no_name_and_no_text(sign):
    assert clean(sign * 3) == ""
    assert clean_line(f" {sign} {sign}") == ""
    assert shows_something(f"{sign}a")
