"""One thing, one node across documents; homonyms apart, with ids that tell them apart."""

from __future__ import annotations

import math
import time
from itertools import permutations

from tests.layers import graph, layer, nodes


def zhang(organ: str, kind: str = "Company", post: str = "董事长") -> str:
    return f"[{organ}|{kind}][{post}|Role][张伟|Person]说。"


def test_person_with_one_company_is_one() -> None:
    a = layer(zhang("蓝鲸公司"), "positionAt(张伟, 蓝鲸公司, role=董事长)", id_="a")
    b = layer(zhang("蓝鲸公司", post="经理"), "positionAt(张伟, 蓝鲸公司, role=经理)", id_="b")
    found = graph(a, b)
    assert [e.id for e in found.entities if e.type == "Person"] == ["张伟"]
    assert [link.why for link in found.links if link.left.mention.type == "Person"] == [
        "the same name, and both with 蓝鲸公司"
    ]


def test_homonyms_are_told_apart_by_their_organisations() -> None:
    a = layer(zhang("蓝鲸公司"), "positionAt(张伟, 蓝鲸公司, role=董事长)", id_="a")
    b = layer(zhang("海州大学", "AcademicInstitution", "教授"), "positionAt(张伟, 海州大学, role=教授)", id_="b")
    found = graph(a, b)
    assert [e.id for e in found.entities if e.type == "Person"] == ["张伟（海州大学）", "张伟（蓝鲸公司）"]
    assert not [link for link in found.links if link.left.mention.type == "Person"]  # what is apart needs no link


def test_same_title_at_two_schools_is_two() -> None:
    a = layer(zhang("绵阳大学", post="教授"), "positionAt(张伟, 绵阳大学, role=教授)", id_="a")
    b = layer(zhang("海州大学", post="教授"), "positionAt(张伟, 海州大学, role=教授)", id_="b")
    assert len([e for e in graph(a, b).entities if e.type == "Person"]) == 2


def test_homonyms_without_context_are_three() -> None:
    made = [layer("[张伟|Person]到场。", id_=name) for name in "abc"]
    assert [e.name for e in graph(*made).entities] == ["张伟"] * 3


def test_area_short_and_full() -> None:
    a, b = layer("[宜宾|AdministrativeArea]。", id_="a"), layer("[宜宾市|AdministrativeArea]。", id_="b")
    assert nodes(a, b) == {"宜宾市": {"宜宾", "宜宾市"}}


def test_areas_of_one_name_in_two_cities() -> None:
    a = layer("[北京市|AdministrativeArea][朝阳区|AdministrativeArea]。", "partOf(朝阳区, 北京市)", id_="a")
    b = layer("[长春市|AdministrativeArea][朝阳区|AdministrativeArea]。", "partOf(朝阳区, 长春市)", id_="b")
    assert set(nodes(a, b)) == {"北京市", "长春市", "朝阳区（北京市）", "朝阳区（长春市）"}


def test_a_name_of_two_levels_is_the_higher_one_where_nothing_places_it() -> None:
    """河北 is a province, and a district of Tianjin; 吉林 a province, and a city in it."""
    a, b = layer("[河北省|AdministrativeArea]。", id_="a"), layer("[河北区|AdministrativeArea]。", id_="b")
    c, d = (layer("[河北|AdministrativeArea]。", id_=name) for name in "cd")
    assert nodes(a, b, c, d) == {"河北省": {"河北", "河北省"}, "河北区": {"河北区"}}
    e = layer("[天津市|AdministrativeArea][河北|AdministrativeArea]。", "partOf(河北, 天津市)", id_="e")
    assert nodes(b, e)["河北区"] == {"河北", "河北区"}


def test_open_area_joins_none_of_two() -> None:
    a = layer("[北京市|AdministrativeArea][朝阳区|AdministrativeArea]。", "partOf(朝阳区, 北京市)", id_="a")
    b = layer("[长春市|AdministrativeArea][朝阳区|AdministrativeArea]。", "partOf(朝阳区, 长春市)", id_="b")
    c = layer("[朝阳区|AdministrativeArea]。", id_="c")
    found = graph(a, b, c)
    assert len([e for e in found.entities if e.name == "朝阳区"]) == 3
    assert not found.links


def test_province_and_its_namesake() -> None:
    a, b = layer("[河北省|AdministrativeArea]。", id_="a"), layer("[河北区|AdministrativeArea]。", id_="b")
    assert set(nodes(a, b)) == {"河北省", "河北区"}


