"""The table dates.toml: how dates are written, and how far words for days lie from a known date."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from kg.ontology.table import Characters, Fragment, Share, Table, Word


class DateScores(Table, frozen=True):
    """How sure a date is, with a value and without."""

    dated: Share
    undated: Share


class WordsOnly(Table, frozen=True):
    """Words for dates, of which only the words matter."""

    words: tuple[Word, ...]


class DatePattern(Table, frozen=True):
    """One way of writing a date; `yes` are sentences with what the date in them means."""

    id: Word
    match: Fragment
    yes: tuple[Word, ...]
    whole_words: bool = False


class DateRange(Table, frozen=True):
    """How a stretch of time ends: words before its last day, that day, and first and last month of parts of a year."""

    to: Fragment
    last_day: Fragment
    parts_of_year: Mapping[Word, tuple[int, int]]


class DateTable(Table, frozen=True):
    """Patterns of dates, the fragments that they share, and the words that they may use as fragments."""

    FILE: ClassVar[str] = "dates.toml"

    starts: Characters
    first: Word
    dateline: Fragment
    future: re.Pattern[str]
    scores: DateScores
    range: DateRange
    fragments: Mapping[Word, Fragment]
    published_year: Mapping[Word, int]
    mentioned_year: Mapping[Word, int]
    published_month: Mapping[Word, int]
    mentioned_month: Mapping[Word, int]
    published_day: Mapping[Word, int]
    mentioned_day: Mapping[Word, int]
    bracketed_day: Mapping[Word, int]
    weekday: Mapping[Word, int]
    week: Mapping[Word, int]
    feast: Mapping[Word, tuple[int, int]]
    moon_feast: WordsOnly
    undated: WordsOnly
    pattern: tuple[DatePattern, ...]
