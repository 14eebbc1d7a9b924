"""A graph's files -> findings: what `check` says of the graph, and whether the files tell the truth about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import chain, islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.check.check import check, check_values, sort
from kg.check.corrections import holding
from kg.check.culprits import Culprit, culprit, quoted
from kg.check.published import published
from kg.check.shapes import shapes
from kg.check.table import finding
from kg.errors import GraphError
from kg.ontology.namespace import KG
from kg.ontology.ontology import Ontology
from kg.rdf.graph_file import JSON, TURTLE, GraphFile, no_graph, read_graph_file
from kg.rdf.inference.infer import is_inferred
from kg.rdf.model import Version, to_quads
from kg.rdf.prefixes import RDF
from kg.rdf.shorten import base_of
from kg.rdf.syntaxes import Syntax, oxigraph_format
from kg.rdf.terms import Triple
from kg.rdf.vocabulary import DECLARED, vocabulary
from kg.store.canonical import Disagreement
from kg.store.database.connection import is_store
from kg.store.folder import snapshot
from kg.types import Finding, Graph

_BATCH = 50_000  # triples that are brought into their form at once
_DOCUMENT = re.compile(rf"^<([^>]*)> <{RDF}type> <{KG}Document> \.$".encode(), re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with a graph's files, sorted, and how many of the corrections in it hold."""

    findings: list[Finding]
    corrections: int


def check_file(path: Path, ontology: Ontology) -> list[Finding]:
    """What is wrong with a folder that `kg build` wrote, or with one file: the findings of `checked`."""
    return checked(path, ontology).findings


def checked(path: Path, ontology: Ontology) -> Checked:
    """What is wrong with a folder that `kg build` wrote, or with one file, JSON or RDF; and what holds.

    Quotes and hashes are read from the file, not made from the text, so that a change by hand is seen. Of a folder,
    graph.json is checked, graph.ttl must say the same, and all files, the page too, must be those of its manifest.
    Raises GraphError where a file cannot be read.
    """
    if path.is_dir() and not is_store(path):
        findings, graph = _check_folder(path, ontology)
    else:
        file = read_graph_file(path)
        findings, graph = (_check_rdf if file.syntax else _check_json)(file, ontology)
    return Checked(sort(findings), 0 if graph is None else holding(graph, ontology))


def _check_folder(path: Path, ontology: Ontology) -> tuple[list[Finding], Graph | None]:
    with _readable(path), snapshot(path) as files:
        found = list(published(path, files))
        data = {name: files[name].read() for name in (JSON, TURTLE) if name in files}
    if not data:
        raise no_graph(path)
    turtle = GraphFile(path / TURTLE, data.get(TURTLE, b""), "turtle")
    if JSON not in data:
        findings, read = _check_rdf(turtle, ontology)
        return [*found, *findings], read
    findings, graph = _check_json(GraphFile(path / JSON, data[JSON], None), ontology)
    found += findings
    if TURTLE in data:
        found += _compare(_Triples.read(turtle), graph, ontology)
    return found, graph


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise GraphError(f"it cannot be read: {error.strerror}", where=str(path), hint="check the path") from None


def _check_json(file: GraphFile, ontology: Ontology) -> tuple[list[Finding], Graph]:
    """The findings of a JSON file, and its graph."""
    graph, disagreements = file.inspected()
    return [*_disagree(disagreements), *check(graph, ontology)], graph


def _check_rdf(file: GraphFile, ontology: Ontology) -> tuple[list[Finding], Graph | None]:
    """The findings of a file of RDF, and its graph, where it is one."""
    triples = _Triples.read(file)
    try:
        graph, disagreements = file.inspected()
        differences = list(_compare(triples, graph, ontology))
    except GraphError as error:
        unread = finding("E403", culprit(file.path.name, reason=error.what))
        return [unread, *shapes(triples.ntriples(), ontology, triples.base)], None
    found = list(_disagree(disagreements))
    if not differences:
        return [*found, *check(graph, ontology, triples.base)], graph
    found += differences
    return [*found, *check_values(graph, ontology), *shapes(triples.ntriples(), ontology, triples.base)], graph


def _disagree(disagreements: Iterable[Disagreement]) -> Iterator[Finding]:
    return (finding("E101", culprit(found.where, what=found.what)) for found in disagreements)


def _compare(triples: _Triples, graph: Graph, ontology: Ontology) -> Iterator[Finding]:
    """E401, E402: where a file's triples are not those of a graph."""
    version: Version = "1.2" if triples.reified else "1.1"

    def said() -> Iterator[bytes]:
        quads = to_quads(graph, triples.base, version, ontology)
        yield from _normal(chain.from_iterable(quads.pop(name) for name in list(quads)))
        if triples.has_schema:
            yield from _normal(vocabulary(ontology))

    if np.array_equal(triples.keys, _keys(said())):
        return
    found, expected = frozenset(triples.lines()), frozenset(said())
    for code, lines in (("E401", found - expected), ("E402", expected - found)):
        if lines:
            details = {"count": len(lines), "triple": quoted(min(lines).decode().rstrip(" .\n"), 200)}
            yield finding(code, Culprit(triples.name, details))


def _normal(triples: Iterable[Triple]) -> Iterator[bytes]:
    """Triples as lines of N-Triples in the form that pyoxigraph gives to terms."""
    waiting = iter(triples)
    while batch := list(islice(waiting, _BATCH)):
        yield from _parsed("".join(f"{s} {p} {o} .\n" for s, p, o in batch).encode(), "ntriples")


def _parsed(data: bytes, syntax: Syntax) -> BytesIO:
    """The triples of some bytes as lines of N-Triples; the graphs of TriG are taken together, but what is inferred."""
    import pyoxigraph as ox

    quads = ox.parse(data, format=oxigraph_format(syntax))
    said = (quad.triple for quad in quads if not is_inferred(quad.graph_name))
    return BytesIO(ox.serialize(said, format=ox.RdfFormat.N_TRIPLES) or b"")


def _keys(lines: Iterable[bytes]) -> NDArray[np.int64]:
    """Hashes of lines, sorted, each once: what is compared of millions that are too many to hold twice."""
    return np.unique(np.fromiter(map(hash, lines), np.int64))


@dataclass(frozen=True, slots=True)
class _Triples:
    """The triples of a file by their keys, the base of its names, whether it is RDF 1.2 and carries the vocabulary."""

    file: GraphFile
    keys: NDArray[np.int64]
    base: str
    reified: bool
    has_schema: bool

    @classmethod
    def read(cls, file: GraphFile) -> _Triples:
        """The triples of an RDF file; GraphError where it cannot be parsed."""
        assert file.syntax is not None
        try:
            lines = _parsed(file.data, file.syntax).getvalue()
        except (SyntaxError, ValueError) as error:
            raise GraphError(f"it does not parse: {error}", where=str(file.path), hint="build it again") from None
        named = sorted(found[1].decode() for found in _DOCUMENT.finditer(lines))
        declared = f"{' '.join(DECLARED)} .\n".encode() in lines
        return cls(file, _keys(BytesIO(lines)), base_of(named), f" <{RDF}reifies> ".encode() in lines, declared)

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.file.path.name

    def lines(self) -> Iterator[bytes]:
        """The triples as lines of N-Triples."""
        assert self.file.syntax is not None
        return _parsed(self.file.data, self.file.syntax)

    def ntriples(self) -> str:
        """The triples as sorted N-Triples, without those of RDF 1.2, which say what others say too."""
        reified = f" <{RDF}reifies> ".encode()
        return b"".join(sorted({line for line in self.lines() if reified not in line})).decode()
