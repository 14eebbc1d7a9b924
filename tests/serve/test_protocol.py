"""/sparql by the SPARQL 1.1 Protocol."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET

import httpx
import pyoxigraph as ox
import pytest

from tests.serve.served import Served

WHO = "SELECT ?who { ?who a kg:Person } ORDER BY ?who"
ALL = "CONSTRUCT { ?s a ?c } { ?s a ?c }"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"


def rows(response: httpx.Response) -> list[dict[str, dict[str, str]]]:
    assert response.status_code == 200, response.text
    return list(response.json()["results"]["bindings"])


def count(response: httpx.Response) -> int:
    return int(rows(response)[0]["n"]["value"])


def refused(response: httpx.Response, status: int) -> str:
    """The sentence of a refusal, which has the form of all of them."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    said = response.json()
    assert said["status"] == status
    assert "Traceback" not in response.text
    assert said["detail"]
    return str(said["detail"])


def test_a_query_comes_by_get_and_by_both_forms_of_post(served: Served) -> None:
    by_get = served.client.get("/sparql", params={"query": WHO})
    by_form = served.client.post("/sparql", data={"query": WHO})
    by_body = served.client.post("/sparql", content=WHO.encode(), headers={"Content-Type": QUERY})
    assert by_get.headers["content-type"] == "application/sparql-results+json"
    assert rows(by_get) == rows(by_form) == rows(by_body)
    names = [row["who"]["value"].rpartition("/")[2] for row in rows(by_get)]
    assert "何立群" in names
    assert served.client.head("/sparql", params={"query": WHO}).status_code == 200


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("application/json", "application/json"),
        ("application/xml;q=0.9, text/html", "application/xml"),
        ("text/csv;q=0.2, text/*;q=0.1, application/sparql-results+xml;q=0.3", "application/sparql-results+xml"),
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
        ("text/turtle, text/csv;q=0.1", "text/csv; charset=utf-8"),
    ],
)
def test_tables_are_written_as_they_are_wanted(served: Served, accept: str, media: str) -> None:
    response = served.ask(WHO, accept)
    assert response.headers["content-type"] == media
    assert "accept" in response.headers["vary"].lower()
    if "json" in media:
        assert response.json()["head"]["vars"] == ["who"]
    elif "xml" in media:
        assert len(list(ET.fromstring(response.text).iter("{http://www.w3.org/2005/sparql-results#}result"))) == 1
    else:
        delimiter = "," if "csv" in media else "\t"
        assert next(csv.reader(io.StringIO(response.text), delimiter=delimiter))[0].strip("?") == "who"


