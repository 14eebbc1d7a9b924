"""ontology/nominals.toml: descriptions that stand for a name, and pronouns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar, Literal

from kg.ontology.table import Fragment, SchemaClass, Share, Table, Word


class BareKind(Table, frozen=True):
    """Nouns of one class, and what stands behind them."""

    type: SchemaClass
    words: tuple[Word, ...]
    behind: Fragment


class BareNominals(Table, frozen=True):
    """Nouns that stand for a name without 该 or 本, as a clause's subject."""

    form: Fragment
    kinds: tuple[BareKind, ...]


class AloneNominals(Table, frozen=True):
    """Words for a body that a text calls by its kind alone, by class, and what stands beside none."""

    behind_pos: re.Pattern[str]
    not_behind: re.Pattern[str]
    not_before: re.Pattern[str]
    goes_on: re.Pattern[str]
    words: Mapping[SchemaClass, tuple[Word, ...]]


class NominalScores(Table, frozen=True):
    """How sure they are."""

    nominal: Share
    bare: Share
    alone: Share
    pronoun: Share
    short: Share


class Nominals(Table, frozen=True):
    """Descriptions that stand for a name, and pronouns."""

    FILE: ClassVar[str] = "nominals.toml"

    before: tuple[Word, ...]
    not_nominal: tuple[Word, ...]
    pointing: re.Pattern[str]
    bare: BareNominals
    alone: AloneNominals
    nouns: Mapping[SchemaClass, tuple[Word, ...]]
    pronouns: Mapping[Literal["Person", "Thing"], tuple[Word, ...]]
    scores: NominalScores
