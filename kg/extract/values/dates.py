"""Dates in every form, resolved at the precision of the text against the article's date and the date told last."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.values.numerals import Numerals, numerals
from kg.ontology.ontology import Ontology
from kg.types import Mention, Parsed, Span, Value

_TOLD = ("told_year", "told_month", "told_day")
_PUBLISHED = ("published_year", "published_month", "published_day", "bracketed_day")
_WORDS = (*_PUBLISHED, *_TOLD, "weekday", "week", "feast")
_LIVES = 15  # years; a longer range in years is a lifetime or an era, both ends of which are dates by themselves
_PRINT = (1000, 3000)  # years in which an article may have been published
_NEAR = timedelta(days=45)  # a feast without a year is dated only where the article is that close to it
_FAR = 400  # characters between a date and what is told from it (次日)
_FIRST_TWO_DIGIT_YEAR = 30  # 08年 is 2008, 98年 is 1998


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
        """This day and so many more, None where it is no full day."""
        if self.month is None or self.day is None:
            return None
        try:
            moved = date(self.year, self.month, self.day) + timedelta(days=days)
        except (OverflowError, ValueError):  # before the year 1, after 9999, or from a day that is in no calendar
            return None
        return Day(moved.year, moved.month, moved.day)

    @classmethod
    def read(cls, iso: str | None) -> Day | None:
        """The day that an ISO 8601 text names, at its precision.

        >>> Day.read("2022-09")
        Day(year=2022, month=9, day=None)
        """
        found = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", iso or "")
        if found is None:
            return None
        day = cls(*(int(n) for n in found.groups() if n))
        return day if day.real and _PRINT[0] <= day.year <= _PRINT[1] else None


@dataclass(frozen=True)
class _Grammar:
    """All patterns as one regular expression. `fields` maps each pattern's group to (field, group) pairs."""

    pattern: re.Pattern[str]
    ids: Mapping[str, str]
    words_only: frozenset[str]
    fields: Mapping[str, tuple[tuple[str, str], ...]]
    words: Mapping[str, Mapping[str, Any]]
    first: str
    future: re.Pattern[str]
    year: re.Pattern[str]
    dateline: re.Pattern[str]
    numerals: Numerals

    def read(self, match: re.Match[str]) -> dict[str, str]:
        """What a match gives: field -> text."""
        wrapper = match.lastgroup or ""
        return {field: text for field, group in self.fields[wrapper] if (text := match.group(group)) is not None}

    def number(self, text: str) -> int:
        """A month, a day or a year; 0 where it is no number."""
        if text == self.first:
            return 1
        if not text:
            return 0
        spelt = self.numerals.spelt(text) if len(text) != 1 else None
        parsed = spelt if spelt is not None else self.numerals.parse(text)
        return int(parsed) if parsed is not None else 0


def _alternatives(words: Any) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w)))


def _expand(text: str, fragments: Mapping[str, str]) -> str:
    """Put fragments in the place of their names, as deep as they are nested."""
    while (done := re.sub(r"\{([a-z_]+)\}", lambda m: fragments[m.group(1)], text)) != text:
        text = done
    return text


