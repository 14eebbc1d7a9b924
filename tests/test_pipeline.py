"""The pipeline as a whole: the same bytes always, and nothing that any text can break."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.ontology.ontology import Ontology, load, loaded
from kg.pipeline import build, graph, layer
from kg.rdf.model import to_rdf
from kg.rdf.turtle import turtle
from kg.read.read import read, read_one
from kg.read.sources import Source, sources
from kg.store.graph_json import dumps
from kg.types import Document, DocumentId, Graph

ONTOLOGY = load()
NEWS = {
    "court.txt": "海州市中级人民法院12日开庭。法院院长王山说，海州市司法局获“全国先进集体”称号。该局局长李海表示感谢。",
    "school.txt": "绵阳市教育局局长王山到绵阳中学调研。市教育局将开展“清风”行动，他说：“我们会办好学校。”",
    "river.txt": "沅江位于湖南省，流经怀化市，注入洞庭湖。2021年7月，怀化市水利局建成沅江大桥。",
}
_SCRIPT = """
import sys
from kg.pipeline import build
from kg.ontology.ontology import load
from kg.read.sources import sources
from kg.rdf.model import to_rdf
from kg.rdf.turtle import turtle
from kg.store.graph_json import dumps
made = build(sources(sys.argv[2:]), processes=int(sys.argv[1])).graph
sys.stdout.buffer.write((turtle(to_rdf(made)) + dumps(made)).encode())
"""


@pytest.fixture
def news(tmp_path: Path) -> list[str]:
    for name, text in NEWS.items():
        (tmp_path / name).write_text(text, "utf-8")
    return [str(tmp_path / name) for name in NEWS]


def run(seed: str, processes: int, files: list[str]) -> bytes:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", _SCRIPT, str(processes), *files]
    return subprocess.run(command, env=environment, check=True, capture_output=True, timeout=120).stdout


def test_same_bytes(news: list[str]) -> None:
    made = {run("1", 1, news), run("2", 1, news[::-1]), run("3", 2, news)}
    assert len(made) == 1
    assert len(made.pop()) > 1000


def test_documents_have_the_ids_of_their_files(news: list[str]) -> None:
    assert [d.id for d in build(sources(news)).graph.documents] == ["court", "river", "school"]


def test_one_batch_is_more_than_its_documents(news: list[str]) -> None:
    layers = [layer(read_one(source, ONTOLOGY), ONTOLOGY, "rules") for source in sources(news)]
    names = {e.name: e for e in graph(layers, ONTOLOGY).entities}
    assert len(names["海州市司法局"].mentions) == 2  # the second is 该局, which is no alias
    assert {d for d, _ in names["绵阳市教育局"].mentions} == {"school"}


_CHINESE = st.text(
    alphabet="宜宾市四川省司法局公安厅委人民政府法院大学公司集团王李张伟杨国庆曲某局长书记说表示在与和的被授予荣获"
    "称号先进奖年月日2021.09%\u200b\u3000\xa0⼈⻓國會"
    "万元个该其他她我全会议《》“”‘’（），。：；、！？\n (),\"'〇第一届通知以下简称于位",
    max_size=80,
)
_WORDS = """
四川省宜宾市司法局 宜宾市 宜宾 市司法局 该局 局长 杨国庆 他 其 王某 曲局长 说：“ ” ， 。 、 和 ·
位于 会见 王伟 安娜·科赫
（以下简称“市局”） 《关于防汛的通知》 （以下简称《通知》） 《通知》 2021年9月 被授予 “全国先进集体”称号 获得 一等奖
咸宁步云制药有限公司 步云公司 市政府 全市 当地 136个 会议
"""
_PARTS = st.lists(st.sampled_from([*_WORDS.split(), "\n"]), max_size=30).map("".join)
_QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def sound(made: Graph, text: str) -> None:
    """Spans in the text, ends that exist, and Turtle that both libraries read alike."""
    ids = {e.id for e in made.entities}
    assert len(ids) == len(made.entities)
    for entity in made.entities:
        assert entity.mentions
        assert entity.name
        assert all(0 <= s.start < s.end <= len(text) for _, s in entity.mentions)
    for fact in made.facts:
        assert fact.evidence
        assert fact.subject in ids
        ends = [fact.object, *(value for _, value in fact.qualifiers)]
        assert all(end in ids for end in ends if isinstance(end, str))
        assert fact.subject != fact.object
        assert all(0 <= e.span.start < e.span.end <= len(text) for e in fact.evidence)
        assert 0 < fact.confidence <= 1
    # oxigraph keeps the places of evidence as numbers, by the widest type of whole ones
    said = turtle(to_rdf(made)).replace("nonNegativeInteger", "integer")
    first = rdflib.Graph().parse(data=said, format="turtle")
    store = ox.Store()
    store.load(said.encode(), format=ox.RdfFormat.TURTLE)
    second = rdflib.Graph().parse(
        data=store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()), format="nt"
    )
    assert set(first) == set(second)


@pytest.mark.parametrize("kind", ["arbitrary", "characters", "parts"])
def test_any_text(kind: Literal["arbitrary", "characters", "parts"]) -> None:
    @_QUICK
    @given({"arbitrary": st.text(max_size=120), "characters": _CHINESE, "parts": _PARTS}[kind])
    def holds(text: str) -> None:
        made = graph([layer(Document(DocumentId("a"), text), ONTOLOGY)], ONTOLOGY)
        sound(made, text)
        document = json.loads(dumps(made))
        for fact in document["facts"]:
            for evidence in fact["evidence"]:
                assert text[evidence["start"] : evidence["end"]] == evidence["quote"]

    holds()


@_QUICK
@given(st.lists(_PARTS, min_size=2, max_size=4))
def test_any_batch(texts: list[str]) -> None:
    layers = [layer(Document(DocumentId(f"d{n}"), text), ONTOLOGY) for n, text in enumerate(texts)]
    made = graph(layers, ONTOLOGY)
    assert made == graph(layers[::-1], ONTOLOGY)
    sound(made, max(texts, key=len))


@pytest.mark.parametrize("processes", [1, 2])
def test_a_source_that_hangs_crashes_or_fails_is_named_and_the_others_are_built(
    processes: int, news: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg import pipeline

    def spoilt(source: Source, ontology: Ontology) -> Iterator[Document | SourceError]:
        if source.id == "crashes":
            os.kill(os.getpid(), signal.SIGSEGV)
        if source.id == "hangs":
            re.match("(?:a|aa)*b", "a" * 200)
        if source.id == "fails":
            raise IndexError("out of range")
        return read(source, ontology)

    monkeypatch.setattr(pipeline, "read", spoilt)
    bad = ["crashes", "fails", "hangs", "missing"]
    for name in bad[:3]:
        (tmp_path / f"{name}.txt").write_text("海州市司法局局长李海出席会议。", "utf-8")
    files = [*news, *(str(tmp_path / f"{name}.txt") for name in bad)]
    made = build(sources(files), processes=processes, timeout=1.5, extractor="rules")
    assert [d.id for d in made.graph.documents] == ["court", "river", "school"]
    told = [str(failure) for failure in made.failures]
    assert [Path(line.split(":")[0]).stem for line in told] == bad
    assert "its process ended with code -11" in told[0]
    assert "an error of the program in test_pipeline.py:" in told[1]
    assert "IndexError('out of range')" in told[1]
    assert "was not read within 1.5 seconds; split it, or give it more time (--timeout)" in told[2]
    assert "there is no such file" in told[3]


def test_what_a_build_needs_is_loaded_before_its_processes_start(news: list[str]) -> None:
    """Where many ontologies were loaded meanwhile, a build must not leave it to every process to load its own again."""
    build(sources(news), extractor="rules")
    loaded.cache_clear()
    build(sources(news), extractor="rules")
    assert _is_warm(None)


def test_of_single_sources_all_but_the_first_begin_with_what_was_loaded(news: list[str]) -> None:
    """A program that reads one after another, as kg score does, does not pay for each what it does for the first."""
    ontology = Path("ontology")  # a path that no other test loads it by
    warm = []
    for one in news[:2]:
        build(sources([one]), ontology, extractor="rules")
        warm.append(_is_warm(ontology))
    assert warm == [False, True]


def _is_warm(ontology: Path | None) -> bool:
    return any(type(key).__name__ == "_Warm" for key in load(ontology)._made)
