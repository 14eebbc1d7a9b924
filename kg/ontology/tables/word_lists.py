"""The word lists of ontology/words that more than one package reads: divisions, countries, names, head nouns."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import msgspec

from kg.ontology.table import Row, SchemaClass, Word, Words

Code = Annotated[str, msgspec.Meta(pattern="^(?:[0-9]{2}){1,3}$")]
"""A code of GB/T 2260: two digits for a province, four for a prefecture, six for a county."""


class DivisionRow(Row, frozen=True):
    """An administrative division of China, and the names of its townships."""

    FILE: ClassVar[str] = "words/divisions.tsv"

    code: Code
    name: Word
    townships: Words = Words()


class CountryRow(Row, frozen=True):
    """A country or territory: its common name, its other names, and the character that stands for it."""

    FILE: ClassVar[str] = "words/countries.tsv"

    name: Word
    others: Words
    character: str = ""


class HeadRow(Row, frozen=True):
    """A head noun, the class of a name that ends so, and what must stand on its left."""

    FILE: ClassVar[str] = "words/heads.tsv"

    word: Word
    type: SchemaClass
    need: Literal["place", "any"]


class KnownOrganizationRow(Row, frozen=True):
    """A name that is known beforehand, its class, and the full name where this is a short one."""

    FILE: ClassVar[str] = "words/known_organizations.tsv"

    name: Word
    type: SchemaClass
    full: str = ""


class SurnameRow(Row, frozen=True):
    """The weight of a surname, or of the lengths of surname and given name (`21`), in log-odds."""

    FILE: ClassVar[str] = "words/surnames.tsv"

    kind: Literal["surname", "length"]
    text: Word
    weight: float


class GivenNameRow(Row, frozen=True):
    """The weight of a character of given names by its place, in log-odds."""

    FILE: ClassVar[str] = "words/given_names.tsv"

    kind: Literal["alone", "first", "second", "other"]
    text: Word
    weight: float
