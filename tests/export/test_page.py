"""The page as text: complete, safe, and the same every time."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.export.page.data import data, pieces, sentence, written, written_date
from kg.export.page.render import render
from kg.ontology import load
from kg.types import Document, Entity, Evidence, Fact, Graph, Meta, Span, Value
from tests.graphs import HOSTILE, example, hostile


class Page(HTMLParser):
    """The tags of a page, its scripts with their types, and its policy."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

        self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, text: str) -> None:
        if self.tags and self.inside and self.tags[-1][0] in ("script", "style", "title"):
            self.texts.append((self.tags[-1][1].get("id") or self.tags[-1][0], text))

    def of(self, name: str) -> list[str]:
        return [text for key, text in self.texts if key == name]

    @property
    def policy(self) -> str:
        return next(a["content"] or "" for _, a in self.tags if a.get("http-equiv") == "Content-Security-Policy")


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_policy_admits_the_scripts_of_the_page_and_nothing_else() -> None:
    page = Page(render(example(), load()))
    scripts, styles = page.of("script"), page.of("style")
    assert len(scripts) == 7
    assert len(styles) == 1
    assert page.policy.startswith("default-src 'none'; ")
    assert "unsafe" not in page.policy
    assert set(re.findall(r"'sha256-[^']+'", page.policy)) == {digest(text) for text in [*scripts, *styles]}


def test_nothing_is_loaded_from_elsewhere() -> None:
    page = Page(render(example(), load()))
    assert not [attributes for _, attributes in page.tags if {"src", "href", "style", "onclick"} & attributes.keys()]
    assert "sourceMappingURL=" not in "".join(page.of("script"))


def test_data_are_those_of_the_graph() -> None:
    found = json.loads(Page(render(example(), load())).of("data")[0])
    assert [entity["name"] for entity in found["entities"]] == [entity.name for entity in example().entities]
    assert len(found["facts"]) == len(example().facts)
    assert found["types"]["Person"]["zh"] == "人物"
    assert found["properties"]["received"]["zh"] == "获得"
    assert found["documents"][0]["authors"] == list(example().documents[0].meta.authors)
    received = next(fact for fact in found["facts"] if fact["predicate"] == "received")
    assert ["time", {"text": "2021年6月9日"}] in received["qualifiers"]
    words = [text for text, marks in received["evidence"][0]["pieces"] if "o" in marks]
    assert "全国档案工作先进集体" in "".join(words)


def test_evidence_pieces_are_the_text_unchanged() -> None:
    graph = example()
    texts = {document.id: document.text for document in graph.documents}
    for fact in data(graph, load())["facts"]:
        for evidence in fact["evidence"]:
            text = texts[evidence["document"]]
            assert "".join(words for words, _ in evidence["pieces"]) in text
            quoted = "".join(words for words, marks in evidence["pieces"] if "e" in marks)
            assert quoted == text[evidence["start"] : evidence["end"]]


def test_hostile_strings_stay_text() -> None:
    html = render(hostile(), load())
    plain = render(example(), load())
    page = Page(html)
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in Page(plain).tags]
    assert "<script>alert" not in html
    assert "\u2028" not in page.of("data")[0]
    assert json.loads(page.of("data")[0])["documents"][0]["title"] == HOSTILE


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), min_size=1))
def test_any_name_is_data(name: str) -> None:
    document = Document("d", name, Meta(title=name, source=name, authors=(name,)))
    entity = Entity("i", "Person", name, (name,), (("d", Span(0, len(name))),))
    fact = Fact("f", "said", "i", Value(name, "text"), evidence=(Evidence("d", Span(0, len(name)), "r"),))
    html = render(Graph((document,), (entity,), (fact,)), load())
    assert html.encode("utf-8")
    found = json.loads(Page(html).of("data")[0])
    assert found["entities"][0]["name"] == re.sub("[\ud800-\udfff]", "\ufffd", name)


def test_same_bytes_whatever_the_hash_seed() -> None:
    code = (
        "import hashlib; from kg.export.page.render import render; from kg.ontology import load;"
        "from tests.graphs import example; print(hashlib.sha256(render(example(), load()).encode()).hexdigest())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_an_empty_graph_and_an_unknown_class_have_pages() -> None:
    assert "知识图谱" in render(Graph((), (), ()), load())
    found = data(Graph((), (Entity("x", "Dragon", "龙"),), ()), load())
    assert found["types"]["Dragon"]["zh"] == "Dragon"


def test_a_page_keeps_the_entities_with_most_facts() -> None:
    entities = tuple(Entity(f"{n:05}", "Person", f"{n:05}") for n in range(5003))
    fact = Fact("f", "met", "05001", "05002")
    found = data(Graph((), entities, (fact,)), load())
    assert found["left_out"] == 3
    assert len(found["entities"]) == 5000
    assert len(found["facts"]) == 1


def test_sentence_and_pieces() -> None:
    text = "甲。" + "字" * 500 + "。乙"
    assert sentence(text, Span(200, 210)) == Span(40, 370)
    assert pieces(text, Span(0, 2), {"e": [Span(0, 1)]}) == [["甲", "e"], ["。", ""]]


def test_values_are_written_in_chinese() -> None:
    assert written(Value("12.5", "quantity", None)) == "12.5"
    assert written(Value("好", "text")) == "好"
    assert written_date("2021") == "2021年"
