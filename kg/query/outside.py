"""A query stays inside the graph that was opened: SERVICE and FROM are refused before it runs."""

from __future__ import annotations

import re

from kg.errors import QueryError

# Strings and comments are not skipped, for where they end depends on the grammar: what looks like a request is refused.
_GAP = r"(?:\s|#[^\n]*(?:\n|$))*"
_REQUEST = re.compile(rf"(SERVICE|FROM)(?={_GAP}(?:(?:SILENT|NAMED){_GAP})?(?:[<?$]|[\w.-]*:))", re.IGNORECASE)
_NAME = re.compile(r"(?:[?$]\w*|[\w.-]*:[\w.:%-]*)$")  # what, if it stands before the word, makes it the end of a name
_LONGEST_NAME = 200


def refuse_outside(sparql: str, where: str | None = None) -> None:
    """Raise QueryError where a query would ask another endpoint or name another dataset.

    pyoxigraph makes real requests for SERVICE; FROM would silently find nothing.

    >>> refuse_outside("SELECT ?from { ?from kg:received ?award }")
    >>> refuse_outside("SELECT * { SERVICE <https://a.example/sparql> { ?s ?p ?o } }")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    kg.errors.QueryError: SERVICE in line 1 reaches outside of the graph; leave it out: ...
    """
    for match in _REQUEST.finditer(sparql):
        start = match.start()
        if _NAME.search(sparql, max(0, start - _LONGEST_NAME), start):
            continue
        line = sparql.count("\n", 0, start) + 1
        raise QueryError(
            f"{match[1].upper()} in line {line} reaches outside of the graph",
            where=f"{where}:{line}" if where else None,
            hint="leave it out: a query sees all of the graph that was opened, and nothing else",
        )
