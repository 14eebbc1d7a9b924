"""SPARQL -> Result: one question to a store, with the project's prefixes known and nothing fetched from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from kg.errors import QueryError
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


def ask(store: ox.Store, sparql: str, *, where: str | None = None) -> Result:
    """Run one SPARQL 1.1 query over all graphs of a store; `where` names the query's file in errors.

    Raises QueryError where the query does not parse (its message shows the line and a caret), would change the graph,
    or reaches outside of it (SERVICE, FROM). There is no time limit: pyoxigraph has none (oxigraph issue 1926).
    """
    import pyoxigraph as ox

    refuse_outside(sparql, where)
    names = base(store)
    try:
        found = store.query(sparql + PADDING, prefixes=dict(prefixes(names)), use_default_graph_as_union=True)
    except SyntaxError as error:
        raise explain(sparql, str(error), where) from None
    try:
        if isinstance(found, ox.QueryTriples):
            lines = found.serialize(format=ox.RdfFormat.N_TRIPLES) or b""
            return Result("graph", b"".join(sorted(set(lines.splitlines(keepends=True)))), names)
        kind: Kind = "ask" if isinstance(found, ox.QueryBoolean) else "select"
        return Result(kind, found.serialize(format=ox.QueryResultsFormat.JSON) or b"", names)
    except (OSError, RuntimeError) as error:
        raise QueryError(f"the query could not be answered: {error}", where=where) from None