def test_name_that_every_city_has() -> None:
    a = layer("[第一中学|AcademicInstitution]在[绵阳市|AdministrativeArea]。", "locatedIn(第一中学, 绵阳市)", id_="a")
    b = layer("[第一中学|AcademicInstitution]在[遂宁市|AdministrativeArea]。", "locatedIn(第一中学, 遂宁市)", id_="b")
    c = layer("[绵阳|AdministrativeArea]的[第一中学|AcademicInstitution]。", "locatedIn(第一中学, 绵阳)", id_="c")
    assert {"第一中学（绵阳市）", "第一中学（遂宁市）"} <= set(nodes(a, b))
    assert len([e for e in graph(a, c).entities if e.name == "第一中学"]) == 1


def test_relative_names_of_two_cities() -> None:
    a = layer("[绵阳市|AdministrativeArea]。[市司法局|GovernmentBody]。", id_="a")
    b = layer("[遂宁市|AdministrativeArea]。[市司法局|GovernmentBody]。", id_="b")
    assert {"绵阳市司法局", "遂宁市司法局"} <= set(nodes(a, b))


def test_relative_name_and_full_name() -> None:
    a = layer("[绵阳市|AdministrativeArea]。[市司法局|GovernmentBody]。", id_="a")
    b = layer("[绵阳市司法局|GovernmentBody]。", id_="b")
    assert nodes(a, b)["绵阳市司法局"] == {"绵阳市司法局", "市司法局"}


def test_names_that_say_nothing_elsewhere() -> None:
    made = [layer("[一等奖|Award]、[发布会|Event]、《[通知|Legislation]》。", id_=name) for name in "ab"]
    assert len(nodes(*made)) == 6


def test_organisation_in_other_words() -> None:
    a = layer("[全国人民代表大会常务委员会|GovernmentBody]。", id_="a")
    b = layer("[全国人大常委会|GovernmentBody]。", id_="b")
    assert len(nodes(a, b)) == 1


def test_order_of_documents_does_not_matter() -> None:
    made = [
        layer(zhang("蓝鲸公司"), "positionAt(张伟, 蓝鲸公司, role=董事长)", id_="a"),
        layer(zhang("海州大学"), "positionAt(张伟, 海州大学, role=董事长)", id_="b"),
        layer("[张伟|Person]和[朝阳区|AdministrativeArea]。", id_="c"),
    ]
    assert len({repr(graph(*order)) for order in permutations(made)}) == 1


def test_bare_names_in_articles_about_one_organisation() -> None:
    made = [layer("[联合国|Organization]。[张伟|Person]到场。", id_=name) for name in "ab"]
    assert set(nodes(*made)) == {"联合国", "张伟"}


def test_homonyms_with_organisations_in_articles_that_share_another() -> None:
    begins = {
        "蓝鲸公司": "[联合国|Organization]的会议今日开到很晚。",
        "白鹭公司": "城里来了[联合国|Organization]的客人，",
    }
    made = [
        layer(f"{begin}{zhang(organ)}", f"positionAt(张伟, {organ}, role=董事长)", id_=organ)
        for organ, begin in begins.items()
    ]
    assert {"张伟（蓝鲸公司）", "张伟（白鹭公司）"} <= set(nodes(*made))


def test_an_article_that_names_both_posts_joins_those_who_have_one() -> None:
    a = layer(
        "[蓝鲸公司|Company][董事长|Role][张伟|Person]在[海州大学|AcademicInstitution]。",
        "positionAt(张伟, 蓝鲸公司, role=董事长)",
        "studiedAt(张伟, 海州大学)",
        id_="a",
    )
    b = layer("[白鹭公司|Company][董事长|Role][张伟|Person]。", "positionAt(张伟, 白鹭公司, role=董事长)", id_="b")
    c = layer(
        "[蓝鲸公司|Company]、[白鹭公司|Company][董事长|Role][张伟|Person]在[海州大学|AcademicInstitution]。",
        "positionAt(张伟, 蓝鲸公司, role=董事长)",
        "positionAt(张伟, 白鹭公司, role=董事长)",
        "studiedAt(张伟, 海州大学)",
        id_="c",
    )
    found = {e.id: e for e in graph(a, b, c).entities if e.type == "Person"}
    assert [len({d for d, _ in e.mentions}) for e in found.values()] == [3]


def test_what_is_apart_has_no_links_and_time_grows_with_the_things() -> None:
    """n namesakes who share nothing, and n schools: no comparison of each with each."""
    for text, name in (("[张伟|Person]到场。", "张伟"), ("[第一中学|AcademicInstitution]开学。", "第一中学")):
        seconds = dict.fromkeys((300, 2400), math.inf)
        for count in (*seconds, *seconds, *seconds):  # the best of three: collecting garbage takes time too
            made = [layer(text, id_=f"{n:05}") for n in range(count)]
            begun = time.process_time()
            found = graph(*made)
            seconds[count] = min(seconds[count], time.process_time() - begun)
            assert len(found.entities) == count
            assert not found.links
            assert {e.name for e in found.entities} == {name}
        assert seconds[2400] < 32 * seconds[300] + 0.2  # eight times the things; of each with each, 64 times
