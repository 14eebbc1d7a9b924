"""Mentions and links -> entities, with the ids that they had before or new ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from kg.merge.clusters import Clusters
from kg.merge.corrections.find import Lost
from kg.merge.corrections.things import Choices, unknown_class
from kg.merge.ids import Distinction, give
from kg.merge.naming import naming
from kg.merge.signs import Sign, distinction, signs
from kg.merge.things import thing
from kg.merge.union import Key
from kg.ontology.ontology import Ontology
from kg.text.names import normal_form
from kg.types import (
    NO_DECISIONS,
    Corrected,
    Correction,
    Decisions,
    Entity,
    EntityId,
    Layer,
    Link,
    Named,
    Occurrence,
)


class Entities:
    """The entities of a batch, sorted by id (`all`), which mention is which, and the decisions with the new ids.

    A class or name that a correction gives changes no id.
    """

    def __init__(
        self, layers: Sequence[Layer], links: Iterable[Link], ontology: Ontology, decisions: Decisions = NO_DECISIONS
    ) -> None:
        self._layers, self._links, self._ontology = layers, tuple(links), ontology
        self._given = {given.id: given.keys for given in decisions.given}
        self._clusters = Clusters(layers, self._links, ontology, decisions.corrections, self._keys_before)
        made = ((key, thing(cluster, ontology)) for key, cluster in self._clusters.all.items())
        self._things = {key: one for key, one in made if one}
        identities = {key: one.identity(ontology) for key, one in self._things.items()}
        self._ids, recorded = give(identities, decisions, self._distinction)
        self.decisions = replace(recorded, corrections=decisions.corrections)
        self._finder = self._clusters.finder(self._keys_now)
        self._types, self._names = (Choices(kind, decisions.corrections, self._found) for kind in ("retype", "rename"))
        self.all: tuple[Entity, ...] = self._entities()

    def find(self, named: Named) -> EntityId | Lost:
        """The entity that a correction names, or why there is none."""
        found = self._finder.find(named)
        if isinstance(found, Lost):
            return found
        id_ = self._ids.get(self._finder.root(found[0]))
        return Lost(f"{named.name} is no thing of the graph") if id_ is None else id_

    def outcomes(self) -> Iterator[Corrected]:
        """What became of the corrections of things."""
        joined = self._clusters.joined
        for correction in self.decisions.corrections:
            if correction.kind in ("same", "different"):
                keys = [keys[0] for keys in joined.ends.get(correction, ())]
            elif correction.kind in ("retype", "rename"):
                at = (choices.at.get(correction) for choices in (self._types, self._names))
                keys = [key for key in at if key]
            else:
                continue
            lost = (found.lost.get(correction) for found in (joined, self._types, self._names))
            on = dict.fromkeys(self._ids[root] for key in keys if (root := self._finder.root(key)) in self._ids)
            yield next(filter(None, lost), None) or Corrected(correction, on=tuple(on))

    def _found(self, correction: Correction) -> tuple[Key] | str:
        """The key of the thing that a correction is about, or why there is none."""
        wrong = unknown_class(correction.to, self._ontology.classes) if correction.kind == "retype" else None
        found = self._finder.find(correction.subject)
        if wrong is not None or isinstance(found, Lost):
            return wrong or str(getattr(found, "why", ""))
        return (self._finder.root(found[0]),)

    def _keys_before(self, id_: EntityId) -> tuple[Key, ...]:
        """The keys of an id, as it was given or, where it was not, as it would be without corrections."""
        return self._given[id_] if id_ in self._given else self._uncorrected.get(id_, ())

    def _keys_now(self, id_: EntityId) -> tuple[Key, ...]:
        """The keys of an id as the things are now, or else as before."""
        key = self._key_of.get(id_)
        return self._keys_before(id_) if key is None else tuple(self._clusters.all[key].keys)

    @cached_property
    def _key_of(self) -> dict[EntityId, Key]:
        return {given: key for key, given in self._ids.items()}

    @cached_property
    def _uncorrected(self) -> dict[EntityId, tuple[Key, ...]]:
        plain = Entities(self._layers, self._links, self._ontology)
        return {id_: tuple(plain._clusters.all[key].keys) for key, id_ in plain._ids.items()}

    def id_of(self, occurrence: Occurrence) -> EntityId | None:
        """The entity that a mention means, or None for an anaphor that nothing resolved, and for 张某."""
        return self._ids.get(self._clusters.find(occurrence))

    def _entities(self) -> tuple[Entity, ...]:
        used = {normal_form(one.name) for one in self._things.values()}
        found = []
        for key, one in self._things.items():
            kind, name = (
                None if (chosen := choices.of.get(key)) is None else str(chosen.to)
                for choices in (self._types, self._names)
            )
            spans = self._clusters.all[key].spans()
            found.append(one.entity(self._ids[key], used.__contains__, spans, kind=kind, name=name))
        return tuple(sorted(found, key=lambda e: e.id))

    def _distinction(self, key: Key) -> Distinction:
        """What a claim joins a thing to, or else its post, or else its class."""
        return distinction(self._joined[key], self._things[key].type, self._ontology)

    def _name(self, key: Key) -> str | None:
        found = self._things.get(key)
        return None if found is None else found.name

    @cached_property
    def _joined(self) -> Mapping[Key, set[Sign]]:
        """What claims join the things to, and their posts, each with its rank: the smallest tells most."""
        found: dict[Key, set[Sign]] = defaultdict(set)
        for layer in self._layers:
            for key, sign in signs(layer, self._clusters.find, self._name, naming(self._ontology).telling):
                found[key].add(sign)
        return found
