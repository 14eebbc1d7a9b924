"""ontology/neural.toml: decision thresholds for the output of the networks."""

from __future__ import annotations

from typing import ClassVar

from kg.ontology.table import Fragment, SchemaProperty, Share, Table, Word


class NeuralOffers(Table, frozen=True):
    """What the network for names and relations offers to the vote."""

    name: float
    alone: float
    unsaid: Share
    text: float
    claim: Share
    role: Share
    same: Share
    sure_same: Share
    likely: Share
    confirmed: Share


class Fitting(Table, frozen=True):
    """What the network alone may say beside the rest of what is said of a document."""

    inside: frozenset[SchemaProperty]
    once: frozenset[SchemaProperty]
    owned: frozenset[SchemaProperty]
    others: Fragment
    credited: Fragment
    stops: dict[SchemaProperty, int]


class NeuralTriples(Table, frozen=True):
    """The search for triples in the annotation scheme of a data set."""

    span: Share
    label: Share
    inverse_prefix: Word


class FastReading(Table, frozen=True):
    """Which sentences the network reads where it does not read all."""

    share: Share
    beside: int
    promise: dict[str, float]


class Neural(Table, frozen=True):
    """Decision thresholds for the output of the networks, beside the learned weights."""

    FILE: ClassVar[str] = "neural.toml"

    offers: NeuralOffers
    fitting: Fitting
    fast: FastReading
    triples: NeuralTriples
