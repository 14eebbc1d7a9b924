"""The tables figures.toml and figure_owners.toml: which numbers say something about a named thing, and about which."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from kg.ontology.table import SchemaClass, Share, Table, Word


class FigureTable(Table, frozen=True):
    """Signs of a number that is no statistic of a thing, and how sure its owner must be."""

    FILE: ClassVar[str] = "figures.toml"

    confidence: Share
    sure: Share
    carried: Share
    skip_behind: re.Pattern[str]
    skip_before: re.Pattern[str]
    not_owner: re.Pattern[str]
    compared: re.Pattern[str]
    abroad: re.Pattern[str]
    nation: re.Pattern[str]
    nation_name: Word
    each: re.Pattern[str]
    counts: Mapping[Word, int]
    each_ends: re.Pattern[str]
    measures: Mapping[Word, tuple[Word, ...]]
    barred: Mapping[SchemaClass, frozenset[Word]]
    age: frozenset[Word]
    aged: re.Pattern[str]
    of_age: re.Pattern[str]
    kinds: Mapping[Word, SchemaClass]
    of_nothing: re.Pattern[str]
    possessive: Word
    casualties: re.Pattern[str]
    listed: re.Pattern[str]
    joins: frozenset[Word]
    acts: re.Pattern[str]


class FigureWeights(Table, frozen=True):
    """The weight of each sign of what a figure is about, learned by `kg train figures`."""

    FILE: ClassVar[str] = "figure_owners.toml"

    weights: Mapping[Word, float]
