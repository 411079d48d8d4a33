"""Journeys wait for what a page shows.

`assert x.is_visible()` asks a browser what is so this instant, while what was pressed a line before may still be on its way: it
passes on a quiet machine and fails on a busy one. Playwright's `expect(...)` asks until it is so.
"""

import re
from pathlib import Path

import pytest

JOURNEYS = sorted((Path(__file__).parents[1] / "journeys").glob("test_*.py"))
THIS_INSTANT = re.compile(
    r"^\s*assert .*(\.(is_visible|is_hidden|is_checked|input_value|inner_text|text_content)\(|activeElement|\w+\.url\b"
    r"|\.(get_by_\w+|locator)\(.*\.count\()"
)


@pytest.mark.parametrize("path", JOURNEYS, ids=lambda path: path.stem)
def test_no_journey_asks_what_is_so_this_instant(path):
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    assert [f"{path.name}:{number}: {line.strip()}" for number, line in lines if THIS_INSTANT.match(line)] == []


def test_such_a_question_is_found():
    assert THIS_INSTANT.match('    assert page.get_by_text("Thank you").is_visible()')
    assert THIS_INSTANT.match('    assert "/account/" in page.url')
    assert THIS_INSTANT.match('    assert page.get_by_text("too short").count()')
    assert not THIS_INSTANT.match('    expect(page.get_by_text("Thank you")).to_be_visible()')
