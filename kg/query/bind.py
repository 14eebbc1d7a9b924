"""A shipped question with its parameters set, and its answer as lines of text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.query.ask import Result
from kg.query.render import cells
from kg.rdf.prefixes import RDFS, SKOS
from kg.rdf.questions import PARAMETER, Question

if TYPE_CHECKING:
    import pyoxigraph as ox


def bind(asked: Question, store: ox.Store, values: Mapping[str, str]) -> str:
    """The SPARQL of a question with its parameters set.

    QueryError where a parameter is not the question's, or where nothing in the store has the name that is given.
    """
    sparql = asked.sparql
    for name, given in values.items():
        if name not in asked.parameters:
            known = f"its parameters are: {', '.join(asked.parameters)}" if asked.parameters else "it has none"
            raise QueryError(f"question {asked.name!r} has no parameter {name!r}", hint=known)
        sparql = PARAMETER.sub(lambda m, n=name, g=given: _bound(m, n, g, store), sparql)  # type: ignore[misc]
    return sparql


def lines(result: Result) -> tuple[str, ...]:
    """A result as lines for the answer of a question's file: the columns' names, then the rows as they are shown.

    >>> lines(Result("ask", b'{"head":{},"boolean":true}'))
    ('yes',)
    """
    if result.kind == "ask":
        return ("yes" if result.answer else "no",)
    return tuple(" | ".join(row).strip() for row in [list(result.variables), *cells(result)])


def _bound(match: re.Match[str], name: str, given: str, store: ox.Store) -> str:
    import pyoxigraph as ox

    if match[1] != name:
        return match[0]
    terms = _entities(store, given) if match[2] == "UNDEF" else [str(ox.Literal(given))]
    return f"VALUES ?{name} {{ {' '.join(terms)} }}"


def _entities(store: ox.Store, name: str) -> list[str]:
    """The IRIs, in SPARQL, of all entities that have this name or alias."""
    import pyoxigraph as ox

    named = (store.quads_for_pattern(None, ox.NamedNode(iri), None) for iri in (f"{RDFS}label", f"{SKOS}altLabel"))
    literal = (q for q in chain.from_iterable(named) if isinstance(q.object, ox.Literal) and q.object.value == name)
    entities = sorted({str(q.subject) for q in literal if isinstance(q.subject, ox.NamedNode)})
    if not entities:
        raise QueryError(f"nothing in the graph is called {name!r}", hint="give one of the names or aliases in it")
    return entities
