"""Mentions and links -> clusters: the mentions of a batch that mean the same thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.merge.corrections.find import Finder, Lost, Spot
from kg.merge.corrections.joins import Joined, Joins
from kg.merge.union import Key, Union
from kg.ontology.ontology import Ontology
from kg.text.names import normal_form
from kg.types import (
    ClassName,
    Correction,
    DocumentId,
    EntityId,
    Layer,
    Link,
    Mention,
    Named,
    NameKey,
    Occurrence,
    Span,
)


@dataclass(slots=True)
class Cluster:
    """Mentions that mean the same thing, their text, the keys of names; what documents say that an area lies in."""

    occurrences: list[Occurrence] = field(default_factory=list)
    forms: list[tuple[Mention, str]] = field(default_factory=list)
    keys: set[Key] = field(default_factory=set)
    holders: set[tuple[DocumentId, str]] = field(default_factory=set)

    def name_keys(self) -> tuple[NameKey, ...]:
        """What the thing is found again by in the next build, sorted."""
        return tuple(NameKey(document, ClassName(kind), name) for document, kind, name in sorted(self.keys))

    def spans(self) -> tuple[tuple[DocumentId, Span], ...]:
        """Where it is mentioned, sorted."""
        return tuple(sorted({(one.document, one.mention.span) for one in self.occurrences}))


class Clusters:
    """The clusters of a batch, and which mention is in which.

    Mentions of one document that have the same name and coarse type are in one cluster, and so are linked mentions.
    Corrections may join clusters, keep them apart, and name what no extractor found; `ids` gives the keys of ids.
    """

    def __init__(
        self,
        layers: Iterable[Layer],
        links: Sequence[Link],
        ontology: Ontology,
        corrections: Sequence[Correction] = (),
        ids: Callable[[EntityId], tuple[Key, ...]] = lambda _: (),
    ) -> None:
        self._coarse = ontology.coarse
        self._texts: dict[DocumentId, str] = {}
        self._apart = {k.left for k in links if k.verdict == "different" and k.left.document == k.right.document}
        # A link's end may have a name that the text gives in two parts (中山 + 市金融局): it is an occurrence too.
        every: dict[Occurrence, None] = {}
        holders = list[tuple[Occurrence, str]]()
        for layer in layers:
            self._texts[layer.document.id] = layer.document.text
            holders += _holders(layer, ontology)
            every.update((Occurrence(layer.document.id, m), None) for m in layer.mentions if m.form != "value")
        same = [link for link in links if link.verdict == "same"]
        for link in same:
            every.update(((link.left, None), (link.right, None)))
        self.joined, self._spots = Joined(Union[Key]()), list[Spot]()
        if corrections:
            self._correct(every, same, corrections, ids)
        else:
            for link in same:
                self.joined.union.join(self._key(link.left), self._key(link.right))
        self._root = self.joined.union.root
        self.all: dict[Key, Cluster] = {}
        for occurrence in every:
            self._put(occurrence)
        for inner, outer in holders:
            if (cluster := self.all.get(self.find(inner))) is not None:
                cluster.holders.add((inner.document, outer))

    def finder(self, ids: Callable[[EntityId], tuple[Key, ...]]) -> Finder:
        """Finds what corrections name among the clusters as they are."""
        return Finder(self._spots, self._root, self._coarse, ids, self.joined.renamed)

    def _correct(
        self,
        every: dict[Occurrence, None],
        same: Iterable[Link],
        corrections: Sequence[Correction],
        ids: Callable[[EntityId], tuple[Key, ...]],
    ) -> None:
        """Join mentions by links and corrections; add those that only an assertion names, in what it cites."""
        edges = [(link.score, self._key(link.left), self._key(link.right)) for link in same]
        self._spots += {self._spot(one): None for one in every if is_name(one.mention)}
        joins = Joins(edges, self._spots, corrections, self._coarse, ids)
        for occurrence in dict.fromkeys(one for c in corrections for one in self._cited(c, joins.finder)):
            every[occurrence] = None
            self._spots.append(self._spot(occurrence))
        self.joined = joins.joined()

    def _spot(self, occurrence: Occurrence) -> Spot:
        mention = occurrence.mention
        coarse = self._coarse.get(mention.type, mention.type)
        return Spot(
            normal_form(mention.name or self._cut(occurrence)), coarse, occurrence.document, self._key(occurrence)
        )

    def _cited(self, correction: Correction, finder: Finder) -> Iterator[Occurrence]:
        """The names in the quotation of an assertion that it gives a class, and that mean nothing yet."""
        document, quote = correction.document, correction.quote
        start = -1 if document is None or quote is None else self._texts.get(document, "").find(quote)
        if document is None or quote is None or start < 0:
            return
        for named in (correction.subject, correction.object, *(value for _, value in correction.qualifiers)):
            if not isinstance(named, Named) or named.name is None:
                continue
            if named.type is None or named.type not in self._coarse:
                continue
            at, lost = quote.find(named.name), finder.find(named)
            if at >= 0 and isinstance(lost, Lost) and not lost.several:
                span = Span(start + at, start + at + len(named.name))
                yield Occurrence(document, Mention(span, named.type))

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
        if is_name(occurrence.mention):
            cluster.keys.add(key)

    def _key(self, occurrence: Occurrence) -> Key:
        """What makes two mentions of a document one without a link: the normal form of the name, and coarse type.

        An anaphor stands alone, and so does a name that a link tells apart from others of its document.
        """
        mention = occurrence.mention
        if is_name(mention) and occurrence not in self._apart:
            coarse = self._coarse.get(mention.type, mention.type)
            return occurrence.document, coarse, normal_form(mention.name or self._cut(occurrence))
        return occurrence.document, f"{mention.span.start}-{mention.span.end}", mention.form

    def _cut(self, occurrence: Occurrence) -> str:
        span = occurrence.mention.span
        return self._texts[occurrence.document][span.start : span.end]


def _holders(layer: Layer, ontology: Ontology) -> Iterator[tuple[Occurrence, str]]:
    """The areas of which claims of a layer say that they lie in something, and the names of that."""
    for claim in layer.claims:
        known = ontology.properties.get(claim.predicate)
        inner, outer = claim.role("subject"), claim.role("object")
        if not (known and known.container and claim.modality == "asserted" and inner and outer):
            continue
        if inner.type == "AdministrativeArea" and outer.form == "name":
            yield Occurrence(layer.document.id, inner), outer.name or layer.document.cut(outer.span)


def is_name(mention: Mention) -> bool:
    """Whether a mention means one thing all through its document: a name does, and so does 曲局长."""
    return mention.form == "name" or (mention.form == "nominal" and mention.type == "Person")
