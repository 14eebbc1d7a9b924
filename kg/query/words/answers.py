"""What a graph answers to a shipped question: its rows as answers, each with the sentences that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kg.ontology.namespace import KG
from kg.ontology.ontology import Ontology
from kg.query.ask import base_seen
from kg.query.bind import bind
from kg.query.engine import Engine
from kg.query.named import Named, simple
from kg.query.results import Iri, Result, Row, Term
from kg.query.words.forms import Window
from kg.query.words.polar import Sought
from kg.query.words.replies import Answer
from kg.query.words.wordings import Reading, asked_by
from kg.rdf.prefixes import prefixes
from kg.rdf.shorten import shorten
from kg.rdf.terms import text, unlocal

_EVIDENCE = """SELECT DISTINCT ?fact ?quote ?document {
  VALUES ?fact { %s }
  ?fact kg:evidence ?evidence .
  ?evidence oa:hasSource ?document ; oa:hasSelector/oa:exact ?quote .
} ORDER BY STR(?document) ?quote"""
_KIND = "  FILTER(BOUND(?{0}) && EXISTS {{ ?{0} a/rdfs:subClassOf* kg:{1} }})\n"
_DATED = """  { ?fact kg:time ?dated } UNION { ?fact rdf:object/kg:time ?dated } UNION { ?fact kg:at/kg:time ?dated }
  FILTER(STR(?dated) >= %s && STR(?dated) < %s)
"""
_WITHIN = "ASK { <%s> (kg:partOf|kg:locatedIn)+ <%s> }"
_ASSERTED = "kg:modality kg:asserted"
_OVER = ("former", "end")  # columns that say that something was so once


class Answers:
    """The answers of one graph."""

    def __init__(self, engine: Engine, ontology: Ontology) -> None:
        self.engine, self.ontology = engine, ontology
        self.base = base_seen(engine)
        self.named = Named(engine, self.base, ontology)

    def sparql(
        self, reading: Reading, values: Mapping[str, str | tuple[str, ...]], window: Window | None, modality: str
    ) -> str | None:
        """The query of a reading: its facts are a column, and its answers of the asked kind, time and modality only.

        None where the question has no facts that could have that time or modality.
        """
        query = re.sub(r"^#.*\n", "", bind(reading.question, self.engine, values), flags=re.MULTILINE)
        head, brace, body = query.partition("{")
        facts = "?fact" in body and "COUNT(" not in query
        if facts:
            head = f"{head.rstrip()} ?fact "
        inside, end, rest = body.rpartition("}")
        conditions = [_KIND.format(reading.wording.answer[0], reading.kind)] if reading.kind else []
        conditions += [_DATED % (text(window.since), text(window.until))] if window is not None else []
        body = f"{inside.rstrip()}\n{''.join(conditions)}{end}{rest}"
        if modality != "asserted":
            facts = facts and _ASSERTED in body
            body = body.replace(_ASSERTED, f"kg:modality kg:{modality}")
        return f"{head}{brace}{body}" if facts or (window is None and modality == "asserted") else None

    def of(self, sparql: str, columns: tuple[str, ...], *, current: bool) -> Iterator[Answer]:
        """The answers to a query, by the first of the columns; where they are to be `current`, none of what is over."""
        variables, rows = self._rows(sparql)
        grouped: dict[tuple[tuple[str, str], ...], tuple[Term, list[str]]] = {}
        for row in rows:
            terms = dict(zip(variables, row, strict=True))
            term = terms.get(columns[0])
            if term is None or (current and any(terms.get(name) for name in _OVER)):
                continue
            shown = tuple((name, self._shown(value)) for name in columns if (value := terms.get(name)) is not None)
            facts = grouped.setdefault(shown, (term, []))[1]
            if isinstance(fact := terms.get("fact"), Iri):
                facts.append(fact.value)
        evidence = self._evidence([fact for _, facts in grouped.values() for fact in facts])
        for shown, (term, facts) in grouped.items():
            quotes = dict.fromkeys(quote for fact in facts for quote in evidence.get(fact, ()))
            yield Answer(shown[0][1], term.value if isinstance(term, Iri) else None, shown[1:], tuple(quotes))

    def is_sought(self, answer: Answer, sought: Sought, *, wider: bool) -> bool:
        """Whether an answer is what is sought; with `wider`, also a place that lies in the one that is sought."""
        if sought.kind == "thing":
            return answer.iri in sought.things or (wider and self._lies_in(answer.iri, sought.things))
        if sought.kind == "date":
            return answer.value.startswith(sought.text)
        if sought.kind == "role":
            meant = asked_by(self.ontology).table.roles.get(sought.text, (sought.text,))
            return simple(answer.value) in map(simple, meant)
        return answer.value == sought.text

    def _lies_in(self, place: str | None, wanted: frozenset[str]) -> bool:
        asking = (_WITHIN % (place, one) for one in sorted(wanted) if place)
        return any(Result(*self.engine.query(one, prefixes(self.base))).answer for one in asking)

    @staticmethod
    def texts(values: Sequence[str]) -> tuple[str, ...]:
        """Texts as terms of SPARQL."""
        return tuple(map(text, values))

    def _rows(self, sparql: str) -> tuple[tuple[str, ...], tuple[Row, ...]]:
        result = Result(*self.engine.query(sparql, prefixes(self.base)), self.base)
        return result.variables, result.rows

    def _evidence(self, facts: list[str]) -> dict[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        if facts:
            values = " ".join(f"<{fact}>" for fact in dict.fromkeys(facts))
            for fact, quote, document in self._rows(_EVIDENCE % values)[1]:
                if fact is not None and quote is not None and document is not None:
                    found.setdefault(_value(fact), []).append((unlocal(_value(document)), _value(quote)))
        return found

    def _shown(self, term: Term) -> str:
        if not isinstance(term, Iri):
            return _value(term)
        if thing := self.named.things.get(term.value):
            return thing.name
        known = self.ontology.properties.get(term.value.removeprefix(KG))
        return known.zh if known else shorten(term.value, self.base)


def _value(term: Term) -> str:
    return str(getattr(term, "value", ""))
