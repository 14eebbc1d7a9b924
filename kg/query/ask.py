"""SPARQL -> Result: one question to a store, with the project's prefixes known and nothing fetched from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from kg.errors import QueryError
from kg.query.limits import MEMORY, SECONDS, limited, sealed
from kg.query.load import base
from kg.query.outside import refuse_outside
from kg.query.syntax import PADDING, explain
from kg.rdf.prefixes import BASE, prefixes

if TYPE_CHECKING:
    import pyoxigraph as ox

    Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

Kind: TypeAlias = Literal["select", "ask", "graph"]


@dataclass(frozen=True)
class Result:
    """The answer to a query, as bytes in a standard form that can be read more than once.

    `data` is SPARQL 1.1 results JSON for `select` and `ask`, and sorted lines of N-Triples for `graph` (CONSTRUCT,
    DESCRIBE).
    `base` is the base IRI of the graph's names, by which they are shortened for a reader.
    """

    kind: Kind
    data: bytes
    base: str = BASE

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns, in the query's order; none for an `ask`."""
        import pyoxigraph as ox

        if self.kind == "graph":
            return ("subject", "predicate", "object")
        found = ox.parse_query_results(self.data, format=ox.QueryResultsFormat.JSON)
        return tuple(v.value for v in found.variables) if isinstance(found, ox.QuerySolutions) else ()

    @cached_property
    def rows(self) -> tuple[tuple[Term | None, ...], ...]:
        """The rows of a `select`, None where a variable is unbound; the triples of a `graph`; nothing for an `ask`."""
        import pyoxigraph as ox

        if self.kind == "graph":
            return tuple((q.subject, q.predicate, q.object) for q in ox.parse(self.data, format=ox.RdfFormat.N_TRIPLES))
        found = ox.parse_query_results(self.data, format=ox.QueryResultsFormat.JSON)
        return tuple(tuple(row) for row in found) if isinstance(found, ox.QuerySolutions) else ()

    @cached_property
    def answer(self) -> bool:
        """The answer of an `ask`; otherwise whether anything was found."""
        import pyoxigraph as ox

        if self.kind == "ask":
            return bool(ox.parse_query_results(self.data, format=ox.QueryResultsFormat.JSON))
        return bool(self.rows)


def ask(
    store: ox.Store,
    sparql: str,
    *,
    where: str | None = None,
    timeout: float | None = SECONDS,
    memory: int | None = MEMORY,
) -> Result:
    """Run one SPARQL 1.1 query over all graphs of a store; `where` names the query's file in errors.

    It runs in a process of its own, which is stopped after `timeout` seconds and at `memory` bytes beyond what the
    store takes; None is no limit. No other thread may write to the store meanwhile. Raises QueryError where the query
    does not parse (its message shows the line and a caret), would change the graph, or reaches outside of it (SERVICE,
    FROM), and LimitError where it was stopped.
    """
    from kg.processes.child import Child

    with Child(_Asked(store), memory=memory) as child:
        return limited(child, (sparql, where), timeout, "ask", where)


class _Asked:
    """What the process of a query does. A store is inherited by a fork; elsewhere it is copied."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    def __call__(self, asked: tuple[str, str | None]) -> Result:
        return answer(self.store, asked[0], where=asked[1])

    def __reduce__(self) -> tuple[Any, ...]:
        import pyoxigraph as ox

        return _copied, (self.store.dump(format=ox.RdfFormat.N_QUADS),)


def _copied(quads: bytes) -> _Asked:
    import pyoxigraph as ox

    store = ox.Store()
    store.bulk_load(input=quads, format=ox.RdfFormat.N_QUADS)
    return _Asked(store)


def answer(store: ox.Store, sparql: str, *, where: str | None = None) -> Result:
    """What `ask` gives, found in this process: without limits, and it cannot be stopped.

    While it runs, nothing in this process can open a file.
    """
    import pyoxigraph as ox

    names = base(store)
    known = dict(prefixes(names))
    try:
        with sealed():
            refuse_outside(sparql, known, where)
            found = store.query(sparql + PADDING, prefixes=known, use_default_graph_as_union=True)
            if isinstance(found, ox.QueryTriples):
                lines = found.serialize(format=ox.RdfFormat.N_TRIPLES) or b""
                return Result("graph", b"".join(sorted(set(lines.splitlines(keepends=True)))), names)
            kind: Kind = "ask" if isinstance(found, ox.QueryBoolean) else "select"
            return Result(kind, found.serialize(format=ox.QueryResultsFormat.JSON) or b"", names)
    except SyntaxError as error:
        raise explain(sparql, str(error), where) from None
    except (OSError, RuntimeError) as error:
        raise QueryError(f"the query could not be answered: {error}", where=where) from None
