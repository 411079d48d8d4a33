"""Holidays of the demo's regions fall on the days on which people there have them."""

from datetime import date

import pytest

from heard.demo.rules.holidays import day_of, easter


@pytest.mark.parametrize(
    ("year", "day"), [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5)), (2038, date(2038, 4, 25))]
)
def test_easter(year, day):
    assert easter(year) == day


@pytest.mark.parametrize(
    ("holiday", "day"),
    [
        ({"month": 3, "day": 17}, date(2026, 3, 17)),
        ({"month": 5, "monday": 1}, date(2026, 5, 4)),
        ({"month": 5, "monday": -1}, date(2026, 5, 25)),
        ({"month": 6, "monday": 1}, date(2026, 6, 1)),
        ({"month": 10, "monday": -1}, date(2026, 10, 26)),
        ({"easter": -2}, date(2026, 4, 3)),
        ({"easter": 1}, date(2026, 4, 6)),
    ],
)
def test_a_day_of_a_year(holiday, day):
    assert day_of(holiday, 2026) == day
