"""ontology/encoding.toml: how much a character says for the encoding that gives it."""

from __future__ import annotations

from typing import ClassVar

from kg.ontology.table import Count, Share, Table, Word


class Weights(Table, frozen=True):
    """Of a character beyond ASCII, from 1 (for the encoding) to -1 (against it)."""

    mark: float
    frequent: float
    common: float
    rare: float
    wide: float
    other: float


class Encoding(Table, frozen=True):
    """How much a character says for the encoding that gives it."""

    FILE: ClassVar[str] = "encoding.toml"

    marks: Word
    frequent_rows: Count
    plausible: Share
    weights: Weights
