"""Mentions and links -> entities, with readable ids."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import count

from kg.merge.naming import naming
from kg.ontology.ontology import Ontology
from kg.text.names import normal_form
from kg.types import Entity, Layer, Link, Occurrence, Span

Key = tuple[str, str, str]  # document id, coarse type or position, name
_NOT_IN_IDS = re.compile(r"\s+")


def key(occurrence: Occurrence, text: str, ontology: Ontology) -> Key:
    """What makes two mentions of a document the same without a link: the normal form of their name, and coarse type.

    曲局长 is a name in this sense: it means one person all through an article. Other anaphors stand alone.
    """
    mention = occurrence.mention
    if mention.form == "name" or (mention.form == "nominal" and mention.type == "Person"):
        return occurrence.document, ontology.coarse.get(mention.type, mention.type), normal_form(mention.name or text)
    return occurrence.document, f"{mention.span.start}-{mention.span.end}", mention.form


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
        self._ontology, self._naming = ontology, naming(ontology)
        self._texts = {layer.document.id: layer.document.text for layer in layers}
        self._sets = _Sets()
        # A link's end may have a name that the text gives in two parts (中山 + 市金融局): it is an occurrence too.
        every: dict[Occurrence, None] = {}
        for layer in layers:
            every.update((Occurrence(layer.document.id, m), None) for m in layer.mentions if m.form != "value")
        for link in links:
            if link.verdict == "same":
                self._sets.join(self._key(link.left), self._key(link.right))
                every.update(((link.left, None), (link.right, None)))
        groups: dict[Key, list[Occurrence]] = {}
        for occurrence in every:
            groups.setdefault(self._sets.find(self._key(occurrence)), []).append(occurrence)
        self._ids: dict[Key, str] = {}
        self.all = self._entities(groups, layers)

    def id_of(self, occurrence: Occurrence) -> str | None:
        """The entity that a mention means, or None for an anaphor that nothing resolved, and for 张某."""
        return self._ids.get(self._sets.find(self._key(occurrence)))

    def _key(self, occurrence: Occurrence) -> Key:
        return key(occurrence, self._cut(occurrence), self._ontology)

    def _cut(self, occurrence: Occurrence) -> str:
        span = occurrence.mention.span
        return self._texts[occurrence.document][span.start : span.end]

    def _entities(self, groups: Mapping[Key, Sequence[Occurrence]], layers: Sequence[Layer]) -> tuple[Entity, ...]:
        named: dict[Key, tuple[str, str, tuple[str, ...]]] = {}
        for root in sorted(groups, key=lambda k: _order(groups[k])):
            forms = [(o.mention, self._cut(o)) for o in groups[root]]
            if self._naming.means_something(forms):
                kind = self._naming.type(forms)
                named[root] = (kind, *self._naming.names(forms, kind))
        self._ids = self._unique(named, layers)
        used = {normal_form(name) for _, name, _ in named.values()}
        found = []
        for root, (kind, name, aliases) in named.items():
            spans = sorted({(o.document, o.mention.span) for o in groups[root]})
            written = (self._cut(o) for o in groups[root])
            inner = {alias for alias in self._naming.inner(kind, written) if normal_form(alias) not in used}
            others = tuple(sorted({*aliases, *inner} - {name}))
            found.append(Entity(self._ids[root], kind, name, others, tuple(spans)))
        return tuple(sorted(found, key=lambda e: e.id))

    # Ids

    def _unique(self, named: Mapping[Key, tuple[str, str, tuple[str, ...]]], layers: Sequence[Layer]) -> dict[Key, str]:
        """Ids: the name, or for homonyms the name and what tells them apart: 张伟（海州大学）, 长江（作品）.

        The first of a name that nothing tells apart has the bare name, the others numbers.
        """
        alike: dict[str, list[Key]] = defaultdict(list)
        for root, (kind, name, _) in named.items():
            alike[_NOT_IN_IDS.sub(" ", name).strip() or kind].append(root)
        ids: dict[Key, str] = {}
        taken, bare = set(alike), set[str]()
        context = self._context(named, layers) if any(len(roots) > 1 for roots in alike.values()) else {}
        for base, roots in alike.items():
            kinds = Counter(named[root][0] for root in roots)
            numbered = (f"{base}（{i}）" for i in count(2))
            for n, root in enumerate(roots):
                kind = named[root][0]
                single = kinds[kind] == 1
                labels = [self._ontology.classes[kind].zh] if single else context.get(root, [])
                told = [] if single and n == 0 else [f"{base}（{label}）" for label in labels]
                free = next((o for o in told if o not in taken), None)
                if free is None and base not in bare:
                    free = base
                ids[root] = free or next(o for o in numbered if o not in taken)
                taken.add(ids[root])
                bare.add(ids[root])
        return ids

    def _context(
        self, named: Mapping[Key, tuple[str, str, tuple[str, ...]]], layers: Sequence[Layer]
    ) -> dict[Key, list[str]]:
        """What tells homonyms apart, best first: names that claims join them to, and posts."""
        by = self._naming.telling
        found: dict[Key, set[tuple[int, str]]] = defaultdict(set)
        for layer in layers:
            for claim in layer.claims:
                subject, target, role = claim.role("subject"), claim.role("object"), claim.role("role")
                if claim.predicate not in by or subject is None or target is None or target.form == "value":
                    continue
                root = self._sets.find(self._key(Occurrence(layer.document.id, subject)))
                other = named.get(self._sets.find(self._key(Occurrence(layer.document.id, target))))
                if other:
                    found[root].add((by.index(claim.predicate), other[1]))
                if role:
                    found[root].add((len(by), layer.document.cut(role.span)))
        return {root: [label for _, label in sorted(labels)] for root, labels in found.items()}


def _order(group: Sequence[Occurrence]) -> tuple[int, str, Span]:
    first = min((o.document, o.mention.span) for o in group)
    return (-len(group), *first)