def _renamed(number: int, body: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A pattern with the groups' names made its own, and what they were called: several patterns share one regex."""
    pairs: list[tuple[str, str]] = []

    def rename(found: re.Match[str]) -> str:
        pairs.append((found.group(1), f"{found.group(1)}_{number}_{len(pairs)}"))
        return f"(?P<{pairs[-1][1]}>"

    body = re.sub(r"\(\?P<([a-z_]+)>", rename, body)
    own = dict(pairs)
    return re.sub(r"\(\?P=([a-z_]+)\)", lambda m: f"(?P={own[m.group(1)]})", body), tuple(pairs)


@cache
def _grammar(ontology: Ontology) -> _Grammar:
    """The patterns of the ontology's dates.toml, compiled."""
    table = ontology.toml("dates.toml")
    words = {name: table[name] for name in _WORDS}
    fragments = table["fragments"] | {name: f"(?P<{name}>{_alternatives(words[name])})" for name in _WORDS}
    fragments["moon_feast"] = f"(?:{_alternatives(table['moon_feast']['words'])})"
    fragments["undated_word"] = _alternatives(table["undated"]["words"])
    wholes, ids, fields = [], {}, {}
    for number, rule in enumerate(table["pattern"]):
        body, pairs = _renamed(number, _expand(rule["match"], fragments))
        wholes.append(f"(?P<p{number}>{body})")
        ids[f"p{number}"], fields[f"p{number}"] = rule["id"], pairs
    initials = {word[0] for name in (*_PUBLISHED, *_TOLD, "feast") for word in words[name]}
    initials |= {word[0] for word in table["undated"]["words"]}
    return _Grammar(
        pattern=re.compile(f"(?=[{table['starts']}{''.join(sorted(initials))}])(?:{'|'.join(wholes)})"),
        ids=ids,
        words_only=frozenset(wrapper for wrapper, name in ids.items() if name in table["words_only"]),
        fields=fields,
        words=words,
        first=table["first"],
        future=re.compile(table["future"]),
        year=re.compile(_expand(table["year"], fragments)),
        dateline=re.compile(_expand(table["dateline"], fragments)),
        numerals=numerals(ontology),
    )


class _Clock:
    """What is known of time while a document is read: its date, and the date told last."""

    def __init__(self, grammar: _Grammar, published: Day | None, only_year: int | None) -> None:
        self.grammar, self.published, self.only_year = grammar, published, only_year
        self.written = published  # the day that 今天 means
        self.told: Day | None = None
        self.near = False  # whether `told` stands in the paragraph that is being read

    def resolve(self, fields: Mapping[str, str], ahead: bool) -> Day | None:
        """The date that a pattern's fields mean; `ahead`: the sentence speaks of what is to come."""
        if "undated" in fields:
            return None
        month, day = (self.grammar.number(fields[name]) if name in fields else None for name in ("month", "day"))
        if "weekday" in fields:
            return self._weekday(fields)
        if month is None and day is None and (word := self._word(fields, "published_day")) is not None:
            return self.written.shifted(word) if self.written else None
        if month is None and day is None and (word := self._word(fields, "told_day")) is not None:
            return self.told.shifted(word) if self.told else None
        if any(name in fields for name in ("published_month", "told_month")):
            return self._month_word(fields, day)
        known, year = self._year(fields)
        if "feast" in fields:
            month, day = self.grammar.words["feast"][fields["feast"]]
        if known:
            if year is None or "moon" in fields:
                return Day(year) if year else None
            return Day(year, month, day)
        if "moon" in fields:
            return None
        if "feast" in fields:
            return self._feast(Day(self.published.year, month, day)) if self.published else None
        if month is not None:
            return self._month(month, day, ahead)
        if day is not None:
            return self._day(day, ahead)
        anchor = self.told if self.told and self.near else self.published
        return Day(anchor.year) if anchor else None

    def _word(self, fields: Mapping[str, str], table: str) -> int | None:
        found = fields.get(table)
        return None if found is None else int(self.grammar.words[table][found])

    def _year(self, fields: Mapping[str, str]) -> tuple[bool, int | None]:
        """Whether the text says the year, and the year where it can be known."""
        number = self.grammar.number
        if "year" in fields:
            return True, number(fields["year"])
        if "republic" in fields:
            return True, 1911 + number(fields["republic"])
        if "short_year" in fields:
            short = number(fields["short_year"])
            return True, short + (1900 if short >= _FIRST_TWO_DIGIT_YEAR else 2000)
        for table, anchor in (("published_year", self.published), ("told_year", self.told)):
            if (shift := self._word(fields, table)) is not None:
                return True, anchor.year + shift if anchor else None
        return False, None

    def _month_word(self, fields: Mapping[str, str], day: int | None) -> Day | None:
        """本月9日, 同月: a month that lies so many months from the article's or from the one told last."""
        table = "published_month" if "published_month" in fields else "told_month"
        anchor = self.published if table == "published_month" else self.told
        if anchor is None or anchor.month is None:
            return None
        months = anchor.year * 12 + anchor.month - 1 + (self._word(fields, table) or 0)
        return Day(months // 12, months % 12 + 1, day)

    def _weekday(self, fields: Mapping[str, str]) -> Day | None:
        """The day of this or another week; without a word, the last one that was."""
        written = self.written
        if written is None or written.month is None or written.day is None:
            return None
        today = date(written.year, written.month, written.day).weekday()
        back = today - int(self.grammar.words["weekday"][fields["weekday"]])
        week = self._word(fields, "week")
        return written.shifted(-(back % 7) if week is None else 7 * week - back)

    def _feast(self, day: Day) -> Day | None:
        published = self.published
        if not published or not published.month or not published.day or not day.month or not day.day:
            return None
        today = date(published.year, published.month, published.day)
        for year in (published.year - 1, published.year, published.year + 1):
            if abs(date(year, day.month, day.day) - today) <= _NEAR:
                return Day(year, day.month, day.day)
        return None

    def _month(self, month: int, day: int | None, ahead: bool) -> Day | None:
        """A month without a year: in the year told in this paragraph, else the last such month before the article."""
        told, published = self.told, self.published
        if told and (self.near or not published):
            year = told.year
            if told.month and month + 6 < told.month and published and year < published.year:
                year += 1
            return Day(year, month, day)
        if not published:
            return Day(self.only_year, month, day) if self.only_year else None
        year = published.year
        if published.month is not None:
            later = (month, day or 0) > (published.month, published.day or 31)
            if later and not ahead:
                year -= 1
            elif ahead and published.month - month > 6:
                year += 1
            elif later and month - published.month > 9:
                year -= 1
        return Day(year, month, day)

    def _day(self, day: int, ahead: bool) -> Day | None:
        """A day without a month: in the month told in this paragraph, else the last such day before the article."""
        if self.told and self.told.month and (self.near or not self.published):
            return Day(self.told.year, self.told.month, day)
        published = self.published
        if not published or not published.month or not published.day:
            return None
        if day <= published.day or ahead:
            return Day(published.year, published.month, day)
        months = published.year * 12 + published.month - 2
        return Day(months // 12, months % 12 + 1, day)


def _datelines(rules: _Grammar, view: str, published: Day | None) -> list[tuple[int, Day]]:
    """Where reports begin and the days on which they were written, for texts that say when they were published."""
    found = []
    for match in rules.dateline.finditer(view) if published else ():
        written = _Clock(rules, published, None).resolve(match.groupdict(), ahead=False)
        if written and written.real:
            found.append((match.end(), written))
    return found


def _spoken(clock: _Clock, fields: Mapping[str, str], view: str, sentence: Span, at: int, last: int) -> bool:
    """Whether a word for a day is told from a day that nobody knows.

    Who speaks in a story has another today than who writes it; the next day (次日) is told from a date close by.
    """
    if "published_day" in fields and clock.told and clock.told != clock.written:
        return view.count("“", sentence.start, at) > view.count("”", sentence.start, at)
    return "told_day" in fields and at - last > _FAR


def dates(parsed: Parsed, ontology: Ontology) -> list[Candidate]:
    """Date mentions, in order; a value is given only where the text and the article's date tell it.

    Times of day are inside the span and not in the value; a range has the value of its beginning.
    """
    rules, view = _grammar(ontology), parsed.view.text
    published = Day.read(parsed.document.meta.datePublished)
    years = set() if published else {rules.number(m.group("year")) for m in rules.year.finditer(view)}
    clock = _Clock(rules, published, years.pop() if len(years) == 1 else None)
    datelines = _datelines(rules, view, published)
    starts, ends = frozenset(parsed.starts), frozenset(parsed.ends)
    found: list[Candidate] = []
    last = 0
    for sentence in parsed.sentences:
        while datelines and datelines[0][0] <= sentence.end:
            clock.written = datelines.pop(0)[1]
        at = sentence.start
        while match := rules.pattern.search(view, at, sentence.end):
            begin, at, wrapper = match.start(), match.end(), match.lastgroup or ""
            if wrapper in rules.words_only and not (begin in starts and at in ends):
                continue
            fields = rules.read(match)
            clock.near = clock.near and "\n" not in view[last:begin]
            ahead = rules.future.search(view, sentence.start, sentence.end) is not None
            day = None if _spoken(clock, fields, view, sentence, begin, last) else clock.resolve(fields, ahead)
            day = day if day and day.real else None
            if day and "tail" in fields and rules.number(fields.get("year_end", "")) - day.year > _LIVES:
                at -= len(fields["tail"])
            mention = Mention(Span(begin, at), "Date", "value", Value(str(day), "date") if day else None)
            found.append(Candidate(mention, 0.95 if day else 0.8, f"date.{rules.ids[wrapper]}", Source.DATE))
            if day:
                clock.told, clock.near = day, True
            last = at
    return found
