"""Links between documents: same name, compatible type and, for persons, a context that fits; else apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.ontology import Ontology
from kg.resolve.names import names, norm
from kg.resolve.within import words
from kg.types import Layer, Link, Mention, Occurrence

_CONTEXT = frozenset({"Organization", "Award", "CreativeWork", "Event"})


class _Known:
    """One name of one document: its first mention, and the names around it."""

    def __init__(self, occurrence: Occurrence, context: frozenset[str]) -> None:
        self.occurrence, self.context = occurrence, context


def _context(layer: Layer, coarse: dict[str, str], key: str) -> frozenset[str]:
    """What a person's name is joined to by claims in a document: names and roles."""
    found = set()
    for claim in layer.claims:
        mentions = [m for _, m in claim.roles]
        if any(m.type == "Person" and norm(words(layer, m)) == key for m in mentions):
            found |= {norm(words(layer, m)) for m in mentions if coarse.get(m.type) in _CONTEXT or m.type == "Role"}
    return frozenset(found)


def across(layers: Sequence[Layer], ontology: Ontology) -> tuple[Link, ...]:
    """Links between the documents of a batch; layers must be sorted by document id.

    A relative name (市司法局, 该局) is never taken over to another document. Two persons of one name are the same if
    their claims share an organisation, a work, an award or a role; otherwise a link says that they are different.
    """
    return tuple(_links(layers, ontology))


def _links(layers: Sequence[Layer], ontology: Ontology) -> Iterator[Link]:
    coarse = dict(ontology.coarse)
    shared = names(ontology)
    known: dict[tuple[str, str], list[_Known]] = {}
    for layer in layers:
        first: dict[tuple[str, str], Mention] = {}
        for mention in layer.mentions:
            if mention.form == "name":
                name = words(layer, mention)
                if shared.relative.match(norm(name)):
                    continue
                first.setdefault((coarse.get(mention.type, mention.type), _key(name, mention, ontology)), mention)
        for (kind, key), mention in sorted(first.items(), key=lambda f: f[0]):
            here = Occurrence(layer.document.id, mention)
            before = known.setdefault((kind, key), [])
            context = _context(layer, coarse, norm(words(layer, mention))) if kind == "Person" else frozenset()
            if not before:
                before.append(_Known(here, context))
            elif kind != "Person":
                yield Link(here, before[0].occurrence, "same", 0.9, "the same name and kind in another document")
            else:
                yield from _person(here, context, before)


def _key(name: str, mention: Mention, ontology: Ontology) -> str:
    shared = names(ontology)
    return shared.bare(name) if mention.type == "AdministrativeArea" else shared.key(name)


def _person(here: Occurrence, context: frozenset[str], before: list[_Known]) -> Iterator[Link]:
    for known in before:
        common = sorted(context & known.context)
        if common:
            yield Link(here, known.occurrence, "same", 0.85, f"the same name, and both with {common[0]}")
            return
    yield Link(here, before[0].occurrence, "different", 0.6, "the same name, but nothing else in common")
    before.append(_Known(here, context))
