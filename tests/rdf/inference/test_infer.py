"""What follows from a graph is true, is all that a textbook's rules give, and can be explained."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from owlrl import DeductiveClosure
from owlrl.OWLRL import OWLRL_Semantics
from rdflib import Graph

from kg.errors import OntologyError
from kg.ontology.axioms import Axiom, axioms
from kg.ontology.namespace import KG
from kg.ontology.ontology import Ontology, load
from kg.rdf.inference.explain import Explanation, explain
from kg.rdf.inference.infer import infer, infer_from
from kg.rdf.inference.rules import TYPE, rules
from kg.rdf.model import to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.prefixes import RDF, prefixes
from kg.rdf.terms import Names, Triple
from kg.rdf.vocabulary import vocabulary
from kg.types import Modality
from tests.graphs import example, fact

EXAMPLES = int(os.environ.get("KG_INFERENCE_EXAMPLES", "10"))
SPACES = prefixes()
RDFS, OWL = SPACES["rdfs"], SPACES["owl"]
AXIOMS = (
    *(f"<{RDFS}{name}>" for name in ("subClassOf", "subPropertyOf")),
    *(f"<{OWL}{name}>" for name in ("inverseOf", "propertyChainAxiom")),
    *(f"<{RDF}{name}>" for name in ("first", "rest")),
)


def term(name: str) -> str:
    if name == "a":
        return TYPE
    prefix, _, local = name.partition(":")
    return f"<{SPACES[prefix]}{local}>"


def triples(*lines: str) -> list[Triple]:
    """Triples from words: `id:甲 a kg:Place`."""
    return [(term(s), term(p), term(o)) for s, p, o in (line.split() for line in lines)]


def follows(*lines: str) -> set[Triple]:
    return set(infer(triples(*lines), load()))


SAYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "a class lies below others": (
        ("id:局 a kg:GovernmentBody",),
        ("id:局 a kg:Organization", "id:局 a schema:GovernmentOrganization", "id:局 a org:Organization"),
    ),
    "so does a document": (("doc:a a kg:Document",), ("doc:a a schema:Article", "doc:a a foaf:Document")),
    "a property lies below others": (
        ("id:甲 kg:memberOf id:会",),
        ("id:甲 schema:memberOf id:会", "id:甲 org:memberOf id:会", "id:会 kg:hasMember id:甲"),
    ),
    "and above those its own": (
        ("id:甲 kg:composed id:歌",),
        (
            "id:甲 kg:authored id:歌",
            "id:歌 kg:authoredBy id:甲",
            "id:歌 dcterms:creator id:甲",
            "id:甲 foaf:made id:歌",
        ),
    ),
    "an inverse": (("id:甲 kg:owns id:乙",), ("id:乙 kg:ownedBy id:甲",)),
    "and back": (("id:乙 kg:ownedBy id:甲",), ("id:甲 kg:owns id:乙",)),
    "both ways": (("id:甲 kg:spouse id:乙",), ("id:乙 kg:spouse id:甲", "id:乙 schema:spouse id:甲")),
    "on and on": (
        ("id:村 kg:partOf id:镇", "id:镇 kg:partOf id:县", "id:县 kg:partOf id:省"),
        ("id:村 kg:partOf id:县", "id:村 kg:partOf id:省", "id:省 kg:hasPart id:村", "id:村 dcterms:isPartOf id:省"),
    ),
    "along a chain": (
        ("id:馆 kg:locatedIn id:镇", "id:镇 kg:partOf id:县", "id:县 a kg:AdministrativeArea"),
        ("id:馆 kg:locatedIn id:县", "id:县 kg:locationOf id:馆"),
    ),
    "a post within": (("id:甲 kg:positionAt id:科", "id:科 kg:partOf id:局"), ("id:甲 kg:positionWithin id:局",)),
    "a grandparent": (
        ("id:甲 kg:parent id:乙", "id:乙 kg:parent id:丙"),
        ("id:甲 kg:grandparent id:丙", "id:甲 schema:relatedTo id:丙"),
    ),
}
SAYS_NOT: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "what lies above is not below": (("id:局 a kg:Organization",), ("id:局 a kg:GovernmentBody",)),
    "what is only near": (
        ("id:甲 kg:positionAt id:局", "id:甲 kg:studiedAt id:校"),
        ("id:甲 schema:worksFor id:局", "id:甲 schema:alumniOf id:校"),
    ),
    "a post within is no post at": (
        ("id:甲 kg:positionAt id:科", "id:科 kg:partOf id:局"),
        ("id:甲 kg:positionAt id:局",),
    ),
    "what a body is part of is no place": (
        ("id:会 kg:locatedIn id:馆", "id:馆 kg:partOf id:集团", "id:集团 a kg:Company"),
        ("id:会 kg:locatedIn id:集团",),
    ),
    "a part is not where its whole is": (
        ("id:分公司 kg:partOf id:公司", "id:公司 kg:locatedIn id:市", "id:市 a kg:Place"),
        ("id:分公司 kg:locatedIn id:市",),
    ),
    "nothing is part of itself": (
        ("id:甲 kg:partOf id:乙", "id:乙 kg:partOf id:甲"),
        ("id:甲 kg:partOf id:甲", "id:乙 kg:partOf id:乙"),
    ),
}


@pytest.mark.parametrize("name", SAYS)
def test_it_follows(name: str) -> None:
    said, expected = SAYS[name]
    assert set(triples(*expected)) <= follows(*said)


@pytest.mark.parametrize("name", SAYS_NOT)
def test_it_does_not_follow(name: str) -> None:
    said, false = SAYS_NOT[name]
    assert not set(triples(*false)) & follows(*said)


def test_what_is_said_is_not_inferred_and_nothing_comes_twice() -> None:
    said = to_rdf(example())
    found = list(infer(said, load()))
    assert found
    assert found == sorted(set(found))
    assert not set(found) & set(said)
    assert list(infer([*said, *found], load())) == []


@pytest.mark.parametrize("modality", ["negated", "planned", "wished", "asked"])
def test_nothing_follows_from_what_is_not_asserted(modality: Modality) -> None:
    """Nor from a post that is over: the graph has the statement, and no triple of its own."""
    graph = example()
    before = {t for t in infer(to_rdf(graph), load()) if "statement/" not in t[0]}
    more = fact("partOf", "临江县", "国家档案局", graph.facts[0].evidence, modality=modality)
    over = fact("positionAt", "何立群", "临江县", graph.facts[0].evidence, (("end", graph.facts[0].object),))
    after = to_rdf(replace(graph, facts=(*graph.facts, more, *((over,) if modality == "planned" else ()))))
    assert {t for t in infer(after, load()) if "statement/" not in t[0]} == before


def test_a_qualifier_of_a_statement_is_no_premise(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(load().path, tmp_path / "ontology"))
    text = (folder / "schema.ttl").read_text("utf-8")
    (folder / "schema.ttl").write_text(text + "\nkg:conferredBy rdfs:subPropertyOf schema:sponsor .\n", "utf-8")
    said = triples("st:1 a kg:Statement", "st:1 kg:conferredBy id:局", "id:奖 kg:conferredBy id:局")
    found = set(infer(said, Ontology(folder)))
    assert triples("id:奖 schema:sponsor id:局")[0] in found
    assert triples("st:1 schema:sponsor id:局")[0] not in found


def store(*said: Triple) -> ox.Store:
    """A store in which said and inferred triples stand apart; half of what is said in a document's graph."""
    made = ox.Store()
    lines = [f"{' '.join(triple)} .\n" for triple in said]
    for n, line in enumerate(lines):
        graph = ox.NamedNode("https://zhkg.example/doc/a") if n % 2 else ox.DefaultGraph()
        made.load(line.encode(), format=ox.RdfFormat.N_TRIPLES, to_graph=graph)
    graph = ox.NamedNode(Names().inferred()[1:-1])
    made.load(infer_from(made, load()), format=ox.RdfFormat.N_TRIPLES, to_graph=graph)
    return made


