"""ontology/name_vote.toml: how rules and network vote on names."""

from __future__ import annotations

import re
from typing import ClassVar

from kg.ontology.table import SchemaClass, Share, Table, Word


class NameVote(Table, frozen=True):
    """How rules and tagger vote on names, beside the learned weights."""

    FILE: ClassVar[str] = "name_vote.toml"

    edge: float
    rule_edge: float
    even: Share
    sure: Share
    again: Share
    given: Share
    behind_quotes: tuple[Word, ...]
    outside: frozenset[SchemaClass]
    unsaid: dict[SchemaClass, Share]
    broken: re.Pattern[str]
    description: re.Pattern[str]
