from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from heard.core import clock
from heard.ui import wording

SUMMER = datetime(2026, 7, 3, 23, 30, tzinfo=UTC)  # half past midnight on the 4th in London


def test_dates_are_written_as_people_say_them_in_the_sites_own_time():
    assert wording.date_words(date(2026, 3, 3)) == "3 March 2026"
    assert wording.date_words(SUMMER) == "4 July 2026"
    assert wording.day_month(SUMMER) == "4 July"
    assert wording.month_words(date(2026, 9, 1)) == "September 2026"


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(0, 0, "midnight"), (12, 0, "midday"), (9, 5, "9:05am"), (15, 0, "3pm"), (0, 30, "12:30am"), (12, 1, "12:01pm")],
)
def test_times_are_written_as_people_say_them(hour, minute, said):
    assert wording.time_of(datetime(2026, 1, 5, hour, minute, tzinfo=UTC)) == said


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        (timedelta(seconds=20), "a moment ago"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=49), "2 days ago"),
        (timedelta(days=-3), "in 3 days"),
        (timedelta(days=800), "2 years ago"),
    ],
)
def test_time_gone_by_is_counted_in_the_largest_whole_unit(gone, said):
    with clock.at(datetime(2026, 9, 20, 12, tzinfo=UTC)):
        assert wording.since(clock.now() - gone) == said


def test_numbers_are_grouped_and_shares_never_lie():
    assert wording.number(1284) == "1,284"
    assert wording.number(2.5) == "2.5"
    assert wording.percent(0.86) == "86%"
    assert wording.percent(999, 1000) == "99%"
    assert wording.percent(1, 1000) == "1%"
    assert wording.percent(0, 0) == "–"
    assert wording.plural(1, "story", "stories") == "1 story"
    assert wording.plural(1284, "story", "stories") == "1,284 stories"
    assert wording.listed(["a", "b", "c"]) == "a, b and c"
    assert wording.small_number(3) == "three"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Dr Rowan Sellick", "RS"), ("Ana", "A"), ("Mary Jane van der Berg", "MB"), ("Éire Ní Bhriain", "ÉB"), ("", ""), ("42", "")],
)
def test_initials(name, letters):
    assert wording.initials(name) == letters


def test_words_keep_their_paragraphs_and_lines_and_nothing_else():
    assert wording.paragraphs("One\r\ntwo\n \n\n<script>alert(1)</script> **b**") == (
        '<p dir="auto">One<br>two</p>\n<p dir="auto">&lt;script&gt;alert(1)&lt;/script&gt; **b**</p>'
    )


@given(st.text())
def test_nothing_anybody_writes_becomes_markup(text):
    printed = str(wording.paragraphs(text)).replace('<p dir="auto">', "").replace("</p>", "").replace("<br>", "")
    assert "<" not in printed
    assert ">" not in printed


def test_a_hyphenated_word_of_a_heading_stays_on_one_line_and_nothing_becomes_markup():
    assert wording.unbroken("E-mails & <b>") == '<span class="nowrap">E-mails</span> &amp; &lt;b&gt;'


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (5, 60, "5 to 60 minutes later"),
        (60, 5, "5 to 60 minutes later"),
        (0, 60, "up to 60 minutes later"),
        (10, 10, "up to 10 minutes later"),
        (0, 1, "within a minute"),
        (0, 0, "at once"),
    ],
)
def test_how_much_later_something_comes_that_waits_a_random_time(least, most, words):
    assert wording.minutes_later(least, most) == words


@pytest.mark.parametrize(
    ("km", "miles", "kilometres"),
    [
        (0.4, "less than a mile away", "less than a kilometre away"),
        (1.0, "less than a mile away", "about a kilometre away"),
        (1.61, "about a mile away", "about 1.6 km away"),
        (5.0, "about 3.1 miles away", "about 5 km away"),
        (39.7, "about 25 miles away", "about 40 km away"),
    ],
)
def test_distances_are_said_as_the_region_says_them(km, miles, kilometres):
    assert wording.away(km) == miles
    assert wording.away(km, miles=False) == kilometres


@pytest.mark.parametrize(
    ("language", "day", "month", "moment", "thousand", "list_of"),
    [
        ("en-gb", "3 March 2026", "March 2026", "3 March 2026, 9:05am", "1,284.5", "a, b and c"),
        ("en-xa", "3 March 2026", "March 2026", "3 March 2026, 9:05am", "1,284.5", "a, b and c"),
        ("pl", "3 marca 2026", "marzec 2026", "3 marca 2026, 09:05", "1\u00a0284,5", "a, b i c"),
        ("ar-xb", "3 مارس 2026", "مارس 2026", "3 مارس 2026، 9:05 ص", "1,284.5", "a وb وc"),
    ],
)
def test_another_language_is_written_as_its_readers_write_it(language, day, month, moment, thousand, list_of):
    at = datetime(2026, 3, 3, 9, 5, tzinfo=UTC)
    with translation.override(language):
        assert wording.date_words(at) == day
        assert wording.month_words(at) == month
        assert wording.date_time(at) == moment
        assert wording.number(1284.5) == thousand
        assert wording.listed(["a", "b", "c"]) == list_of


def test_a_number_inside_a_sentence_is_in_figures_where_english_words_would_be_wrong():
    with translation.override("pl"):
        assert wording.small_number(3) == "3"


def test_a_code_that_has_no_words_here_is_said_as_it_stands():
    assert wording.worded({"carer": "A carer"}, "carer") == "A carer"
    assert wording.worded({"carer": "A carer"}, "godparent") == "godparent"
