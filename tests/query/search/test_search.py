"""Search in Chinese: what finds what, in Python, in SPARQL and on the command line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cli.main import run
from kg.errors import QueryError
from kg.query.ask import answer, ask, hinted
from kg.query.engine import Engine
from kg.query.load import from_graph
from kg.query.render import cells
from kg.query.search.found import search
from kg.query.search.index import index
from kg.query.search.words import Search
from kg.store.graph_json import dumps
from kg.types import ClassName, DocumentId, Entity, EntityId, Graph, Span
from tests.graphs import example

NAMES = ("宜宾市司法局", "南陵縣司法局", "南陵县公安局", "中华人民共和国司法部", "C919大型客机", "京市南 京")


def graph() -> Graph:
    more = tuple(
        Entity(EntityId(n), ClassName("GovernmentBody"), n, (), ((DocumentId("news"), Span(0, 2)),)) for n in NAMES
    )
    return replace(example(), entities=(*example().entities, *more))


@pytest.fixture(scope="module")
def engine() -> Engine:
    return from_graph(graph())


FINDS = [
    ("司法局", {"宜宾市司法局", "南陵縣司法局"}),
    ("司法 局", {"宜宾市司法局", "南陵縣司法局"}),
    ("局 司法", {"宜宾市司法局", "南陵縣司法局"}),
    ("司法", {"宜宾市司法局", "南陵縣司法局", "中华人民共和国司法部"}),
    ("宜賓", {"宜宾市司法局"}),
    ("南陵县", {"南陵縣司法局", "南陵县公安局"}),
    ("南陵縣公安局", {"南陵县公安局"}),
    ("宜宾司法局", {"宜宾市司法局"}),
    ('"宜宾司法局"', set()),
    ('"市司法局"', {"宜宾市司法局"}),
    ("法局", {"宜宾市司法局", "南陵縣司法局"}),
    ("c919", {"C919大型客机"}),
    ("Ｃ９１９ 客机", {"C919大型客机"}),
    ("919", set()),
    ("税务局", set()),
    ("", set()),
    ("！ “”", set()),
    ('" OR 1 NEAR( *', set()),
]


@pytest.mark.parametrize(("words", "expected"), FINDS, ids=[words for words, _ in FINDS])
def test_what_finds_what(engine: Engine, words: str, expected: set[str]) -> None:
    assert {hit.text for hit in index(engine).search(words) if hit.text in NAMES} == expected
    assert {name for name in NAMES if Search.of(words).matches(name)} == expected


@given(st.text(max_size=8), st.sampled_from([*NAMES, "共接待12.5万人次。"]))
def test_index_and_function_agree_whatever_is_typed(words: str, name: str) -> None:
    """And a text is found by each stretch of its own characters."""
    made = _made()
    found = {hit.text for hit in index(made).search(words)}
    assert (name in found) == (Search.of(words).matches(name) and name in NAMES)


_ENGINES: list[Engine] = []


def _made() -> Engine:
    if not _ENGINES:
        _ENGINES.append(from_graph(graph()))
    return _ENGINES[0]


@given(st.integers(0, 5), st.integers(1, 6), st.sampled_from(NAMES[:4]))
def test_a_name_is_found_by_each_stretch_of_it(start: int, length: int, name: str) -> None:
    stretch = name[start : start + length]
    if stretch:
        assert Search.of(stretch).matches(name)
        assert name in {hit.text for hit in index(_made()).search(stretch)}


def rows(engine: Engine, sparql: str) -> list[list[str]]:
    return [list(row) for row in cells(answer(engine, sparql))]


@pytest.mark.parametrize(
    "pattern",
    [
        '?x kgf:search "司法局"',
        "?x kgf:search '司法局' .",
        '?x a kg:GovernmentBody ; kgf:search "司法局"',
        '?x a kg:GovernmentBody ; kgf:search "司法局" ; rdfs:label ?l',
        '?x kgf:search "司法局" ; rdfs:label ?l .',
        '?x rdfs:label ?l . ?x kgf:search "司法局" . ?x a kg:GovernmentBody .',
        '(?x) kgf:search "司法局"',
        '(?x ?score ?text) kgf:search "司法局" . FILTER(?score > 0)',
        '?x <https://w3id.org/zhkg/function#search> "司法局" # kgf:search\n',
        '?x rdfs:label ?l FILTER(kgf:matches(?l, "司法局"))',
        '?x a kg:GovernmentBody { ?x kgf:search "宜宾" } UNION { ?x kgf:search "南陵縣 司法" }',
    ],
)
def test_in_sparql(engine: Engine, pattern: str) -> None:
    found = rows(engine, f"SELECT DISTINCT ?x {{ {pattern} FILTER(STRSTARTS(STR(?x), STR(id:))) }} ORDER BY ?x")
    assert found == [["id:南陵縣司法局"], ["id:宜宾市司法局"]]


def test_the_sentence_and_its_fact_are_found(engine: Engine) -> None:
    found = rows(
        engine,
        'SELECT ?p ?text { (?fact ?score ?text) kgf:search "12.5万 接待" . ?fact a kg:Statement ; rdf:predicate ?p }',
    )
    assert found == [["kg:statistic", "共接待12.5万人次"]]


def test_a_document_is_found_by_its_title(engine: Engine) -> None:
    assert rows(engine, 'SELECT ?x { ?x a kg:Document ; kgf:search "人民政府 公告" }') == [["doc:notice"]]


def test_the_better_hit_has_the_better_score(engine: Engine) -> None:
    found = index(engine).search("法局")
    whole = index(engine).search("司法局")
    assert max(hit.score for hit in whole) > max(hit.score for hit in found)
    assert [hit.score for hit in whole] == sorted((hit.score for hit in whole), reverse=True)


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("SELECT ?x { ?x kgf:search ?words }", "kgf:search needs words in quotation marks"),
        ('SELECT ?x { id:宜宾市司法局 kgf:search "司法局" }', "the subject of kgf:search is no variable"),
        ('SELECT ?x { (?a ?b ?c ?d) kgf:search "司法局" }', "takes up to three variables"),
        (
            'SELECT ?x { ?y ?p ?z FILTER(?z > 1) ?x a kg:Place ; kgf:search "a" }',
            "the subject of kgf:search is no variable",
        ),
    ],
)
def test_what_a_search_cannot_say(engine: Engine, sparql: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        answer(engine, sparql)


def test_an_error_is_shown_where_it_was_written(engine: Engine) -> None:
    with pytest.raises(QueryError, match="line 2, column 2: unexpected 'FILTR'"):
        answer(engine, 'SELECT ?x { ?x kgf:search "司法局"\n FILTR(1) }')


def test_what_is_no_text_has_no_words(engine: Engine) -> None:
    assert rows(engine, 'SELECT ?x { ?x a kg:GovernmentBody FILTER(kgf:matches(?x, "司法局")) }') == []


def test_a_search_in_vain_is_told(engine: Engine) -> None:
    found = hinted(engine, 'SELECT ?x { ?x kgf:search "不存在" }')
    assert found.hints == ("no name, title or evidence in the graph has the words '不存在'",)


def test_in_a_process_that_can_open_no_file(engine: Engine) -> None:
    assert ask(engine, 'ASK { ?x kgf:search "宜賓" }').answer
    assert ask(from_graph(graph()), 'ASK { ?x rdfs:label ?l FILTER(kgf:matches(?l, "宜賓")) }').answer


def test_a_hit_says_what_it_is(engine: Engine) -> None:
    first, *_ = search(engine, "宜宾市司法局")
    assert (first.kind, first.what, first.text) == ("name", "id:宜宾市司法局 kg:GovernmentBody", "宜宾市司法局")
    facts = [one for one in search(engine, "读书节") if one.kind == "evidence"]
    assert "id:临江县档案馆 kg:participatedIn id:江城读书节 kg:negated" in {one.what for one in facts}
    assert {one.document for one in facts} <= {"doc:news", "doc:notice"}


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "graph.json").write_text(dumps(graph()), "utf-8")
    assert run(["search", str(tmp_path), "宜賓", "司法局"]) == 0
    assert capsys.readouterr().out == "id:宜宾市司法局 kg:GovernmentBody\n    “宜宾市司法局”\n"
    assert run(["search", str(tmp_path), "馆长", "--json", "--limit", "1"]) == 0
    (hit,) = json.loads(capsys.readouterr().out)
    assert hit["what"] == "id:何立群 kg:positionAt id:临江县档案馆"
    assert (hit["text"], hit["document"]) == ("临江县档案馆馆长何立群", "doc:news")
    assert run(["search", str(tmp_path), "不存在"]) == 1
    assert capsys.readouterr().out == ""
