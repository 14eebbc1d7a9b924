"""The engine that ships says what pySHACL, the reference, says: of every kind of constraint, and of our own shapes."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from kg.check.check import sound
from kg.check.shacl import reference
from kg.check.shacl.data import tried
from kg.check.shacl.validation import validate
from kg.check.shacl.violation import InvalidShapes, Violation
from kg.check.shapes import all_shapes
from kg.ontology.ontology import load
from kg.rdf.model import to_rdf
from tests.bench.copies import copies
from tests.check.test_check import MUTATIONS, good

PREFIXES = """@prefix : <urn:a:> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> ."""
DATA = """
<urn:a:one> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:a:Thing> .
<urn:a:one> <urn:a:name> "档案馆"@zh .
<urn:a:one> <urn:a:name> "档案室"@zh .
<urn:a:one> <urn:a:name> "archive"@en .
<urn:a:one> <urn:a:count> "7"^^<http://www.w3.org/2001/XMLSchema#integer> .
<urn:a:one> <urn:a:limit> "5"^^<http://www.w3.org/2001/XMLSchema#integer> .
<urn:a:one> <urn:a:day> "2021-02-30"^^<http://www.w3.org/2001/XMLSchema#date> .
<urn:a:one> <urn:a:code> "a b" .
<urn:a:one> <urn:a:part> <urn:a:two> .
<urn:a:two> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:a:Other> .
<urn:a:two> <urn:a:count> "3"^^<http://www.w3.org/2001/XMLSchema#integer> .
<urn:a:two> <urn:a:code> "ab" .
""".lstrip()
CONSTRAINTS = {
    "minCount": "sh:path :absent ; sh:minCount 1",
    "maxCount": "sh:path :name ; sh:maxCount 2",
    "datatype": "sh:path :code ; sh:datatype xsd:integer",
    "ill-typed": "sh:path :day ; sh:datatype xsd:date",
    "class": "sh:path :part ; sh:class :Thing",
    "nodeKind": "sh:path :part ; sh:nodeKind sh:Literal",
    "minExclusive": "sh:path :count ; sh:minExclusive 7",
    "minInclusive": "sh:path :count ; sh:minInclusive 8",
    "maxExclusive": "sh:path :count ; sh:maxExclusive 7",
    "maxInclusive": "sh:path :count ; sh:maxInclusive 6",
    "minLength": "sh:path :name ; sh:minLength 4",
    "maxLength": "sh:path :name ; sh:maxLength 3",
    "pattern": 'sh:path :code ; sh:pattern "^[a-z]+$"',
    "languageIn": 'sh:path :name ; sh:languageIn ( "zh" )',
    "uniqueLang": "sh:path :name ; sh:uniqueLang true",
    "equals": "sh:path :count ; sh:equals :limit",
    "disjoint": "sh:path :name ; sh:disjoint :name",
    "lessThan": "sh:path :count ; sh:lessThan :limit",
    "lessThanOrEquals": "sh:path :count ; sh:lessThanOrEquals :limit",
    "in": "sh:path :count ; sh:in ( 1 2 3 )",
    "hasValue": "sh:path :part ; sh:hasValue :three",
    "not": "sh:path :part ; sh:not [ sh:class :Other ]",
    "and": "sh:path :part ; sh:and ( [ sh:class :Other ] [ sh:nodeKind sh:Literal ] )",
    "or": "sh:path :part ; sh:or ( [ sh:class :Thing ] [ sh:nodeKind sh:Literal ] )",
    "xone": "sh:path :part ; sh:xone ( [ sh:class :Other ] [ sh:nodeKind sh:IRI ] )",
    "node": "sh:path :part ; sh:node :checked",
    "qualifiedMinCount": "sh:path :part ; sh:qualifiedValueShape [ sh:class :Thing ] ; sh:qualifiedMinCount 1",
    "qualifiedMaxCount": "sh:path :part ; sh:qualifiedValueShape [ sh:class :Other ] ; sh:qualifiedMaxCount 0",
    "inverse path": "sh:path [ sh:inversePath :part ] ; sh:minCount 1",
    "sequence path": "sh:path ( :part :code ) ; sh:maxCount 0",
    "warning": "sh:path :absent ; sh:minCount 1 ; sh:severity sh:Warning",
}
TARGETS = {
    "targetClass": "sh:targetClass :Thing",
    "targetNode": "sh:targetNode :one, :nobody",
    "targetSubjectsOf": "sh:targetSubjectsOf :code",
    "targetObjectsOf": "sh:targetObjectsOf :part",
}


def both(data: str, shapes: str, tmp_path: Path) -> tuple[list[Violation], list[Violation]]:
    file = tmp_path / "data.nt"
    file.write_text(data, "utf-8")
    found, expected = (engine(file, f"{PREFIXES}\n{shapes}") for engine in (validate, reference.validate))
    return sorted(found, key=str), sorted(expected, key=str)


def same(found: list[Violation], expected: list[Violation], *, path: bool = True) -> bool:
    """Whether two reports agree; a path that is more than an IRI is written by each engine in its own way."""
    return [one if path else one._replace(path=None) for one in found] == [
        one if path else one._replace(path=None) for one in expected
    ]


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_a_kind_of_constraint(name: str, tmp_path: Path) -> None:
    shapes = f""":shape a sh:NodeShape ; sh:targetClass :Thing ; sh:property :tried .
        :checked a sh:NodeShape ; sh:property [ sh:path :count ; sh:minInclusive 4 ] .
        :tried {CONSTRAINTS[name]} ; sh:message "{name}" ."""
    found, expected = both(DATA, shapes, tmp_path)
    assert found
    assert same(found, expected, path="path" not in name)
    assert {one.message for one in found} == {name}
    assert {one.severity for one in found} == {"Warning" if name == "warning" else "Violation"}


def test_a_closed_shape(tmp_path: Path) -> None:
    shapes = """:shape a sh:NodeShape ; sh:targetClass :Thing ; sh:closed true ; sh:ignoredProperties ( rdf:type ) ;
        sh:message "closed" ; sh:property :a, :b . :a sh:path :name . :b sh:path :count ."""
    found, expected = both(DATA, shapes, tmp_path)
    assert same(found, expected)
    assert {one.path for one in found} == {f"<urn:a:{name}>" for name in ("limit", "day", "code", "part")}


@pytest.mark.parametrize("target", TARGETS)
def test_a_kind_of_target(target: str, tmp_path: Path) -> None:
    shapes = f""":shape a sh:NodeShape ; {TARGETS[target]} ; sh:property :p .
        :p sh:path :absent ; sh:minCount 1 ; sh:message "missing" ."""
    found, expected = both(DATA, shapes, tmp_path)
    assert found
    assert same(found, expected)


def test_what_is_right_conforms(tmp_path: Path) -> None:
    shapes = ":shape a sh:NodeShape ; sh:targetClass :Thing ; sh:property :p . :p sh:path :name ; sh:minCount 1 ."
    assert both(DATA, shapes, tmp_path) == ([], [])


def told(found: list[Violation]) -> Counter[tuple[str | None, ...]]:
    """What is compared of our own shapes, whose sentences are in the table of codes and not in the shapes."""
    return Counter((one.focus, one.path, _tagged(one.value), *one[3:6]) for one in found)


def _tagged(value: str | None) -> str | None:
    """A value with its language tag, in which capitals mean nothing, in small letters."""
    return value and re.sub('(?<="@)[A-Za-z-]+$', lambda tag: tag[0].lower(), value)


def test_our_shapes_on_every_fault_there_is() -> None:
    """One data set that holds the example once for each mutation of it, each under a base of its own."""
    triples = [
        triple
        for n, (_, _, mutate) in enumerate(MUTATIONS)
        for triple in to_rdf(sound(mutate(good())), f"https://zhkg.example/{n}/", ontology=load())
    ]
    with tried([*triples, *copies(1, broken=1)], load()) as data:
        found, expected = (told(engine(data.path, all_shapes(load()))) for engine in (validate, reference.validate))
    assert found == expected
    assert len({shape for _, _, _, shape, _, _ in found}) > 20


@pytest.mark.parametrize("engine", [validate, reference.validate], ids=["shacl", "pyshacl"])
def test_what_is_no_shacl(engine: object, tmp_path: Path) -> None:
    assert callable(engine)
    (tmp_path / "a.nt").write_text(DATA, "utf-8")
    with pytest.raises(InvalidShapes, match=r"(?i)mincount"):
        engine(
            tmp_path / "a.nt",
            f"{PREFIXES} :s a sh:NodeShape ; sh:targetClass :Thing ; sh:property [ sh:path :p ; sh:minCount -1 ] .",
        )
