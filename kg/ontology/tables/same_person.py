"""ontology/same_person.toml: which signs tell that two articles speak of one person, and the learned weight of each."""

from __future__ import annotations

import re
from typing import ClassVar

from kg.ontology.table import Share, Table, Word


class Signs(Table, frozen=True):
    """A number for each sign of two persons of one name: how far they show it; in the table, its log-odds."""

    start: float
    two_characters: float
    surname: float
    famous: float
    before: float
    window: float
    people: float
    organizations: float
    area: float
    elsewhere: float
    joined: float
    other_organization: float
    role: float
    year: float


class Reporting(Table, frozen=True):
    """How a byline says that a name is a reporter's, and for whom."""

    marks: tuple[Word, ...]
    behind: re.Pattern[str]
    agency: re.Pattern[str]
    own: Word
    between: Word
    opening: Word
    closing: re.Pattern[str]


class SamePerson(Table, frozen=True):
    """How sure it must be that two are one, how sure two bylines are, and the weights."""

    FILE: ClassVar[str] = "same_person.toml"

    bar: Share
    byline: Share
    open_byline: Share
    reporting: Reporting
    weights: Signs
