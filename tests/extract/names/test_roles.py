from __future__ import annotations

import pytest

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.names.role_borders import fitted
from kg.extract.names.roles import roles
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Mention, Span


def found(text: str, *persons: str) -> list[str]:
    known = [
        Candidate(Mention(Span(text.index(p), text.index(p) + len(p)), "Person"), 0.9, "test", Source.PERSON)
        for p in persons
    ]
    found = roles(segment(Document(DocumentId("a"), text), load()), load(), known)
    values = [c.mention.value for c in fitted(text, found, load())]
    return [v.text for v in values if v is not None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("周宁任集团党委书记、董事长兼总经理。", ["党委书记", "董事长", "总经理"]),
        ("王五任常务副主任。", ["常务副主任"]),
        ("他是第一副局长，她是代市长。", ["第一副局长", "代市长"]),
        ("名誉会长和总工程师到会。", ["名誉会长", "总工程师"]),
        ("他历任班主任、主任医师、学部委员。", ["班主任", "主任医师", "学部委员"]),
        ("副主任委员、首席执行官、师政委、分公司经理", ["副主任委员", "首席执行官", "师政委", "分公司经理"]),
        ("省委书记会见了企业代表。", ["书记"]),
        ("原局长、时任县长", ["局长", "县长"]),
        ("副总和副总干事", ["副总", "副总干事"]),
    ],
)
def test_roles(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "大会长期召开。",
        "这次部长级会议",
        "委员会和董事会开会。",
        "主席台上",
        "城市长大了",
        "法院长期坚持",
        "秘书处",
        "",
    ],
)
def test_no_roles(text: str) -> None:
    assert found(text) == []


def test_a_profession_is_a_role_beside_a_person_only() -> None:
    assert found("快递员陈大勇告诉记者，律师费不高。", "陈大勇") == ["快递员"]
    assert found("他担任律师多年。") == ["律师"]


def test_the_value_is_the_text_of_the_span() -> None:
    text = "副校长到会。"
    [candidate] = fitted(text, roles(segment(Document(DocumentId("a"), text), load()), load()), load())
    value = candidate.mention.value
    assert value is not None and (candidate.mention.type, candidate.mention.form) == ("Role", "value")
    assert text[candidate.mention.span.start : candidate.mention.span.end] == value.text == "副校长"


@pytest.mark.parametrize(
    ("text", "persons", "expected"),
    [
        ("陈雨、李文主演的电视剧开播。", ["陈雨", "李文"], []),
        ("张帆导演的电影《江南》上映。", ["张帆"], []),
        ("导演张帆到场。", ["张帆"], ["导演"]),
    ],
)
def test_what_a_person_does_is_no_role(text: str, persons: list[str], expected: list[str]) -> None:
    assert found(text, *persons) == expected


@pytest.mark.parametrize(
    ("text", "name", "kind", "expected", "left"),
    [
        ("中共中央政治局常委讲话。", "中共中央政治局", "PartyOrganization", ["常委"], ["中共中央政治局"]),
        ("火箭军司令员讲话。", "火箭军", "Organization", ["司令员"], ["火箭军"]),
        ("以色列国防部长讲话。", "以色列国", "AdministrativeArea", ["国防部长"], ["以色列"]),
        ("海州市市长讲话。", "海州市", "AdministrativeArea", ["市长"], ["海州市"]),
        ("海州党委副书记讲话。", "海州", "AdministrativeArea", ["副书记"], ["海州", "海州党委"]),
        ("海州大学党委书记讲话。", "海州大学", "AcademicInstitution", ["党委书记"], ["海州大学"]),
        ("北京的国防部长讲话。", "北京", "AdministrativeArea", ["国防部长"], ["北京"]),
    ],
)
def test_organ_and_role_are_cut_together(text: str, name: str, kind: str, expected: list[str], left: list[str]) -> None:
    at = text.index(name)
    organ = Candidate(Mention(Span(at, at + len(name)), kind), 0.9, "test", Source.NAME)
    parsed = segment(Document(DocumentId("a"), text), load())
    found = [
        text[c.mention.span.start : c.mention.span.end] for c in fitted(text, [organ, *roles(parsed, load())], load())
    ]
    assert sorted(found) == sorted([*left, *expected])
