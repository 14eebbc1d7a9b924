"""When a fact holds, as whole days: what timelines, spells and columns of dates need."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import TypeAlias

from kg.types import Fact, Value

Period: TypeAlias = tuple[date | None, date | None]
"""The first and the last day; None where it is not known or open."""

_DATE = re.compile(r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2})(?:-([0-9]{2})(?:T.*)?)?)?")
_AT, _UNTIL = "time", ("through", "end")  # qualifiers: when it was or began, and how long it lasted
_LAST_MONTH = 12


def period(fact: Fact) -> Period:
    """The days of a fact by its qualifiers `time`, `through` and `end`, or by its object where that is a date.

    >>> when = Value("2020-07", "date")
    >>> first, last = period(Fact("f", "received", "a", "b", (("time", when),)))
    >>> print(first, last)
    2020-07-01 2020-07-31
    """
    said = {name: value for name, value in fact.qualifiers if isinstance(value, Value) and value.datatype == "date"}
    at = days(said[_AT].text) if _AT in said else (None, None)
    until = next((days(said[name].text)[1] for name in _UNTIL if name in said), None)
    if until is not None:
        return (at[0] if at[0] is None or at[0] <= until else None), until
    if at == (None, None) and isinstance(fact.object, Value) and fact.object.datatype == "date":
        return days(fact.object.text)
    return at


def days(iso: str) -> Period:
    """The first and the last day of a date at any precision (a day, a month, a year, `199X`, `2021-06/2021-09`).

    (None, None) where it is none of these, as of years before the first.
    """
    first, _, last = iso.partition("/")
    found = _ends(first)
    if found == (None, None) or not last:
        return found
    return found[0], _ends(last)[1]


def _ends(iso: str) -> Period:
    found = _DATE.fullmatch(iso)
    if found is None:
        return None, None
    year, month, day = found.groups()
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    months = (int(month), int(month)) if month else (1, _LAST_MONTH)
    try:
        return (
            date(low, months[0], int(day or 1)),
            date(high, months[1], int(day) if day else monthrange(high, months[1])[1]),
        )
    except ValueError:  # 2021-02-30, or the year 0
        return None, None
