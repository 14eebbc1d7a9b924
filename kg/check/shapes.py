"""SHACL: the shapes of the ontology, tried on the triples of a graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.check.culprits import culprit, quoted
from kg.check.property_shapes import SH, property_shapes
from kg.check.shacl.data import Tried, tried
from kg.check.shacl.validation import validate
from kg.check.shacl.violation import InvalidShapes, Violation
from kg.check.table import finding
from kg.errors import OntologyError
from kg.ontology.namespace import KG
from kg.ontology.ontology import Ontology
from kg.rdf.ntriples import parts
from kg.rdf.prefixes import BASE, RDF, XSD
from kg.rdf.shorten import shorten
from kg.rdf.terms import Triple, unescaped
from kg.types import Finding

_CODE = f"{KG}code"
_SUBJECTS_OF = "E201"  # the code of shapes that try the subject of a property


def shapes(lines: str, ontology: Ontology, base: str = BASE) -> Iterator[Finding]:
    """What `shapes_of` finds in a graph that is given as lines of N-Triples, as `kg.rdf.ntriples` writes them."""
    return shapes_of((parts(line) for line in lines.split("\n") if line), ontology, base)


def shapes_of(triples: Iterable[Triple], ontology: Ontology, base: str = BASE) -> Iterator[Finding]:
    """E201 to E217, W201: what breaks a shape in a graph.

    The triple of every statement is tried, be it asserted or not. OntologyError where shapes.ttl is no SHACL,
    GraphError where there is no room for a temporary file.
    """
    known = ontology.once(_Catalogue)
    with tried(triples, ontology) as data:
        try:
            found = validate(data.path, known.text)
        except InvalidShapes as error:
            hint = "see https://www.w3.org/TR/shacl/ for what a shape may say"
            what = f"a shape is not valid SHACL: {error}"
            raise OntologyError(what, where=str(ontology.path / "shapes.ttl"), hint=hint) from None
        coded = [(known.codes[one.shape], one) for one in found]
        nodes = {node for code, one in coded if (node := _typed(code, one)) is not None}
        describer = _Describer(known, data, data.types(nodes), base)
        for code, one in coded:
            yield describer.finding(code, one)


def all_shapes(ontology: Ontology) -> str:
    """The shapes of shapes.ttl and those that follow from the schema, in Turtle."""
    return f"{ontology.text('shapes.ttl')}\n{property_shapes(ontology)}"


def _typed(code: str, violation: Violation) -> str | None:
    """The node of a violation whose types a finding tells."""
    node = violation.focus if code == _SUBJECTS_OF else violation.value
    return None if node is None or node.startswith('"') else node


class _Catalogue:
    """The shapes of an ontology: their Turtle, and the code and the path of each that has one.

    OntologyError where shapes.ttl does not parse.
    """

    def __init__(self, ontology: Ontology) -> None:
        import pyoxigraph as ox

        self.text = all_shapes(ontology)
        self.codes: dict[str, str] = {}
        self.paths: dict[str, str] = {}
        try:
            for quad in ox.parse(self.text, format=ox.RdfFormat.TURTLE):
                predicate, shape = quad.predicate.value, str(quad.subject)
                if predicate == _CODE:
                    self.codes[shape] = quad.object.value
                elif predicate == f"{SH}path":
                    self.paths[shape] = str(quad.object)
                elif predicate == f"{SH}targetSubjectsOf":
                    self.paths.setdefault(shape, str(quad.object))
        except SyntaxError as error:
            where = f"{ontology.path / 'shapes.ttl'}:{error.lineno}"
            hint = "mend it there: often a dot, a semicolon or the declaration of a prefix is missing"
            raise OntologyError(f"not valid Turtle: {error.msg}", where=where, hint=hint) from None


@dataclass(frozen=True, slots=True)
class _Describer:
    """Makes findings that name things as a reader knows them; `types` are those of nodes."""

    shapes: _Catalogue
    data: Tried
    types: Mapping[str, list[str]]
    base: str

    def finding(self, code: str, violation: Violation) -> Finding:
        """One violation as a finding."""
        path, value = self.term(self.shapes.paths.get(violation.shape)), self.term(violation.value)
        if violation.component.startswith("MinCount"):
            detail = f"{path} is missing"
        elif violation.component.startswith("MaxCount"):
            detail = f"there are several {path}"
        else:
            detail = f"{path} is {value}"
        types = self.kinds(_typed(code, violation) or violation.value)
        return finding(code, culprit(self.thing(violation.focus), path=path, value=value, types=types, detail=detail))

    def thing(self, node: str) -> str:
        """A node; a statement with its triple."""
        name, parts = self.term(node), self.data.about(node)
        return f"{name} ({' '.join(map(self.term, parts))})" if parts else name

    def term(self, term: str | None) -> str:
        """A term of N-Triples as a prefixed name, a literal as its words."""
        if term is None:
            return "nothing"
        if term.startswith("<"):
            return shorten(unescaped(term[1:-1]), self.base)
        return quoted(unescaped(term[1 : term.rindex('"')]) if term.startswith('"') else term)

    def kinds(self, term: str | None) -> str:
        """The types of a node, or the datatype of a literal."""
        if term is None or not term.startswith('"'):
            return ", ".join(sorted(map(self.term, self.types.get(term or "", ())))) or "none"
        tail = term[term.rindex('"') + 1 :]
        if tail.startswith("@"):
            return self.term(f"<{RDF}langString>")
        return self.term(tail[2:]) if tail.startswith("^^") and tail[2:] != f"<{XSD}string>" else "text"
