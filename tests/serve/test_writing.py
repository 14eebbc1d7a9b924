"""Updates and articles: only with the token, whole or not at all, and kept."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg.cli.main import run
from tests.serve.served import BEARER, TOKEN, Served, started
from tests.serve.test_limits import PRODUCT, Listener
from tests.serve.test_protocol import WHO, refused, rows

UPDATE = "application/sparql-update"
PLAIN = {"Content-Type": "text/plain; charset=utf-8", **BEARER}
USING = "USING <https://zhkg.example/graph>"
PATIENCE = 100.0  # seconds


def change(served: Served, sparql: str, **headers: str) -> httpx.Response:
    return served.client.post("/sparql", content=sparql.encode(), headers={"Content-Type": UPDATE, **headers})


def count(served: Served, iri: str) -> int:
    return len(rows(served.ask(f"SELECT ?o {{ <{iri}> <urn:p> ?o }}")))


def test_an_update_needs_the_token(writable: Served) -> None:
    insert = "INSERT DATA { <urn:a> <urn:p> 1 }"
    assert "Bearer" in refused(change(writable, insert), 401)
    assert change(writable, insert).headers["www-authenticate"].startswith("Bearer")
    refused(change(writable, insert, Authorization="Bearer wrong-wrong-wrong-wrong"), 401)
    refused(change(writable, insert, Authorization=f"Basic {TOKEN}"), 401)
    refused(writable.client.post("/sparql", data={"update": insert}), 401)
    refused(writable.client.post("/documents", content=b"a", headers={"Content-Type": "text/plain"}), 401)
    assert count(writable, "urn:a") == 0
    assert change(writable, insert, **BEARER).status_code == 204
    assert count(writable, "urn:a") == 1
    assert (
        writable.client.post(
            "/sparql", data={"update": "DELETE DATA { <urn:a> <urn:p> 1 }"}, headers=BEARER
        ).status_code
        == 204
    )
    assert count(writable, "urn:a") == 0
    refused(writable.client.get("/sparql", params={"update": insert}, headers=BEARER), 405)
    refused(writable.client.post("/sparql", data={"update": insert, "query": WHO}, headers=BEARER), 400)


def test_an_update_is_done_whole_or_not_at_all(writable: Served) -> None:
    before = rows(writable.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
    bad = change(writable, "INSERT DATA { <urn:b> <urn:p> 1 } ;\nDELETE WHAT", **BEARER)
    assert refused(bad, 400)
    assert bad.json()["line"] == 2
    endless = change(writable, f"INSERT {{ ?a ?e ?i }} {USING} WHERE {{ {PRODUCT} }}", **BEARER)
    refused(endless, 413 if "memory" in endless.text else 408)
    nothing = "FILTER(STRLEN(CONCAT(STR(?a), STR(?f), STR(?i))) = 0)"
    refused(change(writable, f"DELETE {{ ?a ?b ?c }} {USING} WHERE {{ {PRODUCT} {nothing} }}", **BEARER), 408)
    refused(
        writable.client.post("/sparql", data={"update": "CLEAR ALL", "using-graph-uri": "urn:g"}, headers=BEARER), 400
    )
    assert rows(writable.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")) == before


def test_no_update_reaches_outside(writable: Served) -> None:
    listener = Listener()
    try:
        for sparql in (
            f"LOAD {listener.iri}",
            f"LOAD SILENT {listener.iri} INTO GRAPH <urn:g>",
            f"INSERT DATA {{ <urn:c> <urn:p> 1 }} ; load#c\n{listener.iri}",
            f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE {listener.iri} {{ ?s ?p ?o }} }}",
            f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE SILENT {listener.iri} {{ ?s ?p ?o }} }}",
        ):
            assert "outside" in refused(change(writable, sparql, **BEARER), 400), sparql
        assert change(writable, 'INSERT DATA { <urn:load> <urn:service> "LOAD SERVICE" }', **BEARER).status_code == 204
        time.sleep(0.1)
        assert listener.calls == 0
        assert count(writable, "urn:c") == 0
    finally:
        listener.close()


def read(served: Served, data: bytes, media: str, **parameters: str) -> dict[str, Any]:
    """Send an article, and wait until it is read."""
    taken = served.client.post("/documents", content=data, params=parameters, headers={"Content-Type": media, **BEARER})
    assert taken.status_code == 202, taken.text
    assert taken.headers["location"] == taken.json()["url"]
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        state = dict(served.get(taken.headers["location"]).json())
        if state["status"] in ("done", "failed"):
            return state
        time.sleep(0.2)
    raise AssertionError(state)


def test_an_article_answers_with_its_graph(writable: Served) -> None:
    text = "江城市档案馆获表彰\n来源：江城日报　2022-03-01\n3月1日，江城市档案馆馆长周文彬出席了江城读书节。\n"
    state = read(writable, text.encode(), "text/plain; charset=utf-8", name="second")
    assert state["status"] == "done", state
    assert state["iri"] == "https://zhkg.example/doc/second"
    graph = writable.get(state["graph"], headers={"Accept": "text/turtle"})
    assert "周文彬" in graph.text
    assert "周文彬" in writable.ask(WHO).text
    assert "何立群" in writable.ask(WHO).text
    page = f"<html><head><title>消息</title></head><body><p>{'江城市市长高远出席了江城读书节。' * 3}</p></body></html>"
    state = read(writable, page.encode("gb18030"), "text/html", name="third")
    assert state["status"] == "done", state
    found = writable.client.post("/reconcile", data={"queries": json.dumps({"q": {"query": "周文彬"}})}).json()
    assert found["q"]["result"][0]["match"] is True
    assert [one["name"] for one in writable.get("/documents").json()["documents"]][:2] == ["third", "second"]


def test_what_is_no_article_is_told(writable: Served) -> None:
    refused(writable.client.post("/documents", content=b"a", headers={"Content-Type": "image/png", **BEARER}), 415)
    refused(writable.client.post("/documents", content=b" \n", headers=PLAIN), 400)
    refused(writable.client.post("/documents", content=b"a", params={"name": "a/b"}, headers=PLAIN), 400)
    refused(writable.client.post("/documents", content=b"a" * (2**20 + 1), headers=PLAIN), 413)
    for key in ("none", "..%2Fa", "%00"):
        refused(writable.get(f"/documents/{key}"), 404)
    state = read(writable, bytes(range(256)) * 4, "text/plain")
    assert state["status"] == "failed"
    assert state["problem"]
    refused(writable.get(f"{state['url']}/graph"), 409)


def test_what_was_taken_outlives_a_crash(place: Path) -> None:
    (place / "more").mkdir()
    running = started(place)
    assert change(running, "INSERT DATA { <urn:kept> <urn:p> 1 }", **BEARER).status_code == 204
    taken = running.client.post("/documents", content="江城市市长林晓出席了江城读书节。".encode(), headers=PLAIN)
    assert taken.status_code == 202
    running.process.kill()
    running.stop()
    with (place / "news.kg" / "updates.jsonl").open("ab") as journal:
        journal.write(b'{"update": "INSERT DA')  # as a crash leaves it
    again = started(place)
    assert count(again, "urn:kept") == 1
    until = time.monotonic() + PATIENCE
    while again.get(f"/documents/{taken.json()['id']}").json()["status"] != "done" and time.monotonic() < until:
        time.sleep(0.2)
    assert "林晓" in again.ask(WHO).text
    assert change(again, "DELETE WHERE { <urn:kept> <urn:p> ?o }", **BEARER).status_code == 204
    assert again.stop() == 0
    assert len((place / "news.kg" / "updates.jsonl").read_bytes().splitlines()) >= 2


def test_a_service_that_only_reads_takes_nothing(served: Served) -> None:
    refused(change(served, "CLEAR ALL", **BEARER), 403)
    refused(served.client.post("/documents", content=b"a", headers=PLAIN), 403)
    refused(served.get("/documents"), 403)


def test_a_token_is_long_and_not_on_the_command_line(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("KG_TOKEN", raising=False)
    assert run(["serve", str(place / "news.kg"), "--writable", "--port", "0"]) == 2
    assert "KG_TOKEN" in capsys.readouterr().err
    monkeypatch.setenv("KG_TOKEN", "short")
    assert run(["serve", str(place / "news.kg"), "--writable", "--port", "0"]) == 2
    assert "16 characters" in capsys.readouterr().err
    assert run(["serve", str(place / "news.kg"), "--writable", "--token-file", str(place / "none")]) == 2


def test_what_follows_is_served_and_follows_an_update(place: Path) -> None:
    served = Served(place / "news.kg", "--writable", "--token-file", str(place / "token"), "--inferred")
    body = "SELECT ?s { GRAPH <https://zhkg.example/graph/inferred> { ?s a schema:Organization } }"
    before = rows(served.ask(body))
    insert = "INSERT DATA { GRAPH <https://zhkg.example/graph> { <urn:court> a kg:Organization } }"
    assert change(served, insert, **BEARER).status_code == 204
    after = rows(served.ask(body))
    assert {row["s"]["value"] for row in after} - {row["s"]["value"] for row in before} == {"urn:court"}
    assert change(served, insert.replace("INSERT", "DELETE"), **BEARER).status_code == 204
    assert rows(served.ask(body)) == before
    assert served.stop() == 0
