"""Layers -> Links."""

from __future__ import annotations

from collections.abc import Iterable

from kg.ontology import Ontology
from kg.resolve.across import across
from kg.resolve.within import within
from kg.types import Layer, Link


def resolve(layers: Iterable[Layer], ontology: Ontology) -> tuple[Link, ...]:
    """Which mentions of a batch mean the same thing, and which do not although they look so.

    Mentions of one document that have the same characters and the same coarse type need no link: they are one.
    The result does not depend on the order of the layers.
    """
    ordered = sorted(layers, key=lambda layer: layer.document.id)
    inner = [link for layer in ordered for link in within(layer, ontology)]
    return (*inner, *across(ordered, ontology))
