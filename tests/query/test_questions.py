from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import OntologyError, QueryError
from kg.ontology.ontology import Ontology, load
from kg.query.ask import ask
from kg.query.bind import bind, lines
from kg.query.load import from_graph
from kg.query.render import cells
from kg.rdf.model import to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.prefixes import prefixes
from kg.rdf.questions import Question, question, questions
from kg.rdf.shorten import shorten
from kg.types import Graph
from tests.graphs import HOSTILE, example, hostile
from tests.query.regenerate import answer, graph

ALL = questions(load())
EACH = pytest.mark.parametrize("asked", ALL, ids=[q.name for q in ALL])


def on_rdflib(asked: Question, of: Graph) -> list[list[str]]:
    import rdflib

    def cell(term: object) -> str:
        if term is None:
            return ""
        return shorten(str(term)) if isinstance(term, rdflib.URIRef) else str(term)

    data = rdflib.Graph().parse(data=ntriples(to_rdf(of)), format="nt")
    found = data.query(asked.sparql, initNs=dict(prefixes()))
    return [[cell(term) for term in row] for row in found if not isinstance(row, bool)]


@EACH
@pytest.mark.parametrize("of", [graph, example], ids=["example", "by hand"])
def test_two_engines_agree(asked: Question, of: Callable[[], Graph]) -> None:
    result = ask(from_graph(of()), asked.sparql)
    raw = [[re.sub(r"\s", " ", cell) for cell in row] for row in on_rdflib(asked, of())]
    if result.kind == "graph":
        raw.sort()
        assert sorted(cells(result)) == raw
    else:
        assert cells(result) == raw


@EACH
def test_the_answer_in_the_file_is_the_answer(asked: Question) -> None:
    again = "run: python -m tests.query.regenerate"
    assert asked.answer == answer(asked), again


@EACH
def test_the_question_says_what_it_asks(asked: Question) -> None:
    assert re.search(r"[一-鿿].*[？）]$", asked.zh)
    assert asked.en.isascii()
    assert "PREFIX" not in asked.sparql


@EACH
def test_hostile_names_do_no_harm(asked: Question) -> None:
    wicked = from_graph(hostile())
    ask(wicked, asked.sparql)
    for parameter in asked.parameters:
        ask(wicked, bind(asked, wicked, {parameter: HOSTILE}))


def test_there_are_enough() -> None:
    assert len(ALL) >= 18
    assert [q.name for q in ALL] == sorted(q.name for q in ALL)


def test_most_have_an_answer() -> None:
    by_hand = from_graph(example())
    silent = {q.name for q in ALL if not ask(by_hand, q.sparql).answer}
    assert silent == {"cooperation", "initiatives", "month", "parts", "products"}


def test_heads_leaves_out_deputies() -> None:
    sparql = question(load(), "heads").sparql
    assert lines(ask(from_graph(example()), sparql))[1:] == ("id:临江县档案馆 | 馆长 | id:何立群",)


def test_an_entity_is_bound_by_any_of_its_names() -> None:
    asked, data = question(load(), "built"), from_graph(example())
    rows = lines(ask(data, asked.sparql))
    for name in ("临江县档案馆", "该馆", "县档案馆"):
        assert lines(ask(data, bind(asked, data, {"organization": name}))) == rows
    assert len(lines(ask(data, bind(asked, data, {"organization": "国家档案局"})))) == 1


def test_a_text_is_bound() -> None:
    asked, data = question(load(), "month"), from_graph(example())
    found = lines(ask(data, bind(asked, data, {"month": "2021-06"})))
    assert found[1:] == ("2021-06-09 | id:临江县档案馆 | kg:received | id:全国档案工作先进集体",)
    assert len(lines(ask(data, bind(asked, data, {"month": '") } #'})))) == 1


def test_wrong_names_are_told() -> None:
    data = from_graph(example())
    with pytest.raises(QueryError, match="no question is called 'head'; choose one of: around, attendance"):
        question(load(), "head")
    with pytest.raises(QueryError, match="has no parameter 'who'; its parameters are: person"):
        bind(question(load(), "posts"), data, {"who": "何立群"})
    with pytest.raises(QueryError, match="has no parameter 'who'; it has none"):
        bind(question(load(), "types"), data, {"who": "何立群"})
    with pytest.raises(QueryError, match="nothing in the graph is called '何立'"):
        bind(question(load(), "posts"), data, {"person": "何立"})


def test_a_question_without_english_is_refused(tmp_path: Path) -> None:
    (tmp_path / "questions").mkdir()
    (tmp_path / "schema.ttl").write_text("")
    (tmp_path / "questions" / "a.rq").write_text("# zh: 有吗？\nASK {}\n", "utf-8")
    with pytest.raises(OntologyError, match=r"a\.rq: it has no line '# en: …'"):
        questions(Ontology(tmp_path))
