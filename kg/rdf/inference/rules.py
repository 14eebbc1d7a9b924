"""Axioms -> rules: if these triples hold, so does that one.

    kg:locatedIn owl:propertyChainAxiom ( kg:locatedIn kg:partOf ) .

becomes

    ?0 kg:locatedIn ?1 . ?1 kg:partOf ?2 . ?2 a kg:Place  =>  ?0 kg:locatedIn ?2     unless ?0 is ?2

A rule gives only what is true of a graph that is read from texts: a chain joins only what its property takes
(schema:domainIncludes, schema:rangeIncludes: what contains a body may be no place); nothing is part of itself, though
texts that contradict each other may say that two things contain each other; and the qualifiers of a statement, which
may be denied or planned, are no premise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

from kg.ontology.axioms import Axiom, axioms
from kg.ontology.namespace import KG
from kg.ontology.ontology import Ontology
from kg.rdf.prefixes import RDF

Pattern: TypeAlias = tuple[str, str, str]
"""Terms of N-Triples, or variables: ?0, ?1, …"""

TYPE = f"<{RDF}type>"
STATEMENT = f"<{KG}Statement>"


@dataclass(frozen=True, slots=True)
class Rule:
    """If all patterns of `body` hold, `head` does, by an axiom.

    `differ` is whether its ends must be two things; `no_qualifier` whether the subject of the first pattern must be no
    statement, since the property of that pattern is a qualifier too.
    """

    axiom: Axiom
    body: tuple[Pattern, ...]
    head: Pattern
    differ: bool = False
    no_qualifier: bool = False

    def where(self, body: tuple[Pattern, ...] | None = None) -> str:
        """The patterns, or others in their place, and the conditions in SPARQL."""
        parts = [f"{' '.join(pattern)} ." for pattern in body or self.body]
        if self.differ:
            parts.append(f"FILTER({self.head[0]} != {self.head[2]})")
        if self.no_qualifier:
            parts.append(f"FILTER NOT EXISTS {{ {self.body[0][0]} {TYPE} {STATEMENT} }}")
        return " ".join(parts)


def rules(ontology: Ontology) -> tuple[Rule, ...]:
    """The rules of an ontology's axioms, in the order of these."""
    return ontology.once(_rules)


def _rules(ontology: Ontology) -> tuple[Rule, ...]:
    return tuple(rule for axiom in axioms(ontology) for rule in _of(axiom, ontology))


def _of(axiom: Axiom, ontology: Ontology) -> Iterator[Rule]:
    one, others = f"<{axiom.subject}>", [f"<{iri}>" for iri in axiom.objects]
    if axiom.kind == "owl:propertyChainAxiom":
        yield from _chain(axiom, ontology)
    elif axiom.kind in ("rdfs:subClassOf", "owl:equivalentClass"):
        yield Rule(axiom, (("?0", TYPE, one),), ("?0", TYPE, others[0]))
        if axiom.kind == "owl:equivalentClass":
            yield Rule(axiom, (("?0", TYPE, others[0]),), ("?0", TYPE, one))
    else:
        for body, head in _about_property(axiom, one, others):
            differ = len(body) > 1
            yield Rule(axiom, body, head, differ, _is_qualifier(body[0][1], ontology))


def _about_property(axiom: Axiom, one: str, others: list[str]) -> Iterator[tuple[tuple[Pattern, ...], Pattern]]:
    direct, turned = ("?0", one, "?1"), ("?1", one, "?0")
    if axiom.kind == "owl:SymmetricProperty":
        yield (direct,), turned
    elif axiom.kind == "owl:TransitiveProperty":
        yield (direct, ("?1", one, "?2")), ("?0", one, "?2")
    elif axiom.kind == "rdfs:subPropertyOf":
        yield (direct,), ("?0", others[0], "?1")
    else:
        yield (direct,), ("?1", others[0], "?0")
        yield (("?0", others[0], "?1"),), turned


def _chain(axiom: Axiom, ontology: Ontology) -> Iterator[Rule]:
    links = axiom.objects
    body = tuple((f"?{n}", f"<{link}>", f"?{n + 1}") for n, link in enumerate(links))
    head = "?0", f"<{axiom.subject}>", f"?{len(links)}"
    first, last, known = (ontology.properties.get(iri.removeprefix(KG)) for iri in (links[0], links[-1], axiom.subject))
    sorts: list[list[Pattern]] = []
    if known and not (first and set(first.domain) <= set(known.domain)):
        sorts.append([("?0", TYPE, f"<{KG}{name}>") for name in known.domain])
    if known and not (last and set(last.range) <= set(known.range)):
        sorts.append([(head[2], TYPE, f"<{KG}{name}>") for name in known.range])
    for classes in product(*sorts):
        yield Rule(axiom, (*body, *classes), head, True, _is_qualifier(body[0][1], ontology))


def _is_qualifier(predicate: str, ontology: Ontology) -> bool:
    name = predicate[1:-1].removeprefix(KG)
    return any(name in known.qualifiers for known in ontology.properties.values())
