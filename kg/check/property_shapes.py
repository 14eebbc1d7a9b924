"""Ontology -> SHACL shapes of its classes and properties, as Turtle: what schema.ttl says need not be said twice.

    kg:sponsored schema:domainIncludes kg:Organization, kg:Person ; schema:rangeIncludes kg:Event .

becomes

    derived:sponsored a sh:NodeShape ; kg:code "E201" ; sh:targetSubjectsOf kg:sponsored ;
        sh:or ( [ sh:class kg:Organization ] [ sh:class kg:Person ] ) ; sh:property derived:sponsored-value .
    derived:sponsored-value sh:path kg:sponsored ; kg:code "E202" ; sh:class kg:Event .

The shapes of a date and of words are `shape:date` and `shape:words` in shapes.ttl.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.ontology.namespace import KG
from kg.ontology.ontology import Ontology
from kg.ontology.schema import Property
from kg.rdf.prefixes import RDF, SKOS, XSD

SH = "http://www.w3.org/ns/shacl#"
SHAPES = "https://w3id.org/zhkg/shapes#"
_DERIVED = "https://w3id.org/zhkg/shapes/derived#"
_PREFIXES = {"kg": KG, "rdf": RDF, "skos": SKOS, "xsd": XSD, "sh": SH, "shape": SHAPES}
_STATEMENT = "Statement"  # what a qualifier is said of
_VALUES = {
    "date": ("E203", "sh:node shape:date"),
    "quantity": ("E204", "sh:or ( [ sh:datatype xsd:integer ] [ sh:datatype xsd:decimal ] )"),
    "text": ("E205", "sh:node shape:words"),
}


def property_shapes(ontology: Ontology) -> str:
    """The shapes of an ontology's classes (E206) and properties (E201 to E205, W201) in Turtle."""
    head = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in _PREFIXES.items())
    qualifiers = {name for known in ontology.properties.values() for name in known.qualifiers}
    shapes = (_property(known, name in qualifiers) for name, known in ontology.properties.items())
    return "\n".join([head, *_entity(ontology), *(line for lines in shapes for line in lines)])


def _entity(ontology: Ontology) -> Iterator[str]:
    """An entity's type is a class of the ontology."""
    yield f"{_iri('entity')} a sh:NodeShape ; sh:targetSubjectsOf skos:prefLabel, kg:mention ;"
    yield f"    sh:property {_iri('entity-type')} ."
    classes = " ".join(f"<{KG}{name}>" for name in ontology.classes)
    yield f'{_iri("entity-type")} sh:path rdf:type ; kg:code "E206" ; sh:in ( {classes} ) .'


def _property(known: Property, is_qualifier: bool) -> Iterator[str]:
    path, shape, value = f"<{KG}{known.name}>", _iri(known.name), _iri(f"{known.name}-value")
    domain = (*known.domain, _STATEMENT) if is_qualifier else known.domain
    yield f'{shape} a sh:NodeShape ; kg:code "E201" ; sh:targetSubjectsOf {path} ;'
    yield f"    {_is_of(domain)} ; sh:property {value} ."
    code, test = _VALUES[known.datatype] if known.datatype else ("E202", _is_of(known.range))
    yield f'{value} sh:path {path} ; kg:code "{code}" ; {test} .'
    if known.single_valued:
        once = _iri(f"{known.name}-once")
        yield f"{shape} sh:property {once} ."
        yield f'{once} sh:path {path} ; kg:code "W201" ; sh:maxCount 1 .'


def _is_of(classes: Iterable[str]) -> str:
    """The constraint that something is of one of some classes."""
    tests = [f"sh:class <{KG}{name}>" for name in classes]
    return tests[0] if len(tests) == 1 else f"sh:or ( {' '.join(f'[ {test} ]' for test in tests)} )"


def _iri(name: str) -> str:
    return f"<{_DERIVED}{name}>"
