"""The names of one layer, looked up by coarse type and normal form."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from kg.ontology.ontology import Ontology
from kg.text.names import normal_form
from kg.text.spans import inside
from kg.types import Layer, Link, Mention, Occurrence, Span

At = tuple[str, str]  # coarse type, normalised name


class LayerNames:
    """The mentions of a layer that are names.

    `all` are in the order of the text, and `at` says of each its coarse type and normal form; `every` has the mentions
    of each name, `first` the first of them, `count` how many.
    """

    def __init__(self, layer: Layer, ontology: Ontology) -> None:
        self.layer = layer
        self.text = layer.document.text
        self._coarse = ontology.coarse
        self.all = [m for m in layer.mentions if m.form == "name"]
        self.at = [self._at(m) for m in self.all]
        self.every: dict[At, list[Mention]] = {}
        for at, mention in zip(self.at, self.all, strict=True):
            self.every.setdefault(at, []).append(mention)
        self.first: dict[At, Mention] = {at: mentions[0] for at, mentions in self.every.items()}
        self.count: Counter[At] = Counter(self.at)

    def words(self, mention: Mention) -> str:
        """What a mention is called: its canonical name where the extractor gave one, else its characters."""
        return mention.name or self.layer.document.cut(mention.span)

    def coarse(self, mention: Mention) -> str:
        """The coarse type of a mention; that of values and of Thing is their own name."""
        return self._coarse.get(mention.type, mention.type)

    def of(self, *coarse: str) -> list[tuple[str, Mention]]:
        """The names of some coarse types with their first mentions, in the order of the text."""
        return [(name, mention) for (kind, name), mention in self.first.items() if kind in coarse]

    @cached_property
    def _inside(self) -> set[Span]:
        """The spans that a longer name holds."""
        return inside(m.span for m in self.all)

    def is_inside(self, mention: Mention) -> bool:
        """Whether a longer name holds it, as 全国法院 in 全国法院先进集体."""
        return mention.span in self._inside

    def link(self, left: Mention, right: Mention, score: float, why: str) -> Link:
        """That two mentions of this document are the same thing."""
        document = self.layer.document.id
        return Link(Occurrence(document, left), Occurrence(document, right), "same", score, why)

    def _at(self, mention: Mention) -> At:
        return self.coarse(mention), normal_form(self.words(mention))
