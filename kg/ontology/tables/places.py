"""ontology/places.toml: how places are said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from kg.ontology.table import Characters, Fragment, Share, Table, Word


class Shortening(Table, frozen=True):
    """From the full name of a division to its short one."""

    endings: tuple[Word, ...]
    groups: tuple[Word, ...]
    ethnic: Fragment
    autonomous: tuple[Word, ...]
    special: Mapping[Word, Word]


class Before(Table, frozen=True):
    """What stands before and behind a place and shows that it is one."""

    native: re.Pattern[str]
    words: frozenset[Word]
    lists: frozenset[Word]
    marks: Word
    closes: Word


class Tails(Table, frozen=True):
    """What makes another name of a known one."""

    area: tuple[Word, ...]
    city: tuple[Word, ...]
    region: tuple[Word, ...]
    room: re.Pattern[str]
    not_behind: Word
    next_word: re.Pattern[str]
    shared: Word


class Composed(Table, frozen=True):
    """Names of stem and suffix."""

    area: tuple[Word, ...]
    zone: tuple[Word, ...]
    natural: tuple[Word, ...]
    road: tuple[Word, ...]
    facility: tuple[Word, ...]
    safe: frozenset[Word]
    dependent: frozenset[Word]
    large: frozenset[Word]
    generic: frozenset[Word]
    stem_stop: frozenset[Word]
    township: Word
    line: re.Pattern[str]
    number: re.Pattern[str]
    own_city: re.Pattern[str]
    route: frozenset[Word]
    route_between: Word


class Abbreviation(Table, frozen=True):
    """Provinces and cities by one character."""

    clear: Characters
    go: Characters
    pairs: tuple[Word, ...]
    join: Word
    counted: re.Pattern[str]
    province: Word
    border: tuple[Word, ...]


class Bilateral(Table, frozen=True):
    """Countries by one character."""

    pairs: re.Pattern[str]
    after: re.Pattern[str]
    no_pair: frozenset[Word]
    alone: re.Pattern[str]
    side: re.Pattern[str]
    lead: re.Pattern[str]
    more: Mapping[Word, Word]


class Nominal(Table, frozen=True):
    """Descriptions of areas."""

    words: tuple[Word, ...]


class TaggedWords(Table, frozen=True):
    """Words that the segmentation tags as places."""

    stop: frozenset[Word]
    glued: Word
    no_name: re.Pattern[str]
    alone: re.Pattern[str]
    natural: re.Pattern[str]
    facility: re.Pattern[str]


class ListedScores(Table, frozen=True):
    """How sure a listed name is that needs no support, by what it names."""

    province: Share
    city: Share
    country: Share
    county: Share
    foreign: Share
    region: Share
    natural: Share


class PlaceScores(Table, frozen=True):
    """How sure a place is by the way it was found."""

    tail: Share
    held: Share
    formal: Share
    formal_person: Share
    list_behind: Share
    list_before: Share
    introduced: Share
    township_held: Share
    township: Share
    word_alone: Share
    word_behind: Share
    again: Share
    again_from: Share
    nominal: Share
    line: Share
    number: Share
    behind_place: Share
    composed_named: Share
    composed_safe: Share
    composed_alone: Share
    region: Share
    group: Share
    border: Share
    going: Share
    pair: Share
    side: Share
    listed: ListedScores


class Places(Table, frozen=True):
    """How places are composed and shortened, beside the lists of them in words/."""

    FILE: ClassVar[str] = "places.toml"

    short: Shortening
    before: Before
    tails: Tails
    composed: Composed
    abbreviation: Abbreviation
    bilateral: Bilateral
    nominal: Nominal
    words: TaggedWords
    scores: PlaceScores