@pytest.mark.parametrize(
    ("accept", "media", "syntax"),
    [
        ("text/turtle", "text/turtle; charset=utf-8", ox.RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", "application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", "application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("*/*", "text/turtle; charset=utf-8", ox.RdfFormat.TURTLE),
        ("text/csv, application/rdf+xml;q=0.1", "application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_graphs_are_written_as_they_are_wanted(served: Served, accept: str, media: str, syntax: ox.RdfFormat) -> None:
    response = served.ask(ALL, accept)
    assert response.headers["content-type"] == media
    found = {quad.triple for quad in ox.parse(response.content, format=syntax)}
    expected = {
        q.triple for q in ox.parse(served.ask(ALL, "application/n-triples").content, format=ox.RdfFormat.N_TRIPLES)
    }
    assert found == expected
    assert len(found) > 20
    assert served.ask("DESCRIBE <https://zhkg.example/id/何立群>", accept).headers["content-type"] == media


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "application/sparql-results+xml", "text/csv"])
def test_yes_and_no(served: Served, accept: str) -> None:
    yes, no = served.ask("ASK { ?s a kg:Person }", accept), served.ask("ASK { ?s a kg:Nothing }", accept)
    assert "true" in yes.text
    assert "false" in no.text


def test_nobody_gets_a_form_that_was_not_wanted(served: Served) -> None:
    assert "text/csv" in refused(served.ask(WHO, "image/png"), 406)
    assert "text/turtle" in refused(served.ask(ALL, "text/csv"), 406)
    assert "text/csv" in refused(served.ask(WHO, "text/turtle"), 406)


def test_graphs_are_chosen_by_parameters_and_by_the_query(served: Served) -> None:
    everything = count(served.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
    asked = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    ours, tree = "https://zhkg.example/graph", "https://w3id.org/zhkg/ontology"
    both = [count(served.ask(asked, **{"default-graph-uri": one})) for one in (ours, tree)]
    assert min(both) > 0
    assert sum(both) == everything
    assert count(served.client.get("/sparql", params={"query": asked, "default-graph-uri": [ours, tree]})) == everything
    for one, size in zip((ours, tree), both, strict=True):
        assert count(served.ask(f"SELECT (COUNT(*) AS ?n) FROM <{one}> {{ ?s ?p ?o }}")) == size
        named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
        assert count(served.ask(named, **{"named-graph-uri": one})) == size
        assert count(served.ask(asked, **{"named-graph-uri": one})) == 0
        assert count(served.ask(f"SELECT (COUNT(*) AS ?n) FROM NAMED <{one}> {{ GRAPH ?g {{ ?s ?p ?o }} }}")) == size
    # what the protocol says outweighs what the query says
    assert (
        count(served.ask(f"SELECT (COUNT(*) AS ?n) FROM <{ours}> {{ ?s ?p ?o }}", **{"default-graph-uri": tree}))
        == both[1]
    )
    assert count(served.ask("SELECT (COUNT(*) AS ?n) FROM <https://a.example/none> { ?s ?p ?o }")) == 0
    posted = served.client.post(
        "/sparql", params={"default-graph-uri": tree}, content=asked.encode(), headers={"Content-Type": QUERY}
    )
    assert count(posted) == both[1]
    assert count(served.client.post("/sparql", data={"query": asked, "default-graph-uri": tree})) == both[1]


def test_a_query_that_does_not_parse_is_told_with_its_place(served: Served) -> None:
    response = served.ask("SELECT * {\n  ?s ?p ?o FILTR(?o)\n}")
    assert "FILTR" in refused(response, 400)
    assert (response.json()["line"], response.json()["column"]) == (2, 12)
    chinese = served.ask('SELECT * { ?甲 ?p "乙" ;; ] }')
    assert chinese.json()["column"] == 25
    assert refused(chinese, 400)


@pytest.mark.parametrize(
    ("how", "status"),
    [
        ({"method": "POST", "data": {"a": "b"}}, 400),
        ({"method": "POST", "data": {"query": ["ASK {}", "ASK {}"]}}, 400),
        ({"method": "GET", "params": {"query": ["ASK {}", "ASK {}"]}}, 400),
        ({"method": "GET", "params": {"query": ""}}, 400),
        ({"method": "POST", "content": b"ASK {}", "headers": {"Content-Type": "text/plain"}}, 415),
        ({"method": "POST", "content": b"ASK {}"}, 415),
        ({"method": "POST", "content": b"ASK {}", "headers": {"Content-Type": f"{QUERY}; charset=gb18030"}}, 415),
        ({"method": "POST", "content": b"ASK {}", "headers": {"Content-Type": QUERY, "Content-Encoding": "gzip"}}, 415),
        ({"method": "POST", "content": b"ASK { \xff }", "headers": {"Content-Type": QUERY}}, 400),
        ({"method": "POST", "content": b"query=ASK%20%7B%FF%7D", "headers": {"Content-Type": FORM}}, 400),
        ({"method": "POST", "params": {"query": "ASK {}"}, "content": b"", "headers": {"Content-Type": QUERY}}, 400),
        ({"method": "GET", "params": {"query": "ASK {}", "default-graph-uri": "not an iri"}}, 400),
        ({"method": "GET", "params": {"query": "ASK {}", "named-graph-uri": "relative"}}, 400),
        ({"method": "POST", "data": {"query": "INSERT DATA { <urn:a> a <urn:b> }"}}, 400),
        ({"method": "POST", "data": {"update": "INSERT DATA { <urn:a> a <urn:b> }"}}, 403),
        ({"method": "GET", "params": {"update": "CLEAR ALL"}}, 405),
        ({"method": "PUT"}, 405),
        ({"method": "DELETE"}, 405),
        ({"method": "PATCH"}, 405),
        ({"method": "POST", "content": b"query=" + b"a" * 21000, "headers": {"Content-Type": FORM}}, 413),
        ({"method": "POST", "data": {f"p{n}": "" for n in range(2100)}}, 400),
    ],
)  # fmt: skip
def test_what_is_no_request_is_refused_with_a_sentence(served: Served, how: dict[str, object], status: int) -> None:
    refused(served.client.request(url="/sparql", **how), status)  # type: ignore[arg-type]
    assert rows(served.ask(WHO))


def test_a_body_without_a_length_is_read_no_further_than_the_limit(served: Served) -> None:
    pieces = (b"a" * 1000 for _ in range(400))
    response = served.client.post("/sparql", content=pieces, headers={"Content-Type": QUERY})
    assert "20 kB" in refused(response, 413)
    with pytest.raises(httpx.TransportError):  # it hangs up on who sends without end
        pieces = (b"a" * 1000 for _ in range(10**6))
        refused(served.client.post("/sparql", content=pieces, headers={"Content-Type": QUERY}), 413)
        raise httpx.WriteError("the answer came in between")


def test_without_a_query_it_says_what_it_is(served: Served) -> None:
    for path in ("/sparql", "/.well-known/void"):
        response = served.get(path, headers={"Accept": "application/n-triples"})
        store = ox.Store()
        store.load(response.content, format=ox.RdfFormat.N_TRIPLES)
        sd = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> PREFIX void: <http://rdfs.org/ns/void#> "
        found = store.query(
            sd
            + "SELECT ?url ?n (COUNT(?name) AS ?graphs) { ?s a sd:Service ; sd:endpoint ?url ; sd:defaultDataset ?d ."
            " ?d sd:defaultGraph/void:triples ?n ; sd:namedGraph/sd:name ?name } GROUP BY ?url ?n"
        )
        assert isinstance(found, ox.QuerySolutions)
        (row,) = list(found)
        assert row["url"] == ox.NamedNode(f"{served.url}sparql")
        assert row["graphs"] == ox.Literal(2)
        whole = count(served.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
        assert row["n"] == ox.Literal(whole)
    assert (
        served.get("/sparql", headers={"Accept": "text/html, */*;q=0.1"})
        .headers["content-type"]
        .startswith("text/turtle")
    )


def test_the_graph_store_is_read(served: Served) -> None:
    whole = served.get("/graphs?default", headers={"Accept": "application/n-triples"})
    ours = served.get(
        "/graphs", params={"graph": "https://zhkg.example/graph"}, headers={"Accept": "application/n-triples"}
    )
    assert set(ours.text.splitlines()) < set(whole.text.splitlines())
    assert len(whole.text.splitlines()) == count(served.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
    assert "@prefix" in served.get("/graphs", params={"graph": "https://zhkg.example/graph"}).text
    refused(served.get("/graphs", params={"graph": "https://a.example/none"}), 404)
    refused(served.get("/graphs"), 400)
    refused(served.get("/graphs?default&graph=https://a.example/none"), 400)
    refused(served.get("/graphs", params={"graph": "none"}), 400)
    refused(served.get("/graphs?default", headers={"Accept": "image/png"}), 406)
    refused(served.client.put("/graphs?default", content=b""), 405)
    refused(served.client.delete("/graphs?default"), 405)


def test_health(served: Served) -> None:
    said = json.loads(served.get("/health").text)
    assert said["status"] == "ok"
    assert said["workers"] >= 2


def test_words_are_matched_and_searched(served: Served) -> None:
    found = rows(served.ask('SELECT ?s { ?s skos:prefLabel ?n FILTER(kgf:matches(?n, "档案馆")) }'))
    assert [row["s"]["value"].rpartition("/")[2] for row in found] == ["临江县档案馆"]
    found = rows(served.ask('SELECT DISTINCT ?s { ?s kgf:search "档案馆" ; a/rdfs:subClassOf* kg:Organization }'))
    assert [row["s"]["value"].rpartition("/")[2] for row in found] == ["临江县档案馆"]
    assert not rows(served.ask('SELECT ?s { ?s kgf:search "无此词语" }'))


@pytest.mark.parametrize(
    ("sparql", "said"),
    [
        ("SELECT ?s { ?s kgf:search ?words }", "quotation marks"),
        ('SELECT ?s {\n ?s kgf:search "档案馆" FILTR(?s) }', "FILTR"),
        ('SELECT ?s { ?s kgf:search "档案馆" SERVICE <https://a.example/sparql> { ?s ?p ?o } }', "SERVICE"),
    ],
)
def test_a_search_that_is_wrong_is_told_as_it_was_written(served: Served, sparql: str, said: str) -> None:
    what = refused(served.ask(sparql), 400)
    assert said in what
    assert "VALUES" not in what
