"""ontology/text.toml: how the view of a text is made, its normal form."""

from __future__ import annotations

from typing import ClassVar

from kg.ontology.table import Characters, Fragment, Table, Word


class ScriptTable(Table, frozen=True):
    """Frequent characters that only one script has."""

    traditional: Characters
    simplified: Characters


class RadicalTable(Table, frozen=True):
    """Radicals and the ideographs that they look like, in the same order."""

    radicals: Word
    ideographs: Word


class LineTable(Table, frozen=True):
    """What begins a line that goes on with no other."""

    begins: tuple[Fragment, ...]


class BlankTable(Table, frozen=True):
    """What stands beside blanks that are left out."""

    ordered: tuple[Word, ...]
    scales: Characters
    numerals: Characters
    date: Word
    ordinal: Word


class SpacedNameTable(Table, frozen=True):
    """What stands beside a name that is set with blanks, and how likely its characters must be a name."""

    opens: Characters
    closes: Characters
    least: float


class TextTable(Table, frozen=True):
    """What the steps of the view know."""

    FILE: ClassVar[str] = "text.toml"

    script: ScriptTable
    radicals: RadicalTable
    lines: LineTable
    blanks: BlankTable
    spaced_names: SpacedNameTable