def leaves(found: Explanation) -> Iterator[Triple]:
    if found.axiom is None:
        yield found.triple
    for premise in found.premises:
        yield from leaves(premise)


@pytest.mark.parametrize("name", SAYS)
def test_what_follows_is_explained_by_what_is_said(name: str) -> None:
    said = triples(*SAYS[name][0])
    made = store(*said)
    for triple in infer(said, load()):
        found = explain(made, triple, load())
        assert found is not None, triple
        assert found.axiom in axioms(load())
        assert set(leaves(found)) <= set(said)


def test_an_explanation_names_the_axiom_and_the_triples() -> None:
    said = triples("id:甲 kg:positionAt id:科", "id:科 kg:partOf id:局", "id:局 kg:partOf id:县")
    (asked,) = triples("id:甲 kg:positionWithin id:县")
    found = explain(store(*said), asked, load())
    assert found is not None
    chain = Axiom("owl:propertyChainAxiom", f"{KG}positionWithin", (f"{KG}positionAt", f"{KG}partOf"))
    assert found.axiom == chain
    assert [one.triple for one in found.premises] == triples("id:甲 kg:positionAt id:科", "id:科 kg:partOf id:县")
    assert [one.axiom and one.axiom.kind for one in found.premises] == [None, "owl:TransitiveProperty"]
    assert set(leaves(found)) == set(said)
    assert explain(store(*said), said[0], load()) == Explanation(said[0])
    assert explain(store(*said), triples("id:县 kg:positionWithin id:甲")[0], load()) is None


