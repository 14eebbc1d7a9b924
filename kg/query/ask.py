"""SPARQL -> Result: one query of a graph, with the project's prefixes known and nothing fetched from elsewhere."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.errors import QueryError
from kg.processes.defaults import QUERY_MEMORY, QUERY_SECONDS
from kg.query.engine import Engine, Kind, OutsideReference, QuerySyntaxError
from kg.query.limits import limited, sealed
from kg.query.results import Iri, Result
from kg.query.search.sparql import searched
from kg.query.syntax import outside_error, syntax_error
from kg.rdf.prefixes import prefixes
from kg.rdf.shorten import base_of

_DOCUMENT = 'SELECT ?document { ?document a kg:Document FILTER(REGEX(STR(?document), "[/#]doc/")) } LIMIT 1'


def ask(
    engine: Engine,
    sparql: str,
    *,
    where: str | None = None,
    timeout: float | None = QUERY_SECONDS,
    memory: int | None = QUERY_MEMORY,
) -> Result:
    """Run one SPARQL 1.1 query over all graphs of an engine; `where` names the query's file in errors.

    It runs in a process of its own, which is stopped after `timeout` seconds and at `memory` bytes beyond what the
    graph takes; None is no limit. No other thread may load into the engine meanwhile. Raises QueryError where the query
    does not parse (its message shows the line and a caret), would change the graph, or reaches outside of it (SERVICE,
    FROM), and LimitError where it was stopped. Where nothing is found, the result may have `hints`, by the ontology
    that ships with the package.
    """
    from kg.processes.child import Child

    with Child(Answerer(engine), memory=memory) as child:
        return limited(child, (sparql, where), timeout, "ask", where)


class Answerer:
    """What the process of a query does. An engine is inherited by a fork; elsewhere its triples are copied."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def __call__(self, query: tuple[str, str | None]) -> Result:
        """The answer to SPARQL from a file, which may be None, with hints."""
        return hinted(self.engine, query[0], where=query[1])

    def __reduce__(self) -> tuple[Any, ...]:
        """Its engine's class and triples."""
        return _copied, (type(self.engine), self.engine.dump())


def _copied(kind: type[Engine], quads: bytes) -> Answerer:
    engine = kind()
    engine.load(quads, "nquads")
    return Answerer(engine)


def answer(engine: Engine, sparql: str, *, where: str | None = None) -> Result:
    """What `ask` gives, found in this process: without limits, and it cannot be stopped.

    While it runs, nothing in this process can open a file.
    """
    return _answered(engine, sparql, where)[0]


def _answered(engine: Engine, sparql: str, where: str | None) -> tuple[Result, tuple[str, ...]]:
    """The answer, and the words that are searched for in vain."""
    try:
        base = base_seen(engine)
        found = searched(engine, sparql, prefixes(base))
        with sealed():
            kind, data = _asked(engine, sparql, found.sparql, prefixes(base))
            return Result(kind, data, base), found.missed
    except QuerySyntaxError as error:
        raise syntax_error(sparql, error, where) from None
    except OutsideReference as error:
        raise outside_error(sparql, error, where) from None
    except (OSError, RuntimeError) as error:
        raise QueryError(f"the query could not be answered: {error}", where=where) from None


def _asked(engine: Engine, sparql: str, new: str, spaces: Mapping[str, str]) -> tuple[Kind, bytes]:
    """The answer to a query whose searches were replaced; its errors are told of the query as it was written."""
    try:
        return engine.query(new, spaces)
    except (QuerySyntaxError, OutsideReference):
        if new != sparql:
            engine.query(sparql, spaces)
        raise


def hinted(engine: Engine, sparql: str, *, where: str | None = None, ontology: Path | None = None) -> Result:
    """What `answer` gives, with hints where nothing is found; `ontology` is a folder, in which names are looked up."""
    begun = time.monotonic()
    result, missed = _answered(engine, sparql, where)
    if not result.found_nothing:
        return result
    from kg.ontology.ontology import load
    from kg.query.hints.hints import hints

    found = hints(engine, sparql, result.base, load(ontology), time.monotonic() - begun)
    vain = tuple(f"no name, title or evidence in the graph has the words {words!r}" for words in missed)
    return replace(result, hints=(*vain, *found))


def base_seen(engine: Engine) -> str:
    """The base IRI of a graph's names, seen on one of its documents; the project's own where it holds none.

    >>> from kg.query.oxigraph import Oxigraph
    >>> base_seen(Oxigraph())
    'https://zhkg.example/'
    """
    rows = Result(*engine.query(_DOCUMENT, prefixes())).rows
    return base_of(term.value for row in rows for term in row if isinstance(term, Iri))
