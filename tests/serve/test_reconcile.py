"""The Reconciliation Service API 0.2, called as OpenRefine calls it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kg.ontology.namespace import KG
from tests.serve.served import Served
from tests.serve.test_protocol import refused


def matched(served: Served, **queries: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    response = served.client.post("/reconcile", data={"queries": json.dumps(queries, ensure_ascii=False)})
    assert response.status_code == 200, response.text
    return {key: found["result"] for key, found in response.json().items()}


def test_the_manifest(served: Served) -> None:
    said = served.get("/reconcile").json()
    assert said["versions"] == ["0.2"]
    assert said["identifierSpace"] == "https://zhkg.example/id/"
    assert said["schemaSpace"] == KG
    assert said["view"]["url"] == f"{served.url}id/{{{{id}}}}"
    assert {"id", "name"} == set(said["defaultTypes"][0])
    assert set(said["suggest"]) == {"entity", "type", "property"}
    assert served.client.post("/reconcile", data={"other": ""}).json() == said


def test_a_column_of_names_is_matched(served: Served) -> None:
    """As OpenRefine sends a batch: by POST, several queries, each with a type and a limit."""
    found = matched(
        served,
        q0={"query": "临江县档案馆", "type": "Organization", "type_strict": "should", "limit": 3},
        q1={"query": "臨江縣檔案館", "limit": 3},
        q2={"query": "临江档案馆"},
        q3={"query": "何立群", "type": "Person"},
        q4={"query": "何立群", "type": "Organization"},
        q5={"query": "火星第一中学"},
        q6={"query": " 县档案馆 "},
        q7={"query": ""},
    )
    for key in ("q0", "q1"):
        assert found[key][0]["id"] == "临江县档案馆"
        assert found[key][0]["match"] is True
        assert found[key][0]["score"] == 100
        assert set(found[key][0]["type"][0]) == {"id", "name"}
    assert found["q2"][0]["id"] == "临江县档案馆"
    assert found["q2"][0]["match"] is False
    assert (found["q3"][0]["id"], found["q3"][0]["match"]) == ("何立群", True)
    assert found["q4"][0]["match"] is False
    assert found["q4"][0]["score"] < found["q3"][0]["score"]
    assert found["q5"] == []
    assert found["q6"][0]["id"] == "临江县档案馆"
    assert found["q7"] == []
    assert all(len(some) <= 3 for some in (found["q0"], found["q1"]))
    for some in found.values():
        assert [one["score"] for one in some] == sorted((one["score"] for one in some), reverse=True)
        assert sum(one["match"] for one in some) <= 1


def test_other_columns_decide_between_candidates(served: Served) -> None:
    def score(value: Any) -> float:
        properties = [{"pid": "holdsPost", "v": value}]
        some = matched(served, q0={"query": "临江档案馆", "properties": properties})["q0"]
        return float(some[0]["score"])

    plain = matched(served, q0={"query": "临江档案馆"})["q0"][0]["score"]
    located = [{"pid": "locatedIn", "v": "臨江縣"}, {"pid": "locatedIn", "v": {"id": "临江县"}}]
    right = matched(served, q0={"query": "临江档案馆", "properties": located})["q0"][0]["score"]
    wrong = matched(served, q0={"query": "临江档案馆", "properties": [{"pid": "locatedIn", "v": "北京市"}]})["q0"]
    assert right > plain > wrong[0]["score"]
    assert score("临江县") == plain  # of which the graph says nothing


def test_by_get(served: Served) -> None:
    response = served.client.get("/reconcile", params={"queries": json.dumps({"a": {"query": "何立群"}})})
    assert response.json()["a"]["result"][0]["name"] == "何立群"


def test_suggestions_while_somebody_types(served: Served) -> None:
    def suggested(what: str, prefix: str, **more: int) -> list[dict[str, Any]]:
        response = served.get(f"/reconcile/suggest/{what}", params={"prefix": prefix, **more})
        assert response.status_code == 200, response.text
        return list(response.json()["result"])

    names = [one["name"] for one in suggested("entity", "临江")]
    assert names[0] == "临江县"
    assert "临江县档案馆" in names
    assert [one["name"] for one in suggested("entity", "临江", cursor=1)] == names[1:]
    assert suggested("entity", "臨江縣檔")[0]["id"] == "临江县档案馆"
    assert suggested("entity", "临江縣的档案馆")[0]["notable"][0]["id"]
    assert "Person" in [one["id"] for one in suggested("type", "人")]
    assert "Person" in [one["id"] for one in suggested("type", "pers")]
    assert "locatedIn" in [one["id"] for one in suggested("property", "located")]
    assert len(suggested("property", "", limit=3)) == 3


def test_previews_and_flyouts(served: Served) -> None:
    preview = served.get("/reconcile/preview", params={"id": "临江县档案馆"})
    assert "<strong>临江县档案馆</strong>" in preview.text
    assert "frame-ancestors *" in preview.headers["content-security-policy"]
    assert "x-frame-options" not in preview.headers
    for what, name in (("entity", "临江县档案馆"), ("type", "Person"), ("property", "locatedIn")):
        said = served.get(f"/reconcile/flyout/{what}", params={"id": name}).json()
        assert said["id"] == name
        assert "<strong>" in said["html"]
    refused(served.get("/reconcile/preview", params={"id": "none"}), 404)
    refused(served.get("/reconcile/flyout/type", params={"id": "none"}), 404)
    refused(served.get("/reconcile/flyout/what", params={"id": "none"}), 404)
    refused(served.get("/reconcile/preview"), 400)


def test_a_table_is_extended(served: Served) -> None:
    proposed = served.get("/reconcile/properties", params={"type": "Organization"}).json()
    assert "locatedIn" in [one["id"] for one in proposed["properties"]]
    asked = {
        "ids": ["临江县档案馆", "何立群"],
        "properties": [{"id": "locatedIn"}, {"id": "received", "settings": {"limit": "1"}}],
    }
    said = served.client.post("/reconcile", data={"extend": json.dumps(asked)}).json()
    assert [one["id"] for one in said["meta"]] == ["locatedIn", "received"]
    assert said["rows"]["临江县档案馆"]["locatedIn"] == [{"id": "临江县", "name": "临江县"}]
    assert said["rows"]["何立群"]["locatedIn"] == []


@pytest.mark.parametrize(
    "form",
    [
        {"queries": "no json"},
        {"queries": "[]"},
        {"queries": '{"q0": 1}'},
        {"queries": '{"q0": {}}'},
        {"queries": '{"q0": {"query": 1}}'},
        {"queries": '{"q0": {"query": "a", "limit": -1}}'},
        {"queries": '{"q0": {"query": "a", "type": 1}}'},
        {"queries": '{"q0": {"query": "a", "type": [1]}}'},
        {"queries": '{"q0": {"query": "a", "properties": 1}}'},
        {"queries": '{"q0": {"query": "a", "properties": [{"pid": "} UNION {", "v": "a"}]}}'},
        {"queries": '{"q0": {"query": "a", "properties": [{"v": "a"}]}}'},
        {"queries": "[" * 5000},
        {"extend": "{}"},
        {"extend": '{"ids": ["> ?p ?o"], "properties": []}'},
        {"extend": '{"ids": [], "properties": [{"id": "a b"}]}'},
    ],
)
def test_what_is_no_request_is_refused(served: Served, form: dict[str, str]) -> None:
    refused(served.client.post("/reconcile", data=form), 400)


def test_batches_have_an_end(served: Served) -> None:
    many = json.dumps({f"q{n}": {"query": "a"} for n in range(201)})
    assert "200" in refused(served.client.post("/reconcile", data={"queries": many}), 413)
    refused(served.client.post("/reconcile", content=b"{}", headers={"Content-Type": "application/json"}), 415)
