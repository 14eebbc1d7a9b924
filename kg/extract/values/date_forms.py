"""The patterns of dates.toml as one regular expression.

    match = "{month}月{day}日"                    ->  (?P<p3>(?P<month_3_0>1[0-2]|…)月(?P<day_3_1>…)日)
    DateForms.fields, of a match of 9月2日        ->  {"month": "9", "day": "2"}

Several patterns share the names of their groups, which a regular expression may use only once: each gets a number, and
`DateForms` knows what it was called.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from kg.extract.values.day import Day
from kg.extract.values.numerals import Numerals, numerals
from kg.ontology.ontology import Ontology
from kg.ontology.tables.dates import DateTable
from kg.text.toml import KeyPath

Groups: TypeAlias = tuple[tuple[str, str], ...]  # (field, name of its group)

_BY_PUBLICATION = ("published_year", "published_month", "published_day", "bracketed_day")
_BY_MENTION = ("mentioned_year", "mentioned_month", "mentioned_day")
_OFFSETS = (*_BY_PUBLICATION, *_BY_MENTION, "weekday", "week")
_FEAST = "feast"
_NUMBERS = ("year", "month", "day", "year_end", "month_end", "day_end", "short_year", "republic")
_OTHERS = ("moon", "undated", "tail", "sep", "part")
_FIELDS = frozenset((*_NUMBERS, *_OTHERS))  # what groups may give; words stand there as fragments
_GROUP = re.compile(r"\(\?P<(\w+)>")
_SAME = re.compile(r"\(\?P=(\w+)\)")


@dataclass(frozen=True)
class DateForms:
    """All patterns as one regular expression; `groups` gives each pattern's fields by the name of its own group.

    `offsets` are words for days, months, years, by field, with how far they lie from a date that is known; `feasts`
    are month and day of feasts. `dateline` finds the datelines of an article.
    """

    pattern: re.Pattern[str]
    ids: Mapping[str, str]
    whole_words: frozenset[str]
    groups: Mapping[str, Groups]
    offsets: Mapping[str, Mapping[str, int]]
    feasts: Mapping[str, tuple[int, int]]
    first: str
    future: re.Pattern[str]
    dateline: re.Pattern[str]
    numerals: Numerals
    dated: float
    undated: float

    def fields(self, match: re.Match[str]) -> dict[str, str]:
        """What a match gives: field -> text."""
        own = self.groups[match.lastgroup or ""]
        return {field: text for field, group in own if (text := match.group(group)) is not None}

    def number(self, text: str) -> int:
        """A month, a day or a year; 0 where it is no number."""
        if text == self.first:
            return 1
        if not text:
            return 0
        spelt = self.numerals.spelt(text) if len(text) != 1 else None
        parsed = spelt if spelt is not None else self.numerals.parse(text)
        return int(parsed) if parsed is not None else 0


def date_forms(ontology: Ontology) -> DateForms:
    """The forms of dates.toml, compiled once; OntologyError, with file and line, where they do not fit together."""
    return ontology.once(_compiled)


def _compiled(ontology: Ontology) -> DateForms:
    table = ontology.table(DateTable)
    offsets: dict[str, Mapping[str, int]] = {name: getattr(table, name) for name in _OFFSETS}
    _check_feasts(ontology, table)
    composer = _Composer(ontology, table, offsets)
    wholes, groups = [], {}
    for number, rule in enumerate(table.pattern):
        body, groups[f"p{number}"] = composer.renamed(number, rule.match)
        wholes.append(f"(?P<p{number}>{body})")
    started = (*_BY_PUBLICATION, *_BY_MENTION)
    initials = {word[0] for name in started for word in offsets[name]} | {word[0] for word in table.feast}
    initials |= {word[0] for word in table.undated.words}
    starts = f"(?=[{table.starts}{''.join(sorted(initials))}])"
    return DateForms(
        pattern=composer.joined(starts, wholes),
        ids={f"p{number}": rule.id for number, rule in enumerate(table.pattern)},
        whole_words=frozenset(f"p{number}" for number, rule in enumerate(table.pattern) if rule.whole_words),
        groups=groups,
        offsets=offsets,
        feasts=table.feast,
        first=table.first,
        future=table.future,
        dateline=composer.compiled(("dateline",), table.dateline),
        numerals=numerals(ontology),
        dated=table.scores.dated,
        undated=table.scores.undated,
    )


def _check_feasts(ontology: Ontology, table: DateTable) -> None:
    for feast, (month, day) in table.feast.items():
        if not Day(2000, month, day).real:
            what = f"'{feast}' is on day {day} of month {month}, which there is not"
            raise ontology.error(DateTable, ("feast", feast), what, "write [month, day]")


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w)))


class _Composer:
    """Puts fragments and words into patterns."""

    def __init__(self, ontology: Ontology, table: DateTable, offsets: Mapping[str, Mapping[str, int]]) -> None:
        self._ontology = ontology
        self._fragments: dict[str, str] = dict(table.fragments)
        words: dict[str, Iterable[str]] = {**offsets, _FEAST: table.feast}
        self._fragments |= {name: f"(?P<{name}>{_alternatives(some)})" for name, some in words.items()}
        self._fragments["moon_feast"] = f"(?:{_alternatives(table.moon_feast.words)})"
        self._fragments["undated_word"] = _alternatives(table.undated.words)
        for name, text in table.fragments.items():
            self._check_groups(("fragments", name), text)

    def _check_groups(self, path: KeyPath, text: str) -> None:
        """Whether the fields that groups give are known."""
        for name in _GROUP.findall(text):
            if name.rstrip("_") not in _FIELDS:
                hint = f"name a group after what it gives: {', '.join(sorted(_FIELDS))}"
                raise self._ontology.error(DateTable, path, f"the group '{name}' is unknown", hint)

    def compiled(self, path: KeyPath, text: str) -> re.Pattern[str]:
        """The expression at a key, with its fragments."""
        return self._ontology.expression(DateTable, path, text, parts=self._fragments)

    def renamed(self, number: int, text: str) -> tuple[str, Groups]:
        """A pattern with fragments and with names of groups that no other pattern has; and what they are called."""
        path: KeyPath = ("pattern", number, "match")
        pairs: list[tuple[str, str]] = []
        own: dict[str, str] = {}
        self._check_groups(path, text)
        body = self._ontology.composed(DateTable, path, text, self._fragments)

        def rename(found: re.Match[str]) -> str:
            own[found[1]] = f"{found[1]}_{number}_{len(pairs)}"
            pairs.append((found[1].rstrip("_"), own[found[1]]))
            return f"(?P<{own[found[1]]}>"

        body = _GROUP.sub(rename, body)
        return _SAME.sub(lambda m: f"(?P={own.get(m[1], m[1])})", body), tuple(pairs)

    def joined(self, starts: str, wholes: list[str]) -> re.Pattern[str]:
        """The patterns as alternatives; OntologyError with the line of the first that is no expression."""
        try:
            return re.compile(f"{starts}(?:{'|'.join(wholes)})")
        except re.error:
            for number, whole in enumerate(wholes):
                self._ontology.expression(DateTable, ("pattern", number, "match"), whole)
            return self._ontology.expression(DateTable, ("starts",), starts)
