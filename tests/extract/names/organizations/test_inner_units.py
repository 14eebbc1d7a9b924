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
        ("云岭市纪委监委网站发布消息。", "云岭市纪委监委网站", "MediaOrganization"),
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
