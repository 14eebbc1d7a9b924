"""The word lists that only the readers of articles use."""

from __future__ import annotations

from typing import ClassVar

from kg.ontology.table import Row, Word


class CharacterRow(Row, frozen=True):
    """Forty characters by frequency, in simplified and in traditional script."""

    FILE: ClassVar[str] = "words/characters.tsv"

    simplified: Word
    traditional: Word
