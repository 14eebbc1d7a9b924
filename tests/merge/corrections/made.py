"""Corrections and graphs in a few words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.merge.merge import merge
from kg.resolve.resolve import resolve
from kg.types import (
    NO_DECISIONS,
    ClassName,
    Corrected,
    Correction,
    CorrectionKind,
    Decisions,
    DocumentId,
    EntityId,
    Graph,
    Layer,
    Named,
    Value,
)
from tests.layers import ONTOLOGY

WHO, WHEN, WHY = "周敏", "2026-11-20", "核对过原文"


def named(name: str | None, type_: str | None = None, *documents: str, id_: str | None = None) -> Named:
    kind = None if type_ is None else ClassName(type_)
    return Named(name, kind, None if id_ is None else EntityId(id_), tuple(map(DocumentId, documents)))


def correction(kind: CorrectionKind, subject: Named | str, when: str = WHEN, who: str = WHO, **more: Any) -> Correction:
    """A correction; an object that is a string is the name of a thing."""
    if isinstance(more.get("object"), str):
        more["object"] = named(more["object"])
    return Correction(kind, named(subject) if isinstance(subject, str) else subject, who, when, WHY, **more)


def built(layers: Sequence[Layer], *corrections: Correction, before: Decisions = NO_DECISIONS) -> Graph:
    """The graph of layers with corrections."""
    decisions = Decisions(before.given, corrections)
    return merge(layers, resolve(layers, ONTOLOGY), ONTOLOGY, decisions).graph


def outcome(graph: Graph, kind: str) -> Corrected:
    """What became of the only correction of a kind."""
    (found,) = (one for one in graph.corrections if one.correction.kind == kind)
    return found


def ids(graph: Graph) -> list[str]:
    return [entity.id for entity in graph.entities]


def facts(graph: Graph) -> list[str]:
    """What the facts say, with their qualifiers."""

    def words(term: EntityId | Value) -> str:
        return term.text if isinstance(term, Value) else term

    return sorted(
        " ".join([f.subject, f.predicate, words(f.object), *(f"{name}={words(value)}" for name, value in f.qualifiers)])
        for f in graph.facts
    )
