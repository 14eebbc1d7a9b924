"""Both ends of a stretch of time."""

from __future__ import annotations

import pytest

from kg.extract.values.date_ranges import date_ranges
from kg.ontology.ontology import load
from kg.types import Value


@pytest.mark.parametrize(
    ("words", "begin", "end"),
    [
        ("2019年8月1日至5日", "2019-08-01", "2019-08-05"),
        ("8月1日至9月3日", "2019-08-01", "2019-09-03"),
        ("2021年12月30日至2022年1月2日", "2021-12-30", "2022-01-02"),
        ("12月30日至1月2日", "2021-12-30", "2022-01-02"),
        ("2021年至2022年", "2021", "2022"),
        ("2003年3月至5月", "2003-03", "2003-05"),
        ("1至8月", "2022-01", "2022-08"),
        ("2022年9月2日", "2022-09-02", None),
        ("9月2日8时至11时", "2022-09-02", None),
        ("2019年8月5日至1日", "2019-08-05", None),
        ("2019年2月1日至31日", "2019-02-01", None),
    ],
)
def test_the_last_day_of_a_range(words: str, begin: str, end: str | None) -> None:
    found = date_ranges(load()).end(words, Value(begin, "date"))
    assert (found.text if found else None) == end


@pytest.mark.parametrize(
    ("words", "begin", "months"),
    [
        ("2023年第三季度", "2023", ("2023-07", "2023-09")),
        ("今年前三季度", "2022", ("2022-01", "2022-09")),
        ("上半年", "2022", ("2022-01", "2022-06")),
        ("2023年", "2023", None),
        ("2023年9月", "2023-09", None),
    ],
)
def test_parts_of_a_year(words: str, begin: str, months: tuple[str, str] | None) -> None:
    found = date_ranges(load()).part_of_year(words, Value(begin, "date"))
    assert (found and tuple(value.text for value in found)) == months
