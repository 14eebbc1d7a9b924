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
_WORD = re.compile(r"[\w:?$@.-]+|\S")
_UPDATES = frozenset({"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"})


def explain(query: str, error: str, where: str | None = None) -> QueryError:
    """The error to show for pyoxigraph's message `error` on `query`; `where` names the query's file.

    >>> print(explain("SELECT * {\\n ?s ?p ?o FILTR(?o > 1)\\n}", "error at 2:19: expected OPTIONAL"))
    the query does not parse at line 2, column 11: unexpected 'FILTR'
     ?s ?p ?o FILTR(?o > 1)
              ^
    """
    report = _REPORT.match(error)
    if report is None:
        return QueryError(f"the query does not parse: {error}", where=where)
    number, column, expected = int(report[1]), int(report[2]) - 1, report[3]
    lines = query.split("\n")
    line = lines[number - 1].rstrip("\r") if number <= len(lines) else ""
    column, problem = _place(line, column, expected)
    picture = f"{line.expandtabs(1)}\n{' ' * _width(line[:column])}^"
    what = f"the query does not parse at line {number}, column {column + 1}: {problem}\n{picture}"
    return QueryError(what, where=f"{where}:{number}" if where else None)


def _place(line: str, column: int, expected: str) -> tuple[int, str]:
    """The column (from 0) of the culprit in its line, and what is wrong there."""
    tokens, keywords = _TOKEN.findall(expected), _KEYWORD.findall(_TOKEN.sub("", expected))
    sentence = _SENTENCE.search(expected)
    if sentence and sentence[0].startswith("Prefix"):
        start = column - len(re.search(r"[\w.:-]*$", line[:column].rstrip())[0])  # type: ignore[index]
        return start, f"the prefix of '{line[start:column].strip()}' is not declared"
    if sentence and sentence[0].startswith("IRI"):
        return max(line.rfind("<", 0, column), 0), "this is not a valid IRI"
    if sentence:
        return column, sentence[0][0].lower() + sentence[0][1:]
    shifted = bool(keywords) and not tokens
    if shifted:
        column = max(column - min(map(len, keywords)), 0)
    word = _WORD.search(line, column)
    if word is None:
        return column, "it ends too early, or names a variable twice" + _wanted(tokens)
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
