"""ontology/headed_names.toml: how names are composed that end with a head noun."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from kg.ontology.table import Count, SchemaClass, Share, Table, Word


class HeadedScores(Table, frozen=True):
    """How sure a name is."""

    started: Share
    free: Share
    first: Share


class VerbalHeads(Table, frozen=True):
    """Head nouns that are verbs too."""

    heads: frozenset[Word]
    behind: frozenset[Word]


class HeadedNames(Table, frozen=True):
    """How names of events, awards, initiatives, products and documents are composed that end with a head noun."""

    FILE: ClassVar[str] = "headed_names.toml"

    stops: frozenset[Word]
    starters: frozenset[Word]
    soft: frozenset[Word]
    everywhere: frozenset[Word]
    generic: frozenset[Word]
    goods: frozenset[Word]
    adjacent: frozenset[Word]
    these: frozenset[Word]
    holding: tuple[Word, ...]
    rounds: frozenset[Word]
    nouns_only: frozenset[Word]
    plates: frozenset[Word]
    adverbs: frozenset[Word]
    of_persons: frozenset[Word]
    confers: frozenset[Word]
    launches: frozenset[Word]
    campaigns: frozenset[Word]
    tails: tuple[Word, ...]
    firsts: tuple[Word, ...]
    themes: tuple[Word, ...]
    first_not: frozenset[Word]
    free: frozenset[Word]
    levels: frozenset[Word]
    vague: frozenset[Word]
    not_last: tuple[Word, ...]
    free_length: Count
    award_starts: tuple[Word, ...]
    ordinal: re.Pattern[str]
    numeral: re.Pattern[str]
    dated: re.Pattern[str]
    ordinal_sign: Word
    ordinal_starts: Word
    frame_starts: Word
    session: Word
    count_nouns: frozenset[Word]
    not_quoted: frozenset[Word]
    joins: frozenset[Word]
    particle: Word
    before_particle: frozenset[Word]
    aspect: Word
    prize: Word
    bound: Mapping[SchemaClass, tuple[Word, ...]]
    verbal: VerbalHeads
    scores: HeadedScores
