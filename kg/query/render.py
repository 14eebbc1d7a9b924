"""Result -> text: a table for people; CSV, TSV, JSON and Turtle for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from kg.errors import QueryError
from kg.query.ask import Result
from kg.rdf.prefixes import prefixes
from kg.rdf.shorten import shorten
from kg.rdf.turtle import turtle
from kg.store.cells import guard

if TYPE_CHECKING:
    from rich.table import Table

    from kg.query.ask import Term

Format: TypeAlias = Literal["table", "csv", "tsv", "json", "turtle"]
FORMATS: tuple[Format, ...] = get_args(Format)
_BETWEEN = 4  # terminal columns that a column of a table takes beside its text, at most
_HINTS = {"graph": "use turtle or table, or ask with SELECT", "select": "use CONSTRUCT", "ask": "use table or json"}


def render(result: Result, to: Format = "table", *, width: int | None = None) -> str:
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
    return _standard(result, to)


def cells(result: Result) -> list[list[str]]:
    """The rows for a reader: IRIs as prefixed names, literals as their words, nothing where a variable is unbound.

    QueryError where a term holds terms that hold terms, too deeply for Python's stack.
    """
    try:
        return [[_cell(term, result.base) for term in row] for row in result.rows]
    except RecursionError:
        raise QueryError("a term of the answer is nested too deeply to be shown", hint="use json") from None


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
    from io import StringIO

    from rich.cells import cell_len
    from rich.console import Console

    rows = [list(result.variables), *cells(result)]
    needed = sum(max(cell_len(row[n]) for row in rows) + _BETWEEN for n in range(len(result.variables)))
    out = StringIO()
    console = Console(file=out, width=min(width or needed, needed), color_system=None, force_terminal=False)
    console.print(table(result))
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().split("\n") if line.strip())


def _cell(term: Term | None, base: str) -> str:
    import pyoxigraph as ox

    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return _visible(shorten(term.value, base))
    if isinstance(term, ox.Triple):
        return " ".join(_cell(part, base) for part in (term.subject, term.predicate, term.object))
    return _visible(term.value if isinstance(term, ox.Literal) else str(term))


def _visible(text: str) -> str:
    """A text on one line, its control and format characters as escapes: a terminal must not obey it."""
    return "".join(c if c.isprintable() else " " if c.isspace() else c.encode("unicode_escape").decode() for c in text)


def _turtle(result: Result) -> str:
    """The triples as Turtle in the project's order; pyoxigraph writes those with blank nodes, which ours have not."""
    import pyoxigraph as ox

    triples = [line.split(" ", 2) for line in result.data.decode().split(" .\n")[:-1]]
    if not any(term.startswith("_:") for s, _, o in triples for term in (s, o)):
        return turtle([(s, p, o) for s, p, o in triples], result.base)
    rows = (quad.triple for quad in ox.parse(result.data, format=ox.RdfFormat.N_TRIPLES))
    written = ox.serialize(rows, format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes(result.base)))
    return (written or b"").decode()


def _standard(result: Result, to: Format) -> str:
    import pyoxigraph as ox

    if to == "json":
        return result.data.decode() + "\n"
    found = ox.parse_query_results(_guarded(result.data), format=ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    kind = ox.QueryResultsFormat.CSV if to == "csv" else ox.QueryResultsFormat.TSV
    return (found.serialize(format=kind) or b"").decode().replace("\r\n", "\n")


def _guarded(data: bytes) -> bytes:
    """The results with no literal that a spreadsheet takes as a formula."""
    import json

    results = json.loads(data)
    for row in results["results"]["bindings"]:
        for term in row.values():
            if term["type"] == "literal":
                term["value"] = guard(term["value"])
    return json.dumps(results, ensure_ascii=False).encode()
