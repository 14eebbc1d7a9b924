"""A question in words -> a reply: what it was taken for, the SPARQL, the answers with the sentences that say so.

What has no answer in the graph is told and not guessed; what is no question that is known is told too, with the nearest
questions that the graph answers about the names in it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from kg.ontology.namespace import KG
from kg.ontology.ontology import Ontology
from kg.query.ask import base_seen
from kg.query.bind import bind
from kg.query.engine import Engine
from kg.query.named import Named, Thing, simple
from kg.query.results import Iri, Result, Row, Term
from kg.query.wordings import Asked, Fillers, Reading, asked_by, unmarked, with_name
from kg.rdf.prefixes import prefixes
from kg.rdf.shorten import shorten
from kg.rdf.terms import text, unlocal

Status: TypeAlias = Literal["answered", "no answer", "unknown name", "not understood"]

_EVIDENCE = """SELECT DISTINCT ?fact ?quote ?document {
  VALUES ?fact { %s }
  ?fact kg:evidence ?evidence .
  ?evidence oa:hasSource ?document ; oa:hasSelector/oa:exact ?quote .
} ORDER BY STR(?document) ?quote"""
_NEAREST, _TRIED = 3, 80  # questions that are shown, and that are tried
_LIKE = 0.5


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as a reader wants it, its IRI where it is a thing, what else is told with it, and its evidence.

    `more` are further columns with their values, `evidence` the documents (ids) with the sentences that say so.
    """

    value: str
    iri: str | None
    more: tuple[tuple[str, str], ...]
    evidence: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply to a question.

    `question` is the shipped question that it was taken for (None where it was not understood), with its `parameters`;
    `unknown` is the name that the graph has not; `nearest` are questions in words that the graph answers.
    """

    asked: str
    status: Status
    question: str | None = None
    parameters: tuple[tuple[str, str], ...] = ()
    sparql: str | None = None
    answers: tuple[Answer, ...] = ()
    unknown: str | None = None
    nearest: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The reply as plain JSON values."""
        return {
            "asked": self.asked,
            "status": self.status,
            "question": self.question,
            "parameters": dict(self.parameters),
            "sparql": self.sparql,
            "answers": [
                {
                    "value": answer.value,
                    "iri": answer.iri,
                    "more": dict(answer.more),
                    "evidence": [{"document": document, "quote": quote} for document, quote in answer.evidence],
                }
                for answer in self.answers
            ],
            "unknown": self.unknown,
            "nearest": list(self.nearest),
        }


def reply(engine: Engine, asked: str, ontology: Ontology) -> Reply:
    """The reply to a question in Chinese or English. QueryError where it is empty or too long to be one."""
    return _Replier(engine, ontology).reply(asked)


