"""Silver articles: unlabelled text with what is found in it, from names to facts about one thing in many places.

The network learns the rules' way of reading a whole article from them before it sees what people annotated; it then
finds names and facts in wordings that no rule has (after Mintz et al. 2009). A network that goes on learning keeps by
them what it knows of texts that it no longer has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import product

from kg.extract.neural.joint_labels import ROLE, ROLE_AT, ROLE_OF, Labels
from kg.extract.values.quantities import values
from kg.merge.merge import merge
from kg.ontology.ontology import Ontology
from kg.resolve.resolve import resolve
from kg.segment.parse import segment
from kg.train.joint.annotated import Article, Labelled
from kg.types import NO_DECISIONS, Document, DocumentId, Entity, Fact, Layer, Parsed, Span, Value

Extract = Callable[[Parsed, Ontology], Layer]


def silver_articles(texts: Iterable[str], ontology: Ontology, labels: Labels, extract: Extract) -> Iterator[Article]:
    """What `extract` finds in each text."""
    for text in texts:
        parsed = segment(Document(DocumentId("row"), text), ontology)
        yield _Silver(parsed, extract(parsed, ontology), ontology, labels).article


class _Silver:
    """One article as its layer says."""

    def __init__(self, parsed: Parsed, layer: Layer, ontology: Ontology, labels: Labels) -> None:
        self._parsed, self._ontology, self._labels = parsed, ontology, labels
        self.article = Article(parsed)
        self._at: dict[str, list[int]] = defaultdict(list)
        self._texts: dict[tuple[Span, str], int] = {}
        self._values: list[int] = []
        graph = merge([layer], resolve([layer], ontology), ontology, NO_DECISIONS).graph
        self._mentions(graph.entities)
        self._read_values()
        for fact in graph.facts:
            if fact.predicate in labels.pairs and fact.modality == "asserted":
                self._fact(fact)

    def _mentions(self, entities: Iterable[Entity]) -> None:
        means: dict[tuple[Span, str], dict[str, str]] = defaultdict(dict)
        for one in entities:
            for _, place in one.mentions:
                span = self._parsed.view.from_document(place)
                if len(span):
                    means[span, self._ontology.coarse[one.type]][one.id] = one.type
        for (span, coarse), types in sorted(means.items()):
            number = self.article.add(Labelled(span, coarse, next(iter(types.values())), frozenset(types)))
            for entity in types:
                self._at[entity].append(number)

    def _read_values(self) -> None:
        for one in values(self._parsed, self._ontology):
            if one.mention.type in self._labels.value_types:
                self._values.append(
                    self.article.add(Labelled(one.mention.span, one.mention.type, value=one.mention.value))
                )

    def _fact(self, fact: Fact) -> None:
        places = [self._parsed.view.from_document(one.span) for one in fact.evidence]
        left = self._at.get(fact.subject, [])
        right = self._objects(fact, places)
        chosen = self.article.stating(left, right, places)
        symmetric = self._ontology.properties[fact.predicate].symmetric
        for a, b in product(left, right):
            if a != b:
                self.article.label(fact.predicate, a, b, float((a, b) in chosen), symmetric=symmetric)
        role = dict(fact.qualifiers).get("role")
        if isinstance(role, Value) and fact.predicate in self._labels.with_role:
            self._role(role.text, chosen, places)

    def _objects(self, fact: Fact, places: Iterable[Span]) -> list[int]:
        value = fact.object
        if not isinstance(value, Value):
            return self._at.get(value, [])
        if value.datatype == "text":
            found = self._text(value.text, fact.predicate, places) if fact.predicate in self._labels.spans else None
            return [] if found is None else [found]
        spans = self.article.spans
        return [n for n in self._values if spans[n].value == value and any(spans[n].span.overlaps(p) for p in places)]

    def _text(self, words: str, type_: str, places: Iterable[Span]) -> int | None:
        """The span of words in or beside the places of some evidence."""
        for place in places:
            at = self._parsed.view.text.find(words, max(0, place.start - len(words)), place.end + len(words))
            if at >= 0:
                span = Span(at, at + len(words))
                if (span, type_) not in self._texts:
                    self._texts[span, type_] = self.article.add(Labelled(span, type_))
                return self._texts[span, type_]
        return None

    def _role(self, words: str, chosen: Iterable[tuple[int, int]], places: Iterable[Span]) -> None:
        role = self._text(words, ROLE, places)
        if role is not None:
            for a, b in chosen:
                self.article.label(ROLE_OF, a, role, 1.0)
                self.article.label(ROLE_AT, role, b, 1.0)
