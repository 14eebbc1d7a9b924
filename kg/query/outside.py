"""A query stays inside the graph that was opened: SERVICE and FROM are refused before it runs.

Whether a word is a keyword depends on the grammar (`<` opens an IRI or compares, `1SERVICE` is two tokens), so the
engine's own parser is asked: each SERVICE and FROM is changed into letters that the query has nowhere else. In a name,
a string, an IRI or a comment they are as good as those before; where a keyword stood, they do not parse.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product

from kg.errors import QueryError
from kg.query.syntax import PADDING, stopped_at

_WORDS = re.compile("SERVICE|FROM", re.IGNORECASE)
_LETTERS = "zyxwvuqkjhg"  # no digits of hexadecimal, for %AFROM is an escape and three letters
_NAME = re.compile(
    r"(?:[?$]\w{0,200}|[\w.-]{0,200}:[\w.:%-]{0,200})\Z"
)  # what, if it stands before the word, makes it the end of a name
_LONGEST_NAME = 200
_LATE = 3  # characters after a keyword at which the parser may say that it does not fit


def refuse_outside(sparql: str, prefixes: Mapping[str, str], where: str | None = None) -> None:
    """Raise QueryError where a query asks another endpoint or names another dataset; SyntaxError as the engine does.

    pyoxigraph makes real requests for SERVICE; FROM would silently find nothing. `prefixes` are those that the query
    need not declare. Only a query with one of the words in it is parsed.

    >>> refuse_outside("SELECT ?from { ?from a <https://a.example/SERVICE> }", {})
    >>> refuse_outside("SELECT * { SERVICE <https://a.example/sparql> { ?s ?p ?o } }", {})  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    kg.errors.QueryError: SERVICE in line 1 reaches outside of the graph; leave it out: ...
    """
    words = list(_WORDS.finditer(sparql))
    if not words:
        return
    import pyoxigraph as ox

    masked = _masked(sparql)
    try:
        ox.Store().query(masked + PADDING, prefixes=dict(prefixes))
    except SyntaxError as error:
        at = None if "Prefix not found" in str(error) else stopped_at(masked, str(error))
        for word in words:
            if at is not None and word.start() < at <= word.end() + _LATE and not _in_a_name(sparql, word.start()):
                raise _outside(word[0].upper(), sparql.count("\n", 0, word.start()) + 1, where) from None
        raise


def _masked(sparql: str) -> str:
    low = sparql.lower()
    mask = next((letters for letters in map("".join, product(_LETTERS, repeat=3)) if letters not in low), None)
    if mask is None:
        raise QueryError("the query is too odd to be checked for SERVICE and FROM", hint="make it shorter")

    def other(word: re.Match[str]) -> str:  # ?FROM and ?FRoM stay two names
        end = zip(mask, word[0][-3:], strict=True)
        return word[0][:-3] + "".join(letter.upper() if old.isupper() else letter for letter, old in end)

    return _WORDS.sub(other, sparql)


def _in_a_name(sparql: str, start: int) -> bool:
    return _NAME.search(sparql, max(0, start - _LONGEST_NAME), start) is not None


def _outside(word: str, line: int, where: str | None) -> QueryError:
    return QueryError(
        f"{word} in line {line} reaches outside of the graph",
        where=f"{where}:{line}" if where else None,
        hint="leave it out: a query sees all of the graph that was opened, and nothing else",
    )
