"""`kg infer`, and what follows in `kg query`, `kg export` and `kg check`."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.cli.main import run
from kg.rdf.terms import Names

BODIES = "SELECT ?x { ?x a org:Organization } ORDER BY ?x"
INFERRED = ox.NamedNode(Names().inferred()[1:-1])


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(list(arguments)) == 0
    return capsys.readouterr().out


def test_a_question_in_other_terms_is_answered(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "id:国家档案局" in said(capsys, "query", str(built), "-q", BODIES)
    assert "id:国家档案局" in said(capsys, "query", str(built), "-q", BODIES.replace("org:", "foaf:"))
    assert "id:国家档案局" not in said(capsys, "query", str(built), "-q", BODIES, "--no-inferred")


def test_asserted_and_inferred_stand_apart(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph = f"GRAPH <{INFERRED.value}> {{ ?x a ?type }}"
    assert "kg:GovernmentBody" not in said(capsys, "query", str(built), "-q", f"SELECT ?type {{ {graph} }}")
    both = f"SELECT ?type {{ ?x a ?type FILTER NOT EXISTS {{ {graph} }} }}"
    assert "kg:GovernmentBody" in (found := said(capsys, "query", str(built), "-q", both))
    assert "foaf:Organization" not in found


def test_named_questions_count_what_is_said(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "org:Organization" not in said(capsys, "query", str(built), "--name", "types")
    assert "org:Organization" in said(capsys, "query", str(built), "--name", "types", "--inferred")


def test_how_much_follows(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(said(capsys, "infer", str(built), "--json"))
    assert {"term": "schema:GovernmentOrganization", "triples": 3} in rows
    lines = said(capsys, "infer", str(built)).splitlines()
    assert lines[-1].split() == [str(sum(row["triples"] for row in rows)), "in", "all"]


@pytest.mark.parametrize(
    "triple",
    [
        ("临江县档案馆", "a", "schema:Organization"),
        ("id:临江县档案馆", "rdf:type", "<https://schema.org/Organization>"),
    ],
)
def test_why_it_follows(built: Path, capsys: pytest.CaptureFixture[str], triple: tuple[str, str, str]) -> None:
    found = said(capsys, "infer", str(built), "--explain", *triple).splitlines()
    assert found == [
        "id:临江县档案馆 rdf:type schema:Organization",
        "  by kg:Organization rdfs:subClassOf schema:Organization",
        "  id:临江县档案馆 rdf:type kg:Organization",
        "    by kg:GovernmentBody rdfs:subClassOf kg:Organization",
        "    id:临江县档案馆 rdf:type kg:GovernmentBody",
    ]


@pytest.mark.parametrize(
    "triple",
    [("何立群", "kg:positionAt", "临江县档案馆"), ("临江县档案馆", "kg:hasOfficer", "何立群")],
    ids=["as it is", "turned round"],
)
def test_what_is_said_is_explained_by_its_sentence(
    built: Path, capsys: pytest.CaptureFixture[str], triple: tuple[str, str, str]
) -> None:
    found = json.loads(said(capsys, "infer", str(built), "--json", "--explain", *triple))
    assert (found["axiom"], found["premises"]) == (None, [])
    assert found["said"] == [["doc:news", "临江县档案馆馆长何立群"]]


@pytest.mark.parametrize(
    ("triple", "message"),
    [
        (("何立群", "a", "schema:Place"), "id:何立群 rdf:type schema:Place is neither said nor follows by an axiom"),
        (("无人", "a", "schema:Place"), "nothing in the graph is called '无人'"),
        (("id:何立群", "kg:positionAt", "kgg:x"), "'kgg:x' is no term"),
        (("id:何立群", "kg:said", '"好'), "'\"好' is no term"),
    ],
)
def test_what_cannot_be_explained(
    built: Path, capsys: pytest.CaptureFixture[str], triple: tuple[str, str, str], message: str
) -> None:
    assert run(["infer", str(built), "--explain", *triple]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("form", ["trig", "nquads"])
def test_an_export_keeps_them_apart_and_comes_back(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    file = tmp_path / f"graph.{'nq' if form == 'nquads' else form}"
    said(capsys, "export", str(built), "--to", form, "--with-inferred", "-o", str(file))
    graphs = {quad.graph_name for quad in ox.parse(path=str(file))}
    assert INFERRED in graphs
    assert ox.DefaultGraph() in graphs
    assert run(["check", str(file)]) == run(["check", str(built)])
    assert "E401" not in capsys.readouterr().out
    assert said(capsys, "export", str(file), "--to", "turtle").encode() == (built / "graph.ttl").read_bytes()
    count = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{INFERRED.value}> {{ ?s ?p ?o }} }}"
    n = sum(quad.graph_name == INFERRED for quad in ox.parse(path=str(file)))
    assert str(n) in said(capsys, "query", str(file), "-q", count, "--format", "csv")
    assert said(capsys, "query", str(file), "-q", count, "--format", "csv", "--no-inferred").split() == ["n", "0"]


def test_turtle_has_them_among_the_others_and_says_so(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "graph.ttl"
    said(capsys, "export", str(built), "--to", "turtle", "--with-inferred", "-o", str(file))
    assert "schema:GovernmentOrganization" in file.read_text("utf-8")
    assert run(["export", str(file), "--to", "json"]) == 2
    assert "has inferred triples among those that are said" in capsys.readouterr().err
    assert run(["export", str(built), "--to", "csv", "--with-inferred"]) == 2
    assert "csv cannot carry inferred triples" in capsys.readouterr().err


def test_the_schema_goes_out_with_its_chains(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = said(capsys, "export", str(built), "--to", "turtle", "--with-schema")
    assert "owl:propertyChainAxiom kg:grandparent-1" in found
    assert "_:" not in found
