"""ontology/persons.toml: where a person's name may stand."""

from __future__ import annotations

import re
from typing import ClassVar

from kg.ontology.table import Characters, Fragment, Share, Table, Word


class PersonScores(Table, frozen=True):
    """How sure a person is that is no name found by its signs, and what else counts beside one."""

    title: Share
    taken: Share
    formed: Share
    dotted: Share
    beside: Share


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
    place: float
    not_name: float
    famous: float
    glue: float
    formed: Fragment
    glued: Word
    marks: Word
    behind: re.Pattern[str]
    not_end: tuple[Word, ...]
    titled: float
    not_titled: frozenset[Word]
    given: Fragment
    never_given: Characters
    long_given: frozenset[Word]
    letters: Characters
    dotted: Characters
    scores: PersonScores
