"""Years, months and days."""

from __future__ import annotations

import pytest

from kg.extract.values.day import Day


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (Day(2020, 2, 28), 1, Day(2020, 2, 29)),
        (Day(2021, 1, 1), -1, Day(2020, 12, 31)),
        (Day(2020, 2), 1, None),
        (Day(9999, 12, 31), 1, None),
        (Day(2021, 2, 30), 1, None),
    ],
)
def test_shifted(day: Day, days: int, expected: Day | None) -> None:
    assert day.shifted(days) == expected


@pytest.mark.parametrize(
    ("iso", "expected"),
    [
        ("2022-09-22", Day(2022, 9, 22)),
        ("2022-09-22T10:00:00", Day(2022, 9, 22)),
        ("2022", Day(2022)),
        ("2022-13", None),
        ("0999-01-01", None),
        ("x", None),
        (None, None),
    ],
)
def test_read(iso: str | None, expected: Day | None) -> None:
    assert Day.read(iso) == expected


@pytest.mark.parametrize("day", [Day(2021, 2, 29), Day(0), Day(2021, 0), Day(2021, 4, 31)])
def test_no_calendar_has_it(day: Day) -> None:
    assert not day.real
