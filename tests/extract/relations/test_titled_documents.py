"""What the titles of documents say, on titles of our own."""

from __future__ import annotations

import pytest

from kg.extract.rules import extract
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId


def said(text: str) -> set[str]:
    layer = extract(segment(Document(DocumentId("a"), text), load()), load())
    cut = layer.document.cut
    return {
        f"{c.predicate}({', '.join(cut(m.span) for _, m in c.roles[:2])})"
        for c in layer.claims
        if c.evidence.rule == "title.issuer"
    }


TITLES = [
    (
        "《海州市财政局、海州市教育局关于规范收费的通知》近日印发。",
        {
            "issued(海州市财政局, 海州市财政局、海州市教育局关于规范收费的通知)",
            "issued(海州市教育局, 海州市财政局、海州市教育局关于规范收费的通知)",
        },
    ),
    (
        "《中共中央国务院关于节水的若干意见》印发。",
        {
            "issued(中共中央, 中共中央国务院关于节水的若干意见)",
            "issued(国务院, 中共中央国务院关于节水的若干意见)",
        },
    ),
    (
        "《海州市总工会关于授予李文斌“海州好人”称号的决定》全文如下。",
        {
            "issued(海州市总工会, 海州市总工会关于授予李文斌“海州好人”称号的决定)",
            "conferredBy(海州好人, 海州市总工会)",
        },
    ),
    ("《海州市教育局发展史》出版。", set()),
    ("《关于规范收费的通知》由海州市财政局印发。", set()),
]


@pytest.mark.parametrize(("text", "wanted"), TITLES)
def test_the_bodies_that_a_title_begins_with(text: str, wanted: set[str]) -> None:
    assert said(text) == wanted


def test_an_aside_belongs_to_the_title_before_it() -> None:
    text = "他的代表作有《远山》（1869年）等。"
    layer = extract(segment(Document(DocumentId("a"), text), load()), load())
    dated = [c for c in layer.claims if c.predicate == "releasedOn"]
    assert [layer.document.cut(m.span) for c in dated for _, m in c.roles] == ["远山", "1869年"]
