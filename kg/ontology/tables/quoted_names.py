"""ontology/quoted_names.toml: names in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from kg.ontology.table import Fragment, SchemaClass, Share, Table, Word


class QuotedScores(Table, frozen=True):
    """How sure a name is, by what says that it is one."""

    award: Share
    award_started: Share
    theme: Share
    after: Share
    known: Share
    known_part: Share
    series: Share
    head: Share
    list: Share
    verb: Share
    clause: Share
    numbered: Share
    again: Share


class QuotedNames(Table, frozen=True):
    """Names in quotation marks: what stands inside, before and after them."""

    FILE: ClassVar[str] = "quoted_names.toml"

    not_inside: frozenset[Word]
    not_headed: frozenset[Word]
    not_named: tuple[Word, ...]
    clause: tuple[Word, ...]
    clause_form: Fragment
    likened: frozenset[Word]
    only_broad: frozenset[Word]
    announces: tuple[Word, ...]
    particle: Word
    joined: re.Pattern[str]
    dated: re.Pattern[str]
    series: re.Pattern[str]
    numbered: re.Pattern[str]
    after: Mapping[SchemaClass, tuple[Word, ...]]
    before: Mapping[SchemaClass, tuple[Word, ...]]
    scores: QuotedScores
