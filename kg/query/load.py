"""Graphs -> an engine to ask. An ontology's tree of classes stands beside the graph in it, for rdfs:subClassOf*."""

from __future__ import annotations

from pathlib import Path

from kg.errors import GraphError
from kg.ontology import ontology as ontologies
from kg.ontology.ontology import Ontology
from kg.query.ask import base_seen
from kg.query.oxigraph import Oxigraph
from kg.query.stored import Stored
from kg.rdf.graph_file import TURTLE, read_graph_file
from kg.rdf.model import to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.terms import Names
from kg.rdf.tree import tree
from kg.store.database.connection import is_store
from kg.types import Graph


def load(path: Path, ontology: Ontology | None = None, *, inferred: bool = False) -> Oxigraph:
    """The graph of a folder that `kg build` wrote, or of one file of RDF or JSON, beside the tree of an ontology.

    Of a folder, graph.ttl is read, or else graph.json; a store has a tree of its own. With `inferred`, what follows by
    the ontology's axioms stands in a graph of its own (`Names.inferred`), and a store is copied into memory; without,
    there is no such graph, even where the file has one. Raises GraphError where there is no such file, where it is not
    what its suffix says, and where the folder is not as a build leaves it; StoreError where a store cannot be read.
    """
    if is_store(path):
        stored = Stored(path)
        return _closed(_copy(stored), ontology, inferred) if inferred else stored
    file = read_graph_file(path, prefer=TURTLE)
    if file.syntax is None:
        return from_graph(file.graph(), ontology, inferred=inferred)
    engine = _with_tree(ontology)
    try:
        engine.load(file.data, file.syntax)
    except ValueError as error:
        hint = "build or export the graph again"
        raise GraphError(f"it is not valid: {error}", where=str(file.path), hint=hint) from None
    return _closed(engine, ontology, inferred)


def from_graph(graph: Graph, ontology: Ontology | None = None, *, inferred: bool = False) -> Oxigraph:
    """The engine of a graph, beside the tree of an ontology; `inferred` as in `load`."""
    engine = _with_tree(ontology)
    engine.load(ntriples(to_rdf(graph, ontology=ontology)).encode(), "ntriples")
    return _closed(engine, ontology, inferred)


def _copy(engine: Oxigraph) -> Oxigraph:
    """The same triples in memory."""
    made = Oxigraph()
    made.load(engine.dump(), "nquads")
    return made


def _closed(engine: Oxigraph, ontology: Ontology | None, inferred: bool) -> Oxigraph:
    if inferred:
        engine.infer(ontology or ontologies.load(), Names(base_seen(engine)).inferred()[1:-1])
    else:
        engine.forget_inferred()
    return engine


def _with_tree(ontology: Ontology | None) -> Oxigraph:
    engine = Oxigraph()
    engine.load(tree(ontology or ontologies.load()).encode(), "ntriples")
    return engine
