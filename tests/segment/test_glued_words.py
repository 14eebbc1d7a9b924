"""Names that jieba's model runs together with the word behind them."""

from __future__ import annotations

import pytest

from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId


def words(text: str) -> list[str]:
    parsed = segment(Document(DocumentId("a"), text), load())
    return [parsed.view.cut(token.span) for token in parsed.tokens]


@pytest.mark.parametrize(
    ("text", "name", "word"),
    [
        ("周渔从医院赶来。", "周渔", "从"),
        ("林夏获江海文学奖。", "林夏", "获"),
        ("昨天，陈立任海州市教育局局长。", "陈立", "任"),
        ("马华于2012年创办长风公司。", "马华", "于"),
        ("何平作《海州纪行》。", "何平", "作"),
        ("王静称，项目已完成。", "王静", "称"),
        ("王芳是医生，他出生于绵阳市。", "他", "出"),
    ],
)
def test_a_name_and_the_word_behind_it(text: str, name: str, word: str) -> None:
    found = words(text)
    assert found[found.index(name) + 1] == word


@pytest.mark.parametrize(
    ("text", "name"),
    [("由张天任、王强主持。", "张天任"), ("由朱永为、王强主持。", "朱永为"), ("会议由张天任主持。", "张天任")],
)
def test_a_name_that_ends_so(text: str, name: str) -> None:
    assert name in words(text)
