"""Result -> text: a table for people; CSV, TSV, JSON and Turtle for programs."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.query import results
from kg.query.formats import AnswerFormat
from kg.query.results import Blank, Iri, Result, Term, TripleTerm
from kg.rdf.prefixes import XSD, prefixes
from kg.rdf.shorten import shorten
from kg.rdf.turtle import turtle
from kg.store.cells import guard
from kg.text.visible import one_line

if TYPE_CHECKING:
    from rich.table import Table

_BETWEEN = 4  # terminal columns that a column of a table takes beside its text, at most
_HINTS = {"graph": "use turtle or table, or ask with SELECT", "select": "use CONSTRUCT", "ask": "use table or json"}
_TO_QUOTE = re.compile('[",\r\n]')
_SPACE = re.compile(r"\s")
_BARE = {  # literals that TSV has without quotation marks
    f"{XSD}boolean": re.compile("true|false"),
    f"{XSD}integer": re.compile("[+-]?[0-9]+"),
    f"{XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"{XSD}double": re.compile(r"\A[+-]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)[eE][+-]?[0-9]+"),
}
_ESCAPES = str.maketrans({"\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"})


def render(result: Result, to: AnswerFormat = "table", *, width: int | None = None) -> str:
    """A result as text that ends in a newline.

    `table`: `width` terminal columns wide at most, or as wide as it needs to be. `csv`, `tsv`, `json`: the W3C's
    result formats, with full IRIs. In `csv` and `tsv` a text that a spreadsheet would run as a formula gets an
    apostrophe before it; `json` is exact. `turtle`: sorted, for CONSTRUCT and DESCRIBE. QueryError where kind and
    format do not fit together.
    """
    if to == "table":
        return _printed(result, width)
    if to == "turtle" and result.kind == "graph":
        return _turtle(result)
    if to == "turtle" or result.kind == "graph" or (result.kind == "ask" and to != "json"):
        raise QueryError(f"the answer to this query cannot be written as {to}", hint=_HINTS[result.kind])
    if to == "json":
        return result.data.decode() + "\n"
    return _csv(result) if to == "csv" else _tsv(result)


def cells(result: Result) -> list[list[str]]:
    """The rows for a reader: IRIs as prefixed names, literals as their words, nothing where a variable is unbound.

    QueryError where a term holds terms that hold terms, too deeply for Python's stack.
    """
    return _written(result, lambda term: _cell(term, result.base))


def table(result: Result) -> Table:
    """The rows as a table of rich. Nothing in a cell is read as markup, and control characters are shown, not sent."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in result.variables:
        made.add_column(name, overflow="fold")
    for row in cells(result):
        made.add_row(*(Text(cell) for cell in row))
    return made


def _printed(result: Result, width: int | None) -> str:
    if result.kind == "ask":
        return "yes\n" if result.answer else "no\n"
    if not result.rows:
        return "no answer\n"
    from rich.cells import cell_len
    from rich.console import Console

    rows = [list(result.variables), *cells(result)]
    needed = sum(max(cell_len(row[n]) for row in rows) + _BETWEEN for n in range(len(result.variables)))
    out = io.StringIO()
    console = Console(file=out, width=min(width or needed, needed), color_system=None, force_terminal=False)
    console.print(table(result))
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().split("\n") if line.strip())


def _written(result: Result, write: Callable[[Term], str]) -> list[list[str]]:
    try:
        return [["" if term is None else write(term) for term in row] for row in result.rows]
    except RecursionError:
        raise results.too_deep() from None


def _cell(term: Term, base: str) -> str:
    if isinstance(term, TripleTerm):
        return " ".join(_cell(part, base) for part in (term.subject, term.predicate, term.object))
    text = shorten(term.value, base) if isinstance(term, Iri) else term.value
    return one_line(_SPACE.sub(" ", f"_:{text}" if isinstance(term, Blank) else text))


def _turtle(result: Result) -> str:
    """The triples as Turtle in the project's order; the engine writes those with blank nodes, which ours have not."""
    triples = [line.split(" ", 2) for line in result.data.decode().split(" .\n")[:-1]]
    if not any(term.startswith("_:") for s, _, o in triples for term in (s, o)):
        return turtle([(s, p, o) for s, p, o in triples], result.base)
    from kg.query import oxigraph

    return oxigraph.turtle(result.data, prefixes(result.base))


def _csv(result: Result) -> str:
    """SPARQL 1.1 results CSV: a header, then the words of the terms."""
    rows = [list(result.variables), *_written(result, lambda term: _words(_guarded(term)))]
    lines = (",".join(map(_csv_cell, row)) for row in rows)
    return "".join(f"{line}\n" for line in lines).replace("\r\n", "\n")


def _csv_cell(words: str) -> str:
    doubled = words.replace('"', '""')
    return f'"{doubled}"' if _TO_QUOTE.search(words) else words


def _words(term: Term) -> str:
    if isinstance(term, TripleTerm):
        return " ".join(_words(part) for part in (term.subject, term.predicate, term.object))
    return f"_:{term.value}" if isinstance(term, Blank) else term.value


def _tsv(result: Result) -> str:
    """SPARQL 1.1 results TSV: a header, then the terms as in Turtle."""
    rows = [[f"?{name}" for name in result.variables], *_written(result, lambda term: _turtle_term(_guarded(term)))]
    return "".join(f"{line}\n" for line in map("\t".join, rows))


def _turtle_term(term: Term) -> str:
    if isinstance(term, Iri):
        return f"<{term.value}>"
    if isinstance(term, Blank):
        return f"_:{term.value}"
    if isinstance(term, TripleTerm):
        return f"<<( {' '.join(_turtle_term(part) for part in (term.subject, term.predicate, term.object))} )>>"
    quoted = f'"{term.value.translate(_ESCAPES)}"'
    if term.language:
        return f"{quoted}@{term.language}"
    bare = _BARE.get(term.datatype)
    if bare and bare.fullmatch(term.value):
        return term.value
    return quoted if term.datatype == f"{XSD}string" else f"{quoted}^^<{term.datatype}>"


def _guarded(term: Term) -> Term:
    """A term whose words no spreadsheet runs as a formula."""
    return replace(term, value=guard(term.value)) if isinstance(term, results.Literal) else term
