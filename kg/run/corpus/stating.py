"""What documents say, by the partitions of its keys.

scatter(…)    statements of a document -> the partitions of their keys
facts(…)      all statements of some keys -> facts
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec

from kg.run.corpus.spill import Spills, partition
from kg.run.stages import stating
from kg.run.stages.stating import Said
from kg.text.pages import Quote
from kg.types import Evidence, Fact

STATEMENTS = "statements"


class Stated(msgspec.Struct, array_like=True):
    """A statement under its key, and its place: the number of its document, and its own in it."""

    key: str
    document: int
    number: int
    said: Said


def scatter(statements: Iterable[tuple[str, Said]], document: int, count: int, out: Spills) -> None:
    """Statements to the partitions of their keys."""
    for number, (key, said) in enumerate(statements):
        out.put(STATEMENTS, partition(key, count), Stated(key, document, number, said))


def facts(statements: Iterable[Stated]) -> Iterator[tuple[Fact, dict[Evidence, Quote]]]:
    """The facts of a partition, in no order, with the characters and pages of their evidence."""
    ordered = sorted(statements, key=lambda one: (one.key, one.document, one.number))
    for _, some in groupby(ordered, key=lambda one: one.key):
        yield from stating.facts(one.said for one in some)
