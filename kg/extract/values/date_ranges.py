"""The two ends of a stretch of time: 2019年8月1日至5日, 7月至9月, 第三季度.

2019年8月1日至5日, read as 2019-08-01      ->  2019-08-01 .. 2019-08-05
2021年至2022年, read as 2021               ->  2021 .. 2022
2023年第三季度, read as 2023               ->  2023-07 .. 2023-09
"""

from __future__ import annotations

from kg.extract.values.day import Day
from kg.ontology.ontology import Ontology
from kg.ontology.tables.dates import DateTable
from kg.types import Value


class DateRanges:
    """Reads stretches of time, by the words of one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        table = ontology.table(DateTable)
        text = f"(?:{table.range.to}){table.range.last_day}$"
        self._last = ontology.expression(DateTable, ("range", "last_day"), text, groups=("year", "month", "day"))
        self._parts = sorted(table.range.parts_of_year.items(), key=lambda part: -len(part[0]))

    def end(self, words: str, begin: Value) -> Value | None:
        """The last day, month or year of the range that `words` write; None where they write none that is later."""
        m, first = self._last.search(words), Day.read(begin.text)
        if m is None or first is None or not (m["year"] or m["month"] or (m["day"] and first.day)):
            return None
        last = self._of(first, *(int(m[part]) if m[part] else None for part in ("year", "month", "day")))
        return Value(str(last), "date") if last.real and str(last) > begin.text else None

    @staticmethod
    def _of(first: Day, year: int | None, month: int | None, day: int | None) -> Day:
        """The day that year, month and day give, those that are missing as in the first: 2019年8月30日至9月2日."""
        if year is not None:
            return Day(year, month, day if month else None)
        if month is None:
            month = first.month
        turned = month is not None and first.month is not None and month < first.month
        return Day(first.year + turned, month, day if month else None)

    def part_of_year(self, words: str, begin: Value) -> tuple[Value, Value] | None:
        """The first and the last month of the quarter or half of a year that `words` end in, if they do."""
        year = Day.read(begin.text)
        if year is None or year.month is not None:
            return None
        for part, (first, last) in self._parts:
            if words.endswith(part):
                return Value(str(Day(year.year, first)), "date"), Value(str(Day(year.year, last)), "date")
        return None


def date_ranges(ontology: Ontology) -> DateRanges:
    """The ranges of an ontology, compiled once; OntologyError, with file and line, where an expression is none."""
    return ontology.once(DateRanges)
