"""A reading spells one word in one way, and leads from every place in it back to what was written."""

import re
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.core.texts.reading import plainly, read


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("José Jose\u0301 Garci\u0301a", "Jose Jose Garcia"),
        ("Łukasz Wiśniewski, Søren Ødegård, Þór Æsir, Groß", "Lukasz Wisniewski, Soren Odegard, Thor AEsir, Gross"),
        ("Ｊａｎｅ　Ｓｍｉｔｈ", "Jane Smith"),
        ("𝓙𝓪𝓷𝓮 Ⓢmith ᴊᴀɴᴇ ﬁne", "Jane Smith Jane fine"),
        ("Jane\u00a0\u2009 \tSmith", "Jane Smith"),
        ("Ja\u00adne S\u200bmi\u2060th\ufeff", "Jane Smith"),
        ("٠١٢ ०१२ 𝟎𝟏 ① ², 3ʳᵈ ½", "012 012 01 1 2, 3rd 1/2"),
        ("O’Neill OʼNeill ‘a’ “b” «c»", "O'Neill O'Neill 'a' \"b\" \"c\""),
        ("a–b a‑b a−b a—b, a — b", "a-b a-b a-b a - b, a - b"),
        ("O77OO 9OO l23, 3Oth", "07700 900 123, 30th"),
        ("O2 and IO and Ill", "02 and IO and Ill"),
        ("a\r\nb\rc\u2028d\x85e", "a\nb\nc\nd\ne"),
        ("Sᴍɪᴛʜ’ꜱ ᴡᴀʀᴅ", "Smith's Ward"),
        ("D`Arcy", "D'Arcy"),
        ("22—07—2025", "22-07-2025"),
        ("J\u0336a\u0336n\u0336e", "Jane"),
    ],
)
def test_one_word_is_spelt_in_one_way(written, plain):
    assert plainly(written) == plain


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Sаrаh was there", "Sarah was there"),  # two Cyrillic а
        ("Ѕоре was there", "Sope was there"),  # Cyrillic throughout
        ("Νurѕe Ρаtel", "Nurse Patel"),
        ("Вера Носова была добра", "Вера Носова была добра"),
        ("nurse Олена Шевченко came", "nurse Олена Шевченко came"),
        ("я пила кофе, and it was cold\nСара", "я пила кофе, and it was cold\nСара"),
        ("Ве́ра Йовович", "Вера Йовович"),  # a mark of stress, and a letter of its own
        ("Γιώργος", "Γιωργος"),
        ("2О21", "2021"),
    ],
)
def test_lookalikes_are_latin_only_where_latin_is_meant(written, plain):
    assert plainly(written) == plain


def test_a_word_wholly_of_lookalikes_is_remembered():
    reading = read("she saw Сара there")
    assert [reading.written(*span) for span in reading.disguised] == ["Сара"]


def test_what_is_found_is_shown_as_it_was_written():
    reading = read("then \u200bＮｕｒｓｅ\u00a0Garci\u0301a\u200b, fine")
    found = re.search("Nurse Garcia", reading.plain)
    assert reading.written(*found.span()) == "Ｎｕｒｓｅ\u00a0Garci\u0301a"


ODD = st.text(
    st.sampled_from(
        "aAoOlI zZ059@./-:,'’–—é\u0301\u0308\u0327 \n\t\r\u00a0\u2003\u200b\u200d\u202e\u00ad\u2028\u0335"
        "ﬁ½…²①ﬀßÆþаеоЅСВкйёΑοα٣🙂👩\ufe0fｱﾞＡ한ㄱㅏ\u1161\u11a8कि\u064e\u0654ا"
    )
    | st.characters(exclude_categories=[]),
    max_size=80,
)


@given(ODD)
def test_reading_what_was_read_changes_nothing(text):
    plain = plainly(text)
    assert plainly(plain) == plain


@given(ODD, st.data())
def test_every_slice_of_the_copy_is_a_slice_of_the_text(text, data):
    reading = read(text)
    start = data.draw(st.integers(0, len(reading.plain)))
    end = data.draw(st.integers(start, len(reading.plain)))
    first, last = reading.span(start, end)
    assert 0 <= first <= last <= len(text)
    assert (first < last) == (start < end)
    assert reading.written(start, end) == text[first:last]


@given(ODD)
def test_places_in_the_copy_are_in_the_order_of_the_text(text):
    reading = read(text)
    spans = [reading.span(place, place + 1) for place in range(len(reading.plain))]
    assert spans == sorted(spans)
    shown = [(first, last) for n, (first, last) in enumerate(spans) if not n or spans[n - 1] != (first, last)]
    assert all(end <= start for (_, end), (start, _) in pairwise(shown))


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E, exclude_characters="0123456789`")))
def test_plain_english_is_read_as_it_is_written_but_for_blanks(text):
    reading = read(text)
    assert reading.plain == re.sub(" +", " ", text)


@given(st.lists(st.sampled_from(["Jane\u0301", "Ｓmith", "no\u00adbody", "wаrd", "O’Neill", "3Oth"]), min_size=1, max_size=30))
def test_every_word_of_the_copy_leads_to_the_word_that_was_written(words):
    reading = read("\u2003 ".join(words))
    assert [reading.written(*word.span()) for word in re.finditer(r"\S+", reading.plain)] == words


@pytest.mark.parametrize("odd", ["é", "e\u0301", "Ѕ", "\u200b", "Ｊ ", "1O", "I", "ʳ", "a\u00a0 ", "й.", "\u0301"])
def test_reading_takes_time_in_proportion_to_the_text(odd):
    text = odd * 300_000
    began = process_time()
    read(text)
    assert process_time() - began < 10  # by the square of the length it would be hours
