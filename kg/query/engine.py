"""What kg.query needs of a SPARQL engine; `kg.query.oxigraph` is the one that ships."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol, TypeAlias

from kg.rdf.syntaxes import Syntax

Kind: TypeAlias = Literal["select", "ask", "graph"]


class QuerySyntaxError(Exception):
    """A query is no SPARQL query; `at` is the offset of the culprit in it, None where the engine does not say."""

    def __init__(self, problem: str, at: int | None = None) -> None:
        self.problem, self.at = problem, at
        super().__init__(problem)


class OutsideReference(Exception):
    """A query names another endpoint or dataset by a keyword (SERVICE or FROM) at the offset `at`, if that is known."""

    def __init__(self, keyword: str, at: int | None = None) -> None:
        self.keyword, self.at = keyword, at
        super().__init__(keyword)


class Engine(Protocol):
    """Triples in memory that can be asked. It begins empty, made by its class without arguments."""

    def load(self, data: bytes, syntax: Syntax) -> None:
        """Add the triples of a file's bytes. ValueError where they are not valid; nothing else is read."""
        ...

    def query(self, sparql: str, prefixes: Mapping[str, str]) -> tuple[Kind, bytes]:
        """Answer one SPARQL 1.1 query over all graphs, the default one and those with names, taken together.

        `prefixes` (prefix to namespace) need no declaration. The answer is SPARQL 1.1 results JSON for `select` and
        `ask`, and sorted lines of N-Triples, each once, for `graph` (CONSTRUCT, DESCRIBE).

        Raises QuerySyntaxError for what is no query, updates among it, and OutsideReference, before anything is asked,
        for SERVICE and FROM; OSError or RuntimeError where the query cannot be answered.
        """
        ...

    def dump(self) -> bytes:
        """All triples as N-Quads."""
        ...
