"""The built-in extractors; what holds of every extractor is in tests/contracts."""

from __future__ import annotations

from kg.extract.extractors import DEFAULT, OWN, extractor
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Parsed

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
    for name in ("model", "all", "fast"):
        answers = extractor(name).conventions()
        assert answers.mentions is not None
        for convention, labels in answers.mention_labels.items():
            (found,) = answers.mentions([parsed(TEXT)], ONTOLOGY, convention)
            assert {mention.type for mention in found} <= labels
