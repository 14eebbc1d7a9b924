"""The table figures.toml: which numbers say something about a named thing."""

from __future__ import annotations

import re
from typing import ClassVar

from kg.ontology.table import SchemaClass, Share, Table, Word


class FigureTable(Table, frozen=True):
    """Signs of a number that is a statistic of a thing, and of which thing; `types` have no superclass."""

    FILE: ClassVar[str] = "figures.toml"

    confidence: Share
    skip_units: frozenset[Word]
    skip_behind: re.Pattern[str]
    skip_before: re.Pattern[str]
    of_nothing: re.Pattern[str]
    one_of_many: re.Pattern[str]
    casualties: re.Pattern[str]
    units_of_persons: frozenset[Word]
    personal: re.Pattern[str]
    types: tuple[SchemaClass, ...]
    running: tuple[SchemaClass, ...]
    behind: Word
    listed: re.Pattern[str]
    and_others: Word
    since: Word
    macro: re.Pattern[str]
    attribute: re.Pattern[str]
