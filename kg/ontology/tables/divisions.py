"""The table divisions.toml: which names of divisions do not tell what they mean."""

from __future__ import annotations

from typing import ClassVar

from kg.ontology.table import Share, Table, Word


class DivisionNames(Table, frozen=True):
    """Names that stand once in words/divisions.tsv, and of which there are more: in Taiwan, and in many cities.

    `areas` are how names of areas end that a division lies in; `doubt` is the share of articles that may be wrong.
    """

    FILE: ClassVar[str] = "divisions.toml"

    doubt: Share
    areas: tuple[Word, ...]
    taiwan: frozenset[Word]
    common: frozenset[Word]
