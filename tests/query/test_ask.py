from __future__ import annotations

import pytest

from kg.errors import QueryError
from kg.query.ask import ask
from kg.query.engine import Engine
from kg.query.load import from_graph
from kg.query.oxigraph import Oxigraph
from kg.query.results import Iri
from kg.rdf.model import to_rdf
from kg.rdf.ntriples import ntriples
from tests.graphs import example


@pytest.fixture(scope="module")
def store() -> Engine:
    return from_graph(example())


def message(store: Engine, sparql: str, where: str | None = None) -> list[str]:
    with pytest.raises(QueryError) as caught:
        ask(store, sparql, where=where)
    return str(caught.value).split("\n")


def test_prefixes_are_known(store: Engine) -> None:
    result = ask(store, "SELECT ?award { id:临江县档案馆 kg:received ?award }")
    assert result.variables == ("award",)
    assert list(result.rows) == [(Iri("https://zhkg.example/id/全国档案工作先进集体"),)]


def test_a_declared_prefix_wins(store: Engine) -> None:
    assert ask(store, "PREFIX id: <https://w3id.org/zhkg/ontology#>\nASK { ?s id:received ?o }").answer
    assert not ask(store, "ASK { ?s id:received ?o }").answer


def test_the_base_of_the_graph_is_seen() -> None:
    other = Oxigraph()
    data = ntriples(to_rdf(example(), "https://data.example.org/kg/"))
    other.load(data.encode(), "ntriples")
    result = ask(other, "SELECT ?award { id:临江县档案馆 kg:received ?award }")
    assert result.base == "https://data.example.org/kg/"
    assert len(result.rows) == 1


def test_ask_construct_describe(store: Engine) -> None:
    assert ask(store, "ASK { id:何立群 kg:positionAt id:临江县档案馆 }").answer
    built = ask(store, "CONSTRUCT { ?o kg:builtBy ?s } { ?s kg:established ?o }")
    assert (built.kind, len(built.rows), built.answer) == ("graph", 1, True)
    described = ask(store, "DESCRIBE id:何立群")
    assert described.data == b"".join(sorted(described.data.splitlines(keepends=True)))
    assert len(described.rows) > 4
    assert not ask(store, "SELECT ?s { ?s kg:owns ?o }").answer


def test_named_graphs_are_asked_too() -> None:
    split = Oxigraph()
    split.load(b"<https://a.example/g> { <https://a.example/s> <https://a.example/p> 1 . }", "trig")
    assert ask(split, "ASK { ?s ?p 1 }").answer
    assert ask(split, "ASK { GRAPH ?g { ?s ?p 1 } }").answer


@pytest.mark.parametrize(
    ("sparql", "says", "line", "caret"),
    [
        ("SELECT ?s {\n  ?s kg:said ?w FILTR(?w > 1)\n}", "line 2, column 17: unexpected 'FILTR'", 1, 16),
        ("SELEC ?s { ?s ?p ?o }", "line 1, column 1: unexpected 'SELEC'", 0, 0),
        ("SELECT ?s {\n\n ?s foo:a ?o }", "line 3, column 5: the prefix of 'foo:a' is not declared", 2, 4),
        ("SELECT ?s { ?s <a b> ?o }", "column 16: this is not a valid IRI", 0, 15),
        ("SELECT ?s {\r\n ?s kg:said ?o ", "line 2, column 15: it ends too early", 1, 14),
        ("SELECT ?s { ?s ?p }", "line 1, column 13: the pattern that begins with '?s' is incomplete", 0, 12),
        ("SELECT ?s (COUNT(?x) AS ?n) { ?s ?p ?x }", "the SELECT contains a variable that is unbound", 0, 40),
        ("", "line 1, column 1: it ends too early", 0, 0),
        ("# 谁\nINSERT DATA {}", "line 2, column 1: 'INSERT' would change the graph", 1, 0),
        ("load <https://a.example/>", "line 1, column 1: 'load' would change the graph", 0, 0),
    ],
)
def test_a_syntax_error_shows_its_line_and_a_caret(
    store: Engine, sparql: str, says: str, line: int, caret: int
) -> None:
    first, picture, arrow = message(store, sparql)
    assert says in first
    assert picture == sparql.split("\n")[line].rstrip("\r")
    assert arrow == " " * caret + "^"


def test_the_caret_stands_under_wide_characters(store: Engine) -> None:
    _, picture, arrow = message(store, 'SELECT ?s { ?s kg:said "宜宾" ! }')
    assert arrow.index("^") == picture.index("!") + 2  # two characters before it are two columns wide


def test_a_file_is_named_with_its_line(store: Engine) -> None:
    assert message(store, "ASK {\n ?s ?p }", "who.rq")[0].startswith("who.rq:2: the query does not parse")
    assert message(store, "ASK {\n SERVICE ?s {} }", "who.rq")[0].startswith("who.rq:2: SERVICE in line 2 reaches")


@pytest.mark.parametrize(
    "sparql",
    [
        "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "ASK { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "ASK { SERVICE # where\n # else\n SILENT\n kg:x { ?s ?p ?o } }",
        "ASK { ?s ?p ?e SERVICE ?e { ?s ?p ?o } }",
        "ASK { ?s ?p 1SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
        "ASK { ?s ?p ?x.SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
        "ASK { FILTER(1<2#>'''\n) SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } #'''\n}",
        "ASK { FILTER(?a<?b)SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/hosts> { ?s ?p ?o }",
        "SELECT * from named kg:x { ?s ?p ?o }",
        "DESCRIBE ?s FROM<http://127.0.0.1:9/> { ?s ?p ?o }",
    ],
)
def test_nothing_outside_is_asked(store: Engine, sparql: str) -> None:
    (line,) = message(store, sparql)
    assert "reaches outside of the graph; leave it out" in line


def test_an_escaped_keyword_is_no_keyword(store: Engine) -> None:
    assert "does not parse" in message(store, "ASK { SERVI\\u0043E <http://127.0.0.1:9/> { ?s ?p ?o } }")[0]


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?from ?service { ?service ?from <https://a.example/FROM> }",
        "PREFIX my: <https://a.example/> ASK { ?s my:SERVICE <https://a.example/o> }",
        "ASK { ?s kg:from kg:service . ?s kg:service <https://a.example/SERVICE> }",
        "ASK { ?s kg:said 'the service, from morning to evening' } # a service from here",
    ],
)
def test_the_words_are_free_elsewhere(store: Engine, sparql: str) -> None:
    assert not ask(store, sparql).answer
