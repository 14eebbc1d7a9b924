"""Mentions and links -> clusters: the mentions of a batch that mean the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from kg.ontology.ontology import Ontology
from kg.text.names import normal_form
from kg.types import ClassName, DocumentId, Layer, Link, Mention, NameKey, Occurrence

Key: TypeAlias = tuple[DocumentId, str, str]  # document id, coarse type or position, name


@dataclass(slots=True)
class Cluster:
    """Mentions that mean the same thing, their text, and the keys of those that are names."""

    occurrences: list[Occurrence] = field(default_factory=list)
    forms: list[tuple[Mention, str]] = field(default_factory=list)
    keys: set[Key] = field(default_factory=set)

    def name_keys(self) -> tuple[NameKey, ...]:
        """What the thing is found again by in the next build, sorted."""
        return tuple(NameKey(document, ClassName(kind), name) for document, kind, name in sorted(self.keys))


class Clusters:
    """The clusters of a batch, and which mention is in which.

    Mentions of one document that have the same name and coarse type are in one cluster, and so are linked mentions.
    """

    def __init__(self, layers: Iterable[Layer], links: Sequence[Link], ontology: Ontology) -> None:
        self._coarse = ontology.coarse
        self._parent: dict[Key, Key] = {}
        self._texts: dict[DocumentId, str] = {}
        self._apart = {k.left for k in links if k.verdict == "different" and k.left.document == k.right.document}
        # A link's end may have a name that the text gives in two parts (中山 + 市金融局): it is an occurrence too.
        every: dict[Occurrence, None] = {}
        for layer in layers:
            self._texts[layer.document.id] = layer.document.text
            every.update((Occurrence(layer.document.id, m), None) for m in layer.mentions if m.form != "value")
        for link in links:
            if link.verdict == "same":
                self._join(self._key(link.left), self._key(link.right))
                every.update(((link.left, None), (link.right, None)))
        self.all: dict[Key, Cluster] = {}
        for occurrence in every:
            self._put(occurrence)

    def find(self, occurrence: Occurrence) -> Key:
        """The key in `all` of the cluster that a mention is in, or would be."""
        return self._root(self._key(occurrence))

    def _put(self, occurrence: Occurrence) -> None:
        key = self._key(occurrence)
        root = self._root(key)
        if (cluster := self.all.get(root)) is None:
            cluster = self.all[root] = Cluster()
        cluster.occurrences.append(occurrence)
        cluster.forms.append((occurrence.mention, self._cut(occurrence)))
        if _is_name(occurrence.mention):
            cluster.keys.add(key)

    def _key(self, occurrence: Occurrence) -> Key:
        """What makes two mentions of a document one without a link: the normal form of the name, and coarse type.

        An anaphor stands alone, and so does a name that a link tells apart from others of its document.
        """
        mention = occurrence.mention
        if _is_name(mention) and occurrence not in self._apart:
            coarse = self._coarse.get(mention.type, mention.type)
            return occurrence.document, coarse, normal_form(mention.name or self._cut(occurrence))
        return occurrence.document, f"{mention.span.start}-{mention.span.end}", mention.form

    def _cut(self, occurrence: Occurrence) -> str:
        span = occurrence.mention.span
        return self._texts[occurrence.document][span.start : span.end]

    # Union-find: the smallest key of a set stands for it.

    def _root(self, key: Key) -> Key:
        root = key
        while (up := self._parent.setdefault(root, root)) != root:
            root = up
        while key != root:
            self._parent[key], key = root, self._parent[key]
        return root

    def _join(self, left: Key, right: Key) -> None:
        first, second = sorted((self._root(left), self._root(right)))
        self._parent[second] = first


def _is_name(mention: Mention) -> bool:
    """Whether a mention means one thing all through its document: a name does, and so does 曲局长."""
    return mention.form == "name" or (mention.form == "nominal" and mention.type == "Person")
