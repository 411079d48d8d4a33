"""The compiled look: small, ours, and alone."""

import gzip
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "heard" / "ui" / "static" / "ui"
CSS = (STATIC / "heard.css").read_text(encoding="utf-8")
SOURCES = sorted((Path(__file__).parents[2] / "assets" / "scss").rglob("*.*css"))
JS = (STATIC / "heard.js").read_text(encoding="utf-8")


def test_the_stylesheet_is_at_most_25_kilobytes_compressed():
    assert len(gzip.compress(CSS.encode(), 9)) <= 25_000


def test_the_script_is_at_most_15_kilobytes():
    assert len(JS.encode()) <= 15_000


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_a_line_of_a_source_holds_one_declaration(path):
    """A rule with only one may stand on one line. The look is compiled elsewhere, so its sources are read here."""
    without_comments = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    lines = [re.sub(r"(?:^|\s)//.*|\"[^\"]*\"|#\{[^}]*\}", "", line) for line in without_comments.splitlines()]
    assert [line for line in map(str.rstrip, lines) if line.count(";") > 1 or line.count("{") > 1 or re.search(r";(?! \}$).", line)] == []
    assert [line for line in lines if len(line) > 120] == []


def test_nothing_is_fetched_from_elsewhere():
    assert not re.search(r"https?://", CSS)
    assert set(re.findall(r"https?://[^\"'` )]+", JS)) <= {"http://www.w3.org/2000/svg"}
    for address in re.findall(r"url\(([^)]*)\)", CSS):
        assert (STATIC / address.strip("\"'")).is_file(), address


@pytest.mark.parametrize("theirs", ["005eb8", "4c6272", "aeb7bd", "d8dde0", "ffeb3b", "d5281b", "007f3b", "Frutiger"])
def test_nothing_of_the_nhs_identity_is_in_it(theirs):
    assert theirs.lower() not in CSS.lower()


def test_sides_are_logical_so_that_right_to_left_pages_work():
    physical = re.findall(r"[;{](?:margin|padding|border)-(?:left|right)(?:-\w+)?:[^;}]*", CSS)
    assert physical == []
    four = re.findall(r"[;{](?:margin|padding):[^\s;}]+ ([^\s;}]+) [^\s;}]+ ([^\s;}!]+)", CSS)
    assert [each for each in four if each[0] != each[1]] == []


def test_no_words_are_made_large_or_stretched():
    assert "uppercase" not in CSS
    assert "text-align:justify" not in CSS


def test_what_is_committed_is_what_the_sources_make():
    """Every colour token of the sources is in the compiled file: it was rebuilt after the last change of a colour."""
    tokens = (Path(__file__).parents[2] / "assets" / "scss" / "_tokens.scss").read_text(encoding="utf-8")
    for name, value in re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", tokens):
        assert re.search(rf"{name}: ?{value}", CSS), f"{name} is not {value}: run bash assets/build.sh"
