"""The page as text: complete, safe, and the same every time."""

from __future__ import annotations

import base64
import gzip
import hashlib
import os
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import TargetError
from kg.export.page.assets import assets
from kg.export.page.data import FIRST, data
from kg.export.page.render import as_json, render
from kg.ontology.ontology import load
from kg.rdf.questions import questions
from kg.types import ClassName, Document, DocumentId, Entity, EntityId, Evidence, Fact, Graph, Meta, Span, Value
from tests.export.page.conftest import needs_engine
from tests.graphs import HOSTILE, example, hostile
from tests.html import Page


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def network(page: Page) -> str:
    return gzip.decompress(base64.b64decode(page.of("library")[0])).decode()


def test_policy_admits_the_scripts_of_the_page_and_nothing_else() -> None:
    page = Page(render(example(), load(), False))
    scripts, styles = [*page.of("script"), network(page)], page.of("style")
    assert len(scripts) == 2
    assert len(styles) == 1
    assert page.policy.startswith("default-src 'none'; ")
    assert "unsafe" not in page.policy
    assert set(re.findall(r"'sha256-[^']+'", page.policy)) == {digest(text) for text in [*scripts, *styles]}


def test_nothing_is_loaded_from_elsewhere() -> None:
    page = Page(render(example(), load(), False))
    assert not [attributes for _, attributes in page.tags if {"src", "style", "onclick"} & attributes.keys()]
    assert all((attributes.get("href") or "#").startswith("#") for _, attributes in page.tags)  # to a part of the page
    assert "sourceMappingURL=" not in "".join([*page.of("script"), network(page)])


def test_data_are_those_of_the_graph() -> None:
    found = Page(render(example(), load(), False)).data
    assert found["version"] == 2
    assert {entity["name"] for entity in found["entities"]} == {entity.name for entity in example().entities}
    assert len(found["facts"]) == len(example().facts)
    assert found["types"]["Person"]["zh"] == "人物"
    assert found["types"]["Person"]["en"] == "person"
    assert found["properties"]["received"]["zh"] == "获得"
    assert found["documents"][0]["authors"] == list(example().documents[0].meta.authors)
    received = next(fact for fact in found["facts"] if fact["predicate"] == "received")
    assert ["time", ["2021-06-09", "date"]] in received["qualifiers"]
    assert received["time"] == "2021-06-09"
    assert found["entities"][0]["name"] == "临江县档案馆"  # which most facts are about
    assert "lin jiang xian dang an guan" in found["entities"][0]["pinyin"]


def test_evidence_are_offsets_into_the_text() -> None:
    found = data(example(), load())
    texts = [document["text"] for document in found["documents"]]
    quotes = {texts[at][start:end] for fact in found["facts"] for at, start, end, *_ in fact["evidence"]}
    assert "2020年7月，该馆建成沿江记忆广场" in quotes


def test_offsets_are_utf_16() -> None:
    text = "😀甲𠀀公司成立😀。"
    document = Document(DocumentId("d"), text)
    company = Entity(EntityId("c"), ClassName("Company"), "甲𠀀公司", mentions=((DocumentId("d"), Span(1, 5)),))
    proof = Evidence(DocumentId("d"), Span(1, 7), "r")
    fact = Fact("f", "said", EntityId("c"), Value("好", "text"), evidence=(proof,))
    found = data(Graph((document,), (company,), (fact,)), load())
    wide = text.encode("utf-16-le")
    _, start, end = found["entities"][0]["mentions"]
    assert wide[2 * start : 2 * end].decode("utf-16-le") == "甲𠀀公司"
    _, start, end, *_ = found["facts"][0]["evidence"][0]
    assert wide[2 * start : 2 * end].decode("utf-16-le") == "甲𠀀公司成立"


def test_a_fact_of_many_evidences_is_small() -> None:
    text = "甲公司位于乙市。" * 6000
    document = Document(DocumentId("d"), text)
    ends = (
        Entity(EntityId("a"), ClassName("Company"), "甲公司"),
        Entity(EntityId("b"), ClassName("AdministrativeArea"), "乙市"),
    )
    proofs = tuple(Evidence(DocumentId("d"), Span(8 * n, 8 * n + 7), "r", 0.9) for n in range(6000))
    html = render(
        Graph((document,), ends, (Fact("f", "locatedIn", EntityId("a"), EntityId("b"), evidence=proofs),)),
        load(),
        False,
    )
    assert len(html) < 900_000


