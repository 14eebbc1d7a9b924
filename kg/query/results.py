"""Answers of a query: bytes in a standard form, and the terms that are read from them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from kg.errors import QueryError
from kg.query.engine import Kind
from kg.rdf.prefixes import BASE, RDF, XSD
from kg.rdf.terms import unescaped


@dataclass(frozen=True, slots=True)
class Iri:
    """An IRI, without angle brackets."""

    value: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank node by its label, without `_:`."""

    value: str


@dataclass(frozen=True, slots=True)
class Literal:
    """The characters of a literal; `datatype` is an IRI."""

    value: str
    datatype: str = f"{XSD}string"
    language: str | None = None


@dataclass(frozen=True, slots=True)
class TripleTerm:
    """A triple that is a term itself, as RDF 1.2 has it."""

    subject: Term
    predicate: Term
    object: Term


Term: TypeAlias = Iri | Blank | Literal | TripleTerm
Row: TypeAlias = tuple[Term | None, ...]

_TERM = re.compile(
    r'\s*(?:<(?P<iri>[^<>]*)>|_:(?P<blank>[^\s<"]+)|(?P<open><<\()|(?P<close>\)>>)|(?P<end>\.)'
    r'|"(?P<text>(?:[^"\\]|\\.)*)"(?:@(?P<language>[A-Za-z0-9-]+)|\^\^<(?P<datatype>[^<>]*)>)?)'
)


@dataclass(frozen=True)
class Result:
    """The answer to a query, as bytes in a standard form that can be read more than once.

    `data` is SPARQL 1.1 results JSON for `select` and `ask`, and sorted lines of N-Triples for `graph` (CONSTRUCT,
    DESCRIBE). `base` is the base IRI of the graph's names, by which they are shortened for a reader. `hints` are
    sentences about why nothing was found, where the query may be meant otherwise (see kg.query.hints.hints).
    """

    kind: Kind
    data: bytes
    base: str = BASE
    hints: tuple[str, ...] = ()

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns, in the query's order; none for an `ask`."""
        if self.kind == "graph":
            return ("subject", "predicate", "object")
        return tuple(self._decoded["head"].get("vars", ()))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows of a `select`, None where a variable is unbound; the triples of a `graph`; nothing for an `ask`.

        QueryError where a term holds terms that hold terms, too deeply for Python's stack.
        """
        try:
            if self.kind == "graph":
                return tuple(map(_triple, filter(None, self.data.decode().split("\n"))))
            bindings = self._decoded.get("results", {}).get("bindings", ())
            return tuple(tuple(_term(row.get(name)) for name in self.variables) for row in bindings)
        except RecursionError:
            raise too_deep() from None

    @cached_property
    def answer(self) -> bool:
        """The answer of an `ask`; otherwise whether anything was found."""
        return bool(self._decoded["boolean"]) if self.kind == "ask" else bool(self.rows)

    @property
    def found_nothing(self) -> bool:
        """Whether nothing is there: no rows, no, or one row of zeros, which counts nothing."""
        try:
            return self._is_nothing()
        except QueryError:  # nested too deeply to be read, so something is there
            return False

    def _is_nothing(self) -> bool:
        if self.kind == "select" and len(self.rows) == 1:
            return all(term is None or (isinstance(term, Literal) and term.value in ("0", "")) for term in self.rows[0])
        return not self.answer

    @cached_property
    def _decoded(self) -> Any:
        try:
            return json.loads(self.data)
        except RecursionError:
            raise too_deep() from None


def too_deep() -> QueryError:
    """The error about a term that holds terms that hold terms, too deeply for Python's stack."""
    return QueryError("a term of the answer is nested too deeply to be shown", hint="use json")


def _term(found: Any) -> Term | None:
    """A term of SPARQL results JSON."""
    if found is None:
        return None
    kind, value = found["type"], found["value"]
    if kind == "uri":
        return Iri(value)
    if kind == "bnode":
        return Blank(value)
    if kind == "triple":
        parts = [_term(value[part]) for part in ("subject", "predicate", "object")]
        return TripleTerm(*parts)  # type: ignore[arg-type]
    language = found.get("xml:lang")
    return Literal(value, f"{RDF}langString" if language else found.get("datatype", f"{XSD}string"), language)


def _triple(line: str) -> Row:
    """The terms of a line of N-Triples.

    >>> _triple('<a:b> <a:c> "一"@zh .')[2].value
    '一'
    """
    matches = _TERM.finditer(line)
    return _ntriples_term(matches), _ntriples_term(matches), _ntriples_term(matches)


def _ntriples_term(matches: Iterator[re.Match[str]]) -> Term:
    match = next(matches)
    if match["iri"] is not None:
        return Iri(unescaped(match["iri"]))
    if match["blank"] is not None:
        return Blank(match["blank"])
    if match["open"] is not None:
        term = TripleTerm(_ntriples_term(matches), _ntriples_term(matches), _ntriples_term(matches))
        next(matches)  # )>>
        return term
    language = match["language"]
    datatype = f"{RDF}langString" if language else match["datatype"] or f"{XSD}string"
    return Literal(unescaped(match["text"]), datatype, language)
