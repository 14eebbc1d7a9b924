"""Sending a graph to a store: batch by batch, each once, also over several runs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from kg.publish.batches import TRIPLES, Batch, batches
from kg.publish.journal import Journal
from kg.publish.store import GraphStore
from kg.rdf.terms import Triple


@dataclass(frozen=True, slots=True)
class Published:
    """What became of a graph: batches that were sent now, and those that the store had; triples of all of them."""

    sent: int
    had: int
    triples: int


def in_one_graph(quads: Mapping[str | None, Iterable[Triple]], graph: str) -> dict[str | None, list[Triple]]:
    """All triples under one graph, by its IRI."""
    return {f"<{graph}>": [triple for triples in quads.values() for triple in triples]}


def publish(
    quads: Mapping[str | None, Iterable[Triple]],
    store: GraphStore,
    journal: Journal,
    *,
    most: int = TRIPLES,
    replace: bool = False,
    on_sent: Callable[[Batch], None] = lambda _: None,
) -> Published:
    """Send what the journal does not know to be there; with `replace`, each graph in the place of what was there.

    A batch is written down when the store has said that it has it. Sent twice it does no harm: there are no blank
    nodes, so that the store has its triples once. Raises TargetError as `GraphStore.send` does; what was sent by then
    is in the journal.
    """
    sent = had = triples = 0
    for graph, found in groupby(batches(quads, most), key=lambda batch: batch.graph):
        some = [*found]
        whole = hashlib.sha256("".join(one.digest for one in some).encode()).hexdigest() if replace else None
        for batch in some:
            triples += batch.triples
            begins = whole is not None and journal.replaced(graph) != whole
            if not begins and batch.digest in journal.done(graph):
                had += 1
                continue
            store.send(batch, replace=begins)
            journal.append(graph, batch.digest, whole if begins else None)
            sent += 1
            on_sent(batch)
    return Published(sent, had, triples)
