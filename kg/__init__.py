"""Chinese text to knowledge graph: offline, with the exact evidence of every fact.

    import kg

    graph = kg.build(["articles/"]).graph
    for fact in graph.facts:
        print(fact.subject, fact.predicate, fact.object)
    kg.query_graph(graph, "SELECT ?who { ?who kg:received ?award }").rows
    kg.ask_graph(graph, "谁是宜宾市司法局的局长？").answers
    kg.export_graph(graph, "turtle")
    kg.check_graph(graph)

The nouns (`Document`, `Graph`, `Fact` …) and errors (`KgError` and what is below it) are here too. Importing this
package loads nothing heavy: each name is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.processes.defaults import QUERY_MEMORY, QUERY_SECONDS, SOURCE_SECONDS
from kg.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from kg.errors import KgError as KgError
    from kg.errors import SourceError
    from kg.ontology.ontology import Ontology as Ontology
    from kg.pipeline import Build as Build
    from kg.query.results import Result as Result
    from kg.query.search.found import SearchHit as SearchHit
    from kg.query.words.replies import Reply as Reply
    from kg.types import Claim as Claim
    from kg.types import Document as Document
    from kg.types import Entity as Entity
    from kg.types import Evidence as Evidence
    from kg.types import Fact as Fact
    from kg.types import Finding as Finding
    from kg.types import Graph as Graph
    from kg.types import Layer as Layer
    from kg.types import Link as Link
    from kg.types import Mention as Mention
    from kg.types import Span as Span
    from kg.types import Value as Value


__version__ = VERSION

_HOMES = {
    "KgError": "kg.errors",
    "Ontology": "kg.ontology.ontology",
    "Build": "kg.pipeline",
    "Reply": "kg.query.words.replies",
    "Result": "kg.query.results",
    "SearchHit": "kg.query.search.found",
} | dict.fromkeys(
    (
        "Claim",
        "Document",
        "Entity",
        "Evidence",
        "Fact",
        "Finding",
        "Graph",
        "Layer",
        "Link",
        "Mention",
        "Span",
        "Value",
    ),
    "kg.types",
)
_VERBS = (
    "ask_graph",
    "build",
    "check_graph",
    "export_graph",
    "load_graph",
    "load_ontology",
    "query_graph",
    "read_documents",
    "search_graph",
)
__all__ = sorted((*_HOMES, *_VERBS))


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted((*globals(), *_HOMES))


def load_ontology(path: Path | None = None) -> Ontology:
    """The ontology in a folder, or the one that ships with the package.

    Raises OntologyError, with file and line, where something in it is wrong.
    """
    from kg.ontology.ontology import load

    return load(path)


def read_documents(
    paths: Iterable[str | Path], ontology: Ontology | None = None, *, fields: Mapping[str, str] | None = None
) -> Iterator[Document | SourceError]:
    """The documents in files, in folders and at addresses (`-` is standard input), in the order of their ids.

    What cannot be read is a `SourceError` in their place: a value, which names the file and says what to do. What is
    read, but not all of it as it should be, says so in its `warnings`. `fields` names the columns of tables and the
    keys of records that are not known by their names: {"text": "wenben", "id": "docno"}; also title, date, url, author
    and source.
    """
    from kg.read.field_names import FieldNames
    from kg.read.read import read
    from kg.read.sources import sources

    known = ontology or load_ontology()
    for source in sources(paths, names=FieldNames.of(fields or {})):
        yield from read(source, known)


def build(
    paths: Iterable[str | Path],
    *,
    ontology: Path | None = None,
    extractor: str = "all",
    processes: int = 1,
    timeout: float | None = SOURCE_SECONDS,
    corrections: Path | None = None,
    fields: Mapping[str, str] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Build:
    """The graph of the documents in files, in folders and at addresses of the web.

    What cannot be read, or not within `timeout` seconds, and documents on which the extractor fails are listed in the
    result's `failures`, and the others are built; what was not read as it should be is listed in its `warnings`.
    `ontology` is a folder, `extractor` one of those that `kg build --help` lists; the graph does not depend on the
    number of `processes`. `corrections` is a file that `kg correct` writes, `fields` is that of `read_documents`.
    `on_progress` is called with the number of sources and documents that are done, and of all.
    """
    from kg import pipeline
    from kg.read.field_names import FieldNames
    from kg.read.sources import sources
    from kg.store.corrections_file import read

    return pipeline.build(
        sources(paths, names=FieldNames.of(fields or {})),
        ontology,
        processes=processes,
        timeout=timeout,
        extractor=extractor,
        corrections=() if corrections is None else read(corrections),
        on_progress=on_progress,
    )


def load_graph(path: str | Path) -> Graph:
    """The graph of a folder that `kg build` wrote, or of one file of JSON or RDF.

    Raises GraphError where it cannot be read, or where its texts, hashes and quotes do not agree.
    """
    from pathlib import Path

    from kg.rdf.graph_file import read_graph_file

    return read_graph_file(Path(path)).graph()


def query_graph(
    graph: Graph,
    sparql: str,
    *,
    inferred: bool = True,
    timeout: float | None = QUERY_SECONDS,
    memory: int | None = QUERY_MEMORY,
) -> Result:
    """The answer to a SPARQL 1.1 query; the prefixes of the project are known.

    With `inferred`, what follows by the ontology's axioms is found too (docs/inference.md).
    The query runs in a process of its own, which is stopped after `timeout` seconds and at `memory` bytes. Raises
    QueryError where the query is wrong or reaches outside of the graph, LimitError where it was stopped. Where
    nothing is found and the query may be meant otherwise, the result's `hints` say how.
    """
    from kg.query.ask import ask
    from kg.query.load import from_graph

    return ask(from_graph(graph, inferred=inferred), sparql, timeout=timeout, memory=memory)


def search_graph(graph: Graph, words: str, *, most: int = 20) -> list[SearchHit]:
    """The names, titles and sentences that have all the words, in either script; the best first."""
    from kg.query.load import from_graph
    from kg.query.search.found import search

    return search(from_graph(graph), words, most)


def ask_graph(graph: Graph, question: str, *, ontology: Path | None = None) -> Reply:
    """The reply to a question in Chinese or English: answers with the sentences that say so, or why there are none.

    `ontology` is a folder. Raises QueryError where the question is empty or too long to be one.
    """
    from kg.query.load import from_graph
    from kg.query.words.reply import reply

    known = load_ontology(ontology)
    return reply(from_graph(graph, known), question, known)


def export_graph(graph: Graph, to: str = "turtle", *, ontology: Ontology | None = None) -> str:
    """The graph as one text.

    `to` is turtle, ntriples, jsonld, jsonld-framed, trig, nquads, rdfxml, nanopub, json, html, graphml, gexf, cypher or
    csv.
    """
    from kg.export.formats import Settings, export

    return export(graph, to, Settings(ontology or load_ontology()))


def check_graph(graph: Graph, ontology: Ontology | None = None) -> list[Finding]:
    """What is wrong with a graph, sorted; empty where nothing is."""
    from kg.check.check import check

    return check(graph, ontology or load_ontology())
