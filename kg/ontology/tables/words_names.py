"""The word lists of ontology/words that only the finders of names read."""

from __future__ import annotations

from typing import ClassVar, Literal

from kg.ontology.table import Row, Word


class RoleRow(Row, frozen=True):
    """The base form of a post or profession; `person` is a role only beside a person's name or a word like 担任."""

    FILE: ClassVar[str] = "words/roles.tsv"

    word: Word
    kind: Literal["post", "person"]
