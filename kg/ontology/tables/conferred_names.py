"""ontology/conferred_names.toml: awards that the verb before them tells, wherever their name begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from kg.ontology.table import Fragment, Share, Table, Word


class ConferredForm(Table, frozen=True):
    """A form of words that confers or wins: the award is what its group `name` holds."""

    match: Fragment
    score: Share


class ConferredNames(Table, frozen=True):
    """Awards that the verb before them tells."""

    FILE: ClassVar[str] = "conferred_names.toml"

    words: Mapping[Word, Fragment]
    form: tuple[ConferredForm, ...]
