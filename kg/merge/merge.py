"""Layers + Links + Decisions -> Graph + Decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from kg.merge.corrections.statements import StatementReader, outcomes
from kg.merge.entities import Entities
from kg.merge.facts import facts
from kg.ontology.ontology import Ontology
from kg.types import NO_DECISIONS, Decisions, DocumentId, Graph, Layer, Link


@dataclass(frozen=True, slots=True)
class Merged:
    """A graph, and the decisions to merge with the next time: those given, and the ids that are new."""

    graph: Graph
    decisions: Decisions


def merge(
    layers: Iterable[Layer],
    links: Iterable[Link],
    ontology: Ontology,
    decisions: Decisions = NO_DECISIONS,
    reprints: Mapping[DocumentId, DocumentId] = MappingProxyType({}),
) -> Merged:
    """Fold the layers of a batch into one graph. The result does not depend on their order.

    `decisions` are those of the build before: what had an id there has it here (see `kg.merge.ids`), and what people
    corrected holds (see `kg.merge.corrections`). Without them the ids depend on the layers and links alone. `reprints`
    are documents that repeat others, and these (`kg.resolve.reprints`).
    """
    ordered = sorted(layers, key=lambda layer: layer.document.id)
    kept = tuple(links)
    entities = Entities(ordered, kept, ontology, decisions)
    documents = {
        layer.document.id: replace(layer.document, reprint_of=reprints.get(layer.document.id)) for layer in ordered
    }
    types = {entity.id: entity.type for entity in entities.all}
    said = StatementReader(ontology, documents, entities.find, types.__getitem__).read(decisions.corrections)
    found = facts(ordered, entities, ontology, said)
    corrected = (*entities.outcomes(), *outcomes(said, decisions.corrections))
    graph = Graph(tuple(documents.values()), entities.all, found, kept, corrections=tuple(dict.fromkeys(corrected)))
    return Merged(graph, entities.decisions)
