"""Why an inferred triple holds: the axiom, the triples from which it follows, and so on down to asserted ones.

id:何立群 kg:positionWithin id:临江县
    kg:positionWithin owl:propertyChainAxiom ( kg:positionAt kg:partOf )
    id:何立群 kg:positionAt id:临江县档案馆        asserted
    id:临江县档案馆 kg:partOf id:临江县            asserted
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.ontology.axioms import Axiom
from kg.ontology.ontology import Ontology
from kg.rdf.inference.infer import is_inferred
from kg.rdf.inference.rules import Pattern, Rule, rules
from kg.rdf.terms import Triple

if TYPE_CHECKING:
    import pyoxigraph as ox

_DEEPEST = 12  # steps from an inferred triple down to an asserted one
_WAYS = 100  # ways in which one rule may give one triple, that are looked at


@dataclass(frozen=True, slots=True)
class Explanation:
    """A triple that holds: asserted where `axiom` is None, else what follows from the premises by that axiom."""

    triple: Triple
    axiom: Axiom | None = None
    premises: tuple[Explanation, ...] = ()


def explain(store: ox.Store, triple: Triple, ontology: Ontology) -> Explanation | None:
    """The shortest explanation of a triple (terms of N-Triples) of a store that holds the inferred triples too.

    None where it does not hold, or by more than twelve steps only. Of explanations of one length the first in the order
    of axioms and of names is given.
    """
    explainer = _Explainer(store, rules(ontology))
    return next((found for depth in range(_DEEPEST) if (found := explainer.of(triple, depth))), None)


class _Explainer:
    def __init__(self, store: ox.Store, known: tuple[Rule, ...]) -> None:
        self.store, self.rules = store, known
        self.made: dict[tuple[Triple, int], Explanation | None] = {}

    def of(self, triple: Triple, depth: int) -> Explanation | None:
        """An explanation with so many steps at most."""
        key = triple, depth
        if key not in self.made:
            self.made[key] = self._found(triple, depth)
        return self.made[key]

    def _found(self, triple: Triple, depth: int) -> Explanation | None:
        if self._is_asserted(triple):
            return Explanation(triple)
        for rule in self.rules if depth else ():
            for body in self._bodies(rule, triple):
                premises = [found for one in body if (found := self.of(one, depth - 1))]
                if len(premises) == len(body):
                    return Explanation(triple, rule.axiom, tuple(premises))
        return None

    def _is_asserted(self, triple: Triple) -> bool:
        """Whether a graph other than that of inferred triples has it."""
        import pyoxigraph as ox

        (one,) = ox.parse(f"{' '.join(triple)} .".encode(), format=ox.RdfFormat.N_TRIPLES)
        quads = self.store.quads_for_pattern(one.subject, one.predicate, one.object, None)
        return any(not is_inferred(quad.graph_name) for quad in quads)

    def _bodies(self, rule: Rule, triple: Triple) -> Iterator[tuple[Triple, ...]]:
        """The triples that hold and give this one by a rule: one tuple for each way."""
        bound = _bindings(rule, triple)
        if bound is None:
            return
        free = sorted({term for pattern in rule.body for term in pattern if term.startswith("?")} - set(bound))
        values = " ".join(f"VALUES {name} {{ {term} }}" for name, term in bound.items())
        select = f"SELECT DISTINCT {' '.join(free)}" if free else "SELECT (1 AS ?yes)"
        order = f"ORDER BY {' '.join(free)}" if free else ""
        for row in self._rows(f"{select} {{ {values} {rule.where()} }} {order} LIMIT {_WAYS}"):
            terms = bound | {name: str(row[name[1:]]) for name in free}
            yield tuple(_put(pattern, terms) for pattern in rule.body)

    def _rows(self, sparql: str) -> list[ox.QuerySolution]:
        import pyoxigraph as ox

        found = self.store.query(sparql, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        return list(found)


def _bindings(rule: Rule, triple: Triple) -> dict[str, str] | None:
    """What the variables of a rule's head stand for where it gives a triple; None where it does not."""
    bound: dict[str, str] = {}
    for pattern, term in zip(rule.head, triple, strict=True):
        if pattern != term and (not pattern.startswith("?") or bound.setdefault(pattern, term) != term):
            return None
    return None if rule.differ and triple[0] == triple[2] else bound


def _put(pattern: Pattern, terms: dict[str, str]) -> Triple:
    subject, predicate, target = (terms.get(term, term) for term in pattern)
    return subject, predicate, target
