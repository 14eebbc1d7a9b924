"""Which division of the gazetteer a place is: only where that is sure."""

from __future__ import annotations

import pytest

from kg.merge.divisions import divisions
from kg.ontology.tables.divisions import DivisionNames
from kg.ontology.tables.word_lists import DivisionRow
from kg.types import Entity, Layer
from tests.layers import ONTOLOGY, layer
from tests.merge.corrections.made import built, correction

AREA = "AdministrativeArea"


def code(name: str, *holders: str, others: tuple[str, ...] = ()) -> str | None:
    """The code of a place."""
    found = divisions(ONTOLOGY).of(name, others, holders)
    return found[0].code if found else None


def test_a_division_with_those_above_it() -> None:
    found = divisions(ONTOLOGY).of("翠屏区", (), ())
    assert [tuple(one) for one in found] == [("511502", "翠屏区"), ("511500", "宜宾市"), ("510000", "四川省")]
    found = divisions(ONTOLOGY).of("仙桃市", (), ())  # no prefecture is above it
    assert [tuple(one) for one in found] == [("429004", "仙桃市"), ("420000", "湖北省")]


@pytest.mark.parametrize(
    ("name", "holders", "expected"),
    [
        ("四川省", (), "510000"),
        ("宜宾", (), "511500"),
        ("长沙", (), "430100"),  # 长沙县 lies in it
        ("海南", (), "460000"),  # there is a 海南区, which nobody calls so
        ("台湾省", (), "710000"),
        ("朝阳区", ("北京市",), "110105"),
        ("朝阳区", ("北京",), "110105"),
        ("朝阳区", ("吉林省长春市",), "220104"),
        ("朝阳区", ("中国", "吉林省"), "220104"),
        ("吉林", ("吉林省",), "220200"),
        ("大安区", ("自贡市",), "510304"),
        ("大安区", ("自贡市", "川南"), "510304"),  # of which the gazetteer knows nothing, and which is no city
        ("中山区", ("大连市",), "210202"),
        ("四川省宜宾市翠屏区", (), "511502"),
        ("宜宾翠屏区", (), "511502"),
        ("凉山州", (), "513400"),
        ("西昌市", ("凉山州",), "513401"),
        ("大兴安岭", ("黑龙江省",), "232700"),
        ("北京市", ("北京",), "110000"),  # itself
        ("长春市朝阳区", (), "220104"),
    ],
)
def test_sure(name: str, holders: tuple[str, ...], expected: str) -> None:
    assert code(name, *holders) == expected


@pytest.mark.parametrize(
    ("name", "holders"),
    [
        ("朝阳区", ()),  # one of two
        ("朝阳", ()),  # a city, a county and two districts
        ("鼓楼区", ()),
        ("鼓楼区", ("江苏省",)),  # there are two in it
        ("吉林", ()),  # the province or the city
        ("南部", ()),  # rather the south of something than 南部县
        ("翠屏", ()),
        ("大兴安岭", ()),  # the mountains or the prefecture
        ("中山区", ()),  # there is one in 台北
        ("中山区", ("台北市",)),
        ("中山区", ("台湾",)),
        ("连江县", ()),
        ("城北区", ()),  # of which city?
        ("翠屏区", ("海州市",)),  # which is no city of the gazetteer
        ("海州市翠屏区", ()),
        ("翠屏区", ("成都市",)),  # it is not there
        ("翠屏区", ("宜宾市", "云南省")),
        ("成都市翠屏区", ()),
        ("朝阳区", ("日本",)),
        ("宜宾高新区", ()),
        ("海州市", ()),
        ("中国", ()),
    ],
)
def test_not_sure(name: str, holders: tuple[str, ...]) -> None:
    assert code(name, *holders) is None


def test_all_names_must_agree() -> None:
    assert code("宜宾市翠屏区", others=("翠屏区", "翠屏", "区里")) == "511502"
    assert code("吉林市", others=("吉林",)) == "220200"
    assert code("朝阳区", others=("北京朝阳区",)) == "110105"
    assert code("翠屏区", others=("武侯区",)) is None


def test_names_that_tell_nothing_are_of_the_list() -> None:
    """A name that is not in the list, or stands there twice, needs no entry."""
    names = [row.name for row in ONTOLOGY.word_list(DivisionRow)]
    table = ONTOLOGY.table(DivisionNames)
    assert {name for name in table.taiwan | table.common if names.count(name) != 1} <= {"江北区"}


def area(*layers: Layer, name: str = "朝阳区") -> Entity:
    (found,) = (one for one in built(layers).entities if one.name == name)
    return found


def test_what_articles_say_tells() -> None:
    said = f"[朝阳区|{AREA}]在[北京市|{AREA}]。"
    assert [one.code for one in area(layer(said, "partOf(朝阳区, 北京市)")).divisions] == ["110105", "110000"]
    assert area(layer(said)).divisions == ()
    assert area(layer(f"[朝阳区|{AREA}]。")).divisions == ()


def test_one_article_tells_for_others() -> None:
    told = layer(f"[朝阳区|{AREA}]在[北京市|{AREA}]。", "partOf(朝阳区, 北京市)")
    found = area(told, layer(f"[朝阳区|{AREA}]开会。", id_="b"))
    assert (len(found.mentions), found.divisions[0].code) == (2, "110105")


def test_one_article_of_many_may_be_wrong() -> None:
    right = [layer(f"[翠屏区|{AREA}]开会。", id_=f"d{n}") for n in range(9)]
    wrong = layer(f"[翠屏区|{AREA}]在[成都市|{AREA}]。", "partOf(翠屏区, 成都市)", id_="z")
    assert len(area(*right, wrong, name="翠屏区").divisions) == 3
    assert area(*right[1:], wrong, name="翠屏区").divisions == ()
    assert code("朝阳区", *["北京市"] * 9, "吉林省") == "110105"
    assert code("朝阳区", *["北京市"] * 8, "吉林省") is None


def test_what_is_denied_tells_nothing() -> None:
    said = layer(f"[朝阳区|{AREA}]不在[北京市|{AREA}]。", "partOf(朝阳区, 北京市)")
    (claim,) = said.claims
    denied = type(claim)(claim.predicate, claim.roles, claim.evidence, "negated")
    assert area(Layer(said.document, said.extractor, said.mentions, (denied,))).divisions == ()


def test_only_areas_are_divisions() -> None:
    assert area(layer("[翠屏区|Facility]。"), name="翠屏区").divisions == ()


def test_it_is_no_fact() -> None:
    graph = built([layer(f"[翠屏区|{AREA}]。")])
    assert (len(graph.entities), graph.facts) == (1, ())


@pytest.mark.parametrize(
    ("kind", "to", "kept"), [("retype", "Facility", 0), ("rename", "南城", 0), ("retype", AREA, 3)]
)
def test_what_a_person_corrects_is_not_what_the_gazetteer_knows(kind: str, to: str, kept: int) -> None:
    one = correction(kind, "翠屏区", to=to)  # type: ignore[arg-type]
    (found,) = built([layer(f"[翠屏区|{AREA}]。")], one).entities
    assert len(found.divisions) == kept
