"""Parts of bodies: departments, squads, institutes right behind the body that they belong to."""

from __future__ import annotations

import pytest

from kg.extract.candidates.select import select
from kg.extract.rules import candidates, extract
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId

ONTOLOGY = load()


def bodies(text: str) -> dict[str, str]:
    outer, nested = select(candidates(segment(Document(DocumentId("a"), text), ONTOLOGY), ONTOLOGY))
    found = [m for m in [*outer, *nested] if m.form == "name" and ONTOLOGY.coarse.get(m.type) == "Organization"]
    return {text[m.span.start : m.span.end]: m.type for m in found}


def facts(text: str) -> set[tuple[str, ...]]:
    layer = extract(segment(Document(DocumentId("a"), text), ONTOLOGY), ONTOLOGY)
    return {
        (claim.predicate, *(text[m.span.start : m.span.end] for _, m in claim.roles))
        for claim in layer.claims
        if claim.predicate in ("positionAt", "partOf")
    }


@pytest.mark.parametrize(
    ("text", "part", "kind"),
    [
        ("云岭市公安局反恐支队副支队长王强出席。", "云岭市公安局反恐支队", "GovernmentBody"),
        ("云岭省发改委财金处处长李文斌出席。", "云岭省发改委财金处", "GovernmentBody"),
        ("云岭大学苏慕白书院院长王强表示。", "云岭大学苏慕白书院", "AcademicInstitution"),
        ("云岭省社科院哲学所研究员李文斌到会。", "云岭省社科院哲学所", "AcademicInstitution"),
        ("南疆军区政治部主任李文斌表示。", "南疆军区政治部", "Organization"),
        ("云岭市纪委驻商务局纪检组组长李文斌到会。", "云岭市纪委", "PartyOrganization"),
        ("云岭市人民医院护理部举办了竞赛。", "云岭市人民医院护理部", "Organization"),
        ("云岭市纪委监委网站已改版。", "云岭市纪委监委网站", "MediaOrganization"),
        ("省人大常委会办公厅人事处处长张亮到会。", "省人大常委会办公厅人事处", "GovernmentBody"),
        ("省人大常委会办公厅人事处处长张亮到会。", "省人大常委会办公厅", "GovernmentBody"),
    ],
)
def test_a_part_stands_right_behind_its_body(text: str, part: str, kind: str) -> None:
    assert bodies(text)[part] == kind


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("云岭市公安局探索建立矫治中心。", "云岭市公安局"),
        ("云岭大学创办研究所。", "云岭大学"),
        ("长风集团意欲收购万科。", "长风集团"),
        ("云岭证券有限公司首席宏观分析师李文斌表示。", "云岭证券有限公司"),
        ("云岭大学党委书记李文斌出席。", "云岭大学"),
        ("云岭市公安局的科室很多。", "云岭市公安局"),
        ("财政部财政科学研究所所长李文斌表示。", "财政部财政科学研究所"),
    ],
)
def test_a_clause_is_no_part(text: str, body: str) -> None:
    found = bodies(text)
    assert body in found
    assert not [name for name in found if name.startswith(body) and name != body]


def test_a_post_is_at_the_part_and_the_part_belongs_to_its_body() -> None:
    assert facts("云岭市公安局反恐支队副支队长王强出席。") == {
        ("positionAt", "王强", "云岭市公安局反恐支队", "副支队长"),
        ("partOf", "云岭市公安局反恐支队", "云岭市公安局"),
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("近日，工业和信息化部已组织多家企业。", "工业和信息化部"),
        ("生态环境部等多个部门联合发文。", "生态环境部"),
        ("李文斌担任市公安局局长。", "市公安局"),
        ("省人大常委会召开会议。", "省人大常委会"),
        ("美国军方昨日发表声明。", "美国军方"),
    ],
)
def test_a_body_is_cut_from_what_stands_around_it(text: str, expected: str) -> None:
    assert expected in bodies(text)


def test_a_part_beside_another_has_the_body_of_that() -> None:
    assert facts("云岭省发改委财金处处长李文斌、人事处处长张建国到会。") == {
        ("positionAt", "李文斌", "云岭省发改委财金处", "处长"),
        ("positionAt", "张建国", "人事处", "处长"),
        ("partOf", "云岭省发改委财金处", "云岭省发改委"),
        ("partOf", "人事处", "云岭省发改委"),
    }


@pytest.mark.parametrize(
    "text", ["云岭市委书记李文斌、市人大常委会主任王强到会。", "云岭大学院长李文斌、武汉大学法学院院长王强到会。"]
)
def test_a_body_with_an_area_or_a_name_of_its_own_is_no_part_of_the_one_beside_it(text: str) -> None:
    assert not [fact for fact in facts(text) if fact[0] == "partOf" and fact[2] in ("云岭市委", "云岭大学")]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("南莫镇党委书记李文斌上班。", "南莫镇党委"),
        ("巴中市政府原副市长、南江县委原书记李文斌被查。", "南江县委"),
        ("新疆自治区党委书记李文斌会见客人。", "新疆自治区党委"),
    ],
)
def test_an_area_has_its_committee_before_a_post(text: str, body: str) -> None:
    assert bodies(text)[body] == "PartyOrganization"


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("武钢原董事长王强到会。", "武钢"),
        ("会议由农业部党组副书记李文斌主持。", "农业部"),
        ("云岭航空和天津航空停止合作。", "天津航空"),
        ("河北农大副教授王强到会。", "河北农大"),
        ("洪文斌办公室昨日表示，活动顺利。", "洪文斌办公室"),
        ("兰州军区第21集团军政委李文斌到会。", "兰州军区第21集团军"),
        ("陆军第83集团军某旅官兵到会。", "陆军第83集团军某旅"),
    ],
)
def test_a_body_by_its_form(text: str, body: str) -> None:
    assert body in bodies(text)


@pytest.mark.parametrize(
    ("text", "part", "host"),
    [
        ("云岭市纪委监委表示。", "云岭市纪委监委", "云岭市纪委"),
        ("长风企业股份有限公司发布公告，长风集团表示。", "长风企业股份有限公司", "长风"),
    ],
)
def test_a_full_name_is_no_part_of_its_beginning(text: str, part: str, host: str) -> None:
    assert ("partOf", part, host) not in facts(text)


def names(text: str) -> set[str]:
    layer = extract(segment(Document(DocumentId("a"), text), ONTOLOGY), ONTOLOGY)
    return {m.name or text[m.span.start : m.span.end] for m in layer.mentions}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("泉州市教育局、水利局、财政局联合发文。", {"泉州市教育局", "泉州市水利局", "泉州市财政局"}),
        ("泉州市公安局、司法局和民政局到会。", {"泉州市公安局", "泉州市司法局", "泉州市民政局"}),
    ],
)
def test_the_bodies_of_a_list_have_the_area_of_the_first(text: str, expected: set[str]) -> None:
    assert expected <= names(text)


def test_a_body_of_a_list_with_a_place_of_its_own_keeps_it() -> None:
    assert "泉州市北京市民政局" not in names("泉州市公安局和北京市民政局到会。")


def test_a_body_owns_its_website() -> None:
    layer = extract(segment(Document(DocumentId("a"), "中央纪委官网已改版。"), ONTOLOGY), ONTOLOGY)
    assert [c.predicate for c in layer.claims if c.evidence.rule == "name.site"] == ["owns"]
