"""Awards that the verb before them tells: what must be found as one, and what must not."""

from __future__ import annotations

import pytest

from kg.extract.names.conferred_names import conferred
from kg.extract.rules import extract
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId

FORMS = [
    ("他被授予全省优秀乡镇书记称号，受到表彰。", ["全省优秀乡镇书记"]),
    ("李文斌夺得女子单打冠军、混双亚军。", ["女子单打冠军", "混双亚军"]),
    ("海州队获得2枚金牌和银牌。", ["金牌", "银牌"]),
    ("他先后荣立个人二等功2次，受到通令嘉奖。", ["个人二等功", "通令嘉奖"]),
    ("她获最佳女配角奖。", ["最佳女配角奖"]),
    ("评定王建国等同志为烈士。", ["烈士"]),
    ("万历三年成进士，授县令。", ["进士"]),
    ("该镇是海东省重点镇、临江市文明镇。", ["海东省重点镇", "临江市文明镇"]),
    ("一等奖：李文斌", ["一等奖"]),  # a label at the start of a line
    ("第一等功臣名单", []),
    ("公司获得银行贷款五千万元。", []),
    ("他完成进士及第的心愿。", []),
]


@pytest.mark.parametrize(("text", "wanted"), FORMS)
def test_forms(text: str, wanted: list[str]) -> None:
    found = {text[c.mention.span.start : c.mention.span.end] for c in conferred(text, load())}
    assert found == set(wanted)


WHOLE = [
    ("青山中学被上级表彰为“先进党委”“教学先进校”。", "先进党委"),
    ("李文斌获评2022年度“海州工匠”。", "海州工匠"),
    ("李文斌荣获『送戏下乡』先进个人称号。", "『送戏下乡』先进个人"),
    ("授予周晓梅等10人国家荣誉称号。", "国家荣誉称号"),
    ("青山中学获“中国百强中学”称号。", "中国百强中学"),
]


@pytest.mark.parametrize(("text", "wanted"), WHOLE)
def test_an_award_in_a_sentence(text: str, wanted: str) -> None:
    layer = extract(segment(Document(DocumentId("a"), text), load()), load())
    assert wanted in {layer.document.cut(m.span) for m in layer.mentions if m.type == "Award"}
