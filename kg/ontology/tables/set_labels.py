"""ontology/labels/names.tsv and relations.tsv: what the labels of the data sets that the networks learn mean."""

from __future__ import annotations

from typing import ClassVar, Literal

from kg.ontology.table import Row, Word


class NameLabelRow(Row, frozen=True):
    """A data set's label of names, and the class that it means: also `Role` or `Date`, `-` for none."""

    FILE: ClassVar[str] = "labels/names.tsv"

    set: Word
    label: Word
    meaning: Word


class RelationLabelRow(Row, frozen=True):
    """A data set's label of relations, and the property that it means, `-` for none; types are joined by `|`."""

    FILE: ClassVar[str] = "labels/relations.tsv"

    set: Word
    label: Word
    property: Word
    direction: Literal["forward", "inverse", "either"]
    role: str
    subject: str
    object: str
    note: str
