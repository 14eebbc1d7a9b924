"""The annotation scheme of a data set: its own labels, and its own idea of what a mention is.

names   spans with the set's labels, none within another
closed  triples (subject, label, object), whose labels stand in the ontology's table for the set
open    triples whose labels are words of the text: spans of three kinds, and pairs of these
pairs   a label for each pair of spans that is given
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.extract.neural.joint_labels import Labels
from kg.ontology.ontology import Ontology
from kg.ontology.relation_labels import annotated_sets, meanings

NAMES, CLOSED, OPEN, PAIRS = "names", "closed", "open", "pairs"
UNKNOWN = "unknown"  # the label of a given pair that no relation joins
PARTS = ("subject", "predicate", "object")  # the spans of an open set
JOINTS = ((0, 1), (1, 2), (0, 2))  # the pairs of these that make a triple
_MENTION = "mention"  # the kind of a given span


@dataclass(frozen=True)
class Scheme:
    """A data set's form and labels; what is less likely than `threshold` is left out."""

    form: str
    labels: Labels
    threshold: float = 0.5

    def stored(self) -> dict[str, Any]:
        """The scheme as it is written beside the weights."""
        labels = {"spans": self.labels.spans, "pairs": self.labels.pairs, "allowed": sorted(self.labels.allowed)}
        return {"form": self.form, **labels, "threshold": self.threshold}


def restored_scheme(table: Mapping[str, Any]) -> Scheme:
    """The scheme that `stored` gave, read back from JSON."""
    return Scheme(table["form"], _labels(table["spans"], table["pairs"], table["allowed"]), table["threshold"])


def _labels(spans: Sequence[str], pairs: Sequence[str] = (), allowed: Sequence[Sequence[str]] = ()) -> Labels:
    joined = frozenset((left, right, label) for left, right, label in allowed)
    return Labels(tuple(spans), (), (), tuple(pairs), (), joined)


def names_scheme(labels: Sequence[str]) -> Scheme:
    """The scheme of a set of names."""
    return Scheme(NAMES, _labels(labels))


def open_scheme() -> Scheme:
    """The scheme of a set whose labels are words of the text."""
    pairs = tuple(f"{PARTS[left]}-{PARTS[right]}" for left, right in JOINTS)
    ends = ((PARTS[left], PARTS[right]) for left, right in JOINTS)
    return Scheme(OPEN, _labels(PARTS, pairs, [(*both, one) for both, one in zip(ends, pairs, strict=True)]))


def relations_scheme(name: str, form: str, ontology: Ontology) -> Scheme | None:
    """The scheme of a set of triples or pairs by the ontology's table of labels; None where it lacks the set."""
    if name not in annotated_sets(ontology):
        return None
    table = meanings(name, ontology).table
    if form == PAIRS:
        labels = tuple(sorted(set(table) - {UNKNOWN}))
        return Scheme(form, _labels((_MENTION,), labels, [(_MENTION, _MENTION, one) for one in labels]))
    ends = {label: (kind(one.subject, ontology), kind(one.object, ontology)) for label, one in sorted(table.items())}
    spans = tuple(sorted({one for both in ends.values() for one in both}))
    return Scheme(form, _labels(spans, tuple(ends), [(*both, label) for label, both in ends.items()]))


def kind(types: Sequence[str], ontology: Ontology) -> str:
    """The kind of mention that one end of a label is: its first type's coarse one.

    >>> from kg.ontology.ontology import load
    >>> kind(("Company", "Person"), load()), kind((), load())
    ('Organization', 'text')
    """
    return ontology.coarse.get(types[0], types[0]) if types else "text"
