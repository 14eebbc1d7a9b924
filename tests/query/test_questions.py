from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import OntologyError, QueryError
from kg.ontology.ontology import Ontology, load
from kg.ontology.tables.columns import ColumnRow
from kg.query.ask import ask
from kg.query.bind import bind, lines
from kg.query.load import from_graph
from kg.query.render import cells
from kg.rdf.model import to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.prefixes import prefixes
from kg.rdf.questions import Question, question, questions
from kg.rdf.shorten import shorten
from kg.rdf.tree import tree
from kg.types import Graph
from tests.graphs import HOSTILE, example, hostile
from tests.query.careers import careers
from tests.query.regenerate import answer, graph

ALL = questions(load())
EACH = pytest.mark.parametrize("asked", ALL, ids=[q.name for q in ALL])


def on_rdflib(asked: Question, of: Graph) -> list[list[str]]:
    import rdflib

    def cell(term: object) -> str:
        if term is None:
            return ""
        return shorten(str(term)) if isinstance(term, rdflib.URIRef) else str(term)

    data = rdflib.Graph().parse(data=ntriples(to_rdf(of)) + tree(load()), format="nt")
    found = data.query(asked.sparql, initNs=dict(prefixes()))
    return [[cell(term) for term in row] for row in found if not isinstance(row, bool)]


@EACH
@pytest.mark.parametrize("of", [graph, example, careers], ids=["example", "by hand", "careers"])
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
    assert len(ALL) >= 52
    assert [q.name for q in ALL] == sorted(q.name for q in ALL)


def test_each_has_an_answer_somewhere() -> None:
    silent = {q.name for q in ALL if len(q.answer) < 2} - {"around"}
    assert silent == {"contradictions", *CAREERS}


CAREERS = {
    "approximate": ["id:方圆大学 | 教师 | 近 | 2000 | 人", "id:方圆大学 | 藏书 | 超过 | 300000 | 册"],
    "disagreements": ["id:方圆大学 | 到场 | 人 | 500 | 620 | 到场500人 | 到场者有620人"],
    "donations": ["id:云帆公司 | id:方圆大学 | 800000 | 元 | 2019-03"],
    "family": [
        "id:任小满 | kg:parent | id:任远山",
        "id:任远山 | kg:child | id:任小满",
        "id:任远山 | kg:spouse | id:孟知秋",
        "id:孟知秋 | kg:spouse | id:任远山",
    ],
    "former": [
        "id:方圆大学 | 副校长 | id:史文渊 | 2015 | 2017",
        "id:方圆大学 | 教务长 | id:秦穆 |  |",
        "id:方圆大学 | 校长 | id:任远山 | 2011-05 | 2017-06",
    ],
    "largest": ["id:方圆大学 | 藏书 | 300000 | 册"],
    "matches": ["id:方圆大学 | id:临川学院队 | 3比1 |  |"],
    "overlaps": [
        "id:方圆大学 | id:任远山 | 校长 | id:史文渊 | 副校长 | 2015 | 2017-06",
        "id:方圆大学 | id:史文渊 | 校长 | id:姜亦舟 | 副校长 | 2018 |",
    ],
    "signatories": ["id:共建协议 | id:临川市 |", "id:共建协议 | id:云帆公司 |", "id:共建协议 | id:方圆大学 |"],
    "successors": ["id:史文渊 | id:任远山 | 校长 | id:方圆大学 | 2017-06", "id:史文渊 | id:任远山 | 校长 |  | 2017-06"],
    "verdicts": ["id:胡大成 | kg:chargedWith | 行贿罪 |  |", "id:胡大成 | kg:sentencedTo | 有期徒刑三年 |  |"],
}


@pytest.mark.parametrize("name", sorted(CAREERS))
def test_an_answer_that_the_example_has_not(name: str) -> None:
    found = lines(ask(from_graph(careers()), question(load(), name).sparql))[1:]
    assert list(found) == CAREERS[name]


def test_current_holders_are_none_who_left() -> None:
    store = from_graph(careers())
    asked = bind(question(load(), "holders"), store, {"organization": "方圆大学"})
    assert lines(ask(store, asked))[1:] == (
        "id:方圆大学 | 副校长 | id:姜亦舟 | 2018",
        "id:方圆大学 | 校长 | id:史文渊 | 2017-06",
    )


@pytest.mark.parametrize(
    ("begin", "until", "dates"),
    [
        ("2017", "2017", {"2017-06"}),
        ("2017-07", "2017", set()),
        ("2015-03", "2015-04", {"2015"}),
        ("2018", "2019-03-01", {"2018", "2019-03"}),
    ],
)
def test_dates_of_any_precision_fall_into_a_period(begin: str, until: str, dates: set[str]) -> None:
    store = from_graph(careers())
    asked = bind(question(load(), "period"), store, {"from": begin, "until": until})
    assert {line.split(" | ")[0] for line in lines(ask(store, asked))[1:]} == dates


def test_no_row_of_a_year_is_dropped() -> None:
    assert lines(ask(from_graph(careers()), question(load(), "years").sparql))[1:] == (
        *("2011 | 1", "2015 | 1", "2017 | 2", "2018 | 1", "2019 | 1"),
    )


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


def test_a_choice_is_narrowed() -> None:
    asked, data = question(load(), "attendance"), from_graph(example())
    assert dict(asked.choices)["part"] == ("kg:participatedIn", "kg:chaired", "kg:organized", "kg:undertook")
    assert len(lines(ask(data, bind(asked, data, {"part": "chaired, kg:participatedIn"})))) == 2
    assert len(lines(ask(data, bind(asked, data, {"part": "organized"})))) == 1
    with pytest.raises(QueryError, match="part='flew' is no choice; choose from: kg:participatedIn, kg:chaired"):
        bind(asked, data, {"part": "flew"})


def test_wrong_names_are_told() -> None:
    data = from_graph(example())
    with pytest.raises(QueryError, match="no question is called 'head'; choose one of: approximate, around"):
        question(load(), "head")
    with pytest.raises(QueryError, match="has no parameter 'of'; its parameters are: event, who, part"):
        bind(question(load(), "attendance"), data, {"of": "何立群"})
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


def test_every_column_and_parameter_has_a_name_in_both_languages() -> None:
    head = re.compile(r"SELECT(?: DISTINCT)?\s+([^{]*)\{")
    used = set()
    for asked in ALL:
        first = head.search(re.sub(r"^#.*\n", "", asked.sparql, flags=re.MULTILINE))
        shown = re.sub(r"\(\w+\((?:DISTINCT )?\?\w+\)", "(", first[1]) if first else ""
        used |= {*re.findall(r"\?(\w+)", shown), *asked.parameters, *(name for name, _ in asked.choices)}
    rows = load().word_list(ColumnRow)
    assert used == {row.column for row in rows}
    assert {row.unit for row in rows} <= {"", "%", *used}
    assert {row.values for row in rows if row.values} <= load().properties.keys()
