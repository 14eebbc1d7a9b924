"""Every shape bites: its value missing, there twice, or wrong."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, SH, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from kg.check.shapes import all_shapes, shapes
from kg.check.table import CHECKS
from kg.errors import GraphError, OntologyError
from kg.ontology.namespace import KG
from kg.ontology.ontology import Ontology, load
from kg.rdf.model import to_rdf
from kg.rdf.ntriples import ntriples
from kg.types import Division
from tests.graphs import example

KG_ = Namespace(KG)
ID = Namespace("https://zhkg.example/id/")
PROPERTIES = sorted(load().properties)
KINDS = {*load().coarse.values(), "Statement"}


@cache
def known() -> Graph:
    return Graph().parse(data=all_shapes(load()), format="turtle")


@cache
def good() -> str:
    some = example()
    lies = (Division("511502", "翠屏区"), Division("511500", "宜宾市"))
    areas = {one.id: replace(one, divisions=lies) for one in some.entities if one.type == "AdministrativeArea"}
    return ntriples(to_rdf(replace(some, entities=tuple(areas.get(one.id, one) for one in some.entities))))


def codes(data: Graph) -> set[str]:
    return {found.code for found in shapes(data.serialize(format="nt"), load())}


def focus(shape: Node, data: Graph) -> Node:
    """A node of the example that a property shape is tried on."""
    (owner,) = known().subjects(SH.property, shape)
    targets = {n for c in known().objects(owner, SH.targetClass) for n in data.subjects(RDF.type, c)}
    targets |= {n for p in known().objects(owner, SH.targetSubjectsOf) for n in data.subjects(p, None)}
    path = known().value(shape, SH.path)
    return min(targets, key=lambda node: ((node, path, None) not in data, str(node)))


def mutations() -> Iterator[tuple[str, Node]]:
    owners = [known().value(None, SH.targetSubjectsOf, KG_[p]) for p in PROPERTIES]
    of_properties = {shape for owner in owners for shape in known().objects(owner, SH.property)}
    of_model = (s for s in known().subjects(SH.path) if isinstance(s, URIRef) and s not in of_properties)
    for shape in sorted(of_model):
        if known().value(shape, SH.minCount):
            yield "missing", shape
        if known().value(shape, SH.maxCount):
            yield "twice", shape
        yield "wrong", shape


def wrong(path: URIRef, old: Node | None) -> Node:
    """A value that no shape of the path takes: of another kind than the old one, or in no language, or empty."""
    if path == RDF.object:
        return BNode()
    is_plain = isinstance(old, Literal) and not old.language
    return URIRef("https://a.example/nobody") if is_plain else Literal("")


CASES = list(mutations())


@pytest.mark.parametrize(("how", "shape"), CASES, ids=[f"{str(s).split('#')[1]} {h}" for h, s in CASES])
def test_a_shape_of_the_model_bites(how: str, shape: Node) -> None:
    data = Graph().parse(data=good(), format="nt")
    node, path = focus(shape, data), known().value(shape, SH.path)
    assert isinstance(path, URIRef)
    old = data.value(node, path)
    if how == "twice":
        data += [(node, path, Literal("2020")), (node, path, Literal("2021"))]
    else:
        data.remove((node, path, None))
    if how == "wrong":
        data.add((node, path, wrong(path, old)))
    assert str(known().value(shape, KG_.code)) in codes(data)


def test_the_example_conforms() -> None:
    assert codes(Graph().parse(data=good(), format="nt")) == set()


@pytest.mark.parametrize("name", PROPERTIES)
def test_a_property_has_its_domain(name: str) -> None:
    data = Graph()
    value = example_value(name, data)
    for kind in KINDS:
        data.add((ID[kind], RDF.type, KG_[kind]))
        data.add((ID[kind], KG_[name], value))
    takes = set(load().properties[name].domain)
    if not takes or any(name in p.qualifiers for p in load().properties.values()):
        takes.add("Statement")
    assert culprits(data, "E201") == KINDS - takes


@pytest.mark.parametrize("name", PROPERTIES)
def test_a_property_has_its_range(name: str) -> None:
    found = load().properties[name]
    data = Graph()
    for kind in KINDS:
        data.add((ID[f"to-{kind}"], KG_[name], ID[kind]))
        data.add((ID[kind], RDF.type, KG_[kind]))
    data.add((ID["to-text"], KG_[name], Literal("words", lang="en")))
    data.add((ID["to-nobody"], KG_[name], URIRef("https://a.example/nobody")))
    code = {None: "E202", "date": "E203", "quantity": "E204", "text": "E205"}[found.datatype]
    wrong = {f"to-{kind}" for kind in KINDS - set(found.range)} | {"to-text", "to-nobody"}
    assert culprits(data, code) == wrong


def culprits(data: Graph, code: str) -> set[str]:
    found = shapes(data.serialize(format="nt"), load())
    return {f.subject.partition(" (")[0].removeprefix("id:") for f in found if f.code == code}


def example_value(name: str, data: Graph) -> Node:
    """A value that a property takes."""
    found = load().properties[name]
    if found.datatype:
        samples = {"date": ("2020-07", "gYearMonth"), "quantity": ("3", "integer"), "text": ("话", "string")}
        words, kind = samples[found.datatype]
        return Literal(words, datatype=URIRef(f"http://www.w3.org/2001/XMLSchema#{kind}"))
    data.add((ID["乙"], RDF.type, KG_[found.range[0]]))
    return ID["乙"]


@pytest.mark.parametrize(
    ("lexical", "kind", "right"),
    [
        ("2022-09-02", "date", True),
        ("2022-02-30", "date", False),
        ("2022-9-2", "date", False),
        ("2020-07", "gYearMonth", True),
        ("2020-13", "gYearMonth", False),
        ("2020", "gYear", True),
        ("-0221", "gYear", True),
        ("20", "gYear", False),
        ("2022-09-02T08:30:00+08:00", "dateTime", True),
        ("2022-09-02早上", "dateTime", False),
        ("2020-07", "string", False),
        ("2020-07", "date", False),
    ],
)
def test_the_forms_of_a_date(lexical: str, kind: str, right: bool) -> None:
    data = Graph()
    data.add((ID["甲"], RDF.type, KG_.Event))
    literal = Literal(lexical, datatype=URIRef(f"http://www.w3.org/2001/XMLSchema#{kind}"), normalize=False)
    data.add((ID["甲"], KG_.time, literal))
    assert codes(data) == (set() if right else {"E203"})


@pytest.mark.parametrize(
    ("lexical", "right"),
    [("199X", True), ("2020-07/2021", True), ("2020/..", True), ("2020-07~", True), ("去年", False), ("", False)],
)
def test_dates_that_xsd_lacks_are_edtf(lexical: str, right: bool) -> None:
    data = Graph()
    data.add((ID["甲"], RDF.type, KG_.Event))
    data.add((ID["甲"], KG_.time, Literal(lexical, datatype=URIRef("http://id.loc.gov/datatypes/edtf/EDTF"))))
    assert codes(data) == (set() if right else {"E203"})


def test_the_shapes_know_the_ontology() -> None:
    """A class or property of the schema has its shape, and every code its sentence."""
    lists = [known().value(shape, SH["in"]) for shape in known().subjects(SH.path, RDF.type)]
    listed = [{str(c).removeprefix(KG) for c in known().items(of)} for of in lists if of is not None]
    assert listed == [set(load().classes)]
    shaped = {str(o).removeprefix(KG) for o in known().objects(None, SH.targetSubjectsOf)}
    assert set(PROPERTIES) <= shaped
    assert {str(code) for code in known().objects(None, KG_.code)} <= set(CHECKS)


def test_shapes_ttl_repeats_nothing_of_the_schema() -> None:
    written = Graph().parse(data=load().text("shapes.ttl"), format="turtle")
    targets = {str(o).removeprefix(KG) for o in written.objects(None, SH.targetSubjectsOf)}
    assert not targets & set(PROPERTIES)
    own = KG_.division  # of the model, so that the schema gives it no shape
    classes = {o for s, o in written.subject_objects(SH["class"]) if (s, SH.targetSubjectsOf, own) not in written}
    assert not {str(o).removeprefix(KG) for o in classes} & set(load().classes)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("shape:entity a", "shape:entity b", r"shapes\.ttl:\d+: not valid Turtle"),
        ("sh:minCount 1", "sh:minCount -1", r"shapes\.ttl: a shape is not valid SHACL: sh:minCount is not"),
        (
            "sh:path skos:prefLabel",
            "sh:path 3",
            r"shapes\.ttl: a shape is not valid SHACL: a literal is not a valid property path",
        ),
    ],
)
def test_a_mistake_in_the_shapes(tmp_path: Path, old: str, new: str, message: str) -> None:
    folder = Path(shutil.copytree(load().path, tmp_path / "ontology"))
    text = (folder / "shapes.ttl").read_text("utf-8")
    assert old in text
    (folder / "shapes.ttl").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(OntologyError, match=message):
        list(shapes(good(), Ontology(folder)))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_no_room_for_the_triples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The temporary folder is there, and what is written into it finds no room: its file is the device that is full."""
    monkeypatch.setattr("kg.check.shacl.data._FILE", "/dev/full")
    with pytest.raises(GraphError, match="cannot be written for the shapes: No space left on device; make room"):
        list(shapes(good(), load()))
