"""ontology/neural.toml: decision thresholds for the output of the networks."""

from __future__ import annotations

from typing import ClassVar

from kg.ontology.table import Count, SchemaProperty, Share, Table, Word


class NeuralNames(Table, frozen=True):
    """When the heads of the tagger make a name, and of which class."""

    heads: Count
    finer_class: Share


class NeuralRelations(Table, frozen=True):
    """Which labels of the relation model make candidates for the vote."""

    probability: Share
    dependent: tuple[SchemaProperty, ...]


class NeuralOffers(Table, frozen=True):
    """Which spans and relations of the joint network are taken, and which are put to the vote."""

    certain: float
    text: float
    claim: Share
    role: Share
    same: Share
    sure_same: Share


class NeuralTriples(Table, frozen=True):
    """The search for triples in the annotation scheme of a data set."""

    span: Share
    label: Share
    inverse_prefix: Word


class Neural(Table, frozen=True):
    """Decision thresholds for the output of the networks, beside the learned weights."""

    FILE: ClassVar[str] = "neural.toml"

    names: NeuralNames
    relations: NeuralRelations
    offers: NeuralOffers
    triples: NeuralTriples
