"""ontology/known_names.toml: names that are known beforehand, and names of a fixed form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from kg.ontology.table import Fragment, SchemaClass, Share, Table, Word


class Series(Table, frozen=True):
    """Ships and craft that are counted."""

    names: tuple[Word, ...]
    form: Fragment


class NameForm(Table, frozen=True):
    """A fixed form of names: the name is what its last group holds, or all of it where it has none."""

    type: SchemaClass
    match: re.Pattern[str]


class KnownScores(Table, frozen=True):
    """How sure a name is."""

    known: Share
    bill: Share
    form: Share


class KnownNames(Table, frozen=True):
    """Names that are known beforehand, and names of a fixed form."""

    FILE: ClassVar[str] = "known_names.toml"

    bill: re.Pattern[str]
    bill_after: Word
    amendment: Word
    called_after: re.Pattern[str]
    known: Mapping[SchemaClass, tuple[Word, ...]]
    series: Series
    scores: KnownScores
    form: tuple[NameForm, ...]
