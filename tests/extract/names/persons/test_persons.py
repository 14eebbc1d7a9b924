from __future__ import annotations

from itertools import pairwise

import pytest

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.names.persons.persons import persons
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Mention, Span


def found(text: str, known: tuple[Candidate, ...] = ()) -> list[str]:
    parsed = segment(Document(DocumentId("a"), text), load())
    return [c.mention.name or parsed.view.cut(c.mention.span) for c in persons(parsed, load(), known)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("李雷于昨日到清华大学报到，同学韩梅梅也来了。", ["李雷", "韩梅梅"]),
        ("陈立自去年起任校长，周自强说。", ["陈立", "周自强"]),
        ("中级人民法院院长周建平、副院长吴秀兰和审判员郑凯出席庭审。", ["周建平", "吴秀兰", "郑凯"]),
        ("矿业公司董事长兼总经理赵铁柱说，救援仍在继续。", ["赵铁柱"]),
        ("乒乓球运动员樊振东、马龙、王楚钦分列前三名。", ["樊振东", "马龙", "王楚钦"]),
        ("出席会议的有张庆黎、刘奇葆、万钢、何厚铧。", ["张庆黎", "刘奇葆", "万钢", "何厚铧"]),
        ("出席会议的有张庆黎、万钢等人。", ["张庆黎"]),
        ("欧阳修反对王安石变法。", ["欧阳修", "王安石"]),
        ("王芳力压李娜，夺得冠军。", ["王芳", "李娜"]),
        ("海州市市长周明曾任临江县县长，李文曾在乡下教书，陈立现任省水利厅厅长。", ["周明", "李文", "陈立"]),
        ("李文斌坦言，球队踢得不好。", ["李文斌"]),
        ("微软首席执行官萨提亚·纳德拉签署协议。", ["萨提亚·纳德拉"]),
        ("经济学家肯尼斯·罗格夫来访。罗格夫则称，债务太高。", ["肯尼斯·罗格夫", "罗格夫"]),
        ("美联储主席鲍威尔表示，通胀正在回落。", ["鲍威尔"]),
        ("习近平总书记指出，要坚持以人民为中心。", ["习近平"]),
        ("著名作家莫言和诗人舒婷参加了活动。", ["莫言", "舒婷"]),
        ("安全总监孙 伟介绍了情况。", ["孙伟"]),
        ("中學校長陳國強會見了來賓，並與學生們座談。", ["陈国强"]),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "大会何时成立，各方面于是高度重视。",
        "学习贯彻邓小平理论和马克思主义。",
        "黄金周期间，高水平运动队来访，温泉酒店客满。",
        "法律援助、社区矫正等工作荣获好评。",
        "洪笑说：“唱不上去。”",
        "相关部门负责人齐聚在惠州。",
        "第四届视听周开幕，代表有望晋升。",
    ],
)
def test_no_names(text: str) -> None:
    assert found(text) == []


def test_a_name_found_once_with_confidence_is_found_everywhere() -> None:
    text = "局长郎卓然出席会议。\n会后郎卓然去了工地。\n郎卓然于次日返回。"
    assert found(text) == ["郎卓然"] * 3


def test_a_surname_with_a_post_is_nominal() -> None:
    text = "市商务局刘局长告诉记者，项目月底开工。"
    [candidate] = persons(segment(Document(DocumentId("a"), text), load()), load())
    assert candidate.mention == Mention(Span(4, 7), "Person", "nominal", name="刘局长")


def test_a_known_longer_name_excludes_what_lies_within() -> None:
    text = "游客在江大桥上合影。"
    bridge = Candidate(Mention(Span(2, 6), "Facility"), 0.9, "test", Source.PLACE)
    assert found(text, (bridge,)) == []


def test_spans_are_those_of_the_text_and_do_not_overlap() -> None:
    text = "董事长王海涛与监事李 静、经理赵敏签约，王海涛表示满意。"
    spans = [c.mention.span for c in persons(segment(Document(DocumentId("a"), text), load()), load())]
    assert spans == sorted(spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


@pytest.mark.parametrize("text", ["", "\n", "王", "·", "abc 123", "王 ", "克·", "局长"])
def test_short_texts(text: str) -> None:
    assert found(text) == []


def test_a_name_with_dots_is_whole() -> None:
    text = "他便是时任美国总统的富兰克林·德拉诺·罗斯福。"
    found = persons(segment(Document(DocumentId("a"), text), load()), load())
    assert [text[c.mention.span.start : c.mention.span.end] for c in found] == ["富兰克林·德拉诺·罗斯福"]
