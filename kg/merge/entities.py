"""Mentions and links -> entities, with the ids that they had before or new ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.merge.clusters import Cluster, Clusters, Key
from kg.merge.ids import Distinction, Identity, give
from kg.merge.naming import naming
from kg.ontology.ontology import Ontology
from kg.text.names import normal_form
from kg.types import NO_DECISIONS, ClassName, Decisions, Entity, EntityId, Layer, Link, Occurrence

# Classes in which many things may have one name; of the others, things of one name and class are one thing.
_SEVERAL = ("Person", "Organization", "AdministrativeArea", "Facility")


@dataclass(frozen=True, slots=True)
class _Thing:
    """An entity without its id."""

    cluster: Cluster
    type: str
    name: str
    aliases: tuple[str, ...]


class Entities:
    """The entities of a batch, sorted by id (`all`), which mention is which, and the decisions with the new ids."""

    def __init__(
        self, layers: Sequence[Layer], links: Iterable[Link], ontology: Ontology, decisions: Decisions = NO_DECISIONS
    ) -> None:
        self._layers, self._ontology, self._naming = layers, ontology, naming(ontology)
        self._clusters = Clusters(layers, tuple(links), ontology)
        self._things: dict[Key, _Thing] = {}
        for key, cluster in self._clusters.all.items():
            if self._naming.means_something(cluster.forms):
                kind = self._naming.type(cluster.forms)
                self._things[key] = _Thing(cluster, kind, *self._naming.names(cluster.forms, kind))
        identities = {
            key: Identity(thing.cluster.name_keys(), thing.name or self._label(thing))
            for key, thing in self._things.items()
        }
        self._ids, self.decisions = give(identities, decisions, self._distinction)
        self.all = self._entities()

    def id_of(self, occurrence: Occurrence) -> EntityId | None:
        """The entity that a mention means, or None for an anaphor that nothing resolved, and for 张某."""
        return self._ids.get(self._clusters.find(occurrence))

    def _entities(self) -> tuple[Entity, ...]:
        used = {normal_form(thing.name) for thing in self._things.values()}
        found = []
        for key, thing in self._things.items():
            spans = sorted({(o.document, o.mention.span) for o in thing.cluster.occurrences})
            inner = self._naming.inner(thing.type, (text for _, text in thing.cluster.forms))
            aliases = {*thing.aliases, *(alias for alias in inner if normal_form(alias) not in used)} - {thing.name}
            found.append(
                Entity(self._ids[key], ClassName(thing.type), thing.name, tuple(sorted(aliases)), tuple(spans))
            )
        return tuple(sorted(found, key=lambda e: e.id))

    def _label(self, thing: _Thing) -> str:
        return self._ontology.classes[thing.type].zh

    def _distinction(self, key: Key) -> Distinction:
        """What a claim joins a thing to, or else its post, or else its class."""
        if key in self._joined:
            return Distinction(min(self._joined[key])[1])
        thing = self._things[key]
        several = any(self._ontology.is_a(thing.type, other) for other in _SEVERAL)
        return Distinction(self._label(thing), enough=not several)

    @cached_property
    def _joined(self) -> dict[Key, set[tuple[int, str]]]:
        """What claims join the things to, and their posts, each with its rank: the smallest tells most."""
        by = self._naming.telling
        found: dict[Key, set[tuple[int, str]]] = defaultdict(set)
        for layer in self._layers:
            for claim in layer.claims:
                subject, target, role = claim.role("subject"), claim.role("object"), claim.role("role")
                if claim.predicate not in by or subject is None or target is None or target.form == "value":
                    continue
                key = self._clusters.find(Occurrence(layer.document.id, subject))
                other = self._things.get(self._clusters.find(Occurrence(layer.document.id, target)))
                if other:
                    found[key].add((by.index(claim.predicate), other.name))
                if role:
                    words = role.value.text if role.value else layer.document.cut(role.span)
                    found[key].add((len(by), words))
        return found
