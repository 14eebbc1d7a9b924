"""Words by which a text calls a body without its name, and names that it spells out once."""

from __future__ import annotations

import pytest

from kg.extract.rules import candidates
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId


def found(text: str, form: str) -> list[str]:
    parsed = segment(Document(DocumentId("a"), text), load())
    return [text[m.span.start : m.span.end] for c in candidates(parsed, load()) if (m := c.mention).form == form]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("首相昨天在国会表示遗憾。", "国会"),
        ("越来越多的国会议员反对。", "国会"),
        ("该党有39名国会议员。", "国会"),
        ("为普及围棋，组委会还将安排巡回赛。", "组委会"),
        ("王强和派出所民警赶到。", "派出所"),
        ("股东由集团公司下属企业组成。", "集团公司"),
        ("面对困难，分行党组没有灰心。", "分行"),
        ("女排去年在大奖赛失利。", "大奖赛"),
        ("云国的中央银行发出警告。", "中央银行"),
        ("据指挥部消息，道路已通。", "指挥部"),
    ],
)
def test_a_word_for_a_body_is_a_nominal(text: str, word: str) -> None:
    assert word in found(text, "nominal")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("各国议会都有委员会。", "议会"),
        ("许多国家的中央银行抛售黄金。", "中央银行"),
        ("新建的议会大厦很高。", "议会"),
        ("纽约市议会通过法案。", "议会"),
        ("这是有关派出所的规定。", "派出所"),
    ],
)
def test_one_of_many_is_none(text: str, word: str) -> None:
    assert word not in found(text, "nominal")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("云湖县委、县政府召开大会。", "县政府"),
        ("县政府从环境入手。", "县政府"),
        ("平台由市公安局牵头组建。", "市公安局"),
        ("王强任河南省委常委、省纪委书记。", "省纪委"),
        ("市委常委、市纪委书记李红到会。", "市纪委"),
        ("报告由《社会与人》编辑部完成。", "《社会与人》编辑部"),
    ],
)
def test_bodies_of_the_area_and_of_a_journal(text: str, name: str) -> None:
    assert name in found(text, "name")


@pytest.mark.parametrize(
    "text",
    [
        "联合国销毁云国化学、生物和核武器特别委员会（特委会）遭袭。",
        "欧盟监督云国煤、铁和钢管理委员会（煤钢管委会）开会。",
        "联合国援助云国难民、移民特别办公室（难民办公室）成立。",
        "联合国调查云国财政、税收问题小组委员会（财税委员会）开会。",
        "国务院整治公路、水路和航空办公室（公路办公室）发文。",
    ],
)
def test_a_long_name_with_commas_that_has_a_short_one(text: str) -> None:
    assert text[: text.index("（")] in found(text, "name")


def test_the_short_name_is_one_with_the_long_one() -> None:
    text = "联合国销毁云国化学、生物武器特别委员会（特委会）遭袭。联合国特委会撤离，特委会抗议。"
    parsed = segment(Document(DocumentId("a"), text), load())
    named = [c.mention.name for c in candidates(parsed, load()) if c.mention.name]
    assert named.count("联合国销毁云国化学、生物武器特别委员会") == 3


@pytest.mark.parametrize("text", ["联合国代表表示，将成立工作委员会（工委会）。", "联合国总部（纽约总部）开放。"])
def test_a_clause_is_no_long_name(text: str) -> None:
    assert not any("（" not in name and name.startswith("联合国代表") for name in found(text, "name"))
