"""Graphs -> an engine to ask. An ontology's tree of classes stands beside the graph in it, for rdfs:subClassOf*."""

from __future__ import annotations

from pathlib import Path

from kg.errors import GraphError
from kg.ontology import ontology as ontologies
from kg.ontology.ontology import Ontology
from kg.query.engine import Engine
from kg.query.oxigraph import Oxigraph
from kg.query.stored import Stored
from kg.rdf.graph_file import TURTLE, read_graph_file
from kg.rdf.model import to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.tree import tree
from kg.store.database.connection import is_store
from kg.types import Graph


def load(path: Path, ontology: Ontology | None = None) -> Engine:
    """The graph of a folder that `kg build` wrote, or of one file of RDF or JSON, beside the tree of an ontology.

    Of a folder, graph.ttl is read, or else graph.json; a store has a tree of its own. Raises GraphError where there is
    no such file, where it is not what its suffix says, and where the folder is not as a build leaves it; StoreError
    where a store cannot be read.
    """
    if is_store(path):
        return Stored(path)
    file = read_graph_file(path, prefer=TURTLE)
    if file.syntax is None:
        return from_graph(file.graph(), ontology)
    engine = _with_tree(ontology)
    try:
        engine.load(file.data, file.syntax)
    except ValueError as error:
        hint = "build or export the graph again"
        raise GraphError(f"it is not valid: {error}", where=str(file.path), hint=hint) from None
    return engine


def from_graph(graph: Graph, ontology: Ontology | None = None) -> Engine:
    """The engine of a graph, beside the tree of an ontology."""
    engine = _with_tree(ontology)
    engine.load(ntriples(to_rdf(graph, ontology=ontology)).encode(), "ntriples")
    return engine


def _with_tree(ontology: Ontology | None) -> Oxigraph:
    engine = Oxigraph()
    engine.load(tree(ontology or ontologies.load()).encode(), "ntriples")
    return engine
