"""Mutations of a good graph: each is found, by its own code and no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kg.check.check import check
from kg.check.corrections import holding
from kg.check.table import CHECKS
from kg.ontology.ontology import load
from kg.types import (
    ClassName,
    Corrected,
    Correction,
    CorrectionKind,
    Division,
    Document,
    DocumentId,
    Entity,
    EntityId,
    Evidence,
    Fact,
    Graph,
    Link,
    Mention,
    Named,
    Occurrence,
    Span,
    Value,
)
from tests.graphs import example, fact

ARCHIVE, COUNTY, PLAZA, AWARD, PERSON = "临江县档案馆", "临江县", "沿江记忆广场", "全国档案工作先进集体", "何立群"
PROOF = (Evidence(DocumentId("news"), Span(0, 6), "test.rule"),)


def good() -> Graph:
    """The example without the one thing that it says and denies."""
    graph = example()
    return replace(graph, facts=tuple(f for f in graph.facts if f.predicate != "participatedIn"))


def add(*facts: Fact) -> Callable[[Graph], Graph]:
    return lambda g: replace(g, facts=(*g.facts, *facts))


def change(predicate: str, **values: Any) -> Callable[[Graph], Graph]:
    """Other values in the facts of a predicate."""
    return lambda g: replace(g, facts=tuple(replace(f, **values) if f.predicate == predicate else f for f in g.facts))


def proof(predicate: str, **values: Any) -> Callable[[Graph], Graph]:
    """Other values in the evidence of the facts of a predicate."""

    def mutate(graph: Graph) -> Graph:
        facts = (
            replace(f, evidence=tuple(replace(e, **values) for e in f.evidence)) if f.predicate == predicate else f
            for f in graph.facts
        )
        return replace(graph, facts=tuple(facts))

    return mutate


def name(entity: str, **values: Any) -> Callable[[Graph], Graph]:
    """Other values in an entity."""
    return lambda g: replace(g, entities=tuple(replace(e, **values) if e.id == entity else e for e in g.entities))


def meta(**values: Any) -> Callable[[Graph], Graph]:
    """Other data of all documents."""
    return lambda g: replace(g, documents=tuple(replace(d, meta=replace(d.meta, **values)) for d in g.documents))


def statement(predicate: str, subject: str, target: str | Value, **more: Any) -> Callable[[Graph], Graph]:
    return add(fact(predicate, subject, target, PROOF, **more))


def entity(kind: str, title: str) -> Entity:
    return Entity(EntityId(title), ClassName(kind), title, (), ((DocumentId("news"), Span(0, 2)),))


def with_link(graph: Graph) -> Graph:
    end = Occurrence(DocumentId("elsewhere"), Mention(Span(0, 2), "Place"))
    return replace(graph, links=(*graph.links, Link(end, end, "same", 1.0, "one name")))


def chain(graph: Graph) -> Graph:
    places = tuple(entity("AdministrativeArea", title) for title in ("甲县", "乙镇", "丙村"))
    pairs = zip(places, (*places[1:], places[0]), strict=True)
    facts = tuple(fact("partOf", one.id, other.id, PROOF) for one, other in pairs)
    return replace(graph, entities=(*graph.entities, *places), facts=(*graph.facts, *facts))


def twice(graph: Graph) -> Graph:
    friends = (entity("Person", "安宁"), entity("Person", "白岩"))
    facts = (fact("met", "安宁", "白岩", PROOF), fact("met", "白岩", "安宁", PROOF))
    return replace(graph, entities=(*graph.entities, *friends), facts=(*graph.facts, *facts))


def two_above(graph: Graph) -> Graph:
    """宜宾市 lies in 四川省, and in another one as well."""
    city, provinces = Division("511500", "宜宾市"), (UPPER, Division("530000", "云南省"))
    towns = [replace(entity("AdministrativeArea", f"{n}镇"), divisions=(city, up)) for n, up in enumerate(provinces)]
    return replace(graph, entities=(*graph.entities, *towns))


def text(words: str) -> Value:
    return Value(words, "text")


def said(kind: CorrectionKind, subject: str, *, on: tuple[str, ...] = (), **more: Any) -> Callable[[Graph], Graph]:
    """One correction more, with what became of it."""
    became = {key: more.pop(key) for key in ("state", "reason") if key in more}
    correction = Correction(kind, Named(subject), "周敏", "2021-06-10", more.pop("why", "核对过"), **more)
    return lambda g: replace(g, corrections=(*g.corrections, Corrected(correction, on=on, **became)))


LOCATED, IN, BUILT = (ARCHIVE, COUNTY), Named(COUNTY), Value("2020-07", "date")
UPPER = Division("510000", "四川省")
GOOD = fact("said", PERSON, text("好"), PROOF)
MUTATIONS: list[tuple[str, str, Callable[[Graph], Graph]]] = [
    ("E102", "beyond the text", proof("said", span=Span(0, 9999))),
    ("E102", "an empty span", proof("said", span=Span(5, 5))),
    ("E102", "a span backwards", proof("said", span=Span(9, 5))),
    ("E102", "a mention beyond the text", name(AWARD, mentions=(("notice", Span(0, 9999)),))),
    ("E102", "a frame beyond the text", meta(frame=(Span(-1, 3),))),
    ("E201", "an award has a post", statement("positionAt", AWARD, ARCHIVE)),
    ("E201", "also where it is planned", statement("positionAt", AWARD, ARCHIVE, modality="planned")),
    ("E201", "a place is conferred", statement("conferredBy", COUNTY, ARCHIVE)),
    ("E202", "an award is a place", statement("locatedIn", ARCHIVE, AWARD)),
    ("E202", "a text is no entity", statement("locatedIn", ARCHIVE, text("县城"))),
    ("E202", "a person is met, not a place", statement("met", PERSON, COUNTY)),
    ("E202", "a giver that is a place", change("received", qualifiers=(("conferredBy", COUNTY),))),
    ("E203", "a text is no date", statement("birthDate", PERSON, text("1970年"))),
    ("E203", "there is no month 13", statement("birthDate", PERSON, Value("1970-13", "date"))),
    ("E203", "an entity is no date", statement("foundedOn", ARCHIVE, COUNTY)),
    ("E203", "when it was received", change("received", qualifiers=(("time", text("那年夏天")),))),
    ("W201", "born twice", add(*(fact("birthDate", PERSON, Value(y, "date"), PROOF) for y in ("1970", "1971")))),
    ("E203", "published in no month", meta(datePublished="2021-00")),
    ("E204", "a figure in words", change("statistic", object=Value("十二万", "quantity", "人次"))),
    ("E205", "words that are an entity", change("said", object=COUNTY)),
    ("E205", "no words", change("said", object=text(""))),
    ("E205", "a role that is an entity", change("positionAt", qualifiers=(("role", COUNTY),))),
    ("E205", "counted things that are an entity", change("statistic", qualifiers=(("of", COUNTY),))),
    ("E206", "a class that is none", lambda g: replace(g, entities=(*g.entities, entity("Villain", "某甲")))),
    ("E207", "no name", name(PERSON, name="")),
    ("E207", "an empty alias", name(PERSON, aliases=("",))),
    ("E209", "too sure", change("said", confidence=1.2)),
    ("E209", "less than nothing", change("said", confidence=-0.1)),
    ("E209", "evidence that is too sure", proof("said", confidence=1.2)),
    ("E210", "a modality that is none", change("said", modality="rumoured")),
    ("E211", "no extractor", change("said", extractor="")),
    ("E212", "no evidence", change("said", evidence=())),
    ("E213", "a figure without unit", change("statistic", object=Value("125000", "quantity"))),
    ("E215", "no rule", proof("said", rule="")),
    ("E217", "an empty title", meta(title="")),
    ("E217", "an empty author", meta(authors=("",))),
    ("E218", "a predicate that is none", statement("knows", PERSON, ARCHIVE)),
    ("E219", "a qualifier of another property", change("said", qualifiers=(("role", text("馆长")),))),
    ("E221", "a code that is none", name(COUNTY, divisions=(Division("5115", "宜宾市"), UPPER))),
    ("E221", "a code in words", name(COUNTY, divisions=(Division("宜宾", "宜宾市"),))),
    ("E221", "a division without a name", name(COUNTY, divisions=(Division("511500", ""),))),
    ("E221", "a person that is a division", name(PERSON, divisions=(UPPER,))),
    ("E221", "two above it", two_above),
    ("E301", "nobody", statement("positionAt", "无人", ARCHIVE)),
    ("E302", "nowhere", statement("locatedIn", ARCHIVE, "无处")),
    ("E303", "from nobody", change("received", qualifiers=(("conferredBy", "无人"),))),
    ("E304", "evidence in no document", proof("said", document="elsewhere")),
    ("E304", "a mention in no document", name(AWARD, mentions=(("elsewhere", Span(0, 2)),))),
    ("E304", "a link to no document", with_link),
    ("E305", "a document twice", lambda g: replace(g, documents=(*g.documents, g.documents[0]))),
    ("E305", "an entity twice", lambda g: replace(g, entities=(*g.entities, g.entities[0]))),
    ("W101", "never mentioned", name(AWARD, mentions=())),
    ("W301", "in itself", statement("locatedIn", COUNTY, COUNTY)),
    ("W302", "said both ways", twice),
    ("W302", "said twice", add(GOOD, replace(GOOD, id="2"))),
    ("W303", "said and denied", statement("established", ARCHIVE, PLAZA, modality="negated")),
    ("W304", "part of itself", chain),
    ("E501", "of another class", said("retype", COUNTY, on=(COUNTY,), to="Place")),
    ("E501", "of another name", said("rename", COUNTY, on=(COUNTY,), to="临川县")),
    ("E501", "an entity that is gone", said("retype", "乙县", on=("乙县",), to="Place")),
    ("E501", "two that are one", said("different", COUNTY, on=(COUNTY,), object=Named("临江"))),
    ("E501", "one that is two", said("same", COUNTY, on=(COUNTY, ARCHIVE), object=Named(ARCHIVE))),
    ("E501", "a fact that is back", said("retract", ARCHIVE, on=LOCATED, predicate="locatedIn", object=IN)),
    ("E501", "a value that is back", said("retract", PLAZA, on=(PLAZA,), predicate="foundedOn", object=BUILT)),
    ("E501", "a fact that is gone", said("assert", ARCHIVE, on=("0f",), predicate="partOf", object=Named(COUNTY))),
    ("E220", "for no reason", said("retype", COUNTY, on=(COUNTY,), to="AdministrativeArea", why="")),
    ("W501", "of nothing", said("retype", "乙县", to="Place", state="missing", reason="it is not there")),
    ("W502", "of old", said("retype", COUNTY, to="Place", state="overruled", reason="it is otherwise")),
]  # fmt: skip


def codes(graph: Graph) -> set[str]:
    return {found.code for found in check(graph, load())}


def test_a_good_graph_has_no_findings() -> None:
    assert check(good(), load()) == []


@pytest.mark.parametrize(
    ("code", "mutate"), [(c, m) for c, _, m in MUTATIONS], ids=[f"{c} {t}" for c, t, _ in MUTATIONS]
)
def test_a_fault_is_one_finding(code: str, mutate: Callable[[Graph], Graph]) -> None:
    assert codes(mutate(good())) == {code}


def test_every_code_is_tried() -> None:
    """Those that a Graph cannot have (its RDF gives them no chance) are tried on files."""
    on_files = {"E101", "E208", "E214", "E216", "E401", "E402", "E403", "E404", "E405", "E406", "W401"}
    assert {code for code, _, _ in MUTATIONS} | on_files == set(CHECKS)


def test_a_finding_names_the_culprit() -> None:
    (found,) = check(statement("locatedIn", ARCHIVE, AWARD)(good()), load())
    assert (found.severity, found.subject) == ("error", f"id:{ARCHIVE}")
    assert found.message == f"kg:locatedIn does not take id:{AWARD} (of type kg:Award) as its object"
    (found,) = check(change("received", qualifiers=(("time", text("那年夏天")),))(good()), load())
    assert found.subject.endswith(f"(id:{ARCHIVE} kg:received id:{AWARD})")
    assert found.message.endswith("kg:time is '那年夏天'")
    (found,) = check(change("said", evidence=())(good()), load())
    assert found.message == "a statement has evidence, or a person asserts it: kg:evidence is missing"
    (found,) = check(chain(good()), load())
    assert found.subject == "entity 丙村"
    assert found.message == "it is part of itself, through 丙村 partOf 甲县 partOf 乙镇 partOf 丙村"


def test_corrections_that_hold_are_no_findings() -> None:
    """A statement without evidence that a person asserts is whole; a retraction says what is not there."""
    known = fact("partOf", ARCHIVE, COUNTY, ())
    graph = said("assert", ARCHIVE, on=(known.id,), predicate="partOf", object=Named(COUNTY))(add(known)(good()))
    graph = said("retract", ARCHIVE, on=LOCATED, predicate="partOf", object=Named(COUNTY))(graph)
    assert check(graph, load()) == [] and holding(graph, load()) == 4


def test_findings_are_sorted_and_warnings_are_no_errors() -> None:
    both = statement("locatedIn", COUNTY, COUNTY)(statement("knows", PERSON, ARCHIVE)(good()))
    assert [(f.code, f.severity) for f in check(both, load())] == [("E218", "error"), ("W301", "warning")]


def test_names_cannot_forge_a_line() -> None:
    wicked = entity("Villain", "甲\n乙\u202e\x1b[2J")
    found = check(replace(good(), entities=(*good().entities, wicked)), load())
    assert [f.code for f in found] == ["E206"]
    assert all(c.isprintable() for f in found for c in f.subject + f.message)


def test_an_empty_graph_has_no_findings() -> None:
    assert check(Graph((), (), ()), load()) == []
    assert check(Graph((Document(DocumentId("a"), "无"),), (), ()), load()) == []
