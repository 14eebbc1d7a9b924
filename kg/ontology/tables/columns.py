"""ontology/questions/columns.tsv: what the columns and fields of the shipped questions are called."""

from __future__ import annotations

from typing import ClassVar

from kg.ontology.table import Row, Word


class ColumnRow(Row, frozen=True):
    """A variable of questions, in both languages.

    `unit` is the variable that holds the unit of its numbers, or `%` where they are shares from 0 to 1; `values` is
    the property whose values in a graph complete what is typed into a field of that name.
    """

    FILE: ClassVar[str] = "questions/columns.tsv"

    column: Word
    zh: Word
    en: Word
    unit: str = ""
    values: str = ""
