"""Names that are found by their form or by the post before them."""

from __future__ import annotations

import pytest

from kg.extract.names.persons.persons import persons
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId


def found(text: str) -> list[str]:
    parsed = segment(Document(DocumentId("a"), text), load())
    return [text[c.mention.span.start : c.mention.span.end] for c in persons(parsed, load())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("原告王某某和李某1到庭。", ["王某某", "李某1"]),
        ("被告人王某、李某某到庭，证人赵某某作证。", ["王某", "李某某", "赵某某"]),
        ("教授薛某、刘某到会。", ["薛某", "刘某"]),
        ("关先生说，昨天没有人来。", ["关先生"]),
        ("申请人欧阳某某，男，汉族。", ["欧阳某某"]),
        ("上诉人周某甲住海州市。", ["周某甲"]),
        ("公司副总经理静国松被调查。", ["静国松"]),
        ("大学原副校长齐木德道尔吉说。", ["齐木德道尔吉"]),
        ("外长朱莉·毕晓普来访。", ["朱莉·毕晓普"]),
        ("作家叶夫菲米·普佳京到会。", ["叶夫菲米·普佳京"]),
    ],
)
def test_formed_names(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize("text", ["他于某日到某地。", "该公司某部门负责。", "昨天有几位先生来过。"])
def test_no_formed_names(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "据史书记载，这座塔建于唐代。",
        "申请表应写明姓名及其他信息。",
        "买家先付定金、再付全款。",
        "大家出门要戴口罩、勤洗手。",
        "该校实行硕博连读。",
        "平安夜，他们在看书。",
    ],
)
def test_words_that_read_like_names(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("火箭军司令员魏凤和、政委王强出席。", "魏凤和"),
        ("霍长和的《长河》获奖。", "霍长和"),
        ("民国三十五年，赵林任临江县县长。", "赵林"),
        ("高书记说，项目已完成。", "高书记"),
    ],
)
def test_a_name_and_a_word_that_may_be_its_end(text: str, name: str) -> None:
    assert name in found(text)
