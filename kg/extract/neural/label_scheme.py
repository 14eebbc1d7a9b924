"""The annotation scheme of a data set on relations: its labels, what they join, and from which score on they count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from kg.ontology.ontology import Ontology
from kg.ontology.tables.neural import Neural

UNKNOWN = "unknown"  # the label of a pair that no relation joins
# Fields whose names in the weights' file are older than those of the class, and fields that the ontology fills.
_STORED = {"threshold": "bar", "span_exponent": "trust"}
_OF_ONTOLOGY = ("turned", "least_span", "least_label")


@dataclass(frozen=True)
class LabelScheme:
    """How a data set annotates relations.

    `form`: closed (labels of a list, mentions are found), open (labels are words of the text), pairs (labels of given
    pairs) or silver (the ontology's properties). `ends`: for each label of a closed set the kinds of its ends; `kinds`
    are the kinds of the layers of tags, or the one kind of all given mentions. A triple's score is the probability of
    its label times (the probabilities of its spans) ** `span_exponent`; what is below `threshold` is left out. `slope`
    and `shift` turn a score's log odds into a calibrated probability. `turned` has for each label of a set of pairs the
    number of the label that the pair has when it is read backwards (empty: the set does not say). Spans and labels that
    are less likely than `least_span` and `least_label` are not tried.
    """

    name: str
    form: str
    labels: tuple[str, ...]
    ends: tuple[tuple[int, int], ...] = ()
    kinds: tuple[int, ...] = ()
    span_exponent: float = 0.5
    threshold: float = 0.5
    slope: float = 1.0
    shift: float = 0.0
    turned: tuple[int, ...] = ()
    least_span: float = 0.0
    least_label: float = 0.0

    def within(self, ontology: Ontology) -> LabelScheme:
        """The scheme with what the ontology adds to the weights."""
        table = ontology.table(Neural).triples
        turned = turned_labels(self.labels, table.inverse_prefix)
        return replace(self, turned=turned, least_span=table.span, least_label=table.label)

    def stored(self) -> dict[str, Any]:
        """The scheme as it is written into the weights, without what the ontology adds."""
        names = [field.name for field in fields(self) if field.name not in _OF_ONTOLOGY]
        return {_STORED.get(name, name): getattr(self, name) for name in names}


def restored(table: Mapping[str, Any]) -> LabelScheme:
    """The scheme that `stored` gave, read back from JSON.

    >>> one = LabelScheme("finre", "pairs", ("unknown", "持股"), kinds=(3,), threshold=0.4)
    >>> restored(one.stored()) == one
    True
    """
    ours = {stored: name for name, stored in _STORED.items()}
    fields = {ours.get(name, name): value for name, value in table.items()}
    ends = tuple((subject, object_) for subject, object_ in fields["ends"])
    return LabelScheme(**{**fields, "labels": tuple(fields["labels"]), "ends": ends, "kinds": tuple(fields["kinds"])})


def turned_labels(labels: tuple[str, ...], prefix: str) -> tuple[int, ...]:
    """The number of each label's counterpart for the pair read backwards; empty where no label has one.

    >>> turned_labels(("合作", "持股", "被持股"), "被"), turned_labels(("夫妻",), "被")
    ((0, 2, 1), ())
    """
    place = {label: n for n, label in enumerate(labels)}
    found = tuple(
        place.get(f"{prefix}{label}", place.get(label.removeprefix(prefix), n)) for n, label in enumerate(labels)
    )
    return found if found != tuple(range(len(labels))) else ()
