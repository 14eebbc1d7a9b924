"""The word lists of ontology/words that only the finders of names read."""

from __future__ import annotations

from typing import ClassVar, Literal

from kg.ontology.table import Row, SchemaClass, Word, Words


class RoleRow(Row, frozen=True):
    """The base form of a post or profession; `person` is a role only beside a person's name or a word like 担任."""

    FILE: ClassVar[str] = "words/roles.tsv"

    word: Word
    kind: Literal["post", "person"]


class NaturalRow(Row, frozen=True):
    """Rivers, lakes, mountains and the like of one kind."""

    FILE: ClassVar[str] = "words/natural.tsv"

    kind: Word
    names: Words


class RegionRow(Row, frozen=True):
    """Regions, with their class."""

    FILE: ClassVar[str] = "words/regions.tsv"

    type: SchemaClass
    names: Words


class ForeignRow(Row, frozen=True):
    """Cities, states and provinces of a country."""

    FILE: ClassVar[str] = "words/foreign.tsv"

    country: Word
    names: Words


class AmbiguousRow(Row, frozen=True):
    """A place's name that is more often something else."""

    FILE: ClassVar[str] = "words/place_ambiguous.tsv"

    name: Word


class AbbreviationRow(Row, frozen=True):
    """A character that stands for a place, that place, and where it does."""

    FILE: ClassVar[str] = "words/place_abbreviations.tsv"

    character: Word
    name: Word
    kind: Literal["province", "city", "pair"]
