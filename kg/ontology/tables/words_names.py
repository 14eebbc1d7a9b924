"""The word lists of ontology/words that only the finders of names read."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import msgspec

from kg.ontology.table import Row, SchemaClass, Word, Words

Tenths = Annotated[str, msgspec.Meta(pattern="^-?[0-9]+$|^$")]
"""A weight in tenths, or an empty cell."""


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


class ContextRow(Row, frozen=True):
    """The weight of characters before or behind a Chinese name, in log-odds; the characters may be none."""

    FILE: ClassVar[str] = "words/person_context.tsv"

    kind: Word
    text: str
    weight: float


class BorderRow(Row, frozen=True):
    """The weight of how a Chinese name lies on the segmentation's words, in log-odds."""

    FILE: ClassVar[str] = "words/person_borders.tsv"

    kind: Literal["words"]
    text: Word
    weight: float


class TransliterationRow(Row, frozen=True):
    """The weight of a sign of transliterated names, in log-odds."""

    FILE: ClassVar[str] = "words/transliteration.tsv"

    kind: Word
    text: str
    weight: float


class FamousRow(Row, frozen=True):
    """The name of a well-known person."""

    FILE: ClassVar[str] = "words/famous_names.tsv"

    name: Word


class NameElementRow(Row, frozen=True):
    """A part of the names of a people that has no surnames; `kind` is the people."""

    FILE: ClassVar[str] = "words/name_elements.tsv"

    kind: Word
    element: Word


class NotNameRow(Row, frozen=True):
    """A word that reads like a person's name and hardly ever is one."""

    FILE: ClassVar[str] = "words/not_names.tsv"

    word: Word


class LawRow(Row, frozen=True):
    """The short name of a law."""

    FILE: ClassVar[str] = "words/laws.tsv"

    name: Word


class BreakRow(Row, frozen=True):
    """A word that no name of an organisation holds."""

    FILE: ClassVar[str] = "words/org_breaks.tsv"

    word: Word


class OrganizationWordRow(Row, frozen=True):
    """How a word weighs on the left border of a composed name: tenths, or empty for none."""

    FILE: ClassVar[str] = "words/org_words.tsv"

    word: Word
    inside: Tenths = ""
    first: Tenths = ""
    before: Tenths = ""
    after: Tenths = ""
    head: Tenths = ""
    bare: Tenths = ""
