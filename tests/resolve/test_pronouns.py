"""Whom he, she, the former and the latter are: also where a name stands beside a word for the family."""

from __future__ import annotations

import pytest

from kg.ontology.ontology import load
from kg.pipeline import graph, layer
from kg.types import Document, DocumentId, Graph, Value


def built(text: str) -> Graph:
    return graph([layer(Document(DocumentId("a"), text), load(), "rules")], load())


def facts(text: str, *predicates: str) -> set[str]:
    found = built(text)
    names = {e.id: e.name for e in found.entities}
    return {
        f"{f.predicate}({names[f.subject]}, {f.object.text if isinstance(f.object, Value) else names[f.object]})"
        for f in found.facts
        if f.predicate in predicates
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("张明的妻子是李梅，她出生于宜宾市。", {"origin(李梅, 宜宾市)"}),
        ("刘刚的儿子刘小明是演员，他出生于绵阳市。", {"origin(刘小明, 绵阳市)"}),
        ("李明的母亲王芳是医生，他出生于绵阳市。", {"origin(李明, 绵阳市)"}),
        ("陈立的妻子是教师，她出生于绵阳市。", set()),
        ("王强和李刚出席会议，前者出生于宜宾市，后者出生于绵阳市。", {"origin(王强, 宜宾市)", "origin(李刚, 绵阳市)"}),
        ("王强、李刚、张明出席会议，前者出生于宜宾市。", set()),
    ],
)
def test_origin(text: str, expected: set[str]) -> None:
    assert facts(text, "origin") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("王强说：“张丽做得很好。”他补充说，公司会继续支持。", "said(王强, 公司会继续支持)"),
        ("王强指出，李明同志的事迹感人。他强调，要学习先进。", "said(王强, 要学习先进)"),
        ("王强在市长李明的陪同下来到医院。他表示，这次很顺利。", "said(王强, 这次很顺利)"),
        ("王强在李明等人的陪同下走访企业。他表示，企业要创新。", "said(王强, 企业要创新)"),
        ("王芳说，丈夫张强很支持。她还说，家里一切都好。", "said(王芳, 家里一切都好)"),
        ("王强会见李明。他表示，合作很重要。", "said(王强, 合作很重要)"),
    ],
)
def test_who_is_named_in_the_words_of_another_or_is_with_another_is_not_spoken_of(text: str, expected: str) -> None:
    assert expected in facts(text, "said")


def test_posts_of_the_former_and_the_latter() -> None:
    text = "赵敏、李刚均毕业于海州大学，前者现任宜宾市市长，后者现任绵阳市市长。"
    assert facts(text, "positionAt") == {"positionAt(赵敏, 宜宾市)", "positionAt(李刚, 绵阳市)"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("王强、李刚分别任宜宾市市长、副市长。", {"positionAt(王强, 宜宾市)", "positionAt(李刚, 宜宾市)"}),
        (
            "王强和李刚分别担任海州大学校长和临江大学校长。",
            {"positionAt(王强, 海州大学)", "positionAt(李刚, 临江大学)"},
        ),
        ("《长河》《远山》分别由李刚、王强执导。", {"directed(李刚, 长河)", "directed(王强, 远山)"}),
        ("王强、李刚分别出生于宜宾市、绵阳市。", {"origin(王强, 宜宾市)", "origin(李刚, 绵阳市)"}),
        ("王强、李刚、张明分别出生于宜宾市、绵阳市。", set()),
        ("王强、李刚毕业于海州大学。", {"studiedAt(王强, 海州大学)", "studiedAt(李刚, 海州大学)"}),
    ],
)
def test_lists(text: str, expected: set[str]) -> None:
    assert facts(text, "positionAt", "directed", "origin", "studiedAt") == expected


def test_a_list_and_whom_it_cooperates_with() -> None:
    text = "海州大学、临江大学、河海大学与星海集团签署合作协议。"
    assert len(facts(text, "cooperatesWith")) == 3
