"""Layers + Links -> Graph."""

from __future__ import annotations

from collections.abc import Iterable

from kg.merge.entities import Entities
from kg.merge.facts import facts
from kg.ontology.ontology import Ontology
from kg.types import Graph, Layer, Link


def merge(layers: Iterable[Layer], links: Iterable[Link], ontology: Ontology) -> Graph:
    """Fold the layers of a batch into one graph. The result does not depend on their order."""
    ordered = sorted(layers, key=lambda layer: layer.document.id)
    kept = tuple(links)
    entities = Entities(ordered, kept, ontology)
    documents = tuple({layer.document.id: layer.document for layer in ordered}.values())
    return Graph(documents, entities.all, facts(ordered, entities, ontology), kept)
