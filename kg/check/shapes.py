"""SHACL: the shapes of the ontology, tried on the triples of a graph by pySHACL."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.check.codes import finding, shown
from kg.errors import OntologyError
from kg.ontology.ontology import Ontology
from kg.ontology.schema import KG
from kg.rdf.prefixes import BASE, RDF, RDFS, XSD
from kg.rdf.shorten import shorten
from kg.types import Finding

if TYPE_CHECKING:
    from rdflib import Graph as Triples

_SH = "http://www.w3.org/ns/shacl#"
_NUMBER = re.compile(rf'"([^"\n]*)"\^\^<{XSD}(?:decimal|double|float)> \.$', re.MULTILINE)
_COMPARED = re.compile(r"[+-]?(INF|([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?)")


def shapes(ntriples: str, ontology: Ontology, base: str = BASE) -> Iterator[Finding]:
    """E201 to E217: what breaks a shape in a graph that is given as N-Triples.

    The triple of every statement is tried, be it asserted or not. 0.2 s for 3,000 triples.
    """
    import pyshacl
    from rdflib import Graph, URIRef

    # rdflib logs a traceback for each literal that is not of its type; here that is a finding.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    data = Graph().parse(data=_NUMBER.sub(_number, ntriples), format="nt")
    _complete(data, ontology)
    known = _known(ontology)
    _, report, _ = pyshacl.validate(data, shacl_graph=known, inplace=True, inference="none")
    assert isinstance(report, Graph)
    words = _Words(data, base)
    for result in report.objects(None, URIRef(f"{_SH}result")):
        said = {name: report.value(result, URIRef(_SH + name)) for name in ("focusNode", "value", "sourceShape")}
        part = str(report.value(result, URIRef(f"{_SH}sourceConstraintComponent"))).removeprefix(_SH)
        shape = said["sourceShape"]
        path = known.value(shape, URIRef(f"{_SH}path")) or known.value(shape, URIRef(f"{_SH}targetSubjectsOf"))
        yield words.finding(str(known.value(shape, URIRef(f"{KG}code"))), said["focusNode"], path, said["value"], part)


def _number(match: re.Match[str]) -> str:
    """A number, or the plain string of what is none: NaN, which pySHACL compares with a bound, ends in an exception."""
    return match[0] if _COMPARED.fullmatch(match[1]) else f'"{match[1]}" .'


@cache
def _known(ontology: Ontology) -> Triples:
    """The shapes of an ontology; OntologyError where they do not parse."""
    from rdflib import Graph
    from rdflib.plugins.parsers.notation3 import BadSyntax

    try:
        return Graph().parse(data=ontology.text("shapes.ttl"), format="turtle")
    except BadSyntax as error:
        where = f"{ontology.path / 'shapes.ttl'}:{error.lines + 1}"
        raise OntologyError(f"not valid Turtle: {error.message}", where=where) from None


def _complete(data: Triples, ontology: Ontology) -> None:
    """Add what the shapes need to see: subclasses, and the triples of statements that are not asserted."""
    from rdflib import URIRef

    for known in ontology.classes.values():
        if known.parent:
            data.add((URIRef(KG + known.name), URIRef(f"{RDFS}subClassOf"), URIRef(KG + known.parent)))
    for statement in list(data.subjects(URIRef(f"{RDF}type"), URIRef(f"{KG}Statement"))):
        parts = [data.value(statement, URIRef(RDF + name)) for name in ("subject", "predicate", "object")]
        if isinstance(parts[1], URIRef) and None not in parts:
            data.add((parts[0], parts[1], parts[2]))  # type: ignore[arg-type]


class _Words:
    """Makes findings that name things as a reader knows them."""

    def __init__(self, data: Triples, base: str) -> None:
        self.data, self.base = data, base

    def finding(self, code: str, focus: Any, path: Any, value: Any, part: str) -> Finding:
        """One result of a validation as a finding; `part` is the constraint that did not hold."""
        name = self.term(path)
        if part.startswith("MinCount"):
            detail = f"{name} is missing"
        elif part.startswith("MaxCount"):
            detail = f"there are several {name}"
        else:
            detail = f"{name} is {self.term(value)}"
        types = self.types(focus if code == "E201" else value)
        return finding(code, self.thing(focus), path=name, value=self.term(value), types=types, detail=detail)

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
        return shorten(str(node), self.base) if isinstance(node, URIRef) else shown(str(node))

    def types(self, node: Any) -> str:
        """The types of a node, or the datatype of a literal."""
        from rdflib import Literal, URIRef

        if isinstance(node, Literal):
            return self.term(node.datatype) if node.datatype else "text"
        found = sorted(self.term(o) for o in self.data.objects(node, URIRef(f"{RDF}type")))
        return ", ".join(found) or "none"
