"""The table grammar.toml: what patterns share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from kg.ontology.table import Characters, Fragment, Share, Table, Word


class Lists(Table, frozen=True):
    """What stands between the names of a list."""

    joint: Characters
    between: Fragment
    other: Fragment
    each: Word


class ClauseWords(Table, frozen=True):
    """Where the subject of a clause stands, and what shows that a name is no subject."""

    lead: Fragment
    kin: Fragment
    called: Fragment
    within: Fragment
    no_subject: Fragment
    wire: Fragment
    dated: Fragment
    dating: Word
    before: Characters
    after: Characters
    of: Characters
    addressed: Characters
    hearer: Fragment
    beside: Characters
    spoken_at: Fragment
    unspoken: Fragment
    barrier: Characters
    source: Fragment
    means: Fragment
    nested: Fragment
    selves: frozenset[Word]
    shown: re.Pattern[str]
    outcome: re.Pattern[str]
    spent: Fragment


class ModalitySigns(Table, frozen=True):
    """Signs that what a clause says is denied, planned, wished, asked or only supposed."""

    negated: re.Pattern[str]
    planned: re.Pattern[str]
    wished: re.Pattern[str]
    asked: re.Pattern[str]
    hypothetical: re.Pattern[str]


class GrammarTable(Table, frozen=True):
    """Groups of types, lists of words, subjects, and signs of modality."""

    FILE: ClassVar[str] = "grammar.toml"

    confidence: Share
    groups: Mapping[Word, tuple[Word, ...]]
    words: Mapping[Word, Fragment]
    lists: Lists
    clause: ClauseWords
    modality: ModalitySigns
