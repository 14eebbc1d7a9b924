"""How strongly entities are tied: by facts, and weakly by standing in one sentence. For places and groups only."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TypeAlias

from kg.ontology.ontology import Ontology
from kg.types import EntityId, Graph

Ties: TypeAlias = Counter[tuple[int, int]]  # weight by the places of two entities, the smaller first

_FACT, _INSIDE, _NEAR = 36, 12, 12  # a fact; one that only says where something lies; a sentence of two entities
_CROWD = 12  # entities of a sentence that is a list, and joins nothing
_END = re.compile(r"[。！？!?\n]")


def ties(graph: Graph, ontology: Ontology) -> Ties:
    """The ties of a graph's entities, by their places in it.

    A sentence of n entities ties each two of them by 12 / (n - 1), a fact by 36, `locatedIn` and `partOf` by 12.
    """
    place = {entity.id: at for at, entity in enumerate(graph.entities)}
    found: Ties = Counter()
    for fact in graph.facts:
        if isinstance(fact.object, str) and fact.object in place and fact.subject in place:
            known = ontology.properties.get(fact.predicate)
            weight = _INSIDE if known and known.container else _FACT
            found[_pair(place[fact.subject], place[fact.object])] += weight
    for together in _sentences(graph, place):
        for pair in combinations(sorted(together), 2):
            found[pair] += _NEAR // (len(together) - 1)
    return Counter({(a, b): weight for (a, b), weight in sorted(found.items()) if a != b and weight})


def _pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _sentences(graph: Graph, place: Mapping[EntityId, int]) -> Iterator[set[int]]:
    """The entities of each sentence that has two or more and is no list."""
    starts: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for entity in graph.entities:
        for document, span in entity.mentions:
            starts[document].append((span.start, place[entity.id]))
    for text in graph.documents:
        ends = [found.start() for found in _END.finditer(text.text)]
        sentences: dict[int, set[int]] = defaultdict(set)
        for start, at in starts[text.id]:
            sentences[bisect(ends, start)].add(at)
        yield from (together for together in sentences.values() if 1 < len(together) <= _CROWD)
