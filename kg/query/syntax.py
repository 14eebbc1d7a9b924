"""A syntax error of a SPARQL query, shown as its line and a caret under the place."""

from __future__ import annotations

from kg.errors import QueryError
from kg.query.engine import OutsideReference, QuerySyntaxError


def syntax_error(query: str, error: QuerySyntaxError, where: str | None = None) -> QueryError:
    """The error to show for a query that does not parse; `where` names its file.

    >>> print(syntax_error("SELECT * {\\n ?s ?p ?o FILTR(?o > 1)\\n}", QuerySyntaxError("unexpected 'FILTR'", 21)))
    the query does not parse at line 2, column 11: unexpected 'FILTR'
     ?s ?p ?o FILTR(?o > 1)
              ^
    """
    if error.at is None:
        return QueryError(f"the query does not parse: {error.problem}", where=where)
    start = query.rfind("\n", 0, error.at) + 1
    line, number = query[start:].split("\n", 1)[0].rstrip("\r"), _line(query, error.at)
    picture = f"{line.expandtabs(1)}\n{' ' * _width(query[start : error.at])}^"
    what = f"the query does not parse at line {number}, column {error.at - start + 1}: {error.problem}\n{picture}"
    return QueryError(what, where=_at(where, number))


def outside_error(query: str, error: OutsideReference, where: str | None = None) -> QueryError:
    """The error to show for a query that names another endpoint or dataset; `where` names its file.

    >>> print(outside_error("ASK {\\n SERVICE ?e {} }", OutsideReference("SERVICE", 7)).what)
    SERVICE in line 2 reaches outside of the graph
    """
    number = None if error.at is None else _line(query, error.at)
    return QueryError(
        f"{error.keyword}{'' if number is None else f' in line {number}'} reaches outside of the graph",
        where=where if number is None else _at(where, number),
        hint="leave it out: a query sees all of the graph that was opened, and nothing else",
    )


def _line(query: str, at: int) -> int:
    return query.count("\n", 0, at) + 1


def _at(where: str | None, line: int) -> str | None:
    return f"{where}:{line}" if where else None


def _width(text: str) -> int:
    """Terminal columns of a text: a Chinese character takes two."""
    from rich.cells import cell_len

    return cell_len(text.expandtabs(1))
