"""What names say by their composition."""

from __future__ import annotations

import pytest

from kg.extract.rules import extract
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId


def composed(text: str) -> set[tuple[str, str, str]]:
    document = Document(DocumentId("a"), text)
    found = set()
    for claim in extract(segment(document, load()), load()).claims:
        subject, obj = claim.role("subject"), claim.role("object")
        if claim.evidence.rule.startswith("name.") and subject and obj:
            names = [mention.name or document.cut(mention.span) for mention in (subject, obj)]
            found.add((names[0], claim.predicate, names[1]))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("江苏省扬州市下雨。", {("扬州市", "partOf", "江苏省")}),
        ("扬州市教育局开会。", {("扬州市教育局", "locatedIn", "扬州市")}),
        ("复旦大学新闻学院开课。", {("复旦大学新闻学院", "partOf", "复旦大学")}),
    ],
)
def test_composed(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert composed(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("扬州大学在扬州。", {("扬州大学", "locatedIn", "扬州")}),  # the text speaks of the area itself
        ("扬州大学开学。", set()),
        ("江苏队来到江苏。", set()),  # a team bears the name of its area
        ("扬州体育馆开放。", {("扬州体育馆", "locatedIn", "扬州")}),
        ("宁波舟山港开港。", set()),  # neither lies in the other
        ("马来西亚广东会馆开门。", set()),
        ("浙江宁波和江苏扬州下雨。", {("宁波", "partOf", "浙江"), ("扬州", "partOf", "江苏")}),
        ("江苏省扬州市委开会。", {("江苏省扬州市委", "locatedIn", "扬州市"), ("扬州市", "partOf", "江苏省")}),
        ("市场监管总局发布公告，扬州参会。", set()),  # 市场 is no city
        ("他到过浙江杭州、宁波和扬州。", {("杭州", "partOf", "浙江"), ("宁波", "partOf", "浙江")}),
        ("金甬铁路木周岭隧道贯通。", {("木周岭隧道", "partOf", "金甬铁路")}),
        ("扬州至宁波铁路通车。扬州下雨。", set()),  # a line lies in more than where it begins
        ("李扬州说，天气很好。", set()),  # no place is named in a person's name
        # An embassy is where it is sent to.
        (
            "泰国和日本交好。泰国驻日本大使馆开放，泰国驻杭州总领事馆也在杭州开放。",
            {("泰国驻日本大使馆", "locatedIn", "日本"), ("泰国驻杭州总领事馆", "locatedIn", "杭州")},
        ),
    ],
)
def test_areas_in_names(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert {(s, p, o) for s, p, o in composed(text) if p != "organized"} == expected


def test_part_of_an_organ_lies_where_that_does() -> None:
    found = composed("扬州市教育局办公室设在扬州市。")
    assert ("扬州市教育局办公室", "partOf", "扬州市教育局") in found
    assert not {c for c in found if c[:2] == ("扬州市教育局办公室", "locatedIn")}


@pytest.mark.parametrize(
    "text",
    [
        "中国银行开门。",
        "《扬州日报》发表文章。",
        "全国教育工作会议开幕。",
        "江苏省扬州市政府开会，扬州下雨。",  # a government rules the area that it is named after
        "泰国卫生部开会，泰国下雨。",
    ],
)
def test_not_located(text: str) -> None:
    assert not {c for c in composed(text) if c[1] == "locatedIn"}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("四川大学开学。", False),  # the university bears the name; the text does not speak of the area
        ("四川大学开学，四川下雨。", True),
        ("四川省司法厅开会。", True),
        ("中国银行开门。", False),
    ],
)
def test_areas_that_are_only_borne(text: str, named: bool) -> None:
    layer = extract(segment(Document(DocumentId("a"), text), load()), load())
    assert any(mention.type == "AdministrativeArea" for mention in layer.mentions) == named


def test_what_is_named_only_within_names_lies_nowhere() -> None:
    assert composed("扬州市委组织部开会。") == {("扬州市委组织部", "partOf", "扬州市委")}
    assert ("扬州市委", "locatedIn", "扬州市") in composed("扬州市委组织部开会，扬州市委发言。")


def test_what_everyone_knows_is_said_only_of_what_the_text_names() -> None:
    assert not composed("陆军某集团军演习。")
    assert ("全国人大常委会", "partOf", "全国人民代表大会") in composed("全国人大开会，全国人大常委会列席。")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("扬州地震造成3人受伤。", {("扬州地震", "locatedIn", "扬州")}),
        ("江苏扬州特大火灾已经扑灭。", {("江苏扬州特大火灾", "locatedIn", "扬州")}),
        ("扬州科技论坛开幕。", set()),
    ],
)
def test_a_disaster_is_where_its_name_says(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert {c for c in composed(text) if c[1] == "locatedIn"} == expected


def test_an_organ_of_one_country_has_no_organ_of_another_in_it() -> None:
    layer = extract(segment(Document(DocumentId("a"), "泰国卫生部公布数据。"), load()), load())
    assert [(m.span.start, m.span.end) for m in layer.mentions if m.type == "GovernmentBody"] == [(0, 5)]


def test_a_government_is_said_to_have_a_part_only_where_it_is_named() -> None:
    assert "partOf" not in {p for _, p, _ in composed("扬州市人民政府办公室开会。")}
    assert "partOf" in {p for _, p, _ in composed("扬州市人民政府开会，扬州市人民政府办公室发言。")}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("长风集团投资与战略委员会主任李文斌到会。", "长风集团投资与战略委员会"),
        ("扬州市疾控中心营养与食品安全所所长李文斌到会。", "扬州市疾控中心营养与食品安全所"),
        ("中央纪委第四纪检监察室主任李文斌到会。", "中央纪委第四纪检监察室"),
        ("复旦大学第二编辑部主任李文斌到会。", "复旦大学第二编辑部"),
        ("扬州市税务局统计处4日发布数据。", "扬州市税务局统计处"),
    ],
)
def test_parts_with_a_number_or_two_trades(text: str, part: str) -> None:
    assert part in {s for s, p, _ in composed(text) if p == "partOf"}


def test_two_bodies_are_not_one_with_two_trades() -> None:
    assert not {c for c in composed("扬州市公安局与扬州市教育局开会。") if c[1] == "partOf"}
