"""The table containment.toml: what names say by their composition, and the reporters of an article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from kg.ontology.table import Share, Table, Word


class Reporters(Table, frozen=True):
    """The persons and media of an article's lines of metadata; `roles` gives the title that a field's person has.

    `titles` are those that may stand before a name of a byline beside.
    """

    confidence: Share
    media: re.Pattern[str]
    persons: frozenset[Word]
    roles: Mapping[Word, Word]
    titles: frozenset[Word]


class ContainmentTable(Table, frozen=True):
    """Which names say where their bearer lies or what it belongs to."""

    FILE: ClassVar[str] = "containment.toml"

    confidence: Share
    skip: frozenset[Word]
    meetings: re.Pattern[str]
    scenes: re.Pattern[str]
    unsure: re.Pattern[str]
    relative: re.Pattern[str]
    governing: frozenset[Word]
    unplaced: frozenset[Word]
    ruling: re.Pattern[str]
    route: re.Pattern[str]
    between: tuple[Word, ...]
    whole: frozenset[Word]
    known: frozenset[Word]
    common: re.Pattern[str]
    charge: re.Pattern[str]
    form: re.Pattern[str]
    sites: frozenset[Word]
    speaks: re.Pattern[str]
    sent: re.Pattern[str]
    posted: Word
    reporters: Reporters
