"""Layers -> Links."""

from __future__ import annotations

from collections.abc import Iterable

from kg.ontology.ontology import Ontology
from kg.resolve.across_documents import across
from kg.resolve.document_things import DocumentThing, DocumentThings
from kg.resolve.within_document import WithinDocument
from kg.types import Layer, Link


def resolve(layers: Iterable[Layer], ontology: Ontology) -> tuple[Link, ...]:
    """Which mentions of a batch mean the same thing, and which do not although they look so.

    Mentions of one document whose names have the same normal form and coarse type need no link: they mean the same.
    A link whose right mention has a `name` that the left one lacks says what the left one is called in full.
    The result does not depend on the order of the layers.
    """
    ordered = sorted(layers, key=lambda layer: layer.document.id)
    found: list[Link] = []
    things: list[DocumentThing] = []
    for layer in ordered:
        within = WithinDocument(layer, ontology)
        links = tuple(within.links())
        found += links
        if len(ordered) > 1:
            things += DocumentThings(within, links, ontology).all()
    return (*found, *across(things, ontology))