def test_what_contains_itself_is_explained_too() -> None:
    """A circle is no reason to go round in it."""
    said = triples(*(f"id:{a} kg:partOf id:{b}" for a, b in ("甲乙", "乙丙", "丙甲")), "id:戊 kg:locatedIn id:甲")
    made = store(*said)
    for triple in infer(said, load()):
        found = explain(made, triple, load())
        assert found is not None
        assert set(leaves(found)) <= set(said)


def test_a_long_way_is_explained() -> None:
    said = triples(*(f"id:{n} kg:partOf id:{n + 1}" for n in range(40)))
    (asked,) = triples("id:0 kg:partOf id:40")
    found = explain(store(*said), asked, load())
    assert found is not None
    assert set(leaves(found)) == set(said)


NAMES = st.sampled_from("甲乙丙丁戊")
PROPERTIES = st.sampled_from(
    ["partOf", "locatedIn", "spouse", "composed", "acquired", "parent", "positionAt", "memberOf"]
)
CLASSES = st.sampled_from(["GovernmentBody", "Company", "Facility", "Work", "Person", "AdministrativeArea"])
SAID = st.lists(
    st.one_of(
        st.tuples(NAMES, PROPERTIES, NAMES).map(lambda t: f"id:{t[0]} kg:{t[1]} id:{t[2]}"),
        st.tuples(NAMES, CLASSES).map(lambda t: f"id:{t[0]} a kg:{t[1]}"),
    ),
    max_size=12,
)


def axioms_alone(said: list[str]) -> str:
    """What the schema says of the classes and properties in some triples and of those above them, as N-Triples."""
    schema = [line.split(" ", 2) for line in ntriples(vocabulary(load())).splitlines()]
    known = {term(name) for line in said for name in line.split() if name.startswith("kg:")}
    known |= {term(f"kg:{name}") for name in ("Containment", "positionWithin", "grandparent", "locatedIn")}
    while more := {o.removesuffix(" .") for s, p, o in schema if s in known and p in AXIOMS} - known:
        known |= more
    return "".join(f"{s} {p} {o}\n" for s, p, o in schema if s in known and p in (*AXIOMS, TYPE))


@settings(max_examples=EXAMPLES, deadline=None)
@given(SAID)
def test_nothing_follows_that_an_owl_reasoner_denies(said: list[str]) -> None:
    """owlrl finds all that we do; what it finds more is of things related to themselves, and of chains to no place."""
    mine = follows(*said)
    lines = "".join(f"{' '.join(triple)} .\n" for triple in triples(*said))
    everything = Graph().parse(data=axioms_alone(said) + lines, format="nt")
    DeductiveClosure(OWLRL_Semantics).expand(everything)  # type: ignore[no-untyped-call]
    theirs = {tuple(one.n3() for one in t) for t in everything if str(t[0]).startswith(SPACES["id"])}
    assert mine <= theirs
    known = {str(iri)[1:-1] for rule in rules(load()) for iri in (rule.head[1], rule.head[2])}
    more = theirs - mine - set(triples(*said))
    more = {t for t in more if t[1] != f"<{RDF}type>" or t[2][1:-1] in known}
    more = {t for t in more if t[0] != t[2] and t[1][1:-1] in known | {f"{RDF}type"}}
    if not any(
        f"id:{name} kg:{p} id:{name}" in said for name in "甲乙丙丁戊" for p in ("partOf", "locatedIn", "parent")
    ):
        assert {t for t in more if "locat" not in t[1]} == set()


@pytest.mark.parametrize(
    ("chain", "message"),
    [
        ("( kg:parent )", "has fewer than two properties"),
        ("( kg:parent kg:parnet )", "has kg:parnet, which is no relation of this file"),
        ("( kg:parent kg:Person )", "has kg:Person, which is no relation of this file"),
        ("kg:parent", "is no list of properties"),
    ],
)
def test_a_mistake_in_a_chain_is_told_with_its_line(tmp_path: Path, chain: str, message: str) -> None:
    folder = Path(shutil.copytree(load().path, tmp_path / "ontology"))
    text = (folder / "schema.ttl").read_text("utf-8")
    old = "owl:propertyChainAxiom ( kg:parent kg:parent )"
    assert old in text
    (folder / "schema.ttl").write_text(text.replace(old, f"owl:propertyChainAxiom {chain}"), "utf-8")
    line = text[: text.index(old)].count("\n") + 1
    with pytest.raises(OntologyError, match=rf"schema\.ttl:{line}: kg:grandparent: owl:propertyChainAxiom {message}"):
        axioms(Ontology(folder))
