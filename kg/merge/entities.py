"""Mentions and links -> entities, with the ids that they had before or new ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.merge.clusters import Cluster, Clusters, Key
from kg.merge.ids import Distinction, Identity, give
from kg.merge.naming import naming
from kg.merge.signs import Sign, distinction, signs
from kg.ontology.ontology import Ontology
from kg.text.names import normal_form
from kg.types import NO_DECISIONS, ClassName, Decisions, Entity, EntityId, Layer, Link, Occurrence


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
        self.all: tuple[Entity, ...] = self._entities()

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
        return distinction(self._joined[key], self._things[key].type, self._ontology)

    def _name(self, key: Key) -> str | None:
        thing = self._things.get(key)
        return None if thing is None else thing.name

    @cached_property
    def _joined(self) -> Mapping[Key, set[Sign]]:
        """What claims join the things to, and their posts, each with its rank: the smallest tells most."""
        found: dict[Key, set[Sign]] = defaultdict(set)
        for layer in self._layers:
            for key, sign in signs(layer, self._clusters.find, self._name, self._naming.telling):
                found[key].add(sign)
        return found
