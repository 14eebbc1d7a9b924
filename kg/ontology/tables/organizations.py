"""ontology/organizations.toml: how names of organisations and facilities are composed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from kg.ontology.table import Count, Fragment, SchemaClass, Share, Table, Word


class Ticker(Table, frozen=True):
    """Listed companies by their codes."""

    code: re.Pattern[str]
    longest: Count
    not_pos: re.Pattern[str]
    not_word: frozenset[Word]


class ShortNames(Table, frozen=True):
    """Short names that a text gives itself."""

    said: re.Pattern[str]
    spelt: re.Pattern[str]
    not_within: re.Pattern[str]
    not_short: frozenset[Word]


class Margins(Table, frozen=True):
    """What speaks for and against a name, beside the weights of its words."""

    further_left: float
    sibling: float
    local: float
    one_word: float
    one_word_tagged: float
    one_word_started: float
    person: float
    built: float
    weak_company: float
    led_plain: float
    led: float
    group: float
    site: float
    unplaced: float
    trade: float
    trade_short: float
    posted: float
    founded: float
    no_trade: float


class InnerUnits(Table, frozen=True):
    """Parts of bodies, right behind the body that they belong to."""

    longest: Count
    longest_verb: Count
    heads: Mapping[SchemaClass, tuple[Word, ...]]
    posted: frozenset[Word]
    own: tuple[Word, ...]
    organs: frozenset[SchemaClass]
    other: SchemaClass
    not_middle: re.Pattern[str]
    not_pos: re.Pattern[str]
    not_last: re.Pattern[str]
    joined: re.Pattern[str]
    numbered: re.Pattern[str]
    behind: re.Pattern[str]
    behind_short: re.Pattern[str]
    behind_pos: re.Pattern[str]
    led: re.Pattern[str]
    former: Fragment
    joins: re.Pattern[str]
    of_area: frozenset[Word]
    area: Mapping[SchemaClass, tuple[Word, ...]]
    levels: tuple[Word, ...]
    committee: Word


class OrganizationScores(Table, frozen=True):
    """How sure a name is."""

    least: Share
    more: Share
    slope: float
    marked: Share
    listed: Share
    called: Share
    inner: Share


class Organizations(Table, frozen=True):
    """How names of organisations and facilities are composed, and what looks like one and is none."""

    FILE: ClassVar[str] = "organizations.toml"

    starters: frozenset[Word]
    not_first: frozenset[Word]
    by_trade: frozenset[SchemaClass]
    cut_short: frozenset[Word]
    not_last: frozenset[Word]
    levels: frozenset[Word]
    titles: tuple[Word, ...]
    place_ends: frozenset[Word]
    joins: frozenset[Word]
    inner_joins: frozenset[Word]
    counted: frozenset[Word]
    glued: frozenset[Word]
    areas: tuple[Word, ...]
    branches: tuple[Word, ...]
    alone: frozenset[Word]
    founds: frozenset[Word]
    common: frozenset[Word]
    weak: frozenset[Word]
    of_place: frozenset[Word]
    of_country: frozenset[Word]
    of_area: frozenset[Word]
    of_person: frozenset[Word]
    not_end: re.Pattern[str]
    kind: re.Pattern[str]
    bare: frozenset[Word]
    group: frozenset[Word]
    not_group: frozenset[Word]
    sites: frozenset[Word]
    not_site: frozenset[Word]
    legal: frozenset[Word]
    said: Word
    spoken: Word
    ticker: Ticker
    short: ShortNames
    inner: InnerUnits
    margins: Margins
    scores: OrganizationScores
