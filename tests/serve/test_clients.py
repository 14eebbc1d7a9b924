"""Programs that people use to ask a SPARQL service, and a browser."""

from __future__ import annotations

import html
import json
import shutil
import subprocess
from typing import Any

import pytest
from rdflib import RDF, Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, N3, POST, RDFXML, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from tests.serve.served import Served
from tests.serve.test_protocol import ALL, WHO

ARCHIVE = URIRef("https://zhkg.example/id/临江县档案馆")


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper(served: Served, method: str) -> None:
    client = SPARQLWrapper(f"{served.url}sparql")
    client.setMethod(method)
    client.setQuery(WHO)
    client.setReturnFormat(JSON)
    found: Any = client.queryAndConvert()
    (row,) = found["results"]["bindings"]
    assert row["who"]["value"].endswith("何立群")
    client.setReturnFormat(XML)
    assert "何立群" in client.queryAndConvert().toxml()  # type: ignore[union-attr]
    client.setReturnFormat(CSV)
    assert b"who" in client.queryAndConvert()  # type: ignore[operator]
    client.setQuery(ALL)
    for form in (TURTLE, N3, RDFXML):
        client.setReturnFormat(form)
        found = client.queryAndConvert()
        graph = found if isinstance(found, Graph) else Graph().parse(data=found, format="turtle")
        assert (ARCHIVE, RDF.type, None) in graph
    client.setQuery("SELECT ?x {")
    with pytest.raises(QueryBadFormed, match="line 1"):
        client.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_the_store_of_rdflib(served: Served, method: Any) -> None:
    graph = Graph(SPARQLStore(f"{served.url}sparql", method=method))
    assert (ARCHIVE, RDF.type, None) in graph
    assert len(list(graph.triples((ARCHIVE, None, None)))) > 5
    answer = graph.query("SELECT ?name { <https://zhkg.example/id/何立群> skos:prefLabel ?name }")
    assert [str(row[0]) for row in answer] == ["何立群"]  # type: ignore[index]


def test_curl(served: Served) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not installed")
    command = [curl, "-s", "-H", "Accept: text/csv", f"{served.url}sparql", "--data-urlencode", f"query={WHO}"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines() == ["who", "https://zhkg.example/id/何立群"]


def test_a_page_with_its_panel(served: Served, browser: Any) -> None:
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(served.url)
    page.wait_for_function("window.kg && window.kg.ready")
    assert "临江县档案馆" in page.content()
    page.goto(f"{served.url}#v=sparql")

    def run(sparql: str) -> None:
        page.fill("#sparql-input", sparql)
        page.keyboard.press("Control+Enter")

    run("SELECT ?who { ?who a kg:Person }")
    page.locator("#sparql td").first.wait_for()
    assert "何立群" in page.locator("#sparql td").first.inner_text()
    run("CONSTRUCT { ?who a kg:Person } { ?who a kg:Person }")
    page.locator("#sparql pre").first.wait_for()
    assert not errors
    run("SELECT ?who {")
    page.get_by_text("Line 1, column 14: it ends too early").first.wait_for()
    page.goto(f"{served.url}id/临江县档案馆")
    assert page.locator("h1").inner_text() == "临江县档案馆"
    page.close()


def test_the_page_asks_nobody_else(served: Served) -> None:
    page = served.get("/")
    assert "connect-src 'self'" in html.unescape(page.text)
    assert page.headers["content-security-policy"] == "frame-ancestors 'none'"


def test_openapi_names_all_paths(served: Served) -> None:
    said = json.loads(served.get("/openapi.json").text)
    assert said["openapi"].startswith("3.1")
    for path, methods in said["paths"].items():
        for method in methods:
            tried = path.replace("{what}", "type").replace("{name}", "x")
            assert served.client.request(method, tried).status_code != 405, path
