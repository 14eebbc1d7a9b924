"""A second engine behind kg.query.engine.Engine, on rdflib: slow, and proof that the protocol asks for enough."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import ResultRow
from rdflib.term import Identifier

from kg.query.engine import Kind, OutsideReference, QuerySyntaxError
from kg.rdf.syntaxes import Syntax

_FORMATS: dict[Syntax, str] = {
    "turtle": "turtle",
    "ntriples": "nt11",
    "trig": "trig",
    "nquads": "nquads",
    "jsonld": "json-ld",
    "rdfxml": "xml",
}


class RdflibEngine:
    """An Engine on rdflib."""

    def __init__(self) -> None:
        self._data = Dataset(default_union=True)

    def load(self, data: bytes, syntax: Syntax) -> None:
        try:
            if syntax in ("trig", "nquads"):
                self._data.parse(data=data.decode(), format=_FORMATS[syntax])
            else:
                self._data.default_graph.parse(data=data.decode(), format=_FORMATS[syntax])
        except Exception as error:  # each of its parsers has exceptions of its own
            raise ValueError(str(error)) from None

    def query(self, sparql: str, prefixes: Mapping[str, str]) -> tuple[Kind, bytes]:
        found = self._data.query(_parsed(sparql, prefixes))
        if found.type in ("CONSTRUCT", "DESCRIBE"):
            graph = found.graph or Graph()
            lines = graph.serialize(format="nt11", encoding="utf-8").splitlines(keepends=True)
            return "graph", b"".join(sorted({line for line in lines if line.strip()}))
        if found.type == "ASK":
            return "ask", json.dumps({"head": {}, "boolean": bool(found.askAnswer)}).encode()
        names = [str(name) for name in found.vars or ()]
        rows = [row.asdict() for row in found if isinstance(row, ResultRow)]
        bindings = [{name: _term(term) for name, term in row.items()} for row in rows]
        data = {"head": {"vars": names}, "results": {"bindings": bindings}}
        return "select", json.dumps(data, ensure_ascii=False).encode()

    def dump(self) -> bytes:
        return str(self._data.serialize(format="nquads")).encode()


def _term(term: Identifier) -> dict[str, str]:
    """A term in SPARQL results JSON."""
    if isinstance(term, Literal):
        more = (
            {"xml:lang": term.language} if term.language else {"datatype": str(term.datatype)} if term.datatype else {}
        )
        return {"type": "literal", "value": str(term), **more}
    return {"type": "uri" if isinstance(term, URIRef) else "bnode", "value": str(term)}


def _parsed(sparql: str, prefixes: Mapping[str, str]) -> Query:
    from pyparsing import ParseException

    try:
        tree = parseQuery(sparql)
        outside = next(_outside(tree), None)
        if outside is not None:
            raise OutsideReference(outside)
        return translateQuery(tree, initNs=dict(prefixes))
    except ParseException as error:
        raise QuerySyntaxError(f"unexpected {error.line[error.column - 1 :][:10]!r}", error.loc) from None
    except OutsideReference:
        raise
    except Exception as error:  # of a prefix that is not declared, for one
        raise QuerySyntaxError(str(error)) from None


def _outside(tree: Any) -> Iterator[str]:
    """SERVICE and FROM in what rdflib's parser made of a query."""
    if isinstance(tree, CompValue):
        if tree.name == "ServiceGraphPattern":
            yield "SERVICE"
        if "datasetClause" in tree:
            yield "FROM"
        for value in tree.values():
            yield from _outside(value)
    elif isinstance(tree, list) or hasattr(tree, "as_list"):
        for part in tree:
            yield from _outside(part)
