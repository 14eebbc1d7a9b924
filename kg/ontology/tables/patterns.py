"""The tables patterns/*.toml: how a text words relations."""

from __future__ import annotations

from typing import Annotated

import msgspec

from kg.ontology.table import Table, Word

Confidence = Annotated[float, msgspec.Meta(gt=0, le=1)]


class PatternEntry(Table, frozen=True):
    """One pattern: ontology/README.md explains the keys."""

    id: Word
    predicate: Word
    match: Word
    on: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    yes: Annotated[tuple[Word, ...], msgspec.Meta(min_length=1)]
    no: tuple[Word, ...] = ()
    confidence: Confidence | None = None
    note: str = ""


class PatternFile(Table, frozen=True):
    """A file of patterns. There are many, so the type names none: the caller does."""

    pattern: tuple[PatternEntry, ...] = ()
