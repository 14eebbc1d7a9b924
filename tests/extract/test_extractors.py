"""The built-in extractors and their tagger; what holds of every extractor is in tests/contracts."""

from __future__ import annotations

import numpy as np

from kg.extract.extractors import DEFAULT, OWN, extractor
from kg.extract.neural.tagger import Tagged, columns
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Parsed, Span

ONTOLOGY = load()
TEXT = """海州市水利局召开防汛会议
2021年6月9日，海州市水利局局长王建国在临江县调研。王建国说：“今年要建成三座水库。”
张丽华毕业于清华大学，现任长风集团有限公司董事长。长风集团位于江苏省南京市。
"""


def parsed(text: str) -> Parsed:
    return segment(Document(DocumentId("a"), text), ONTOLOGY)


def test_the_default_is_one_of_them() -> None:
    assert DEFAULT == "all"
    assert all(extractor(name).name == name for name in (row.name for row in OWN))


def test_the_learned_sets_answer_in_their_own_labels() -> None:
    for name in ("model", "all"):
        answers = extractor(name).conventions()
        assert answers.mentions is not None
        for convention, labels in answers.mention_labels.items():
            (found,) = answers.mentions([parsed(TEXT)], ONTOLOGY, convention)
            assert {mention.type for mention in found} <= labels


def test_a_sentence_is_tagged_alike_whatever_else_is_in_the_document() -> None:
    line = "张丽华现任长风集团有限公司董事长。"
    alone, among = parsed(f"\n{line}"), parsed("海州市水利局。\n" * 40 + line)
    at, offset = alone.document.text.index(line), among.document.text.index(line)
    spans = [Span(a, b) for a, b in ((0, 3), (5, 13), (13, 16))]
    likely = [
        Tagged(one).likely([Span(s.start + by, s.end + by) for s in spans])
        for one, by in ((alone, at), (among, offset))
    ]
    assert likely[0].shape == (3, len(columns()))
    assert np.abs(likely[0] - likely[1]).max() < 0.02
    again = Tagged(among).likely([Span(s.start + offset, s.end + offset) for s in spans])
    assert again.tobytes() == likely[1].tobytes()
