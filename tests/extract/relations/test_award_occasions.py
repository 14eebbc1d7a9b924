"""When and where an honour was given, by the sentence before."""

from __future__ import annotations

import pytest

from kg.extract.rules import extract
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Meta


def occasions(text: str) -> list[tuple[str, str]]:
    """The time and the gathering of each honour of a text, empty where there is none."""
    document = Document(DocumentId("a"), text, Meta(datePublished="2022-09-22"))
    found = []
    for claim in extract(segment(document, load()), load()).claims:
        if claim.predicate == "received":
            time, at = claim.role("time"), claim.role("at")
            found.append((time.value.text if time and time.value else "", document.cut(at.span) if at else ""))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "9月2日，全国养老服务先进表彰大会在北京举行。其中，海州市民政局被授予“全国养老服务先进集体”称号。",
            ("2022-09-02", "全国养老服务先进表彰大会"),
        ),
        (
            "全国教育工作会议9月2日在北京召开，30个集体受到表彰。会上，青山中学被评为“全国教育系统先进集体”。",
            ("2022-09-02", "全国教育工作会议"),
        ),
        (
            "5月8日，第三届海州工匠颁奖典礼在白塔剧院举行。10名工人受到表彰。其中，李建国荣获“海州工匠”称号。",
            ("2022-05-08", "第三届海州工匠颁奖典礼"),
        ),
        ("2021年5月，省总工会公布先进名单。其中，青山中学获得“全省五一劳动奖状”。", ("2021-05", "")),
        ("昨天，海州音乐节闭幕。最终，李建国获得金奖。", ("2022-09-21", "海州音乐节")),
    ],
)
def test_the_sentence_before_dates_an_honour(text: str, expected: tuple[str, str]) -> None:
    assert occasions(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9月2日，全市教育工作会议举行。青山中学荣获“全国文明校园”称号。", ("", "")),
        ("9月2日，全市教育工作会议举行。其中，青山中学2019年荣获“全国文明校园”称号。", ("2019", "")),
        ("9月2日，市长来到学校。天气很好。操场很大。其中，青山中学荣获“全国文明校园”称号。", ("", "")),
    ],
)
def test_another_act_is_not_dated_by_it(text: str, expected: tuple[str, str]) -> None:
    assert occasions(text) == [expected]
