"""Why a query finds nothing: names that nothing has, literals of another form, classes that only subclasses use.

    SELECT ?x { ?x kg:recieved ?a }       neither the ontology nor the graph has kg:recieved; did you mean kg:received?
    ASK { ?x rdfs:label "宜宾市" }        the graph has "宜宾市"@zh-Hans, not "宜宾市"
    SELECT ?x { ?x a kg:CreativeWork }    things are of classes below kg:CreativeWork: write a/rdfs:subClassOf* …

What could be written otherwise is tried: a hint is given where the query then finds something. A name that nothing has
is told even where the query finds nothing without it, unless it stands where it need not match (OPTIONAL, MINUS, ...).
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.ontology.namespace import KG
from kg.ontology.ontology import Ontology
from kg.query.engine import Engine, OutsideReference, QuerySyntaxError
from kg.query.hints.nearest import Nearest
from kg.query.results import Literal, Result, Term
from kg.query.tokens import Token, edited, literal, tokens
from kg.query.value_forms import other_forms
from kg.rdf.prefixes import KGF, RDF, XSD, prefixes
from kg.rdf.shorten import shorten
from kg.rdf.terms import text
from kg.text.visible import one_line

_SLOW = 1.0  # seconds: a query that takes longer is not tried again
_MOST = 5  # hints
_TYPE = f"{RDF}type"
_NUMBERS = {f"{XSD}integer", f"{XSD}decimal"}
_SCRIPT = re.compile(r"(?<=-)[a-z]{4}\b")  # Hans and Hant, which an engine may give in small letters
_DATE = re.compile(r"-?[0-9]{4,}(?:-[0-9]{2}){0,2}")


@dataclass(frozen=True, slots=True)
class _Suspect:
    """A token that may be why nothing is found; `new` is to be tried in its place, `certain` is told anyway."""

    token: Token
    says: str
    new: str | None
    certain: bool = False


def hints(engine: Engine, sparql: str, base: str, ontology: Ontology, seconds: float) -> tuple[str, ...]:
    """Sentences about what in a query, which took `seconds` and found nothing, may be written otherwise."""
    seen = _Seen(engine, sparql, base, ontology)
    suspects = list(seen.suspects())
    right = {n for n, suspect in enumerate(suspects) if suspect.certain}
    if seconds < _SLOW and suspects:
        right |= seen.tried(suspects)
    return tuple(dict.fromkeys(suspects[n].says for n in sorted(right)))[:_MOST]


class _Seen:
    """A query and the graph that it finds nothing in."""

    def __init__(self, engine: Engine, sparql: str, base: str, ontology: Ontology) -> None:
        self.engine, self.sparql, self.base, self.ontology = engine, sparql, base, ontology
        self.spaces = prefixes(base)
        self.tokens = tokens(sparql, self.spaces)

    @cached_property
    def nearest(self) -> Nearest:
        return Nearest(self.engine, self.base, self.ontology)

    def suspects(self) -> Iterator[_Suspect]:
        """What may be why nothing is found, in the order of the query."""
        for n, token in enumerate(self.tokens):
            if token.iri is not None and not self._is_function(n):
                yield from self._name(token)
                yield from self._class(n, token)
            elif token.kind == "string":
                yield from self._string(n, token)

    def tried(self, suspects: list[_Suspect]) -> set[int]:
        """The suspects without which something is found: all together, or else each by itself."""
        able = [n for n, suspect in enumerate(suspects) if suspect.new is not None]
        alone = [n for n in able if self._finds([suspects[n]])]
        if alone or len(able) < 2:
            return set(alone)
        return set(able) if self._finds([suspects[n] for n in able]) else set()

    def _finds(self, suspects: list[_Suspect]) -> bool:
        edits = {(s.token.start, s.token.end): s.new or "" for s in suspects}
        begun = time.monotonic()
        try:
            result = Result(*self.engine.query(edited(self.sparql, edits), self.spaces))
        except (QuerySyntaxError, OutsideReference, OSError, RuntimeError):
            return False
        return not result.found_nothing and time.monotonic() - begun < 10 * _SLOW

    def _rows(self, sparql: str) -> list[Term]:
        rows = Result(*self.engine.query(sparql, self.spaces)).rows
        return [term for row in rows for term in row if term is not None]

    def _is_function(self, n: int) -> bool:
        """Whether an IRI calls a function, or is a cast to a datatype."""
        called = n + 1 < len(self.tokens) and self.tokens[n + 1].text == "("
        before = self.tokens[n - 1] if n else None
        return called and before is not None and before.kind not in ("variable", "name", "iri", "word")

    def _name(self, token: Token) -> Iterator[_Suspect]:
        """An IRI that neither ontology nor graph has."""
        iri = token.iri or ""
        if iri.startswith((XSD, KGF)) or self.nearest.has(iri):
            return
        near = self.nearest.to(iri)
        shown = [shorten(one, self.base) for one in near]
        meant = f"; did you mean {' or '.join(shown)}?" if shown else ""
        says = f"neither the ontology nor the graph has {one_line(shorten(iri, self.base))}{meant}"
        yield _Suspect(token, says, f"<{near[0]}>" if near else None, token.needed)

    def _class(self, n: int, token: Token) -> Iterator[_Suspect]:
        """A class of whose subclasses there are things."""
        before = self.tokens[n - 1] if n else None
        if before is None or not (before.text == "a" or before.iri == _TYPE):
            return
        name = (token.iri or "").removeprefix(KG)
        below = sorted(c for c in self.ontology.classes if c != name and self.ontology.is_a(c, name))
        if not below:
            return
        shown = shorten(token.iri or "", self.base)
        names = ", ".join(f"kg:{one}" for one in below[:3]) + (" …" if len(below) > 3 else "")
        says = f"things are of classes below {shown} ({names}): write a/rdfs:subClassOf* {shown}"
        yield _Suspect(before, says, "a/rdfs:subClassOf*")

    def _string(self, n: int, token: Token) -> Iterator[_Suspect]:
        """A literal that the graph has in another form."""
        value = literal(token.text, self.spaces)[0]
        through = self._predicate(n) if self._is_object(n) else "?p"
        if self._is_object(n):
            if self._rows(f"SELECT ?s {{ ?s {through} {token.text} }} LIMIT 1"):
                return
            if same := self._literals(through, f"STR(?o) = {text(value)}"):
                yield self._other(token, same)
                return
            if _DATE.fullmatch(value) and (
                finer := self._literals(through, f"STRSTARTS(STR(?o), {text(value + '-')})")
            ):
                shown = self._shown(finer[0])
                says = f"dates are of another precision ({shown}): write FILTER(STRSTARTS(STR(?date), {text(value)}))"
                yield _Suspect(token, says, self._term(finer[0]))
                return
        for form in other_forms(value, self.ontology):
            if self._is_object(n) and (same := self._literals(through, f"STR(?o) = {text(form)}")):
                yield self._other(token, same)
                return
            says = f"the graph writes {token.text} as {text(form)}"
            yield _Suspect(token, says, text(form))

    def _is_object(self, n: int) -> bool:
        """Whether a literal has to be equal to one of the graph: the object of a triple, ?x = "…", IN ("…"), VALUES."""
        before = [token.text for token in self.tokens[max(n - 3, 0) : n]]
        if not before:
            return False
        last = self.tokens[n - 1]
        if last.text in ("=", "!="):
            return before[-2:-1] != [")"]
        if last.text == "(":
            return before[-2:-1] == ["IN"]
        if last.text == "," or last.kind == "string":
            return last.depth == 0
        return last.kind in ("name", "iri", "variable") or last.text in ("a", "{", ")", "*", "+", "?")

    def _predicate(self, n: int) -> str:
        """The predicate whose object a literal has to be, if the query says it nearby: of it, or of what it equals."""
        last = self.tokens[n - 1]
        if last.text in ("=", "!=") and n > 1:
            equal = self.tokens[n - 2]
            places = [k for k, token in enumerate(self.tokens) if token.text == equal.text and token.depth == 0]
            last = next((self.tokens[k - 1] for k in places if k and self.tokens[k - 1].iri), last)
        return f"<{last.iri}>" if last.iri else "?p"

    def _literals(self, predicate: str, condition: str) -> list[Literal]:
        where = f"?s {predicate} ?o FILTER(isLiteral(?o) && {condition})"
        found = self._rows(f"SELECT DISTINCT ?o {{ {where} }} ORDER BY ?o LIMIT 3")
        return [term for term in found if isinstance(term, Literal)]

    def _other(self, token: Token, found: list[Literal]) -> _Suspect:
        shown = " or ".join(self._shown(term) for term in found)
        return _Suspect(token, f"the graph has {shown}, not {one_line(token.text)}", self._term(found[0]))

    def _shown(self, term: Literal) -> str:
        if term.datatype in _NUMBERS:
            return term.value
        if term.language:
            return f"{text(term.value)}@{_SCRIPT.sub(lambda m: m[0].title(), term.language)}"
        kind = "" if term.datatype == f"{XSD}string" else f"^^{shorten(term.datatype, self.base)}"
        return f"{text(term.value)}{kind}"

    @staticmethod
    def _term(term: Literal) -> str:
        return f"{text(term.value)}@{term.language}" if term.language else f"{text(term.value)}^^<{term.datatype}>"
