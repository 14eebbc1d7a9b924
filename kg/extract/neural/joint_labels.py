"""What the joint network can say: types of spans, fine types, and labels of pairs of spans, in a fixed order."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kg.ontology.ontology import Ontology
from kg.ontology.schema import Property

ROLE = "Role"
SAME = "same"  # two mentions of one thing
ROLE_OF, ROLE_AT = "roleOf", "roleAt"  # a person and a role, a role and the body where it is held
_DATES, _QUANTITIES, _TEXT = "Date", "Quantity", "text"
_VALUE_TYPES = {"date": _DATES, "quantity": _QUANTITIES}


@dataclass(frozen=True)
class Labels:
    """`spans` are types that the network finds; `value_types` are found by grammars; `fine` are classes.

    A text that is the object of a property (what was said, a penalty) is a span of a type named after the property.
    `allowed` are (type, type, label) that make sense.
    """

    spans: tuple[str, ...]
    value_types: tuple[str, ...]
    fine: tuple[tuple[str, str], ...]  # class, its coarse type
    pairs: tuple[str, ...]
    with_role: tuple[str, ...]
    allowed: frozenset[tuple[str, str, str]]
    place: str = "Place"
    person: str = "Person"

    @cached_property
    def types(self) -> tuple[str, ...]:
        """All types of spans, found and given."""
        return self.spans + self.value_types

    @cached_property
    def entity_types(self) -> frozenset[str]:
        """The types whose spans mention things."""
        return frozenset(coarse for _, coarse in self.fine)

    @cached_property
    def table(self) -> NDArray[np.bool_]:
        """Whether a label may hold between two types of spans: (types, types, labels)."""
        kinds = {name: n for n, name in enumerate(self.types)}
        ids = {name: n for n, name in enumerate(self.pairs)}
        table = np.zeros((len(kinds), len(kinds), len(ids)), np.bool_)
        for left, right, label in self.allowed:
            table[kinds[left], kinds[right], ids[label]] = True
        return table

    def to_json(self) -> str:
        """What `labels_from_json` reads."""
        rows = {name: getattr(self, name) for name in ("spans", "value_types", "fine", "pairs", "with_role")}
        return json.dumps(rows | {"allowed": sorted(self.allowed)}, ensure_ascii=False)


def labels_from_json(text: str) -> Labels:
    """The labels that a file of weights carries."""
    rows = json.loads(text)
    fine = tuple((one, coarse) for one, coarse in rows["fine"])
    allowed = frozenset((a, b, label) for a, b, label in rows["allowed"])
    spans, value_types, pairs, with_role = (tuple(rows[key]) for key in ("spans", "value_types", "pairs", "with_role"))
    return Labels(spans, value_types, fine, pairs, with_role, allowed)


def labels_of(ontology: Ontology, predicates: frozenset[str]) -> Labels:
    """The labels for an ontology, with those of its properties that something can be learned of."""
    coarse = tuple(dict.fromkeys(ontology.coarse.values()))
    properties = {name: one for name, one in sorted(ontology.properties.items()) if name in predicates}
    texts = tuple(name for name, one in properties.items() if one.datatype == _TEXT)
    with_role = tuple(name for name, one in properties.items() if "role" in one.qualifiers)
    allowed = {(one, one, SAME) for one in coarse}
    for name, one in properties.items():
        domain, ends = _ends(name, one, ontology)
        allowed |= {(a, b, name) for a in domain for b in ends}
        if name in with_role:
            allowed |= {(a, ROLE, ROLE_OF) for a in domain | ends} | {(ROLE, b, ROLE_AT) for b in ends}
    fine = tuple((name, top) for name, top in sorted(ontology.coarse.items()))
    pairs = (*properties, SAME, ROLE_OF, ROLE_AT)
    return Labels((*coarse, ROLE, *texts), tuple(_VALUE_TYPES.values()), fine, pairs, with_role, frozenset(allowed))


def _ends(name: str, known: Property, ontology: Ontology) -> tuple[set[str], set[str]]:
    """The types of spans that a property may join."""
    domain = {ontology.coarse[end] for end in known.domain} or set(ontology.coarse.values())
    if known.datatype == _TEXT:
        return domain, {name}
    return domain, {_VALUE_TYPES[known.datatype]} if known.datatype else {ontology.coarse[end] for end in known.range}
