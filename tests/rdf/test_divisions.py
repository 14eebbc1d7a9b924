"""What the gazetteer says of places, in RDF and back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.errors import GraphError
from kg.export.formats import Settings, export
from kg.query.ask import answer
from kg.query.bind import lines
from kg.query.oxigraph import Oxigraph
from kg.rdf.graph import from_rdf
from kg.rdf.model import to_quads, to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.parts import Parts
from kg.rdf.prefixes import BASE
from kg.types import Graph
from tests.layers import ONTOLOGY, layer
from tests.merge.corrections.made import built

AREA = "AdministrativeArea"
DIV = f"<{BASE}div/"


def graph() -> Graph:
    """宜宾市 and two of its districts."""
    return built([layer(f"[翠屏区|{AREA}]和[南溪区|{AREA}]在[宜宾市|{AREA}]。")])


def test_a_division_is_a_thing_of_its_own() -> None:
    turtle = export(graph(), "turtle", Settings(ONTOLOGY))
    assert "    kg:division div:511502 ;\n" in turtle
    block = turtle[turtle.index("\ndiv:511502") :].split("\n\n")[0].split("\n", 1)[1]
    assert block == (
        "div:511502 a kg:Division ;\n"
        '    schema:name "翠屏区"@zh-Hans ;\n'
        "    skos:broader div:511500 ;\n"
        "    skos:inScheme kg:divisions ;\n"
        '    skos:notation "511502" .'
    )
    assert turtle.count("\ndiv:511500 a") == 1


def test_no_document_says_it_and_no_statement() -> None:
    quads = to_quads(graph())
    assert [document for document, some in quads.items() if any(DIV in f"{s} {o}" for s, _, o in some)] == [None]
    assert not any("Statement" in o for _, _, o in to_rdf(graph()))


@pytest.mark.parametrize("syntax", ["turtle", "ntriples", "trig", "jsonld", "rdfxml"])
def test_there_and_back(syntax: str) -> None:
    found = from_rdf(export(graph(), syntax, Settings(ONTOLOGY)), syntax)  # type: ignore[arg-type]
    assert {e.id: e.divisions for e in found.entities} == {e.id: e.divisions for e in graph().entities}
    assert len(found.entities) == 3


def test_what_lies_in_a_place() -> None:
    engine = Oxigraph()
    engine.load(ntriples(to_rdf(graph())).encode(), "ntriples")
    asked = 'SELECT ?place { ?place kg:division/skos:broader+/skos:notation "511500" } ORDER BY ?place'
    assert lines(answer(engine, asked)) == ("place", "id:南溪区", "id:翠屏区")
    asked = "SELECT ?up { id:翠屏区 kg:division/skos:broader/^kg:division ?up }"
    assert lines(answer(engine, asked)) == ("up", "id:宜宾市")


def test_parts_share_divisions() -> None:
    parts = Parts(ONTOLOGY, BASE, None)
    each = [parts.entity(replace(one, mentions=())) for one in graph().entities]
    shared = {line for lines in each for line in lines if parts.is_shared("entity", line)}
    own = [line for lines in each for line in lines - shared]
    assert len(own) == len(set(own)) and all(line.startswith(DIV) for line in shared)


def test_a_division_that_lies_in_itself_is_no_graph() -> None:
    broken = ntriples(to_rdf(graph())).replace(f"{DIV}510000> .", f"{DIV}511502> .")
    with pytest.raises(GraphError, match="lies in itself"):
        from_rdf(broken, "ntriples")
