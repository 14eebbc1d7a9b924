"""Editions of what comes every year."""

from __future__ import annotations

import pytest

from kg.ontology.ontology import load
from kg.pipeline import graph, layer
from kg.resolve.editions import editions
from kg.types import Document, DocumentId


def names(*texts: str) -> set[str]:
    documents = [Document(DocumentId(str(n)), text) for n, text in enumerate(texts)]
    built = graph([layer(document, load(), "rules") for document in documents], load())
    return {" / ".join([e.name, *e.aliases]) for e in built.entities if e.type in ("Event", "Award")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第3届海州电影节在宜宾举行。第4届海州电影节在绵阳举行。", {"第3届海州电影节", "第4届海州电影节"}),
        ("王芳获得首届海州文学奖，李明获得第二届海州文学奖。", {"首届海州文学奖", "第二届海州文学奖"}),
        (
            "2019年海州马拉松在宜宾举行，2020年海州马拉松取消。",
            {"2019年海州马拉松", "2020年海州马拉松"},
        ),
        ("第12届海州运动会开幕。第十二届海州运动会闭幕。", {"第12届海州运动会 / 第十二届海州运动会"}),
        ("第12届海州运动会开幕。海州运动会规模很大。", {"第12届海州运动会 / 海州运动会"}),
    ],
)
def test_in_one_document(text: str, expected: set[str]) -> None:
    assert names(text) == expected


def test_in_two_documents() -> None:
    first, second = "第3届海州电影节在宜宾举行。", "第4届海州电影节在绵阳举行。"
    assert names(first, second, second) == {"第3届海州电影节", "第4届海州电影节"}


@pytest.mark.parametrize(
    ("left", "right", "differ"),
    [
        ("第二十一届书展", "第22届书展", True),
        ("第二十一届书展", "第21届书展", False),
        ("2019年书展", "2020年书展", True),
        ("2019年书展", "第21届书展", False),
        ("书展", "第21届书展", False),
    ],
)
def test_differ(left: str, right: str, differ: bool) -> None:
    assert editions(load()).differ(left, right) is differ
