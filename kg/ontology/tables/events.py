"""ontology/events.toml: where the names of meetings, contests, ceremonies and accidents begin and end."""

from __future__ import annotations

import re
from typing import ClassVar

from kg.ontology.table import Count, Share, Table, Word


class EventScores(Table, frozen=True):
    """How sure a name is."""

    governed: Share
    clause: Share
    bare: Share
    again: Share
    case: Share
    year: Share
    part: Share


class EventCases(Table, frozen=True):
    """Cases and accidents that are named by whom or what they befell."""

    of_person: re.Pattern[str]


class Events(Table, frozen=True):
    """Where the names of events begin and end."""

    FILE: ClassVar[str] = "events.toml"

    openers: frozenset[Word]
    places: frozenset[Word]
    aspects: frozenset[Word]
    of: Word
    described: frozenset[Word]
    joins: frozenset[Word]
    joint: frozenset[Word]
    dashes: frozenset[Word]
    not_quoted: frozenset[Word]
    bounds: frozenset[Word]
    broken: frozenset[Word]
    leads: re.Pattern[str]
    times: re.Pattern[str]
    many: re.Pattern[str]
    year: re.Pattern[str]
    year_before: re.Pattern[str]
    part: re.Pattern[str]
    named_year: re.Pattern[str]
    feasts: tuple[Word, ...]
    held: re.Pattern[str]
    opening: re.Pattern[str]
    within: re.Pattern[str]
    no_head: re.Pattern[str]
    bare: frozenset[Word]
    stands: frozenset[Word]
    vague: frozenset[Word]
    unheld: frozenset[Word]
    short: frozenset[Word]
    struck: re.Pattern[str]
    longest: Count
    case: EventCases
    scores: EventScores
