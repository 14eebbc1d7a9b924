"""What every SPARQL engine must do. An engine of your own belongs into ENGINES."""

from __future__ import annotations

import json

import pytest

from kg.errors import QueryError
from kg.ontology.ontology import load
from kg.query.ask import Answerer, answer, base_seen
from kg.query.bind import bind, lines
from kg.query.engine import Engine, OutsideReference, QuerySyntaxError
from kg.query.oxigraph import Oxigraph
from kg.query.render import render
from kg.query.results import Blank, Iri, Literal, Result
from kg.rdf.model import to_quads, to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.prefixes import XSD, prefixes
from kg.rdf.questions import question, questions
from kg.rdf.syntaxes import Syntax
from kg.rdf.turtle import trig, turtle
from tests.contracts.rdflib_engine import RdflibEngine
from tests.graphs import example

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

ENGINES: list[type[Engine]] = [Oxigraph, RdflibEngine]
TRIPLES = to_rdf(example())
QUESTIONS = {one.name: one for one in questions(load())}
A, B = "<https://a.example/a>", "<https://a.example/b>"


@pytest.fixture(params=ENGINES, ids=lambda kind: kind.__name__)
def engine(request: pytest.FixtureRequest) -> Engine:
    """An engine with nothing in it."""
    made: Engine = request.param()
    return made


@pytest.fixture(params=ENGINES, ids=lambda kind: kind.__name__, scope="module")
def asked(request: pytest.FixtureRequest) -> Engine:
    """An engine that holds the example; it is not to be changed."""
    made: Engine = request.param()
    made.load(ntriples(TRIPLES).encode(), "ntriples")
    return made


def result(engine: Engine, sparql: str) -> Result:
    return Result(*engine.query(sparql, prefixes()))


def test_an_engine_begins_empty(engine: Engine) -> None:
    assert not result(engine, "ASK { ?s ?p ?o }").answer
    assert engine.dump().strip() == b""
    assert base_seen(engine) == "https://zhkg.example/"


def same(data: bytes) -> bytes:
    """Lines without what engines write differently: tags of languages in capitals, and integers by their own types."""
    return data.lower().replace(b"nonnegativeinteger", b"integer")


@pytest.mark.parametrize(
    ("syntax", "text"),
    [
        ("ntriples", ntriples(TRIPLES)),
        ("nquads", ntriples(TRIPLES)),
        ("turtle", turtle(TRIPLES)),
        ("trig", trig(to_quads(example()))),
        ("jsonld", '{"@id": "https://a.example/a", "https://a.example/b": [{"@value": "一", "@language": "zh"}]}'),
        (
            "rdfxml",
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="https://a.example/">'
            '<rdf:Description rdf:about="https://a.example/a"><a:b xml:lang="zh">一</a:b></rdf:Description></rdf:RDF>',
        ),
    ],
)
def test_every_syntax_is_loaded(engine: Engine, syntax: Syntax, text: str) -> None:
    engine.load(text.encode(), syntax)
    kind, data = engine.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", {})
    expected = ntriples(TRIPLES) if syntax not in ("jsonld", "rdfxml") else f'{A} {B} "一"@zh .\n'
    other = Oxigraph()
    other.load(expected.encode(), "ntriples")
    assert kind == "graph"
    wanted = other.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", {})[1]
    assert same(data) == same(wanted)


