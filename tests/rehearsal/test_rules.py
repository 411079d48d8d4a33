"""Reading comments, and what the scripted people make of them."""

import csv
import io
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rehearsal import rules

HEADER = ["Comment ID", "Service type 1", "FFT question", "FFT answer", "Comment sentiment", "Parking", "Timeliness of care"]


def file_of(*rows, header=HEADER):
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return io.StringIO(out.getvalue())


def row(words="The crew was kind to my mother.", about="111", asked="What was good?", sentiment="1", themes=("", "1")):
    return ["id", about, asked, words, sentiment, *themes]


def read(*rows, **how):
    return list(rules.read_comments(file_of(*rows, **how)))


def test_a_comment_is_read_with_its_line_kind_and_themes():
    (found,) = read(row())
    assert found == rules.Comment(2, "The crew was kind to my mother.", "ambulance", ("Timeliness of care",), ())


def test_themes_of_what_was_bad_could_be_better():
    (found,) = read(row(asked="What could we do better?", sentiment="5", themes=("1", "")))
    assert (found.good, found.better) == ((), ("Parking",))


@pytest.mark.parametrize(
    ("about", "kind"),
    [
        ("PTS\xa0 - Patient Transport", "ambulance"),
        ("Local partnerships- MH", "mental-health-trust"),
        ("Community health services", "community-trust"),
        ("Unknown", "acute-trust"),
        ("", "acute-trust"),
    ],
)
def test_the_kind_of_provider_matches_the_service(about, kind):
    assert read(row(about=about))[0].kind == kind


@pytest.mark.parametrize("words", ["", "  ", "Did not answer", "N/A", "nothing.", "No"])
def test_nothing_said_is_skipped_with_its_line(words):
    assert read(row(), row(words)) == [*read(row()), rules.Skipped(3, "nothing said")]


def test_another_file_is_refused_in_words():
    with pytest.raises(rules.NotComments, match="no column “FFT answer”"):
        read(header=["code", "name"])
    with pytest.raises(rules.NotComments):
        list(rules.read_comments([]))


def test_a_broken_row_is_skipped_and_the_rest_goes_on():
    found = read(row("x" * 140_000), row())
    assert [type(each) for each in found] == [rules.Skipped, rules.Comment]


@given(st.lists(st.text(), max_size=20))
def test_whatever_stands_in_the_file_every_row_is_a_comment_or_skipped(lines):
    broken = io.StringIO(",".join(HEADER) + "\n" + "\n".join(lines))
    for found in rules.read_comments(broken):
        assert isinstance(found, rules.Comment | rules.Skipped)


def test_the_script_leads_to_every_state():
    words = "They were kind to me there."
    scripts = [rules.Script(position, words) for position in range(1, 2001)]
    assert Counter(script.decision for script in scripts).keys() == {"publish", "ask", "hold"}
    assert rules.Script(1, "Good.").decision == "decline"
    assert any(script.leads_to_a_change for script in scripts)
    assert all(script.is_answered for script in scripts if script.leads_to_a_plan)
    assert all(script.leads_to_a_plan for script in scripts if script.leads_to_a_change)


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0.01, 1))
def test_a_percentile_is_one_of_the_figures_and_so_many_do_not_exceed_it(figures, share):
    found = rules.percentile(figures, share)
    assert found in figures
    assert sum(figure <= found for figure in figures) >= share * len(figures) - 1e-9


def test_no_figures_have_no_percentile():
    assert rules.summary([]) == {"n": 0, "p50": 0.0, "p95": 0.0}
