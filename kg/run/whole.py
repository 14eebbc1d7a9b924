"""The graph of a store that has corrections: what they mean depends on all of it, so it is merged as a whole.

Nothing is extracted or resolved again for that: Layers and links are those that the store holds.
"""

from __future__ import annotations

import msgspec

from kg.merge.merge import merge
from kg.ontology.ontology import Ontology
from kg.rdf.model import to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.tree import tree
from kg.run.describing import Changed
from kg.store.database.connection import Database
from kg.store.database.corrections import keep_corrected
from kg.store.database.graph import decisions, links, origin, reprints
from kg.store.database.nouns import layer_of, pack, unpack
from kg.types import Decisions, Graph

_KIND = "whole"  # of the only part of the triples


def merge_whole(store: Database, ontology: Ontology, base: str) -> Changed:
    """Put the graph of all Layers and decisions of a store, and its triples, in the place of those that it holds."""
    layers = [layer_of(data, store.folder) for (data,) in store.rows("layers")]
    merged = merge(layers, links(store), ontology, decisions(store), reprints(store))
    encode = msgspec.json.encode
    for table in ("entity", "fact"):
        store.run(f"clear_{table}")
    entities = enumerate(merged.graph.entities)
    store.run("put_entity", ((n, e.id, e.type, e.name, e.name, e.name, encode(e)) for n, e in entities))
    store.run("put_fact", ((fact.id, n, fact.id, encode(fact)) for n, fact in enumerate(merged.graph.facts)))
    _record(store, merged.decisions)
    keep_corrected(store, merged.graph.corrections)
    return _describe(store, merged.graph, ontology, base)


def _record(store: Database, decisions: Decisions) -> None:
    for table in ("given", "given_key"):
        store.run(f"clear_{table}")
    store.run("put_given", ((n, one.id, one.merged_into) for n, one in enumerate(decisions.given)))
    store.run("put_given_key", ((*key, one.id) for one in decisions.given for key in one.keys))


def _describe(store: Database, graph: Graph, ontology: Ontology, base: str) -> Changed:
    whole = Graph(graph.documents, graph.entities, graph.facts, (), origin(store), graph.corrections)
    lines = ntriples(to_rdf(whole, base, ontology=ontology)) + tree(ontology)
    row = store.one("part", _KIND, "")
    old = set(unpack(row[0], store.folder).decode().splitlines(keepends=True)) if row else set()
    new = set(lines.splitlines(keepends=True))
    store.run("put_part", [(_KIND, "", pack("".join(sorted(new)).encode()))])
    return Changed(old - new, new - old)
