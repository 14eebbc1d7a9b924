"""The table values.toml: how numbers and quantities are written, and where what they count stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar

import msgspec

from kg.ontology.table import Characters, Fragment, Share, Table, Word

Character = Annotated[str, msgspec.Meta(min_length=1, max_length=1)]
Digit = Annotated[int, msgspec.Meta(ge=0, le=9)]
Power = Annotated[int, msgspec.Meta(ge=1)]


class NumeralWords(Table, frozen=True):
    """The characters of numbers; `powers` are powers of ten."""

    digits: Mapping[Character, Digit]
    powers: Mapping[Character, Power]
    half: Word
    point: Word
    some: Characters
    about: Fragment
    not_power: Fragment


class Quantities(Table, frozen=True):
    """Where a number and its unit are a quantity, and where they only look like one."""

    not_after: Characters
    forms: tuple[Fragment, ...]
    starts: Characters
    below_zero: Word
    minus: re.Pattern[str]
    more: re.Pattern[str]
    and_half: re.Pattern[str]
    not_after_units: Mapping[Word, frozenset[Word]]
    bare: Word
    cues: tuple[Word, ...]
    cued_units: frozenset[Word]
    rough_before: Word
    rough_units: frozenset[Word]
    about_before: tuple[Word, ...]
    about_after: tuple[Word, ...]
    stop: frozenset[Word]
    not_unit: re.Pattern[str]
    joined: frozenset[Word]
    words: frozenset[Word]
    currencies: Mapping[Word, Word]
    currency_of: Word
    counted: Mapping[Word, tuple[Word, ...]]


class Counted(Table, frozen=True):
    """Words between and within a figure and the noun phrase that it counts."""

    nouns: frozenset[Word]
    filler: frozenset[Word]
    rate: frozenset[Word]
    link: frozenset[Word]
    joining: frozenset[Word]


class Units(Table, frozen=True):
    """Units by kind; `same` maps a unit to the one that is meant."""

    measure: tuple[Word, ...]
    physical: tuple[Word, ...]
    money: tuple[Word, ...]
    duration: tuple[Word, ...]
    arabic: frozenset[Word]
    same: Mapping[Word, Word]


class ValueScores(Table, frozen=True):
    """How sure a quantity is, by the way in which its number is written."""

    sure: Share
    likely: Share
    open: Share


class ValueTable(Table, frozen=True):
    """Numerals, quantities, what they count, and units."""

    FILE: ClassVar[str] = "values.toml"

    numerals: NumeralWords
    quantity: Quantities
    counted: Counted
    units: Units
    scores: ValueScores