@pytest.mark.parametrize(
    ("syntax", "text"), [("turtle", "<a:b> <a:c>"), ("ntriples", "<a"), ("jsonld", "{"), ("rdfxml", "<a")]
)
def test_what_is_not_valid_is_a_value_error(engine: Engine, syntax: Syntax, text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        engine.load(text.encode(), syntax)


def test_loading_adds(engine: Engine) -> None:
    engine.load(f"{A} {B} 1 .".encode(), "turtle")
    engine.load(f"{A} {B} 2 .".encode(), "turtle")
    assert len(result(engine, "SELECT ?o { ?s ?p ?o }").rows) == 2


def test_graphs_with_names_are_asked_with_the_default_one(engine: Engine) -> None:
    engine.load(f"{A} {B} 1 . <https://a.example/g> {{ {A} {B} 2 }}".encode(), "trig")
    assert len(result(engine, "SELECT ?o { ?s ?p ?o }").rows) == 2
    assert result(engine, "SELECT ?o { GRAPH ?g { ?s ?p ?o } }").rows == ((Literal("2", f"{XSD}integer"),),)
    other = type(engine)()
    other.load(engine.dump(), "nquads")
    assert result(other, "SELECT ?g { GRAPH ?g { ?s ?p ?o } }").rows == ((Iri("https://a.example/g"),),)


def test_prefixes_need_no_declaration_and_can_be_declared(asked: Engine) -> None:
    assert result(asked, "ASK { id:何立群 kg:positionAt id:临江县档案馆 }").answer
    assert not result(asked, "PREFIX id: <https://a.example/> ASK { id:何立群 ?p ?o }").answer
    with pytest.raises(QuerySyntaxError):
        asked.query("ASK { id:何立群 ?p ?o }", {})


def test_the_forms_of_answers(engine: Engine) -> None:
    engine.load(f'{A} {B} 1, 1.5, "一"@zh, "x", {A}, [] .'.encode(), "turtle")
    kind, data = engine.query(f"SELECT ?o ?none {{ {A} {B} ?o }}", {})
    decoded = json.loads(data)
    assert kind == "select"
    assert decoded["head"]["vars"] == ["o", "none"]
    assert {frozenset(row) for row in decoded["results"]["bindings"]} == {frozenset({"o"})}
    terms = [row[0] for row in Result(kind, data).rows]
    assert sum(isinstance(term, Blank) for term in terms) == 1
    assert {term.value for term in terms if isinstance(term, Iri)} == {"https://a.example/a"}
    literals = {
        (term.value, term.language, term.datatype.rpartition("#")[2]) for term in terms if isinstance(term, Literal)
    }
    assert literals == {
        ("1", None, "integer"),
        ("1.5", None, "decimal"),
        ("一", "zh", "langString"),
        ("x", None, "string"),
    }
    assert engine.query("ASK {}", {})[0] == "ask"
    assert result(engine, "ASK {}").answer


def test_a_graph_is_sorted_lines_each_once(asked: Engine) -> None:
    kind, data = asked.query("CONSTRUCT { ?s a kg:Thing } { ?s ?p ?o }", prefixes())
    assert kind == "graph"
    text = data.decode().splitlines(keepends=True)
    assert text == sorted(set(text))
    assert all(line.endswith(" .\n") for line in text)
    assert asked.query("CONSTRUCT WHERE { ?s kg:nothing ?o }", prefixes()) == ("graph", b"")
    assert asked.query("DESCRIBE id:何立群", prefixes())[0] == "graph"


@pytest.mark.parametrize(
    "sparql",
    [
        "",
        "SELEC ?s { ?s ?p ?o }",
        "SELECT ?s { ?s ?p }",
        "ASK { ?s no:such ?o }",
        "INSERT DATA { <a:b> <a:c> 1 }",
        "CLEAR ALL",
    ],
)
def test_what_is_no_query_is_told(asked: Engine, sparql: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        asked.query(sparql, prefixes())
    assert caught.value.problem
    assert caught.value.at is None or 0 <= caught.value.at <= len(sparql)
    with pytest.raises(QueryError, match="the query does not parse"):
        answer(asked, sparql)


@pytest.mark.parametrize(
    ("sparql", "keyword"),
    [
        ("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("ASK { { SELECT * { ?s ?p ?e SERVICE SILENT ?e { ?s ?p ?o } } } }", "SERVICE"),
        ("SELECT * FROM <file:///etc/hosts> { ?s ?p ?o }", "FROM"),
        ("SELECT * FROM NAMED <http://127.0.0.1:9/> { GRAPH ?g { ?s ?p ?o } }", "FROM"),
    ],
)
def test_nothing_outside_is_asked(asked: Engine, sparql: str, keyword: str) -> None:
    with pytest.raises(OutsideReference) as caught:
        asked.query(sparql, prefixes())
    assert caught.value.keyword == keyword
    with pytest.raises(QueryError, match=rf"{keyword}.* reaches outside of the graph"):
        answer(asked, sparql)


def test_the_words_are_free_elsewhere(asked: Engine) -> None:
    sparql = "SELECT ?from { ?from kg:service 'SERVICE <a:b>', <https://a.example/FROM> } # FROM"
    assert result(asked, sparql).rows == ()


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_the_shipped_questions_have_the_same_answers(asked: Engine, name: str) -> None:
    first = Oxigraph()
    first.load(ntriples(TRIPLES).encode(), "ntriples")
    expected, found = lines(answer(first, QUESTIONS[name].sparql)), lines(answer(asked, QUESTIONS[name].sparql))
    assert sorted(found) == sorted(expected)


def test_what_is_around_an_engine_works_with_each(asked: Engine) -> None:
    assert base_seen(asked) == "https://zhkg.example/"
    sparql = bind(question(load(), "posts"), asked, {"person": "何立群"})
    assert lines(answer(asked, sparql))[1].startswith("id:何立群 | 馆长 | id:临江县档案馆")
    assert (
        render(answer(asked, "SELECT ?w { ?w kg:received ?a }"), "csv") == "w\nhttps://zhkg.example/id/临江县档案馆\n"
    )
    make, parts = Answerer(asked).__reduce__()
    copied = make(*parts)
    assert isinstance(copied.engine, type(asked))
    assert copied(("ASK { id:何立群 kg:positionAt ?where }", None)).answer
