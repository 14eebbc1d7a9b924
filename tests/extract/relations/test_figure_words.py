"""The words around a figure."""

from __future__ import annotations

from kg.extract.candidates.select import select
from kg.extract.relations.figure_words import FigureWords, figure_words
from kg.extract.rules import candidates, reading
from kg.extract.values.counted_nouns import noun_before
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Mention, Span


def words(text: str) -> FigureWords:
    parsed = segment(Document(DocumentId("a"), text), load())
    found = candidates(parsed, load())
    (typed,) = reading(parsed, load(), found, *select(found)).plain
    (at,) = (n for n, m in typed.mentions.items() if m.type == "Quantity")

    def counted(mention: Mention) -> Span | None:
        return noun_before(parsed, mention.span.start, load())

    return figure_words(parsed, typed, 0, at, counted)


def test_words_around_a_figure() -> None:
    around = words("王秀英开展普法讲座300多场。")
    assert around == FigureWords("开展", "讲座", "讲座", "。", ("开展", "普法", "讲座"))
    assert {"Person verb=开展", "Person has=讲座"} <= set(around.signs("Person"))
    assert "clause next=。" in set(around.placed("clause")) and "none next=。" in set(around.nothing())


def test_a_name_before_a_figure_is_no_word() -> None:
    assert words("昨日，扬州市75例。").prior == "name"