class _Replier:
    """A graph that is asked in words."""

    def __init__(self, engine: Engine, ontology: Ontology) -> None:
        self.engine, self.ontology = engine, ontology
        self.base = base_seen(engine)
        self.named = Named(engine, self.base, ontology)
        self.asked: Asked = asked_by(ontology)

    def reply(self, words: str) -> Reply:
        """The reply to a question."""
        asked = self.asked.asked(simple(words))
        found = self.named.within(asked)
        fillers = Fillers(
            {form: frozenset(t.kind for t in things) for form, things in found.items()}, self._roles(asked)
        )
        first: Reply | None = None
        for reading in self.asked.readings(asked, fillers):
            made = self._read(words, reading, found)
            if made.answers:
                return made
            first = first or made
        nearest = tuple(self._nearest(asked, found))
        if first is not None:
            return replace(first, nearest=nearest)
        unknown = self.asked.unknown(asked, fillers)
        return Reply(words, "unknown name" if unknown else "not understood", unknown=unknown, nearest=nearest)

    def _roles(self, asked: str) -> tuple[str, ...]:
        from kg.extract.names.roles import lexicon

        scanned = {asked[role.start : role.end] for role in lexicon(self.ontology).scan(asked)}
        return tuple({*scanned, *(r for r in (*self.named.roles, *self.asked.table.roles) if r in asked)})

    def _read(self, words: str, reading: Reading, found: Mapping[str, tuple[Thing, ...]]) -> Reply:
        """The reply to a question in one reading of it."""
        values: dict[str, str | tuple[str, ...]] = dict(reading.wording.set)
        shown = []
        for slot, filler in reading.slots:
            terms, names = self._filled(self.asked.table.slots[slot].form, filler, found)
            values[slot] = terms
            shown.append((slot, ", ".join(names)))
        sparql = _asking(bind(reading.question, self.engine, values), reading)
        answers = tuple(self._answers(sparql, reading.wording.answer))
        parameters = (*shown, *sorted(reading.wording.set.items()))
        return Reply(words, "answered" if answers else "no answer", reading.question.name, parameters, sparql, answers)

    def _filled(
        self, form: str, filler: str, found: Mapping[str, tuple[Thing, ...]]
    ) -> tuple[tuple[str, ...], list[str]]:
        """What stands in a slot: as terms of SPARQL, and for a reader."""
        if form == "thing":
            return tuple(f"<{thing.iri}>" for thing in found[filler]), [thing.name for thing in found[filler]]
        if form == "role":
            words = self.asked.table.roles.get(filler, (filler,))
            texts = [one for word in words for one in self.named.roles.get(simple(word), [word])]
        elif form == "phrase":
            texts = self.named.counted.get(filler, [filler])
        else:
            texts = [filler]
        return tuple(map(text, texts)), texts

    def _rows(self, sparql: str) -> tuple[tuple[str, ...], tuple[Row, ...]]:
        result = Result(*self.engine.query(sparql, prefixes(self.base)), self.base)
        return result.variables, result.rows

    def _answers(self, sparql: str, columns: tuple[str, ...]) -> Iterator[Answer]:
        variables, rows = self._rows(sparql)
        grouped: dict[tuple[tuple[str, str], ...], tuple[Term, list[str]]] = {}
        for row in rows:
            terms = dict(zip(variables, row, strict=True))
            term = terms.get(columns[0])
            if term is None:
                continue
            shown = tuple((name, self._shown(value)) for name in columns if (value := terms.get(name)) is not None)
            facts = grouped.setdefault(shown, (term, []))[1]
            if isinstance(fact := terms.get("fact"), Iri):
                facts.append(fact.value)
        evidence = self._evidence([fact for _, facts in grouped.values() for fact in facts])
        for shown, (term, facts) in grouped.items():
            quotes = dict.fromkeys(quote for fact in facts for quote in evidence.get(fact, ()))
            yield Answer(shown[0][1], term.value if isinstance(term, Iri) else None, shown[1:], tuple(quotes))

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

    def _nearest(self, asked: str, found: Mapping[str, tuple[Thing, ...]]) -> Iterator[str]:
        """Questions about the names in a question that the graph answers, the likest first."""
        names = [form for form in found if not any(form != other and form in other for other in found)]
        samples = sorted(self._samples(asked, names, found), key=lambda sample: (-sample[0], sample[1]))
        shown: set[str] = set()
        for _, words, things in samples[:_TRIED]:
            name = simple(things[0].name)
            fillers = Fillers({name: frozenset(thing.kind for thing in things)}, ())
            reading = next(self.asked.readings(self.asked.asked(simple(words)), fillers), None)
            if reading is None or reading.question.name in shown:
                continue
            if self._read(words, reading, {name: things}).answers:
                shown.add(reading.question.name)
                yield words
            if len(shown) == _NEAREST:
                return

    def _samples(
        self, asked: str, names: list[str], found: Mapping[str, tuple[Thing, ...]]
    ) -> Iterator[tuple[float, str, tuple[Thing, ...]]]:
        """Examples of the wordings with things of the question in them, and how like the question they are."""
        bare = asked
        for name in names:
            bare = bare.replace(name, "")
        for wording in self.asked.table.wording:
            for example in wording.yes:
                marked = example.partition("=>")[0].strip()
                words, own = unmarked(marked)
                rest = simple(words).replace("".join(own[:1]), "")
                if len(own) == 1 and rest.isascii() == bare.isascii():
                    like = difflib.SequenceMatcher(None, bare, rest).ratio()
                    for name in names:
                        yield like, with_name(marked, found[name][0].name), found[name]


def _value(term: Term) -> str:
    return str(getattr(term, "value", ""))


def _asking(sparql: str, reading: Reading) -> str:
    """The SPARQL of a question with its facts as a column, and answers of the asked kind only."""
    sparql = re.sub(r"^#.*\n", "", sparql, flags=re.MULTILINE)
    head, brace, body = sparql.partition("{")
    if "?fact" in body and "COUNT(" not in head:
        head = f"{head.rstrip()} ?fact "
    kind = f"\n  ?{reading.wording.answer[0]} a/rdfs:subClassOf* kg:{reading.kind} ." if reading.kind else ""
    return f"{head}{brace}{kind}{body}"
