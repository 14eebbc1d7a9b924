"""A syntax error of a SPARQL query, shown as its line and a caret under the place.

pyoxigraph gives a position and the list of tokens that its grammar tried there. A keyword that did not fit is
reported at its own length after the place where it was tried (`FILTR` gives `expected OPTIONAL`, eight characters
late), so that the place is found by going back by the length of the shortest keyword.
"""

from __future__ import annotations

import re

from kg.errors import QueryError

_REPORT = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"')
_KEYWORD = re.compile(r"(?<![\w'{])[A-Z][A-Z0-9_]+(?![\w'}])")
_SENTENCE = re.compile(r"(?:Prefix not found|IRI parsing failed|The SELECT contains [a-z ]+)")
_NAME = re.compile(r"[\w.-]*:[\w:.%-]*")
_WORD = re.compile(r"[\w:?$@.-]+|\S")
PADDING = "\n" + " " * 20  # to be put after a query, so that no keyword is tried over its end
_UPDATES = frozenset({"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"})


def explain(query: str, error: str, where: str | None = None) -> QueryError:
    """The error to show for pyoxigraph's message `error` on `query` and PADDING; `where` names the query's file.

    >>> print(explain("SELECT * {\\n ?s ?p ?o FILTR(?o > 1)\\n}", "error at 2:19: expected OPTIONAL"))
    the query does not parse at line 2, column 11: unexpected 'FILTR'
     ?s ?p ?o FILTR(?o > 1)
              ^
    """
    report = _REPORT.match(error)
    if report is None:
        return QueryError(f"the query does not parse: {error}", where=where)
    at, problem = _place(query, _offset(query, report), report[3])
    start = query.rfind("\n", 0, at) + 1
    line = query[start:].split("\n", 1)[0].rstrip("\r")
    number = query.count("\n", 0, at) + 1
    picture = f"{line.expandtabs(1)}\n{' ' * _width(query[start:at])}^"
    what = f"the query does not parse at line {number}, column {at - start + 1}: {problem}\n{picture}"
    return QueryError(what, where=f"{where}:{number}" if where else None)


def stopped_at(query: str, error: str) -> int | None:
    """The offset in `query` at which pyoxigraph stopped by its message, None where it does not say."""
    report = _REPORT.match(error)
    return None if report is None else _offset(query, report)


def _offset(query: str, report: re.Match[str]) -> int:
    lines = f"{query}{PADDING}".split("\n")
    return sum(len(line) + 1 for line in lines[: int(report[1]) - 1]) + int(report[2]) - 1


def _place(query: str, at: int, expected: str) -> tuple[int, str]:
    """Where the culprit begins in a query, and what is wrong there; `at` is where pyoxigraph stopped."""
    tokens, keywords = _TOKEN.findall(expected), _KEYWORD.findall(_TOKEN.sub("", expected))
    sentence = _SENTENCE.search(expected)
    if sentence and sentence[0].startswith("Prefix"):
        name = _NAME.findall(query[:at])[-1]
        return query.rindex(name, 0, at), f"the prefix of '{name}' is not declared"
    if sentence and sentence[0].startswith("IRI"):
        return max(query.rfind("<", 0, at), 0), "this is not a valid IRI"
    end = len(query.rstrip())
    if sentence:
        return min(at, end), sentence[0][0].lower() + sentence[0][1:]
    shifted = bool(keywords) and not tokens
    if shifted:
        at = max(at - min(map(len, keywords)), 0)
    word = _WORD.search(query, at)
    if word is None:
        return end, "it ends too early" + _wanted(tokens)
    if word[0].upper() in _UPDATES:
        return word.start(), f"'{word[0]}' would change the graph: use SELECT, ASK, CONSTRUCT or DESCRIBE"
    if shifted and word[0][0] in "?$<":
        return word.start(), f"the pattern that begins with '{word[0]}' is incomplete"
    return word.start(), f"unexpected '{word[0]}'" + _wanted(tokens)


def _wanted(tokens: list[str]) -> str:
    return f"; it may go on with {' '.join(token[1:-1] for token in tokens[:9])}" if tokens else ""


def _width(text: str) -> int:
    """Terminal columns of a text: a Chinese character takes two."""
    from rich.cells import cell_len

    return cell_len(text.expandtabs(1))
