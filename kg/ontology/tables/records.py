"""ontology/records.toml: which column of a table, or key of a record, holds what."""

from __future__ import annotations

from typing import ClassVar

from kg.ontology.table import Table, Word


class Records(Table, frozen=True):
    """The names of columns by what they hold, best first, and the elements that show that a text is HTML."""

    FILE: ClassVar[str] = "records.toml"

    text: tuple[Word, ...]
    id: tuple[Word, ...]
    title: tuple[Word, ...]
    date: tuple[Word, ...]
    url: tuple[Word, ...]
    author: tuple[Word, ...]
    source: tuple[Word, ...]
    elements: tuple[Word, ...]
