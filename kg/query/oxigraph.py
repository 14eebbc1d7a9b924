"""The SPARQL engine of pyoxigraph, and what its error messages mean.

pyoxigraph says of a syntax error where it stopped and which tokens its grammar tried there. A keyword that did not fit
is reported at its own length after the place where it was tried (`FILTR` gives `expected OPTIONAL`, eight characters
late), so the place is found by going back by the length of the shortest keyword.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.ontology.ontology import Ontology
from kg.query.engine import Kind, OutsideReference, QuerySyntaxError
from kg.query.outside import BOTH, keyword_before, masked
from kg.query.search.sparql import MATCHES, matches
from kg.rdf.inference.explain import Explanation, explain
from kg.rdf.inference.infer import infer_from, is_inferred
from kg.rdf.syntaxes import Syntax, oxigraph_format
from kg.rdf.terms import Triple

if TYPE_CHECKING:
    import pyoxigraph as ox

_BASE = "https://zhkg.example/"  # of relative IRIs in a file that declares none
_REPORT = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"')
_KEYWORD = re.compile(r"(?<![\w'{])[A-Z][A-Z0-9_]+(?![\w'}])")
_SENTENCE = re.compile(r"(?:Prefix not found|IRI parsing failed|The SELECT contains [a-z ]+)")
_NAME = re.compile(r"[\w.-]*:[\w:.%-]*")
_WORD = re.compile(r"[\w:?$@.-]+|\S")
_PADDING = "\n" + " " * 20  # put after a query, so that no keyword is tried beyond its end
_UPDATES = frozenset({"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"})


class Oxigraph:
    """An Engine (see kg.query.engine) on a store of pyoxigraph, a new one in memory where none is given."""

    def __init__(self, store: ox.Store | None = None) -> None:
        if store is None:
            import pyoxigraph as ox

            store = ox.Store()
        self._store = store

    def load(self, data: bytes, syntax: Syntax) -> None:
        """Add the triples of a file's bytes. ValueError where they are not valid."""
        try:
            self._store.bulk_load(input=data, format=oxigraph_format(syntax), base_iri=_BASE)
        except SyntaxError as error:
            raise ValueError(str(error)) from None

    def infer(self, ontology: Ontology, graph: str) -> None:
        """Put what follows from the triples by an ontology's axioms into the graph of this IRI, and no other graph.

        A graph of inferred triples that is there already, such as that of a file, is taken away.
        """
        import pyoxigraph as ox

        self.forget_inferred()
        lines = infer_from(self._store, ontology)
        self._store.bulk_load(lines, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(graph))

    def forget_inferred(self) -> None:
        """Take away the graphs of inferred triples."""
        for name in [name for name in self._store.named_graphs() if is_inferred(name)]:
            self._store.remove_graph(name)

    def explain(self, triple: Triple, ontology: Ontology) -> Explanation | None:
        """Why a triple holds; see `kg.rdf.inference.explain.explain`."""
        return explain(self._store, triple, ontology)

    def query(self, sparql: str, prefixes: Mapping[str, str]) -> tuple[Kind, bytes]:
        """Answer one query; see Engine."""
        import pyoxigraph as ox

        self.refuse_outside(sparql, prefixes)
        found = self.found(sparql, prefixes, use_default_graph_as_union=True)
        if isinstance(found, ox.QueryTriples):
            lines = found.serialize(format=ox.RdfFormat.N_TRIPLES) or b""
            return "graph", b"".join(sorted(set(lines.splitlines(keepends=True))))
        kind: Kind = "ask" if isinstance(found, ox.QueryBoolean) else "select"
        return kind, found.serialize(format=ox.QueryResultsFormat.JSON) or b""

    def found(
        self, sparql: str, prefixes: Mapping[str, str], **dataset: Any
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """What pyoxigraph finds, over what `dataset`, arguments of its Store.query, says. QuerySyntaxError."""
        try:
            return self._store.query(
                sparql + _PADDING, prefixes=dict(prefixes), custom_functions=_functions(), **dataset
            )
        except SyntaxError as error:
            raise _explained(sparql, str(error)) from None

    def change(self, sparql: str, prefixes: Mapping[str, str]) -> None:
        """Do an update, whole or not at all. QuerySyntaxError, OSError and RuntimeError as of a query."""
        try:
            self._store.update(sparql + _PADDING, prefixes=dict(prefixes), custom_functions=_functions())
        except SyntaxError as error:
            raise _explained(sparql, str(error)) from None

    def dump(self) -> bytes:
        """All triples as N-Quads."""
        import pyoxigraph as ox

        return self._store.dump(format=ox.RdfFormat.N_QUADS) or b""

    def refuse_outside(
        self, sparql: str, prefixes: Mapping[str, str], words: re.Pattern[str] = BOTH, *, update: bool = False
    ) -> None:
        """Raise OutsideReference for SERVICE and FROM, QuerySyntaxError where a query with these words does not parse.

        `words` are other keywords to be looked for; in an `update` LOAD is one.

        pyoxigraph makes real requests for SERVICE; FROM would silently find nothing.

        >>> Oxigraph().refuse_outside("SELECT ?from { ?from a <https://a.example/SERVICE> }", {})
        >>> Oxigraph().refuse_outside("SELECT * { SERVICE <https://a.example/sparql> { ?s ?p ?o } }", {})
        Traceback (most recent call last):
        kg.query.engine.OutsideReference: SERVICE
        """
        import pyoxigraph as ox

        other = masked(sparql, words)
        if other is None:
            return
        try:
            empty = ox.Store()
            (empty.update if update else empty.query)(other + _PADDING, prefixes=dict(prefixes))
        except SyntaxError as error:
            stop = None if "Prefix not found" in str(error) else _stop(other, str(error))
            keyword = None if stop is None else keyword_before(sparql, stop, words)
            if keyword is not None:
                raise OutsideReference(keyword[0].upper(), keyword.start()) from None
            raise _explained(sparql, str(error)) from None


@cache
def _functions() -> dict[ox.NamedNode, Any]:
    """The functions that queries may call beside those of SPARQL."""
    import pyoxigraph as ox

    return {ox.NamedNode(MATCHES): _matches}


def _matches(said: Any, words: Any) -> Any:
    """kgf:matches of two literals; of other terms it has no value."""
    import pyoxigraph as ox

    if isinstance(said, ox.Literal) and isinstance(words, ox.Literal):
        return ox.Literal(matches(said.value, words.value))
    return None


def turtle(ntriples: bytes, prefixes: Mapping[str, str]) -> str:
    """N-Triples as Turtle, in pyoxigraph's order; blank nodes may be among them."""
    import pyoxigraph as ox

    triples = (quad.triple for quad in ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES))
    return (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes)) or b"").decode()


