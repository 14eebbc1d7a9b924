"""Which area of a level an article is about."""

from __future__ import annotations

from kg.resolve.areas import Areas
from kg.types import Document, DocumentId, Layer, Mention, Meta, Span
from tests.layers import ONTOLOGY


def areas(text: str, *names: str, title: str | None = None) -> Areas:
    """The areas of a text in which `names` are found, in this order."""
    mentions, at = [], 0
    for name in names:
        at = text.index(name, at)
        mentions.append((name, Mention(Span(at, at + len(name)), "AdministrativeArea", "name")))
        at += len(name)
    layer = Layer(Document(DocumentId("a"), text, Meta(title=title)), "rules", tuple(m for _, m in mentions), ())
    return Areas(layer, mentions, ONTOLOGY)


def test_the_area_named_most_is_home() -> None:
    found = areas("宜宾市和成都市，宜宾", "宜宾市", "成都市", "宜宾")
    assert found.home("市") == "宜宾市" and found.home("省") is None and found.main == {"宜宾"}


def test_equally_often_is_open() -> None:
    assert areas("宜宾市和成都市", "宜宾市", "成都市").home("市") is None


def test_the_title_decides() -> None:
    assert areas("宜宾市和成都市", "宜宾市", "成都市", title="成都召开会议").home("市") == "成都市"


def test_a_bare_name_is_completed() -> None:
    assert areas("宜宾的天气", "宜宾").home("市") == "宜宾市"


def test_a_county_of_another_city_is_not_home() -> None:
    found = areas("宜宾市宜宾，郫都区，翠屏区", "宜宾市", "宜宾", "郫都区", "翠屏区")
    assert found.home("区") == "翠屏区"


def test_a_level_that_is_none() -> None:
    assert areas("宜宾市", "宜宾市").home("洲") is None


def test_an_area_that_another_one_turns_to_is_not_home() -> None:
    assert areas("本市与杭州市签署协议", "杭州市").home("市") is None
    assert areas("我县赴临江县学习", "临江县").home("县") is None


def test_what_a_relative_name_means_is_the_last_area_before_it() -> None:
    text = "成都市、成都、成都。宜宾市，司法局。绵阳市，法院。"
    found = areas(text, "成都市", "成都", "成都", "宜宾市", "绵阳市")
    assert found.home("市") == "成都市"
    assert [found.near("市", text.index(word)) for word in ("司法局", "法院")] == ["宜宾市", "绵阳市"]
    assert found.near("市", 0) == "成都市"


def test_the_title_decides_against_the_last_area() -> None:
    text = "成都市。宜宾市，司法局。"
    assert areas(text, "成都市", "宜宾市", title="成都开会").near("市", text.index("司法局")) == "成都市"


def test_a_county_stands_for_what_it_lies_in() -> None:
    assert areas("郫都区，政府", "郫都区").near("市", 4) == "成都市"
    assert areas("郫都区，政府", "郫都区").near("省", 4) == "四川省"
    assert areas("朝阳区，政府", "朝阳区").near("市", 4) is None  # there are several


def test_two_that_are_named_together_are_none() -> None:
    assert areas("宜宾市和成都市，政府", "宜宾市", "成都市").near("市", 8) is None
    assert areas("杭州市。本市与宜宾市签署，政府", "杭州市", "宜宾市").near("市", 12) == "杭州市"
