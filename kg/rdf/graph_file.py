"""A folder that `kg build` wrote, or one file of a graph: which file it is, its bytes, its syntax, and its graph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kg.errors import GraphError
from kg.ontology.namespace import KG
from kg.rdf import graph as rdf_graph
from kg.rdf.prefixes import BASE, RDF
from kg.rdf.syntaxes import SUFFIXES, Syntax
from kg.store import graph_json
from kg.store.canonical import Disagreement
from kg.store.database.connection import is_store, reading
from kg.store.database.graph import base, read_graph
from kg.store.folder import is_there, read
from kg.types import Graph

JSON, TURTLE = "graph.json", "graph.ttl"  # the files of a folder that hold its graph; the first one knows most


_DOCUMENT = re.compile(rf"^<([^<>]*[/#])doc/[^<>/#]*> <{RDF}type> <{KG}Document>")
_BASES = {  # how a line of a file of each kind names the base
    ".ttl": re.compile("^@base <([^<>]*)>"),
    ".trig": re.compile("^@base <([^<>]*)>"),
    ".jsonld": re.compile('^ *"doc": "([^"]*)doc/"'),
    ".nt": _DOCUMENT,
    ".nq": _DOCUMENT,
}


@dataclass(frozen=True, slots=True)
class GraphFile:
    """The bytes of a graph's file; `syntax` is None where it is JSON."""

    path: Path
    data: bytes
    syntax: Syntax | None

    def text(self) -> str:
        """Its characters. GraphError where it is not UTF-8."""
        try:
            return self.data.decode("utf-8")
        except UnicodeDecodeError as error:
            what = f"it is not UTF-8 at byte {error.start}"
            raise GraphError(what, where=str(self.path), hint="build it again") from None

    def graph(self) -> Graph:
        """Its graph. GraphError where it is none, or where its texts, hashes and quotes disagree."""
        if self.syntax is None:
            return graph_json.loads(self.text(), str(self.path))
        return rdf_graph.from_rdf(self.text(), self.syntax, str(self.path))

    def inspected(self) -> tuple[Graph, list[Disagreement]]:
        """Its graph, and where its texts do not agree with the hashes and quotes beside them. GraphError as `graph`."""
        if self.syntax is None:
            return graph_json.inspected(self.text(), str(self.path))
        return rdf_graph.inspected(self.text(), self.syntax, str(self.path))


@dataclass(frozen=True, slots=True)
class StoredGraph(GraphFile):
    """The graph of a store, as of one moment; it has no bytes of its own."""

    held: Graph

    def graph(self) -> Graph:
        """Its graph."""
        return self.held

    def inspected(self) -> tuple[Graph, list[Disagreement]]:
        """Its graph: a store holds no quotes, and its Layers carry the hashes that they are read by."""
        return self.held, []

    @classmethod
    def read(cls, folder: Path) -> StoredGraph:
        """The graph of a store's folder."""
        held = read_graph(folder)
        return cls(folder, b"", None, held)


def read_graph_file(path: Path, prefer: str = JSON) -> GraphFile:
    """The file of a graph, or that of a folder: `prefer` is the name of the one to read if both are there.

    Of a store (news.kg) it is the graph itself. Raises GraphError where there is no such file, where its suffix is not
    that of a graph, and where it cannot be read; StoreError where a store cannot.
    """
    if is_store(path):
        return StoredGraph.read(path)
    file = _file_in(path, prefer) if path.is_dir() else path
    if not is_there(file):
        raise GraphError("there is no such file or folder", where=str(file), hint="check the path")
    if file.suffix != ".json" and file.suffix not in SUFFIXES:
        hint = f"use .json {' '.join(sorted(SUFFIXES))}"
        raise GraphError(f"the suffix {file.suffix!r} is not known", where=str(file), hint=hint)
    try:
        return GraphFile(file, read(file), SUFFIXES.get(file.suffix))
    except OSError as error:
        what = f"it cannot be read: {error.strerror}"
        raise GraphError(what, where=str(file), hint="check the path and its permissions") from None


def _file_in(folder: Path, prefer: str) -> Path:
    for name in sorted((JSON, TURTLE), key=lambda name: name != prefer):
        if is_there(folder / name):
            return folder / name
    raise no_graph(folder)


def base_of_file(path: Path) -> str:
    """The base of the IRIs in a file of RDF, in the graph.ttl of a folder, or in a store; else the project's own."""
    if is_store(path):
        with reading(path) as store:
            return base(store) or BASE
    file = path / TURTLE if path.is_dir() else path
    pattern = _BASES.get(file.suffix)
    if pattern is None or not file.is_file():
        return BASE
    with file.open(encoding="utf-8", errors="replace") as lines:
        return next((found[1] for line in lines if (found := pattern.search(line))), BASE)


def no_graph(folder: Path) -> GraphError:
    """The error to raise about a folder in which no graph is."""
    hint = "name a folder that `kg build -o` wrote, or a file"
    return GraphError(f"it holds neither {JSON} nor {TURTLE}", where=str(folder), hint=hint)
