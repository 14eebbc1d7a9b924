from __future__ import annotations

import pytest

from kg.extract.candidates.select import select
from kg.extract.rules import candidates
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Mention

ONTOLOGY = load()


def mentions(text: str, coarse: str = "Organization") -> list[Mention]:
    outer, _ = select(candidates(segment(Document(DocumentId("a"), text), ONTOLOGY), ONTOLOGY))
    return [m for m in outer if m.form == "name" and ONTOLOGY.coarse.get(m.type) == coarse]


def names(text: str, coarse: str = "Organization") -> list[str]:
    return [text[m.span.start : m.span.end] for m in mentions(text, coarse)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云岭市气象站隶属于云岭市气象局。", ["云岭市气象站", "云岭市气象局"]),
        ("泉州市公安局联合城东派出所开展行动。", ["泉州市公安局", "城东派出所"]),
        ("台州市司法局探索司法所规范化建设。", ["台州市司法局"]),
        ("泸州位于川滇黔三省结合部。", []),
        ("宁江区警方迅速指令派出所出警。", ["宁江区警方"]),
        ("远图科技中标中信证券项目。", ["中信证券"]),
        ("长河集团旗下碧波科技有限公司发布公告。", ["长河集团", "碧波科技有限公司"]),
    ],
)
def test_a_verb_is_no_part_of_a_name(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("会议任命许文宁为秀川市水利局局长。", ["秀川市水利局"]),
        ("由北京星辰文化传播公司和中国交响乐团主办。", ["北京星辰文化传播公司", "中国交响乐团"]),
        ("据法新社报道，两国签署协议。", ["法新社"]),
        ("湖南省人民政府没有发布该办法。", ["湖南省人民政府"]),
        ("它是国家发展改革委的直属机构。", ["国家发展改革委"]),
        ("其子公司京海环境建设（北京）有限公司开工。", ["京海环境建设（北京）有限公司"]),
    ],
)
def test_where_a_name_begins_and_ends(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "英国公司收购了它。",
        "美国大型石油公司减产。",
        "四省电信公司参加会议。",
        "这是一家区域性经济集团。",
        "云岭市花园式学校越来越多。",
        "事故发生在两条公路的交汇处。",
        "《春江》第五部开播。",
        "他把这叫做“认真而长期的”联盟。",
        "其持有的上市公司股份被质押。",
        "许多企业集团破产。",
    ],
)
def test_descriptions_are_no_names(text: str) -> None:
    assert names(text) == []


def test_listed_companies_are_known_by_their_code() -> None:
    text = "穿云科技（871099）近日发布年报。前有东岭药业(600999.SH)业绩下滑。穿云科技总经理王成辞职。"
    assert names(text) == ["穿云科技", "东岭药业", "穿云科技"]


def test_names_that_the_text_gives() -> None:
    text = "无锡奥斯维科技股份有限公司(下称“奥斯维”)今日披露，奥斯维表示将上市。"
    found = mentions(text)
    assert names(text, "Person") == []
    assert [m.name for m in found[1:]] == ["无锡奥斯维科技股份有限公司"] * 2


def test_groups_are_named_by_a_common_word() -> None:
    assert names("昨日，暴风集团回复了问询。") == ["暴风集团"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("抗战纪念馆昨日开馆。", "抗战纪念馆"),
        ("孩子们来到法治公园。", "法治公园"),
        ("老人在休闲广场跳舞。", None),
        ("办公大厦起火。", None),
    ],
)
def test_a_common_noun_names_a_site(text: str, name: str | None) -> None:
    assert names(text, "Place") == ([name] if name else [])


def test_a_post_behind_a_body_speaks_for_its_name() -> None:
    text = "民安证券研究院执行院长李文斌到场。"
    assert [text[m.span.start : m.span.end] for m in mentions(text)] == ["民安证券研究院"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("波兰政府从5月15日起关闭边境。", ["波兰政府"]),
        ("日前，墨西哥政府宣布放假。", ["墨西哥政府"]),
        ("黎巴嫩军队加强了巡逻。", ["黎巴嫩军队"]),
        ("海州警方抓获三名嫌疑人。", ["海州警方"]),
        ("当地政府加强了巡逻。", []),
    ],
)
def test_what_rules_a_country_is_named_after_it(text: str, expected: list[str]) -> None:
    assert names(text) == expected
