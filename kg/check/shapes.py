"""SHACL: the shapes of the ontology, tried on the triples of a graph by pySHACL."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kg.check.culprits import culprit, quoted
from kg.check.property_shapes import SH, property_shapes
from kg.check.table import finding
from kg.errors import OntologyError
from kg.ontology.namespace import KG
from kg.ontology.ontology import Ontology
from kg.rdf.prefixes import BASE, RDF, RDFS, XSD
from kg.rdf.shorten import shorten
from kg.types import Finding

if TYPE_CHECKING:
    from rdflib import Graph as Triples

_NUMBER = re.compile(rf'"([^"\n]*)"\^\^<{XSD}(?:decimal|double|float)> \.$', re.MULTILINE)
_COMPARED = re.compile(r"[+-]?(INF|([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?)")


def shapes(ntriples: str, ontology: Ontology, base: str = BASE) -> Iterator[Finding]:
    """E201 to E217: what breaks a shape in a graph that is given as N-Triples.

    The triple of every statement is tried, be it asserted or not. 0.2 s for 3,000 triples.
    """
    import pyshacl
    from pyshacl.errors import ConstraintLoadError, ReportableRuntimeError, ShapeLoadError
    from rdflib import Graph, URIRef

    # rdflib logs a traceback for each literal that is not of its type; here that is a finding.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    data = Graph().parse(data=_NUMBER.sub(_number, ntriples), format="nt")
    _complete(data, ontology)
    known, where = ontology.once(all_shapes), str(ontology.path / "shapes.ttl")
    try:
        _, report, _ = pyshacl.validate(data, shacl_graph=known, inplace=True, inference="none")
    except (ConstraintLoadError, ReportableRuntimeError, ShapeLoadError) as error:
        hint = "see https://www.w3.org/TR/shacl/ for what a shape may say"
        what = f"a shape is not valid SHACL: {str(error).splitlines()[0]}"
        raise OntologyError(what, where=where, hint=hint) from None
    assert isinstance(report, Graph)
    describer = _Describer(data, base)
    for result in report.objects(None, URIRef(f"{SH}result")):
        parts = {name: report.value(result, URIRef(SH + name)) for name in ("focusNode", "value", "sourceShape")}
        constraint = str(report.value(result, URIRef(f"{SH}sourceConstraintComponent"))).removeprefix(SH)
        shape = parts["sourceShape"]
        path = known.value(shape, URIRef(f"{SH}path")) or known.value(shape, URIRef(f"{SH}targetSubjectsOf"))
        yield describer.finding(
            str(known.value(shape, URIRef(f"{KG}code"))), parts["focusNode"], path, parts["value"], constraint
        )


def _number(match: re.Match[str]) -> str:
    """A number, or the plain string of what is none: NaN, which pySHACL compares with a bound, ends in an exception."""
    return match[0] if _COMPARED.fullmatch(match[1]) else f'"{match[1]}" .'


def all_shapes(ontology: Ontology) -> Triples:
    """The shapes of shapes.ttl and those that follow from the schema; OntologyError where the file does not parse."""
    from rdflib import Graph
    from rdflib.plugins.parsers.notation3 import BadSyntax

    try:
        known = Graph().parse(data=ontology.text("shapes.ttl"), format="turtle")
    except BadSyntax as error:
        where = f"{ontology.path / 'shapes.ttl'}:{error.lines + 1}"
        hint = "mend it there: often a dot, a semicolon or the declaration of a prefix is missing"
        raise OntologyError(f"not valid Turtle: {error.message}", where=where, hint=hint) from None
    return known.parse(data=property_shapes(ontology), format="turtle")


def _complete(data: Triples, ontology: Ontology) -> None:
    """Add what the shapes need to see: subclasses, and the triples of statements that are not asserted.

    What a symmetric property adds to a statement is taken away: a fault is told once.
    """
    from rdflib import URIRef

    for known in ontology.classes.values():
        if known.parent:
            data.add((URIRef(KG + known.name), URIRef(f"{RDFS}subClassOf"), URIRef(KG + known.parent)))
    mirrored = {URIRef(KG + known.name) for known in ontology.properties.values() if known.symmetric}
    stated = set()
    for statement in data.subjects(URIRef(f"{RDF}type"), URIRef(f"{KG}Statement")):
        parts = [data.value(statement, URIRef(RDF + name)) for name in ("subject", "predicate", "object")]
        if isinstance(parts[1], URIRef) and None not in parts:
            stated.add((parts[0], parts[1], parts[2]))
    for subject, predicate, target in stated:
        data.add((subject, predicate, target))  # type: ignore[arg-type]
        if predicate in mirrored and (target, predicate, subject) not in stated:
            data.remove((target, predicate, subject))


class _Describer:
    """Makes findings that name things as a reader knows them."""

    def __init__(self, data: Triples, base: str) -> None:
        self.data, self.base = data, base

    def finding(self, code: str, focus: Any, path: Any, value: Any, constraint: str) -> Finding:
        """One result of a validation as a finding; `constraint` is the one that did not hold."""
        name = self.term(path)
        if constraint.startswith("MinCount"):
            detail = f"{name} is missing"
        elif constraint.startswith("MaxCount"):
            detail = f"there are several {name}"
        else:
            detail = f"{name} is {self.term(value)}"
        types = self.types(focus if code == "E201" else value)
        details = culprit(self.thing(focus), path=name, value=self.term(value), types=types, detail=detail)
        return finding(code, details)

    def thing(self, node: Any) -> str:
        """A node; a statement with its triple."""
        from rdflib import URIRef

        parts = [self.data.value(node, URIRef(RDF + name)) for name in ("subject", "predicate", "object")]
        name = self.term(node)
        return f"{name} ({' '.join(map(self.term, parts))})" if None not in parts else name

    def term(self, node: Any) -> str:
        """A node as a prefixed name, a literal as its words."""
        from rdflib import URIRef

        if node is None:
            return "nothing"
        return shorten(str(node), self.base) if isinstance(node, URIRef) else quoted(str(node))

    def types(self, node: Any) -> str:
        """The types of a node, or the datatype of a literal."""
        from rdflib import Literal, URIRef

        if isinstance(node, Literal):
            return self.term(node.datatype) if node.datatype else "text"
        found = sorted(self.term(o) for o in self.data.objects(node, URIRef(f"{RDF}type")))
        return ", ".join(found) or "none"
