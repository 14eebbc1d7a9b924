"""Ontology -> SHACL shapes of its classes and properties, as Turtle: what schema.ttl says need not be said twice.

    kg:sponsored schema:domainIncludes kg:Organization, kg:Person ; schema:rangeIncludes kg:Event .

becomes

    derived:sponsored a sh:NodeShape ; kg:code "E201" ; sh:targetSubjectsOf kg:sponsored ;
        sh:class derived:Organization-or-Person ; sh:property derived:sponsored-value .
    derived:sponsored-value sh:path kg:sponsored ; kg:code "E202" ; sh:class kg:Event .

with kg:Organization and kg:Person as subclasses of derived:Organization-or-Person in what is tried: an engine looks a
class up at once, and goes through all things of it for each alternative of an sh:or. The shapes of a date and of words
are `shape:date` and `shape:words` in shapes.ttl.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.ontology.namespace import KG
from kg.ontology.ontology import Ontology
from kg.ontology.schema import Property
from kg.rdf.prefixes import RDF, RDFS, SKOS, XSD
from kg.rdf.terms import Triple

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
    shapes = (_property(known, _domain(known, ontology)) for known in ontology.properties.values())
    return "\n".join([head, *_entity(ontology), *(line for lines in shapes for line in lines)])


def _entity(ontology: Ontology) -> Iterator[str]:
    """An entity's type is a class of the ontology."""
    yield f"{_iri('entity')} a sh:NodeShape ; sh:targetSubjectsOf skos:prefLabel, kg:mention ;"
    yield f"    sh:property {_iri('entity-type')} ."
    classes = " ".join(f"<{KG}{name}>" for name in ontology.classes)
    yield f'{_iri("entity-type")} sh:path rdf:type ; kg:code "E206" ; sh:in ( {classes} ) .'


def _property(known: Property, domain: tuple[str, ...]) -> Iterator[str]:
    path, shape, value = f"<{KG}{known.name}>", _iri(known.name), _iri(f"{known.name}-value")
    yield f'{shape} a sh:NodeShape ; kg:code "E201" ; sh:targetSubjectsOf {path} ;'
    yield f"    sh:class {_class(domain)} ; sh:property {value} ."
    code, test = _VALUES[known.datatype] if known.datatype else ("E202", f"sh:class {_class(known.range)}")
    yield f'{value} sh:path {path} ; kg:code "{code}" ; {test} .'
    if known.single_valued:
        once = _iri(f"{known.name}-once")
        yield f"{shape} sh:property {once} ."
        yield f'{once} sh:path {path} ; kg:code "W201" ; sh:maxCount 1 .'


def class_tree(ontology: Ontology) -> list[Triple]:
    """The rdfs:subClassOf triples that stand beside a graph which is tried, those of the unions of classes too."""
    up = f"<{RDFS}subClassOf>"
    out = [(f"<{KG}{one.name}>", up, f"<{KG}{one.parent}>") for one in ontology.classes.values() if one.parent]
    unions = {classes for known in ontology.properties.values() for classes in (_domain(known, ontology), known.range)}
    out += [(f"<{KG}{name}>", up, _class(union)) for union in sorted(unions) if len(union) > 1 for name in union]
    return out


def _domain(known: Property, ontology: Ontology) -> tuple[str, ...]:
    """What a property is said of; a qualifier is said of statements too."""
    return (*known.domain, _STATEMENT) if known.name in ontology.once(_qualifiers) else known.domain


def _qualifiers(ontology: Ontology) -> frozenset[str]:
    return frozenset(name for known in ontology.properties.values() for name in known.qualifiers)


def _class(classes: tuple[str, ...]) -> str:
    """The class of what is of one of some classes."""
    return f"<{KG}{classes[0]}>" if len(classes) == 1 else _iri("-or-".join(classes))


def _iri(name: str) -> str:
    return f"<{_DERIVED}{name}>"
