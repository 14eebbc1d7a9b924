"""A cluster of mentions as a thing: an entity that has no id yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from kg.merge.clusters import Cluster
from kg.merge.divisions import divisions
from kg.merge.ids import Identity
from kg.merge.naming import naming
from kg.ontology.ontology import Ontology
from kg.text.names import normal_form
from kg.types import ClassName, Division, DocumentId, Entity, EntityId, NameKey, Span


class Thing(NamedTuple):
    """What a cluster is, and the keys of its names; `inner` are aliases that it has where nothing is called so."""

    type: ClassName
    name: str
    aliases: tuple[str, ...]
    inner: tuple[str, ...]
    keys: tuple[NameKey, ...]
    divisions: tuple[Division, ...] = ()

    def identity(self, ontology: Ontology) -> Identity:
        """What its id is made of: its name, or what its class is called."""
        return Identity(self.keys, self.name or ontology.classes[self.type].zh)

    def entity(
        self,
        id_: EntityId,
        is_used: Callable[[str], bool],
        mentions: tuple[tuple[DocumentId, Span], ...] = (),
        *,
        kind: str | None = None,
        name: str | None = None,
    ) -> Entity:
        """The entity; `is_used` tells of a normal form whether something is called so, `kind` and `name` correct it.

        One that is corrected is no division: the gazetteer knows what the texts call it.
        """
        called = self.name if name is None else name
        inner = (alias for alias in self.inner if not is_used(normal_form(alias)))
        aliases = {self.name, *self.aliases, *inner} - {called, ""}
        known = self.divisions if kind in (None, self.type) and called == self.name else ()
        return Entity(id_, ClassName(kind or self.type), called, tuple(sorted(aliases)), mentions, known)


def thing(cluster: Cluster, ontology: Ontology) -> Thing | None:
    """What a cluster is; None where it is no thing: nothing among its mentions is a name."""
    found = naming(ontology)
    if not found.means_something(cluster.forms):
        return None
    kind = found.type(cluster.forms)
    inner = found.inner(kind, (text for _, text in cluster.forms))
    name, others = found.names(cluster.forms, kind)
    known = _divisions(cluster, name, others, ontology) if kind == "AdministrativeArea" else ()
    return Thing(ClassName(kind), name, others, tuple(sorted(inner)), cluster.name_keys(), known)


def _divisions(cluster: Cluster, name: str, others: tuple[str, ...], ontology: Ontology) -> tuple[Division, ...]:
    """What the gazetteer knows of an area."""
    holders = (holder for _, holder in sorted(cluster.holders))
    return divisions(ontology).of(name, others, holders, len({one.document for one in cluster.occurrences}))
