"""What each kind of correction does to a graph, how it finds its things, and which of two that disagree holds."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from kg.merge.merge import merge
from kg.resolve.resolve import resolve
from kg.types import Decisions, DocumentId, EntityId, Span, Value
from tests.layers import ONTOLOGY, layer
from tests.merge.corrections.made import built, correction, facts, ids, named, outcome

SCHOOL = "[海州大学|Organization]"
TWO = (
    layer(f"{SCHOOL}[校长|Role][张伟|Person]出席会议。", "positionAt(张伟, 海州大学, role=校长)", id_="a"),
    layer("[临江县|AdministrativeArea][农民|Role][张伟|Person]种梨。", "positionAt(张伟, 临江县, role=农民)", id_="b"),
    layer(f"{SCHOOL}[校长|Role][张伟|Person]讲话。", "positionAt(张伟, 海州大学, role=校长)", id_="c"),
)
AWARD = layer(
    "[省档案局|GovernmentBody]授予[临江县档案馆|GovernmentBody][先进集体|Award]。",
    "received(临江县档案馆, 先进集体, conferredBy=省档案局)",
)
PAIR = layer("[南岭集团|Company]收购[蓝鲸公司|Company]，[蓝鲸船厂|Company]未被收购。")


# -- same and different ---------------------------------------------------------------------------------------------


def test_two_homonyms_are_one_person() -> None:
    assert len([e for e in built(TWO).entities if e.name == "张伟"]) == 2
    found = built(TWO, correction("same", named("张伟", "Person", "a"), object=named("张伟", "Person", "b")))
    (person,) = (e for e in found.entities if e.name == "张伟")
    assert person.id == "张伟" and {document for document, _ in person.mentions} == {"a", "b", "c"}
    assert outcome(found, "same").state == "holds" and outcome(found, "same").on == ("张伟",)


def test_two_names_are_one_company() -> None:
    found = built([PAIR], correction("same", "蓝鲸公司", object="蓝鲸船厂"))
    assert [e.aliases for e in found.entities if e.name == "蓝鲸公司"] == [("蓝鲸船厂",)]


def test_one_person_is_two() -> None:
    wrong = correction("different", named("张伟", "Person", "a"), object=named("张伟", "Person", "c"))
    found = built(TWO, wrong)
    documents = [{d for d, _ in e.mentions} for e in found.entities if e.name == "张伟"]
    assert sorted(map(sorted, documents)) == [["a"], ["b"], ["c"]]
    assert outcome(found, "different").state == "holds" and len(outcome(found, "different").on) == 2


def test_each_side_of_a_difference_stays_together() -> None:
    """In `many`, all links lead to the first document, which is the one that is set apart."""
    many = [layer(f"{SCHOOL}的[张伟|Person]。", "memberOf(张伟, 海州大学)", id_=d) for d in "abcd"]
    assert len([e for e in built(many).entities if e.name == "张伟"]) == 1
    apart = correction("different", named("张伟", None, "a"), object=named("张伟", None, "b", "c", "d"))
    documents = [{d for d, _ in e.mentions} for e in built(many, apart).entities if e.name == "张伟"]
    assert sorted(map(sorted, documents)) == [["a"], ["b", "c", "d"]]


def test_two_forms_of_a_name_in_one_document_are_told_apart() -> None:
    text = layer(
        "[临江县教育局|GovernmentBody]（以下简称[县教育局|GovernmentBody]）发文，[县教育局|GovernmentBody]解释。"
    )
    assert len(built([text]).entities) == 1
    found = built([text], correction("different", "临江县教育局", object="县教育局"))
    assert len(found.entities) == 2


def test_what_is_joined_by_the_same_mentions_cannot_be_told_apart() -> None:
    found = outcome(built([AWARD], correction("different", "先进集体", object="先进集体")), "different")
    assert found.state == "missing" and "the same mentions" in str(found.reason)


# -- retype and rename ----------------------------------------------------------------------------------------------


def test_another_class_and_the_facts_that_do_not_take_it() -> None:
    found = built([AWARD], correction("retype", "临江县档案馆", to="Event"))
    assert found.entity[EntityId("临江县档案馆")].type == "Event"
    assert facts(found) == []


def test_a_class_that_is_none() -> None:
    found = outcome(built([AWARD], correction("retype", "先进集体", to="Awrad")), "retype")
    assert (found.state, found.reason) == ("missing", "the ontology has no class 'Awrad'; did you mean 'Award'?")


def test_another_name_and_the_same_id() -> None:
    found = built([AWARD], correction("rename", "先进集体", to="全省档案先进集体"))
    award = found.entity[EntityId("先进集体")]
    assert (award.name, award.aliases) == ("全省档案先进集体", ("先进集体",))
    assert outcome(found, "rename").on == ("先进集体",)


def test_a_correction_may_use_the_name_that_another_gives() -> None:
    some = (
        correction("rename", "先进集体", to="全省档案先进集体"),
        correction("retype", "全省档案先进集体", to="Work"),
        correction("rename", "全省档案先进集体", to="档案奖", when="2026-11-21"),
    )
    for order in permutations(some):
        award = built([AWARD], *order).entity[EntityId("先进集体")]
        assert (award.name, award.type) == ("档案奖", "Work")


# -- retract and assert ---------------------------------------------------------------------------------------------


def test_a_retracted_fact_is_gone_with_what_it_implies() -> None:
    assert facts(built([AWARD])) == [
        "临江县档案馆 received 先进集体 conferredBy=省档案局",
        "先进集体 conferredBy 省档案局",
    ]
    wrong = correction("retract", "临江县档案馆", predicate="received", object="先进集体")
    assert facts(built([AWARD], wrong)) == []
    implied = correction("retract", "先进集体", predicate="conferredBy", object="省档案局")
    assert facts(built([AWARD], implied)) == ["临江县档案馆 received 先进集体 conferredBy=省档案局"]


def test_a_retraction_of_one_of_several_statements() -> None:
    twice = layer(
        "2019年和2021年，[临江县档案馆|GovernmentBody]获[先进集体|Award]。",
        "received(临江县档案馆, 先进集体, time=2019)",
        "received(临江县档案馆, 先进集体, time=2021)",
    )
    then = (("time", Value("2019", "date")),)
    said: dict[str, Any] = {"predicate": "received", "object": named("先进集体"), "qualifiers": then}
    assert facts(built([twice], correction("retract", "临江县档案馆", **said))) == [
        "临江县档案馆 received 先进集体 time=2021"
    ]


def test_a_fact_by_a_quotation() -> None:
    quote = "临江县档案馆"
    added = correction(
        "assert", "临江县档案馆", predicate="partOf", object="省档案局", document=DocumentId("a"), quote=quote
    )
    found = built([AWARD], added)
    (fact,) = (f for f in found.facts if f.predicate == "partOf")
    assert [(e.document, e.span, e.rule) for e in fact.evidence] == [("a", Span(6, 12), "correction.assert")]
    assert found.documents[0].cut(fact.evidence[0].span) == quote
    assert (fact.extractor, fact.confidence) == ("correction", 0.9999)
    assert outcome(found, "assert").on == (fact.id,)


def test_a_fact_by_a_persons_word() -> None:
    (fact,) = (
        f for f in built([AWARD], correction("assert", "临江县档案馆", predicate="partOf", object="省档案局")).facts
        if f.predicate == "partOf"
    )  # fmt: skip
    assert fact.evidence == () and fact.confidence == 0.9999


def test_an_assertion_of_what_texts_say_joins_their_evidence() -> None:
    found = built([AWARD], correction("assert", "临江县档案馆", predicate="received", object="先进集体"))
    (fact,) = (f for f in found.facts if f.predicate == "received")
    assert len(fact.evidence) == 1 and fact.extractor == "correction+rules"
    assert fact.id in outcome(found, "assert").on


def test_what_no_extractor_saw_is_named_by_the_quotation() -> None:
    text = layer("[周敏|Person]毕业于澄江大学。")
    school = named("澄江大学", "AcademicInstitution")
    said = correction(
        "assert", "周敏", predicate="studiedAt", object=school, document=DocumentId("a"), quote="周敏毕业于澄江大学"
    )
    found = built([text], said)
    assert facts(found) == ["周敏 studiedAt 澄江大学"]
    assert found.entity[EntityId("澄江大学")].mentions == (("a", Span(5, 9)),)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"predicate": "recieved", "object": "先进集体"}, "no property 'recieved'; did you mean 'received'?"),
        ({"predicate": "received", "object": "省档案局"}, "takes an object of Award, and 省档案局 is of Gov"),
        ({"predicate": "received", "object": Value("先进集体", "text")}, "received takes a thing of Award"),
        ({"predicate": "foundedOn", "object": "先进集体"}, "foundedOn takes a value (date)"),
        ({"predicate": "received", "object": "红旗奖"}, "its object: nothing in the graph is called 红旗奖"),
        (
            {"predicate": "received", "object": "先进集体", "qualifiers": (("unit", Value("1", "text")),)},
            "received does not take the qualifier 'unit'; it takes ",
        ),
        (
            {"predicate": "received", "object": "先进集体", "document": "a", "quote": "授予了"},
            "the quotation that it cites does not stand in the document a",
        ),
        (
            {"predicate": "received", "object": "先进集体", "document": "z", "quote": "授予"},
            "the document z, which it cites, is not in the graph",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_asserted(said: dict[str, Any], reason: str) -> None:
    found = outcome(built([AWARD], correction("assert", "临江县档案馆", **said)), "assert")
    assert found.state == "missing" and reason in str(found.reason)


# -- finding things again -------------------------------------------------------------------------------------------


def test_a_homonym_is_not_guessed() -> None:
    found = outcome(built(TWO, correction("rename", "张伟", to="张大伟")), "rename")
    assert (found.state, found.reason) == ("missing", "2 things are called 张伟: say by documents which is meant")


def test_a_homonym_by_its_id() -> None:
    first, second = sorted(e.id for e in built(TWO).entities if e.name == "张伟")
    for id_ in (first, second):
        renamed = built(TWO, correction("rename", named("张伟", "Person", id_=id_), to="张大伟"))
        assert renamed.entity[EntityId(id_)].name == "张大伟"
        assert (
            built(TWO, correction("rename", named(None, id_=id_), to="张大伟")).entity[EntityId(id_)].name == "张大伟"
        )


def test_a_document_that_is_gone() -> None:
    wrong = correction("rename", named("张伟", "Person", "b"), to="张大伟")
    assert outcome(built(TWO, wrong), "rename").state == "holds"
    found = outcome(built([TWO[0], TWO[2]], wrong), "rename")
    assert (found.state, found.reason) == ("missing", "none of the documents b names 张伟 (Person)")


def test_ids_that_were_given_find_a_thing_under_its_old_id() -> None:
    """The first build had one 张伟, of the bare name; when another came, the id stayed with the first."""
    first = merge([TWO[0]], (), ONTOLOGY)
    assert "张伟" in ids(first.graph)
    found = built(TWO, correction("retype", named("张伟", "Person", id_="张伟"), to="Person"), before=first.decisions)
    assert outcome(found, "retype").on == ("张伟",)


def test_an_extractor_that_sees_another_class() -> None:
    other = layer("[蓝鲸|Facility]今天下水。")
    found = built([other], correction("retype", named("蓝鲸", "Company"), to="Product"))
    assert found.entity[EntityId("蓝鲸")].type == "Product"


def test_a_same_that_needs_another_same() -> None:
    """张伟 is one thing only by the first; the second names it without documents."""
    texts = (*TWO, layer("[老张|Person]种梨。", id_="d"))
    some = (
        correction("same", named("张伟", "Person", "a"), object=named("张伟", "Person", "b")),
        correction("same", "老张", object="张伟"),
    )
    for order in permutations(some):
        (person,) = (e for e in built(texts, *order).entities if e.type == "Person")
        assert {document for document, _ in person.mentions} == {"a", "b", "c", "d"}


# -- corrections that disagree --------------------------------------------------------------------------------------

SAME = correction("same", named("张伟", "Person", "a"), object=named("张伟", "Person", "b"))
BOTH = {"object": named("张伟", "Person", "a", "c")}
DIFFERENT = correction("different", named("张伟", "Person", "b"), "2026-11-21", "李梅", **BOTH)


@pytest.mark.parametrize("order", [(SAME, DIFFERENT), (DIFFERENT, SAME)])
def test_the_later_of_same_and_different_holds(order: tuple[object, ...]) -> None:
    found = built(TWO, *order)  # type: ignore[arg-type]
    assert len([e for e in found.entities if e.name == "张伟"]) == 2
    assert outcome(found, "different").state == "holds"
    lost = outcome(found, "same")
    assert (lost.state, lost.reason) == ("overruled", "李梅 says otherwise (different, 2026-11-21: 核对过原文)")


def test_the_later_same_holds() -> None:
    later = correction("same", SAME.subject, "2026-11-22", object=SAME.object)
    found = built(TWO, later, DIFFERENT)
    assert len([e for e in found.entities if e.name == "张伟"]) == 1
    assert (outcome(found, "same").state, outcome(found, "different").state) == ("holds", "overruled")


def test_of_one_moment_the_one_that_stands_later_holds() -> None:
    some = [correction("rename", "先进集体", to=name) for name in ("甲奖", "乙奖")]
    for first, second in permutations(some):
        found = built([AWARD], first, second)
        assert found.entity[EntityId("先进集体")].name == second.to
        assert {c.correction.to: c.state for c in found.corrections} == {first.to: "overruled", second.to: "holds"}


def test_a_retraction_undoes_an_earlier_assertion_and_a_later_one_stands() -> None:
    said = {"predicate": "received", "object": "先进集体"}
    gone = correction("retract", "临江县档案馆", "2026-11-21", **said)
    earlier, later = (correction("assert", "临江县档案馆", when, **said) for when in ("2026-11-20", "2026-11-22"))
    assert facts(built([AWARD], gone, earlier)) == []
    assert outcome(built([AWARD], gone, earlier), "assert").state == "overruled"
    found = built([AWARD], later, gone)
    assert facts(found) == ["临江县档案馆 received 先进集体"]
    assert [fact.evidence for fact in found.facts] == [()]
    assert {one.state for one in found.corrections} == {"holds"}


def test_a_fact_is_replaced() -> None:
    text = layer("[临江县档案馆|GovernmentBody]获[先进集体|Award]。", "received(临江县档案馆, 先进集体, time=2019)")
    said = {"predicate": "received", "object": "先进集体"}
    right = correction("assert", "临江县档案馆", **said, qualifiers=(("time", Value("2021", "date")),))
    found = built([text], correction("retract", "临江县档案馆", **said), right)
    assert facts(found) == ["临江县档案馆 received 先进集体 time=2021"]


# -- and all of them ------------------------------------------------------------------------------------------------


def test_neither_the_order_of_documents_nor_that_of_corrections_matters() -> None:
    some = (
        SAME,
        correction("rename", "海州大学", to="海州工业大学"),
        correction("retract", "张伟", predicate="positionAt", object="临江县"),
        correction("retype", "海州工业大学", to="AcademicInstitution"),
    )
    graphs = [built(texts, *order) for texts in (TWO, TWO[::-1]) for order in permutations(some)]
    first = graphs[0]
    assert {one.state for one in first.corrections} == {"holds"}
    assert all((g.entities, g.facts) == (first.entities, first.facts) for g in graphs)
    assert all(set(g.corrections) == set(first.corrections) for g in graphs)


def test_the_decisions_keep_the_corrections() -> None:
    merged = merge(TWO, resolve(TWO, ONTOLOGY), ONTOLOGY, Decisions((), (SAME,)))
    assert merged.decisions.corrections == (SAME,)
    again = merge(TWO, resolve(TWO, ONTOLOGY), ONTOLOGY, merged.decisions)
    assert again.graph == merged.graph
