"""What SPARQL may say of words: a property that finds, and a function that tests.

    ?x kgf:search "司法局"                      every ?x that has the words: a thing, a document, or a statement
    (?x ?score ?text) kgf:search "司法局"       the same, with how good it is, and with the name or the sentence
    FILTER(kgf:matches(?label, "司法 局"))      whether a text has the words

pyoxigraph has functions of one's own, and no such properties, so a triple of kgf:search is replaced by VALUES that hold
what was found, before the query is answered; a subject that comes from the triple before it (`;`) is repeated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.errors import QueryError
from kg.query.engine import Engine
from kg.query.search.index import Hit, index
from kg.query.search.words import Search
from kg.query.tokens import Token, edited, literal, tokens
from kg.rdf.prefixes import KGF, XSD
from kg.rdf.terms import text

SEARCH, MATCHES = f"{KGF}search", f"{KGF}matches"
_CHINESE = chr(0x4E00)
_HINT = 'write it as ?x kgf:search "…" or (?x ?score ?text) kgf:search "…"'


def matches(said: str, wanted: str) -> bool:
    """kgf:matches: whether a text has the words.

    >>> matches("宜賓市司法局", "司法局")
    True
    """
    return _search(wanted).matches(said)


@lru_cache(maxsize=256)
def _search(written: str) -> Search:
    return Search.of(written)


@dataclass(frozen=True, slots=True)
class Searched:
    """A query without kgf:search, and the words that nothing in the graph has."""

    sparql: str
    missed: tuple[str, ...] = ()


def searched(engine: Engine, sparql: str, prefixes: Mapping[str, str]) -> Searched:
    """A query with what its searches find in place of them. QueryError where kgf:search is used otherwise."""
    if "matches" in sparql:
        matches(
            _CHINESE, _CHINESE
        )  # what words are cut with reads its files when it is first used; a query can open none
    if "search" not in sparql:
        return Searched(sparql)
    found = tokens(sparql, prefixes)
    edits: dict[tuple[int, int], str] = {}
    missed = []
    for n, token in enumerate(found):
        if token.iri == SEARCH and n:
            words = _words(found, n, prefixes)
            hits = index(engine).search(words)
            start, new = _replaced(found, n, hits)
            after = found[n + 2] if n + 2 < len(found) else None
            end = found[n + 1].end
            if after is not None and after.text == ";":
                new, end = f"{new} {_subject(found, n).text} ", after.end
            edits[start, end] = new
            missed += [] if hits else [words]
    return Searched(edited(sparql, edits), tuple(missed))


def _words(found: list[Token], n: int, prefixes: Mapping[str, str]) -> str:
    if n + 1 >= len(found) or found[n + 1].kind != "string":
        raise QueryError("kgf:search needs words in quotation marks behind it", hint=_HINT)
    return literal(found[n + 1].text, prefixes)[0]


def _subject(found: list[Token], n: int) -> Token:
    """The subject of the triple whose predicate is the n-th token: the variable before it, or that of its block."""
    if found[n - 1].kind == "variable":
        return found[n - 1]
    begin = next((m for m in range(n - 1, -1, -1) if found[m].text in ("{", "}", ".")), None)
    if found[n - 1].text == ";" and begin is not None and found[begin + 1].kind == "variable":
        between = found[begin + 2 : n]
        if not any(one.text == "[" or (one.kind == "word" and one.text.isupper()) for one in between):
            return found[begin + 1]
    raise QueryError("the subject of kgf:search is no variable", hint=_HINT)


def _replaced(found: list[Token], n: int, hits: list[Hit]) -> tuple[int, str]:
    """Where what is replaced begins, and the VALUES that stand there."""
    if found[n - 1].text == ")":
        begin = next((m for m in range(n - 1, -1, -1) if found[m].text == "("), n - 1)
        variables = found[begin + 1 : n - 1]
        if not 1 <= len(variables) <= 3 or any(one.kind != "variable" for one in variables):
            raise QueryError("kgf:search takes up to three variables in parentheses", hint=_HINT)
        return found[begin].start, _values([one.text for one in variables], hits)
    subject = _subject(found, n)
    values = _values([subject.text], hits)
    return (subject.start, values) if subject is found[n - 1] else (found[n - 1].start, f". {values}")


def _values(variables: list[str], hits: list[Hit]) -> str:
    best: dict[tuple[str, ...], None] = {}
    for hit in hits:
        row = f"<{hit.node}>", f'"{hit.score:.4f}"^^<{XSD}decimal>', text(hit.text)
        best.setdefault(row[: len(variables)])
    rows = " ".join(f"({' '.join(row)})" for row in best)
    return f"VALUES ({' '.join(variables)}) {{ {rows} }}"