def test_the_first_view_is_that_of_the_most_important() -> None:
    entities = tuple(Entity(EntityId(f"{n:03}"), ClassName("Person"), f"人{n:03}") for n in range(400))
    facts = tuple(Fact(f"f{n:03}", "met", EntityId("399"), EntityId(f"{n:03}")) for n in range(398, 100, -1))
    view = data(Graph((), entities, facts), load())["view"]
    assert [node["id"] for node in view["nodes"] if node["label"] == "人399"] == [0]
    assert sorted(node["id"] for node in view["nodes"]) == list(range(FIRST))
    assert len(view["edges"]) == FIRST - 1
    assert not {"color", "shape"} & {key for node in view["nodes"] for key in node}  # groups have the looks
    assert len({(node["x"], node["y"]) for node in view["nodes"]}) > 140


def test_hostile_strings_stay_text() -> None:
    html = render(hostile(), load(), False)
    plain = render(example(), load(), False)
    page = Page(html)
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in Page(plain).tags]
    assert "<script>alert" not in html
    assert not set("<>&\u2028\u2029") & set(as_json(page.data))
    assert page.data["documents"][0]["title"] == HOSTILE


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), min_size=1))
def test_any_name_is_data(name: str) -> None:
    document = Document(DocumentId("d"), name, Meta(title=name, source=name, authors=(name,)))
    entity = Entity(EntityId("i"), ClassName("Person"), name, (name,), ((DocumentId("d"), Span(0, len(name))),))
    fact = Fact(
        "f", "said", EntityId("i"), Value(name, "text"), evidence=(Evidence(DocumentId("d"), Span(0, len(name)), "r"),)
    )
    html = render(Graph((document,), (entity,), (fact,)), load(), False)
    assert html.encode("utf-8")
    found = Page(html).data
    assert found["entities"][0]["name"] == re.sub("[\ud800-\udfff]", "\ufffd", name)


def test_same_bytes_whatever_the_hash_seed() -> None:
    code = (
        "import hashlib; from kg.export.page.render import render; from kg.ontology.ontology import load;"
        "from tests.graphs import example; print(hashlib.sha256(render(example(), load(), False).encode()).hexdigest())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_an_empty_graph_and_an_unknown_class_have_pages() -> None:
    assert "<title>zhkg</title>" in render(Graph((), (), ()), load())
    found = data(Graph((), (Entity(EntityId("x"), ClassName("Dragon"), "龙"),), ()), load())
    assert found["types"]["Dragon"]["zh"] == "Dragon"


def test_a_page_keeps_the_most_important_entities(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.export.page.data._MOST", 10)
    monkeypatch.setattr("kg.export.page.data._TEXTS", 3)
    entities = tuple(Entity(EntityId(f"{n:05}"), ClassName("Person"), f"{n:05}") for n in range(13))
    facts = (
        Fact("f", "met", EntityId("00011"), EntityId("00012")),
        Fact("g", "met", EntityId("00000"), EntityId("00009")),
    )
    found = data(
        Graph((Document(DocumentId("a"), "三个字"), Document(DocumentId("b"), "两字")), entities, facts), load()
    )
    assert found["left_out"] == {"entities": 3, "facts": 0, "texts": 1}
    assert {"00011", "00012", "00000", "00009"} < {entity["id"] for entity in found["entities"]}
    assert "text" not in found["documents"][1]


def test_facts_about_what_is_not_described_are_left_out() -> None:
    fact = Fact("f", "met", EntityId("a"), EntityId("nobody"))
    found = data(Graph((), (Entity(EntityId("a"), ClassName("Person"), "甲"),), (fact,)), load())
    assert found["facts"] == []
    assert found["left_out"]["facts"] == 1


def test_the_panel_for_sparql_needs_its_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.export.page.assets.oxigraph", lambda: None)
    monkeypatch.setattr("kg.export.page.render.oxigraph", lambda: None)
    assets.cache_clear()
    with pytest.raises(TargetError, match="make sparql"):
        render(example(), load(), True)
    assert "engine-wasm" not in Page(render(example(), load())).ids
    assets.cache_clear()


@needs_engine
def test_a_large_page_has_no_panel_unless_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "engine-wasm" in Page(render(example(), load())).ids
    monkeypatch.setattr("kg.export.page.render._LARGE", 1_000_000)
    assert "engine-wasm" not in Page(render(example(), load())).ids
    page = Page(render(example(), load(), True))
    assert "'wasm-unsafe-eval'" in page.policy
    assert "worker-src blob:" in page.policy
    assert page.data["about"][1][:3] == ["oxigraph", "0.5.11", "MIT OR Apache-2.0"]
    assert len(page.data["questions"]) == len(questions(load()))
