"""Names, types, ids and facts of a graph."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from kg.merge.facts import Statement, merged
from kg.pipeline import build
from kg.read.sources import Source
from kg.types import DocumentId, EntityId, Evidence, Layer, Span, Value
from tests.layers import graph, layer

BUREAU = "[绵阳市教育局|GovernmentBody]"
AWARD = "[全国先进集体|Award]"


def test_fullest_form_that_is_used() -> None:
    found = graph(layer("[四川省绵阳市教育局|GovernmentBody]，" + f"{BUREAU}，" * 2)).entities
    assert [(e.id, e.aliases) for e in found] == [("绵阳市教育局", ("四川省绵阳市教育局",))]


def test_a_pronoun_is_a_mention_and_no_alias() -> None:
    text = "澄江县教育局局长苏棠出席了会议。苏棠毕业于澄江大学，她出生于1970年。\n"
    found = build([Source("a", None, data=text.encode())], extractor="rules").graph
    person = next(one for one in found.entities if one.name == "苏棠")
    assert "她" in {text[span.start : span.end] for _, span in person.mentions}
    assert person.aliases == ()


def test_type_by_vote() -> None:
    found = graph(layer("[蓝鲸|Organization]，[蓝鲸|Company]，[蓝鲸|Company]。")).entities
    assert [e.type for e in found] == ["Company"]


def test_one_name_of_two_kinds() -> None:
    found = graph(layer("[长江|NaturalFeature]，[长江|NaturalFeature]，电影《[长江|Work]》。")).entities
    assert [e.id for e in found] == ["长江（作品）", "长江（自然地物）"]


def test_quoted_core_is_an_alias() -> None:
    assert "三心" in graph(layer("[“三心”工作法|Initiative]。")).entities[0].aliases


def test_quoted_core_of_another_thing_is_none() -> None:
    found = graph(layer("[“蓝鲸”大赛|Event]，[蓝鲸|Company]。")).entity
    assert found[EntityId("蓝鲸大赛")].aliases == ("“蓝鲸”大赛",)


def test_a_person_whose_name_is_hidden_is_one_in_each_document() -> None:
    first, second = layer("[王某|Person]被抓。", id_="a"), layer("[王某|Person]在逃，[王某1|Person]自首。", id_="b")
    assert sorted(e.name for e in graph(first, second).entities) == ["王某", "王某", "王某1"]


def test_anaphor_alone_is_no_entity() -> None:
    assert graph(layer("[该局|GovernmentBody|nominal]说，[他|Person|pronoun]说。")).entities == ()


def test_statement_twice_is_one_fact() -> None:
    claims = ["received(绵阳市教育局, 全国先进集体)", "received(绵阳市教育局, 全国先进集体, time=2020)"]
    a = layer(f"{BUREAU}获{AWARD}。", *claims, id_="a")
    b = layer(f"{BUREAU}获{AWARD}。", "received(绵阳市教育局, 全国先进集体, time=2020-07)", id_="b")
    (fact,) = graph(a, b).facts
    assert fact.qualifiers == (("time", Value("2020-07", "date")),)
    assert {e.document for e in fact.evidence} == {"a", "b"}


def test_conflicting_times_are_two_facts() -> None:
    claims = [f"received(绵阳市教育局, 全国先进集体, time={year})" for year in (2019, 2020)]
    assert len(graph(layer(f"{BUREAU}获{AWARD}。", *claims)).facts) == 2


def test_two_posts_are_two_facts() -> None:
    text = f"{BUREAU}[局长|Role]、[书记|Role][王山|Person]。"
    claims = [f"positionAt(王山, 绵阳市教育局, role={post})" for post in ("局长", "书记")]
    assert len(graph(layer(text, *claims)).facts) == 2


@pytest.mark.parametrize("said", ["met(李强, 王伟)", "met(王伟, 李强)"])
def test_symmetric_once(said: str) -> None:
    text = "[李强|Person]会见[王伟|Person]。"
    facts = graph(layer(text, "met(李强, 王伟)", id_="a"), layer(text, said, id_="b")).facts
    assert len([f for f in facts if f.predicate == "met" and len(f.evidence) == 1]) in (0, 2)
    assert [(f.subject, f.object) for f in graph(layer(text, "met(李强, 王伟)", said)).facts] == [("李强", "王伟")]


def test_thing_is_no_part_of_itself() -> None:
    text = "[绵阳|AdministrativeArea]和[绵阳市|AdministrativeArea]。"
    assert graph(layer(text, "partOf(绵阳, 绵阳市)")).facts == ()


def test_domain_and_range() -> None:
    assert graph(layer(f"{BUREAU}和{AWARD}。", "met(绵阳市教育局, 全国先进集体)")).facts == ()


def test_modalities_stay_apart() -> None:
    made = layer(f"{BUREAU}获{AWARD}。", "received(绵阳市教育局, 全国先进集体)")
    denied = replace(made, claims=(*made.claims, replace(made.claims[0], modality="negated")))
    assert sorted(f.modality for f in graph(denied).facts) == ["asserted", "negated"]


def test_giver_is_a_fact_of_its_own() -> None:
    text = f"[教育部|GovernmentBody]授予{BUREAU}{AWARD}。"
    facts = graph(layer(text, "received(绵阳市教育局, 全国先进集体, conferredBy=教育部)")).facts
    assert {f.predicate for f in facts} == {"received", "conferredBy"}


def sure(made: Layer, *said: tuple[str, float]) -> Layer:
    """A layer whose only claim is read by rules so sure."""
    (claim,) = made.claims
    some = (replace(claim, evidence=replace(claim.evidence, rule=rule, confidence=one)) for rule, one in said)
    return replace(made, claims=tuple(some))


def test_documents_add_to_confidence_and_rules_of_one_do_not() -> None:
    one, other = (layer(f"{BUREAU}获{AWARD}。", "received(绵阳市教育局, 全国先进集体)", id_=name) for name in "ab")
    assert [f.confidence for f in graph(sure(one, ("a", 0.5), ("b", 0.4))).facts] == [0.5]
    assert [f.confidence for f in graph(sure(one, ("a", 0.5)), sure(other, ("b", 0.4))).facts] == [0.7]
    assert [f.confidence for f in graph(sure(one, ("a", 0.5)), sure(other, ("a", 0.4))).facts] == [0.5]  # one mistake


def test_statements_of_one_triple_unite_as_if_each_were_compared_with_each() -> None:
    """The index finds what the comparison of all with all would find, for dates of all precisions and other values."""
    rng = random.Random(3)
    dates = ["2020", "2021", "2020-07", "2020-08", "2020-07-09", "2020-07-10", "2021-01", "-0220", "-0220-01"]

    def said(n: int) -> Statement:
        values: dict[str, EntityId | Value] = {
            "time": Value(rng.choice(dates), "date"),
            "role": Value(rng.choice("甲乙丙"), "text"),
            "at": EntityId(rng.choice("xy")),
        }
        chosen = {name: value for name, value in values.items() if rng.random() < 0.6}
        return Statement(
            "p",
            EntityId("s"),
            EntityId("o"),
            "asserted",
            chosen,
            Evidence(DocumentId("d"), Span(n, n + 1), "r"),
            "rules",
        )

    def plainly(some: list[Statement]) -> list[Statement]:
        found: list[Statement] = []
        for one in sorted(some, key=lambda s: -len(s.qualifiers)):
            fitting = next((other for other in found if other.is_compatible(one)), None)
            if fitting:
                fitting.absorb(one)
            else:
                found.append(one)
        return found

    for _ in range(300):
        state = rng.getstate()
        first = [said(n) for n in range(25)]
        rng.setstate(state)
        second = [said(n) for n in range(25)]
        made = [(one.qualifiers, list(one.evidence)) for one in merged(first)]
        assert made == [(one.qualifiers, list(one.evidence)) for one in plainly(second)]
