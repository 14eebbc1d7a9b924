"""ontology/persons.toml: where a person's name may stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from kg.ontology.table import Characters, Fragment, Share, Table, Word
from kg.ontology.tables.values import Character


class PersonScores(Table, frozen=True):
    """How sure a person is that is no name found by its signs, and what else counts beside one."""

    title: Share
    taken: Share
    formed: Share
    dotted: Share
    beside: Share


class Swallowed(Table, frozen=True):
    """Words of one character that the segmentation takes for the end of a name, with their tags."""

    words: Mapping[Character, Word]
    pronouns: Characters
    final: Characters
    governing: Characters
    opening: Characters


class Elements(Table, frozen=True):
    """What the elements of a name add to its log-odds: several of one people, or one alone."""

    several: float
    one: float


class Japanese(Table, frozen=True):
    """Further surnames of Japanese, and the characters of their given names, which may be words elsewhere."""

    surnames: frozenset[Word]
    given: Characters
    gain: float


class Persons(Table, frozen=True):
    """Where a person's name may stand, for the weights of words/surnames.tsv … transliteration.tsv; log-odds."""

    FILE: ClassVar[str] = "persons.toml"

    least: float
    least_alone: float
    sure: float
    fair: float
    elsewhere: float
    support: float
    established: float
    listed: float
    lists: tuple[Word, ...]
    place: float
    not_name: float
    famous: float
    glue: float
    formed: Fragment
    no_part: re.Pattern[str]
    glued: Word
    marks: Word
    behind: re.Pattern[str]
    taken_in: re.Pattern[str]
    phrase: re.Pattern[str]
    not_end: tuple[Word, ...]
    titled: float
    not_titled: frozenset[Word]
    given: Fragment
    never_given: Characters
    long_given: frozenset[Word]
    letters: Characters
    dotted: Characters
    scores: PersonScores
    swallowed: Swallowed
    elements: Elements
    japanese: Japanese
