"""What the triples say: no false direct triple, both directions, languages, links, provenance."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.errors import TargetError
from kg.ontology.namespace import KG
from kg.ontology.ontology import load
from kg.query.ask import answer
from kg.query.bind import bind, lines
from kg.query.oxigraph import Oxigraph
from kg.rdf.graph import from_rdf
from kg.rdf.model import Version, to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.questions import questions
from kg.rdf.terms import Names
from kg.rdf.turtle import turtle
from kg.rdf.vocabulary import vocabulary
from kg.store import graph_json
from kg.store.canonical import canonical
from kg.types import ClassName, Document, DocumentId, Entity, EntityId, Graph, Meta, Origin, Span, Value
from tests.graphs import example, fact
from tests.query.regenerate import graph as built

ID, DOC = "https://zhkg.example/id/", "https://zhkg.example/doc/"
SCHEMA, DC = "https://schema.org/", "http://purl.org/dc/elements/1.1/"
ORIGIN = Origin("9.9.9", "rules", "0" * 64, (("a.onnx", "1" * 64), ("b.onnx", "2" * 64)))


def triples(*facts: tuple[str, str, str | Value]) -> set[tuple[str, str, str]]:
    return set(to_rdf(Graph((), (), tuple(fact(predicate, one, other, ()) for predicate, one, other in facts))))


def said(one: str, predicate: str, other: str) -> tuple[str, str, str]:
    return f"<{ID}{one}>", f"<{KG}{predicate}>", f"<{ID}{other}>"


def test_a_symmetric_property_holds_both_ways() -> None:
    found = triples(("cooperatesWith", "甲公司", "乙公司"), ("owns", "甲公司", "丙公司"))
    assert {said("甲公司", "cooperatesWith", "乙公司"), said("乙公司", "cooperatesWith", "甲公司")} <= found
    assert said("丙公司", "owns", "甲公司") not in found


def test_an_inverse_property_has_its_triples() -> None:
    found = triples(("owns", "甲公司", "丙公司"), ("partOf", "丁处", "丙公司"))
    assert {said("丙公司", "ownedBy", "甲公司"), said("丙公司", "hasPart", "丁处")} <= found


def test_what_is_not_asserted_has_neither() -> None:
    denied = fact("cooperatesWith", "甲公司", "乙公司", (), modality="negated")
    found = set(to_rdf(Graph((), (), (denied,))))
    assert not found & {said("甲公司", "cooperatesWith", "乙公司"), said("乙公司", "cooperatesWith", "甲公司")}


def test_a_figure_is_no_direct_triple() -> None:
    found = triples(
        ("statistic", "甲县", Value("12000", "quantity", "人")), ("foundedOn", "甲县", Value("1953", "date"))
    )
    assert {p for s, p, _ in found if s == f"<{ID}甲县>"} == {f"<{KG}foundedOn>"}
    assert any(p == f"<{KG}unit>" and o == '"人"' for _, p, o in found)


def test_the_only_quantity_among_qualifiers_has_its_unit_there_and_back() -> None:
    money, items = Value("800000", "quantity", "元"), Value("30", "quantity", "台")
    assert _back(("amount", money)) == {"amount": money}
    assert _back(("amount", money), ("share", items)) == {
        "amount": replace(money, unit=None),
        "share": replace(items, unit=None),
    }


def _back(*qualifiers: tuple[str, Value]) -> dict[str, object]:
    """The qualifiers of a statement that was written and read again."""
    some = example()
    first = some.facts[0]
    given = replace(some, facts=(*some.facts[1:], replace(first, object=first.subject, qualifiers=qualifiers)))
    [told] = (one for one in from_rdf(ntriples(to_rdf(given)), "ntriples").facts if one.id == first.id)
    return dict(told.qualifiers)


@pytest.mark.parametrize(
    ("words", "literal"), [("他來過", '"他來過"@zh-Hant'), ("他来过", '"他来过"@zh-Hans'), ("OK", '"OK"')]
)
def test_words_of_a_text_say_their_script(words: str, literal: str) -> None:
    assert any(o == literal for _, p, o in triples(("said", "甲", Value(words, "text"))) if p == f"<{KG}said>")


def test_a_name_in_traditional_script_says_so() -> None:
    one = Entity(EntityId("鄭安瀾"), ClassName("Person"), "鄭安瀾", ("郑安澜",))
    labels = {o for _, p, o in to_rdf(Graph((), (one,), ())) if p.endswith("Label>")}
    assert labels == {'"鄭安瀾"@zh-Hant', '"郑安澜"@zh-Hans'}


def credited() -> Graph:
    text = "来源：澄江日报\n记者 苏棠\n苏棠在澄江县采访。澄江县在开会。"
    meta = Meta(
        publisher="澄江网", source="澄江日报", authors=("苏棠",), editors=("何遥",),
        fields=(("source", Span(3, 7)), ("author", Span(11, 13))), url="https://news.example/a?b=1#c",
    )  # fmt: skip
    document = Document(DocumentId("a"), text, meta)
    entities = (
        Entity(EntityId("苏棠"), ClassName("Person"), "苏棠", (), ((DocumentId("a"), Span(11, 13)),)),
        Entity(EntityId("苏棠（记者）"), ClassName("Person"), "苏棠", (), ((DocumentId("a"), Span(14, 16)),)),
        Entity(EntityId("澄江日报社"), ClassName("MediaOrganization"), "澄江日报社", ("澄江日报",), ()),
        Entity(EntityId("何遥"), ClassName("Person"), "何遥", (), ()),
    )
    return canonical(Graph((document,), entities, ()))


def test_authors_and_media_are_things_of_the_graph() -> None:
    found = {(p, o) for s, p, o in to_rdf(credited()) if s == f"<{DOC}a>"}
    assert {
        (f"<{SCHEMA}author>", f"<{ID}苏棠>"),  # the one of that name who stands in the byline
        (f"<{SCHEMA}sourceOrganization>", f"<{ID}澄江日报社>"),  # by an alias
        (f"<{SCHEMA}editor>", f"<{DOC}a#editor=何遥>"),  # this document speaks of no such person
        (f"<{SCHEMA}publisher>", "<https://zhkg.example/agent/澄江网>"),  # which is no entity
        (f"<{SCHEMA}url>", "<https://news.example/a?b=1#c>"),
        (f"<{DC}creator>", '"苏棠"@zh-Hans'),
    } <= found
    assert ("<https://zhkg.example/agent/澄江网>", f"<{SCHEMA}name>", '"澄江网"@zh-Hans') in to_rdf(credited())
    assert from_rdf(turtle(to_rdf(credited()))) == credited()


def test_an_address_that_is_no_iri_is_a_string() -> None:
    document = Document(DocumentId("a"), "甲。", Meta(url='https://a.example/" onload=x'))
    graph = Graph((document,), (), ())
    assert from_rdf(turtle(to_rdf(graph))) == graph


def test_the_program_is_told_and_comes_back() -> None:
    graph = replace(canonical(example()), links=(), origin=ORIGIN)
    written = turtle(to_rdf(graph))
    assert 'schema:softwareVersion "9.9.9"' in written
    assert f'kg:weights "a.onnx {"1" * 64}", "b.onnx {"2" * 64}"' in written
    assert "<graph> a void:Dataset ;" in written
    assert written.count("dcterms:creator software:zhkg-9.9.9-rules-") == len(graph.facts)
    assert from_rdf(written) == graph
    assert graph_json.loads(graph_json.dumps(graph)) == graph


@pytest.mark.parametrize(
    "base", ["https://a.example/kg#", "urn:example:kg/", "urn:uuid:1-2/x#", "http://a.example/图/"]
)
@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_any_base_leads_back(base: str, version: Version) -> None:
    graph = replace(canonical(example()), links=(), origin=ORIGIN)
    assert from_rdf(turtle(to_rdf(graph, base, version), base)) == graph
    assert Names(base).passage("a", Span(1, 2)).count("#") == 1


@pytest.mark.parametrize("base", ["data/", "ftp://a.example/", "https://a.example/?q/", "urn:x", "https:///", "a:b/"])
def test_what_is_no_base(base: str) -> None:
    with pytest.raises(TargetError, match="ends in / or #"):
        Names(base)


def test_rdf_12_answers_every_shipped_question_as_rdf_11() -> None:
    """In a plain store, of a graph with its schema: as `kg export --with-schema` writes it for other engines."""
    engines, schema = [], vocabulary(load())
    for version in ("1.1", "1.2"):
        engines.append(Oxigraph())
        engines[-1].load(ntriples(to_rdf(built(), version=version) + schema).encode(), "ntriples")
    for question in questions(load()):
        rows = [lines(answer(one, bind(question, one, dict(question.example)))) for one in engines]
        assert rows[0] == rows[1] == question.answer, question.name
