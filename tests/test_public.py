"""The public face of the package: all that a program needs, without knowing the rooms behind it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import kg

TEXTS = Path(__file__).parents[1] / "examples" / "texts"
HEAVY = {
    "numpy",
    "onnxruntime",
    "pyoxigraph",
    "rdflib",
    "networkx",
    "rjieba",
    "click",
    "trafilatura",
    "lxml",
    "msgspec",
}


def test_importing_it_loads_nothing_heavy() -> None:
    code = "import sys, kg; kg.build; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert not HEAVY & set(done.stdout.split())


def test_every_name_is_there_and_documented() -> None:
    for name in kg.__all__:
        assert (getattr(kg, name).__doc__ or "").strip(), name
    assert set(kg.__all__) <= set(dir(kg))


def test_from_texts_to_answers() -> None:
    documents = list(kg.read_documents([TEXTS, "missing.txt"]))
    assert [type(document).__name__ for document in documents].count("SourceError") == 1
    built = kg.build([TEXTS, "missing.txt"], extractor="rules")
    assert len(built.failures) == 1 and len(built.graph.documents) == len(documents) - 1
    assert kg.check_graph(built.graph) == []
    answer = kg.query_graph(built.graph, "SELECT ?who ?what { ?who kg:received ?what }")
    assert answer.rows
    assert kg.export_graph(built.graph).startswith("@base")
    bodies = "SELECT ?body { ?body a org:Organization }"
    assert kg.query_graph(built.graph, bodies).rows
    assert not kg.query_graph(built.graph, bodies, inferred=False).rows
    assert kg.search_graph(built.graph, "司法局", most=1)[0].what == "id:宜宾市司法局 kg:GovernmentBody"


def test_a_graph_is_read_back(tmp_path: Path) -> None:
    graph = kg.build([TEXTS], extractor="rules").graph
    (tmp_path / "graph.json").write_text(kg.export_graph(graph, "json"), "utf-8")
    assert kg.export_graph(kg.load_graph(tmp_path)) == kg.export_graph(graph)
