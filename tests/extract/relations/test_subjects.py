"""The subject that a clause takes up from before."""

from __future__ import annotations

import pytest

from kg.extract.candidates.select import select
from kg.extract.relations.containment import organs
from kg.extract.relations.shared_grammar import grammar
from kg.extract.relations.subjects import Subjects
from kg.extract.relations.typed_sentence import typed_sentences
from kg.extract.rules import candidates
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId

ONTOLOGY = load()


def subject(text: str, verb: str, *types: str, reach: int = 3) -> list[str]:
    """The running subject, of some types, before the last time that a verb stands in a text."""
    parsed, shared = segment(Document(DocumentId("a"), text), ONTOLOGY), grammar(ONTOLOGY)
    outer, nested = select(candidates(parsed, ONTOLOGY))
    typed = list(typed_sentences(text, parsed.sentences, outer, ONTOLOGY, shared.alphabet))
    at = text.rindex(verb)
    number = next(n for n, sentence in enumerate(parsed.sentences) if sentence.start <= at < sentence.end)
    found = Subjects(parsed, typed, shared, outer, organs(outer, nested, ONTOLOGY)).before(at, number, types, reach)
    return [text[mention.span.start : mention.span.end] for mention in found]


@pytest.mark.parametrize(
    ("text", "verb", "types", "expected"),
    [
        ("长风集团发布年报，公告显示，去年实现营收5亿元。", "实现", ("Organization",), ["长风集团"]),
        ("长风集团改造车间，产品质量进一步提高，先后出台7项制度。", "出台", ("Organization",), ["长风集团"]),
        ("长风集团改造车间，海外读者收到了来信，先后出台7项制度。", "出台", ("Organization",), []),
        ("长风集团改造车间，在茶园、社区和读者之家等场所出台7项制度。", "出台", ("Organization",), ["长风集团"]),
        ("海外读者收到了来信，毕业于复旦大学。", "毕业", ("Person",), []),
        ("王建国是扬州人，1985年毕业于复旦大学。", "毕业", ("Person",), ["王建国"]),
        ("王建国、李文斌到会，随后表示支持。", "表示", ("Person",), ["王建国", "李文斌"]),
        ("王建国到会，随后表示支持。", "表示", ("Organization",), []),
        ("新组建的扬州市篮球协会，日前获得“全国先进社会组织”称号。", "获得", ("Organization",), ["扬州市篮球协会"]),
        ("扬州队18岁小将王建国顶住压力，夺得冠军。", "夺得", ("Person", "Organization"), ["王建国"]),
        ("扬州队王建国以10球领先，夺得冠军。", "夺得", ("Person", "Organization"), ["王建国"]),
        ("扬州队小将很多，王建国顶住压力，夺得冠军。", "夺得", ("Person", "Organization"), ["王建国"]),
        ("扬州队小将很多，随后夺得冠军。", "夺得", ("Person", "Organization"), ["扬州队"]),
        ("张小帆执导《秋水》，去年上映。", "上映", ("CreativeWork",), ["秋水"]),
        ("张小帆执导的影片改编自《秋水》，去年上映。", "上映", ("CreativeWork",), []),
    ],
)
def test_the_nearest_subject_that_fits(text: str, verb: str, types: tuple[str, ...], expected: list[str]) -> None:
    assert subject(text, verb, *types) == expected


def test_a_subject_holds_for_some_sentences_only() -> None:
    text = "王建国到会。天很晴。风很大。雨很小。随后表示支持。"
    assert subject(text, "表示", "Person", reach=4) == ["王建国"]
    assert subject(text, "表示", "Person") == []
