"""What names say by their composition."""

from __future__ import annotations

import pytest

from kg.extract.rules import extract
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId


def composed(text: str) -> set[tuple[str, str, str]]:
    document = Document(DocumentId("a"), text)
    found = set()
    for claim in extract(segment(document, load()), load()).claims:
        subject, obj = claim.role("subject"), claim.role("object")
        if claim.evidence.rule.startswith("name.") and subject and obj:
            found.add((document.cut(subject.span), claim.predicate, document.cut(obj.span)))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("江苏省扬州市下雨。", {("扬州市", "partOf", "江苏省")}),
        ("扬州市教育局开会。", {("扬州市教育局", "locatedIn", "扬州市")}),
        ("复旦大学新闻学院开课。", {("复旦大学新闻学院", "partOf", "复旦大学")}),
    ],
)
def test_composed(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert composed(text) == expected


@pytest.mark.parametrize("text", ["中国银行开门。", "《扬州日报》发表文章。", "全国教育工作会议开幕。"])
def test_not_located(text: str) -> None:
    assert not {c for c in composed(text) if c[1] == "locatedIn"}
