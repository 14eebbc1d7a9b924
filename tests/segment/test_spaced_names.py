from __future__ import annotations

import pytest

from kg.ontology.ontology import load
from kg.segment.normal_form import normal_form
from kg.types import Document, DocumentId

ONTOLOGY = load()


def seen(text: str) -> str:
    return normal_form(Document(DocumentId("a"), text), ONTOLOGY).text


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("李  红", "李红"),
        ("王 伟说，会议明天举行。", "王伟说，会议明天举行。"),
        ("（记者 李 红）", "（记者 李红）"),
        ("任命：\n王\u3000军为局长；\n陈 立为副市长。", "任命：\n王军为局长；\n陈立为副市长。"),
        ("出席：王 伟 李 红 张建国", "出席：王伟 李红 张建国"),
        ("局长：张 建 国", "局长：张建国"),
        ("记者 王 伟\n会上王 伟认为可行", "记者 王伟\n会上王伟认为可行"),  # sure in one place, so in all
    ],
)  # fmt: skip
def test_names_set_with_blanks(text: str, view: str) -> None:
    assert seen(text) == view


@pytest.mark.parametrize(
    "text",
    [
        "通 知",
        "目 录",
        "会上王 伟认为可行",  # nothing says that a name begins or ends here
        "金 木 水 火 土",
        "高 度",
        "记者 李红红 王 ",
        "甲 乙 丙 丁",
        "王 ",
    ],
)
def test_other_characters_set_with_blanks(text: str) -> None:
    assert seen(text) == text