def _explained(query: str, error: str) -> QuerySyntaxError:
    """The error about pyoxigraph's message `error` on `query` and _PADDING.

    >>> found = _explained("SELECT * {\\n ?s ?p ?o FILTR(?o > 1)\\n}", "error at 2:19: expected OPTIONAL")
    >>> found.at, found.problem
    (21, "unexpected 'FILTR'")
    """
    report = _REPORT.match(error)
    if report is None:
        return QuerySyntaxError(error)
    at, problem = _place(query, _offset(query, report), report[3])
    return QuerySyntaxError(problem, at)


def _stop(query: str, error: str) -> int | None:
    """The offset at which pyoxigraph stopped by its message, None where the message does not say."""
    report = _REPORT.match(error)
    return None if report is None else _offset(query, report)


def _offset(query: str, report: re.Match[str]) -> int:
    lines = f"{query}{_PADDING}".split("\n")
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
        return end, "it ends too early" + _continuations(tokens)
    if word[0].upper() in _UPDATES:
        return word.start(), f"'{word[0]}' would change the graph: use SELECT, ASK, CONSTRUCT or DESCRIBE"
    if shifted and word[0][0] in "?$<":
        return word.start(), f"the pattern that begins with '{word[0]}' is incomplete"
    return word.start(), f"unexpected '{word[0]}'" + _continuations(tokens)


def _continuations(tokens: list[str]) -> str:
    return f"; it may go on with {' '.join(token[1:-1] for token in tokens[:9])}" if tokens else ""
