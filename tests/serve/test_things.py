"""What is told of a thing by its IRI."""

from __future__ import annotations

from urllib.parse import quote

import pyoxigraph as ox
import pytest

from tests.serve.served import Served
from tests.serve.test_protocol import refused, rows

ARCHIVE = "/id/" + quote("临江县档案馆")
IRI = "https://zhkg.example/id/临江县档案馆"


def test_a_thing_is_told_in_the_form_that_is_wanted(served: Served) -> None:
    page = served.get(ARCHIVE, headers={"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<h1>临江县档案馆</h1>" in page.text
    assert "获全国先进集体称号" in page.text or "全国档案工作先进集体" in page.text
    assert "style-src 'sha256-" in page.headers["content-security-policy"]
    for accept, form, syntax in (
        ("text/turtle", "turtle", ox.RdfFormat.TURTLE),
        ("application/ld+json", "jsonld", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", "rdfxml", ox.RdfFormat.RDF_XML),
        ("application/n-triples", "ntriples", ox.RdfFormat.N_TRIPLES),
    ):
        by_header, by_name = served.get(ARCHIVE, headers={"Accept": accept}), served.get(f"{ARCHIVE}?format={form}")
        assert by_header.headers["content-type"].startswith(accept)
        found = [{q.triple for q in ox.parse(one.content, format=syntax)} for one in (by_header, by_name)]
        assert found[0] == found[1]
        assert any(str(triple.subject) == f"<{IRI}>" for triple in found[0])
        assert any("statement" in str(triple.subject) for triple in found[0])
    assert f'<{ARCHIVE}?format=jsonld>; rel="alternate"' in page.headers["link"]


def test_everything_that_is_named_under_the_base_is_told(served: Served) -> None:
    space = "https://zhkg.example/"
    query = f'SELECT DISTINCT ?s {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{space}") && !CONTAINS(STR(?s), "#")) }}'
    names = [row["s"]["value"].removeprefix(space) for row in rows(served.ask(query))]
    assert len(names) > 20
    for name in names[:: len(names) // 15]:
        page = served.get("/" + quote(name), headers={"Accept": "text/html"})
        assert page.status_code == 200, name


def test_links_of_a_page_lead_to_pages(served: Served) -> None:
    page = served.get(ARCHIVE, headers={"Accept": "text/html"}).text
    links = {part.partition('"')[0] for part in page.split('href="')[1:]}
    local = sorted(link.partition("#")[0] for link in links if link.startswith(("/id/", "/doc/", "/statement/")))
    assert len(local) > 3
    for link in local[:8]:
        assert served.get(link, headers={"Accept": "text/html"}).status_code == 200, link


@pytest.mark.parametrize(
    "path", ["/id/none", "/id/%FF", "/id/a%00b", "/id/", "/doc/none", "/id/a%20b%3Cc%3E", "/statement/x"]
)
def test_what_is_not_there_is_not_found(served: Served, path: str) -> None:
    response = served.get(path)
    assert response.status_code in (400, 404), response.text
    refused(response, response.status_code)


def test_forms_that_are_not_known(served: Served) -> None:
    refused(served.get(f"{ARCHIVE}?format=pdf"), 400)
    refused(served.get(ARCHIVE, headers={"Accept": "image/png"}), 406)
