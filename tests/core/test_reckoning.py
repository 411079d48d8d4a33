"""The sweep over what is owed goes on, whatever one kind of it does."""

from datetime import UTC, datetime

import pytest

from heard.core import reckoning

WINDOW = reckoning.EVER


@pytest.fixture
def kinds(monkeypatch):
    monkeypatch.setattr(reckoning, "_debts", {})
    return reckoning


def test_a_kind_that_cannot_be_looked_for_holds_up_no_other(kinds, caplog):
    done = []

    def breaks(window):
        raise ZeroDivisionError("with words of a story")

    kinds.owed("tests.broken", "Broken", breaks, done.append)
    kinds.owed("tests.whole", "Whole", lambda window: [reckoning.Missing(datetime(2026, 3, 2, tzinfo=UTC), 7)], done.append)
    assert kinds.put_right("tests", window=WINDOW) == 1
    assert [each.story_id for each in done] == [7]
    assert "tests.broken could not be looked for: ZeroDivisionError" in caplog.text
    assert "words of a story" not in caplog.text
