from __future__ import annotations

import csv
import io
import json

import pyoxigraph as ox
import pytest
from rich.cells import cell_len

from kg.errors import QueryError
from kg.query.ask import ask
from kg.query.formats import ANSWER_FORMATS
from kg.query.load import from_graph
from kg.query.oxigraph import Oxigraph
from kg.query.render import render
from kg.query.results import Result
from tests.graphs import HOSTILE, example, hostile

AWARD = "SELECT ?who ?award ?none { ?who kg:received ?award }"


def example_result(sparql: str = AWARD) -> Result:
    return ask(from_graph(example()), sparql)


def test_a_table_is_as_wide_as_it_needs_to_be() -> None:
    head, rule, row = render(example_result()).splitlines()
    assert head.split() == ["who", "award", "none"]
    assert set(rule.strip()) == {"─"}
    assert row.split() == ["id:临江县档案馆", "id:全国档案工作先进集体"]


def test_a_narrow_terminal_folds() -> None:
    lines = render(example_result(), width=30).splitlines()
    assert len(lines) > 3
    assert all(cell_len(line) <= 30 for line in lines)


def test_yes_no_and_nothing() -> None:
    assert render(example_result("ASK { ?s kg:received ?o }")) == "yes\n"
    assert render(example_result("ASK { ?s kg:owns ?o }")) == "no\n"
    assert render(example_result("SELECT ?s { ?s kg:owns ?o }")) == "no answer\n"
    assert render(example_result("CONSTRUCT WHERE { ?s kg:owns ?o }")) == "no answer\n"


def test_csv_tsv_json_are_the_standard_forms() -> None:
    result = example_result()
    who, award = "https://zhkg.example/id/临江县档案馆", "https://zhkg.example/id/全国档案工作先进集体"
    assert list(csv.reader(io.StringIO(render(result, "csv")))) == [["who", "award", "none"], [who, award, ""]]
    assert render(result, "tsv") == f"?who\t?award\t?none\n<{who}>\t<{award}>\t\n"
    (row,) = json.loads(render(result, "json"))["results"]["bindings"]
    assert row == {"who": {"type": "uri", "value": who}, "award": {"type": "uri", "value": award}}
    assert json.loads(render(example_result("ASK {}"), "json"))["boolean"] is True


def test_turtle_is_sorted_and_short() -> None:
    result = example_result("CONSTRUCT WHERE { ?s kg:received ?o }")
    assert render(result, "turtle").endswith("id:临江县档案馆 kg:received id:全国档案工作先进集体 .\n")
    assert render(result, "table").splitlines()[-1].split() == [
        "id:临江县档案馆",
        "kg:received",
        "id:全国档案工作先进集体",
    ]


def test_turtle_of_any_query_parses() -> None:
    result = example_result("CONSTRUCT { ?s ?p [ kg:is ?o ] } { ?s ?p ?o }")
    triples = list(ox.parse(render(result, "turtle"), format=ox.RdfFormat.TURTLE))
    assert len(triples) == len(result.rows)


@pytest.mark.parametrize(
    ("sparql", "to", "hint"),
    [
        ("CONSTRUCT WHERE { ?s ?p ?o }", "csv", "use turtle or table"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "json", "use turtle or table"),
        (AWARD, "turtle", "use CONSTRUCT"),
        ("ASK {}", "tsv", "use table or json"),
    ],
)
def test_forms_that_do_not_fit_are_refused(sparql: str, to: str, hint: str) -> None:
    with pytest.raises(QueryError, match=f"cannot be written as {to}; {hint}"):
        render(example_result(sparql), to)  # type: ignore[arg-type]


@pytest.mark.parametrize("to", ANSWER_FORMATS)
def test_hostile_names_stay_text(to: str) -> None:
    kind = "CONSTRUCT WHERE" if to == "turtle" else "SELECT *"
    out = render(ask(from_graph(hostile()), f"{kind} {{ ?thing rdfs:label ?name }}"), to)  # type: ignore[arg-type]
    assert "<script>" in out
    if to == "table":
        assert "\x01" not in out
        assert "\u200f" not in out
        assert r"\u0001" in out
        assert len(out.splitlines()) == 4
    if to == "csv":
        names = {cell for row in csv.reader(io.StringIO(out, newline="")) for cell in row}
        assert HOSTILE in names


FORMULAS = ("=1+1", "+1-2", "-A1", "@SUM(1)", "\t=1", "\r=1", " =1", "＝1+1", "＠a", "-1e", "\ufeff=1", "-1.5E0.1")
INNOCENT = ("-5", "+5", "-1.5", "1.5E0", "-1.5e-7", "-.5", "甲=乙", "a@b.example", "", "'", "2020-07", "两\n行")


def test_csv_and_tsv_run_nothing_in_a_spreadsheet() -> None:
    def of(texts: tuple[str, ...]) -> Result:
        return ask(Oxigraph(), f"SELECT ?x {{ VALUES ?x {{ {' '.join(str(ox.Literal(text)) for text in texts)} }} }}")

    def read(out: str) -> list[str]:
        return [row[0] if row else "" for row in csv.reader(io.StringIO(out, newline=""))][1:]

    assert read(render(of(FORMULAS), "csv")) == [f"'{text}" for text in FORMULAS]
    assert read(render(of(INNOCENT), "csv")) == list(INNOCENT)
    assert render(of(("=1+1", "-5", "甲")), "tsv") == '?x\n"\'=1+1"\n"-5"\n"甲"\n'
    found = json.loads(render(of(FORMULAS), "json"))["results"]["bindings"]
    assert [row["x"]["value"] for row in found] == list(FORMULAS)


def test_numbers_stay_numbers() -> None:
    result = example_result("SELECT ?a ?b ?c { BIND(-5 AS ?a) BIND(-1.5 AS ?b) BIND(-1.5E0 AS ?c) }")
    assert render(result, "csv") == "a,b,c\n-5,-1.5,-1.5\n"
    assert render(result, "tsv") == '?a\t?b\t?c\n-5\t-1.5\t"-1.5"^^<http://www.w3.org/2001/XMLSchema#double>\n'
