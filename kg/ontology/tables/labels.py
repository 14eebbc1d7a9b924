"""The tables of ontology/labels: what the labels of public data sets mean."""

from __future__ import annotations

from typing import ClassVar

from kg.ontology.table import Row, Word


class MentionLabelRow(Row, frozen=True):
    """A label of names, unified over the data sets, and the class or the kind of value that it means."""

    FILE: ClassVar[str] = "labels/mentions.tsv"

    label: Word
    meaning: Word
