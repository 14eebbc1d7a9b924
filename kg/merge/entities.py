"""Mentions and links -> entities, with readable ids."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from kg.ontology import Ontology
from kg.types import Entity, Layer, Link, Occurrence, Span

Key = tuple[str, str, str]  # document id, coarse type or position, name
_SPACE = re.compile(r"\s+")
_QUOTES = str.maketrans("", "", "“”\"‘’'《》「」『』")


def key(occurrence: Occurrence, text: str, ontology: Ontology) -> Key:
    """What makes two mentions of one document one without a link: their name and coarse type; anaphors stand alone."""
    mention = occurrence.mention
    if mention.form == "name":
        return occurrence.document, ontology.coarse.get(mention.type, mention.type), _plain(mention.name or text)
    return occurrence.document, f"{mention.span.start}-{mention.span.end}", mention.form


def _plain(name: str) -> str:
    return _SPACE.sub("", name.translate(_QUOTES)).lower()


class _Sets:
    """Union-find; the smallest key of a set stands for it."""

    def __init__(self) -> None:
        self._parent: dict[Key, Key] = {}

    def find(self, item: Key) -> Key:
        root = item
        while (up := self._parent.setdefault(root, root)) != root:
            root = up
        while item != root:
            self._parent[item], item = root, self._parent[item]
        return root

    def join(self, left: Key, right: Key) -> None:
        a, b = sorted((self.find(left), self.find(right)))
        self._parent[b] = a


class Entities:
    """The entities of a batch, and which mention is which."""

    def __init__(self, layers: Sequence[Layer], links: Iterable[Link], ontology: Ontology) -> None:
        self._ontology = ontology
        self._texts = {layer.document.id: layer.document.text for layer in layers}
        self._sets = _Sets()
        for link in links:
            if link.verdict == "same":
                self._sets.join(self._key(link.left), self._key(link.right))
        groups: dict[Key, list[Occurrence]] = {}
        for layer in layers:
            for mention in layer.mentions:
                if mention.form != "value":
                    here = Occurrence(layer.document.id, mention)
                    groups.setdefault(self._sets.find(self._key(here)), []).append(here)
        self._ids: dict[Key, str] = {}
        self.all = self._named(groups)

    def id_of(self, occurrence: Occurrence) -> str | None:
        """The entity that a mention means, or None for an anaphor that nothing resolved."""
        return self._ids.get(self._sets.find(self._key(occurrence)))

    def _key(self, occurrence: Occurrence) -> Key:
        span = occurrence.mention.span
        return key(occurrence, self._texts[occurrence.document][span.start : span.end], self._ontology)

    def _cut(self, occurrence: Occurrence) -> str:
        span = occurrence.mention.span
        return self._texts[occurrence.document][span.start : span.end]

    def _named(self, groups: dict[Key, list[Occurrence]]) -> tuple[Entity, ...]:
        taken: set[str] = set()
        found = []
        for root in sorted(groups, key=lambda k: _order(groups[k])):
            group = groups[root]
            if all(o.mention.form == "pronoun" or (o.mention.form == "nominal" and o.mention.type != "Person") for o in group):
                continue
            kind = self._type(group)
            name, aliases = self._names(group)
            id_ = self._unique(name, kind, taken)
            taken.add(id_)
            self._ids[root] = id_
            spans = sorted({(o.document, o.mention.span) for o in group})
            found.append(Entity(id_, kind, name, aliases, tuple(spans)))
        return tuple(sorted(found, key=lambda e: e.id))

    def _type(self, group: Sequence[Occurrence]) -> str:
        kinds = Counter(o.mention.type for o in group if o.mention.form == "name" and o.mention.type != "Thing")
        if not kinds:
            return group[0].mention.type
        depth = {k: len([c for c in self._ontology.classes if self._ontology.is_a(k, c)]) for k in kinds}
        return min(kinds, key=lambda k: (-kinds[k], -depth[k], k))

    def _names(self, group: Sequence[Occurrence]) -> tuple[str, tuple[str, ...]]:
        """The name (the canonical or most used among the full forms) and all other forms, sorted."""
        forms = Counter(self._cut(o) for o in group)
        full = Counter(_clean(o.mention.name or self._cut(o)) for o in group if o.mention.form == "name")
        if not full:
            full = Counter(_clean(self._cut(o)) for o in group)
        longest = max(len(f) for f in full)
        name = min((f for f in full if len(f) * 5 >= longest * 3), key=lambda f: (-full[f], -len(f), f))
        others = {_clean_alias(f) for f in forms} | set(full)
        return name, tuple(sorted(others - {name, ""}))

    def _unique(self, name: str, kind: str, taken: set[str]) -> str:
        base = name or kind
        if base not in taken:
            return base
        labelled = f"{base}（{self._ontology.classes[kind].zh}）"
        if labelled not in taken:
            return labelled
        return next(f"{base}（{n}）" for n in range(2, len(taken) + 3) if f"{base}（{n}）" not in taken)


def _order(group: Sequence[Occurrence]) -> tuple[int, str, Span]:
    first = min((o.document, o.mention.span) for o in group)
    return (-len(group), *first)


def _clean(name: str) -> str:
    found = _SPACE.sub("", name) if not name.isascii() else _SPACE.sub(" ", name).strip()
    if len(found) > 2 and found[0] in "“《\"" and found[-1] in "”》\"" and not set(found[1:-1]) & set("“”《》\""):
        found = found[1:-1]
    return found


def _clean_alias(form: str) -> str:
    return _SPACE.sub(" ", form).strip()


