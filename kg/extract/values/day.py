"""A year, a month or a day, as precise as the text gives it."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_PRINT = (1000, 3000)  # years in which an article may have been published


@dataclass(frozen=True, slots=True)
class Day:
    """A year, a month, or a day of the calendar."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """ISO 8601, cut at the precision.

        >>> str(Day(2020, 7)), str(Day(618))
        ('2020-07', '0618')
        """
        parts = [f"{self.year:04d}", *(f"{n:02d}" for n in (self.month, self.day) if n is not None)]
        return "-".join(parts)

    @property
    def real(self) -> bool:
        """Whether the calendar has it (2月30日 is in none)."""
        if self.month is None:
            return self.year > 0
        if self.year < 1 or not 1 <= self.month <= 12:
            return False
        return self.day is None or 1 <= self.day <= calendar.monthrange(self.year, self.month)[1]

    def shifted(self, days: int) -> Day | None:
        """This day shifted by `days`; None where it is no full day, or the result is beyond the calendar."""
        if self.month is None or self.day is None:
            return None
        try:
            moved = date(self.year, self.month, self.day) + timedelta(days=days)
        except (OverflowError, ValueError):  # before the year 1, after 9999, or from a day that is in no calendar
            return None
        return Day(moved.year, moved.month, moved.day)

    @classmethod
    def read(cls, iso: str | None) -> Day | None:
        """The day that an ISO 8601 text names, at its precision; None where an article cannot be of that day.

        >>> Day.read("2022-09")
        Day(year=2022, month=9, day=None)
        """
        found = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", iso or "")
        if found is None:
            return None
        day = cls(*(int(n) for n in found.groups() if n))
        return day if day.real and _PRINT[0] <= day.year <= _PRINT[1] else None
