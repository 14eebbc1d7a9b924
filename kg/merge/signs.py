"""What tells things of one name apart: what claims join them to, their posts, their classes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import TypeVar

from kg.merge.ids import Distinction
from kg.ontology.ontology import Ontology
from kg.types import Layer, Occurrence

# Classes in which many things may have one name; of the others, things of one name and class are one thing.
_SEVERAL = ("Person", "Organization", "AdministrativeArea", "Facility")
K = TypeVar("K", bound=Hashable)
Sign = tuple[int, str]  # the smallest tells most


def signs(
    layer: Layer, find: Callable[[Occurrence], K], name_of: Callable[[K], str | None], telling: tuple[str, ...]
) -> Iterator[tuple[K, Sign]]:
    """What the claims of a layer join things to, and their posts.

    `find` says which thing a mention means and `name_of` what a thing is called (None: it is none); `telling` are the
    properties that tell things apart, the one that tells most first.
    """
    for claim in layer.claims:
        subject, target, role = claim.role("subject"), claim.role("object"), claim.role("role")
        if claim.predicate not in telling or subject is None or target is None or target.form == "value":
            continue
        key = find(Occurrence(layer.document.id, subject))
        other = name_of(find(Occurrence(layer.document.id, target)))
        if other is not None:
            yield key, (telling.index(claim.predicate), other)
        if role:
            yield key, (len(telling), role.value.text if role.value else layer.document.cut(role.span))


def distinction(found: set[Sign], kind: str, ontology: Ontology) -> Distinction:
    """What tells a thing of a class apart by its signs, or else by its class."""
    if found:
        return Distinction(min(found)[1])
    several = any(ontology.is_a(kind, other) for other in _SEVERAL)
    return Distinction(ontology.classes[kind].zh, enough=not several)
