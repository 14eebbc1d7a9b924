"""A corpus with reprints: however it is built, the graph says the same of them, in all that is made of it."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from kg.check.check import check
from kg.cli.main import run
from kg.export.formats import Settings, pieces
from kg.ontology.ontology import load
from kg.pipeline import build
from kg.rdf.graph import from_rdf
from kg.read.sources import sources as listed
from kg.run.corpus import build as building
from kg.run.corpus.corpus import built
from kg.run.corpus.reading import How
from kg.run.examine import differences
from kg.run.flow.context import context
from kg.run.flow.run import run as flow
from kg.run.update import remove, update
from kg.store import graph_json
from kg.store.database.graph import read_graph
from kg.store.sources import reprints, sources
from kg.types import Graph
from tests.run.made_reprints import REPRINTS, write

ONTOLOGY = load()
SETTINGS = Settings(ONTOLOGY)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("reprints") / "corpus")


@pytest.fixture(scope="module")
def whole(corpus: Path) -> Graph:
    return build(listed([corpus]), extractor="rules").graph


def text(graph: Graph, form: str) -> str:
    return "".join(pieces(graph, form, SETTINGS))


def test_sources_are_counted_without_reprints(whole: Graph) -> None:
    assert reprints(whole) == REPRINTS
    documents = {fact.id: {one.document for one in fact.evidence} for fact in whole.facts}
    assert {"a-titled", "b-cut", "z-first"} in documents.values()
    for fact in whole.facts:
        assert set(sources(fact, reprints(whole))) == documents[fact.id] - REPRINTS.keys() | (
            {"z-first"} if documents[fact.id] & REPRINTS.keys() else set()
        )


def test_json_and_rdf_have_them(whole: Graph) -> None:
    assert reprints(graph_json.loads(text(whole, "json"))) == REPRINTS
    turtle = text(whole, "turtle")
    assert "kg:reprintOf doc:z-first" in turtle
    assert reprints(from_rdf(turtle)) == REPRINTS
    page = text(whole, "html")
    assert page.count("reprintOf") >= 2
    assert not [one for one in check(whole, ONTOLOGY) if one.severity == "error"]


def test_a_reprint_of_nothing_is_an_error(whole: Graph) -> None:
    lost = Graph(tuple(d for d in whole.documents if d.id != "z-first"), whole.entities, (), (), whole.origin)
    told = [one for one in check(lost, ONTOLOGY) if "a-titled" in one.subject and "z-first" in one.message]
    assert [one.severity for one in told] == ["error"]


def test_through_records_on_disk(corpus: Path, whole: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "_RANGE", 2)
    how = How(None, ONTOLOGY, "rules", 2, 60.0)
    with built(tmp_path / "out", listed([corpus])[::-1], how, SETTINGS) as (_, files):
        made = {name: b"".join(p if isinstance(p, bytes) else p.encode() for p in some) for name, some in files}
    assert made["graph.json"].decode() == text(whole, "json")
    assert made["graph.ttl"].decode() == text(whole, "turtle")
    assert made["graph.html"].decode() == text(whole, "html")


def test_by_steps_on_rows(corpus: Path, whole: Graph, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    flow(listed([corpus]), tmp_path / "run", context(None, "rules", 60.0, SETTINGS.base))
    quads = (tmp_path / "run/nquads/part-00000.nq").read_text("utf-8")
    assert quads == "".join(sorted(text(whole, "nquads").splitlines(keepends=True)))
    rows = pq.read_table(tmp_path / "run/parquet/documents").to_pylist()
    assert {row["id"]: row["reprint_of"] for row in rows if row["reprint_of"]} == REPRINTS


@pytest.mark.parametrize("seed", range(3))
def test_in_a_store_document_by_document(seed: int, corpus: Path, whole: Graph, tmp_path: Path) -> None:
    """In any order; and when the first one goes, the others are reprints of the next."""
    store, found = tmp_path / "kg", listed([corpus])
    random.Random(seed).shuffle(found)
    for some in (found[:3], found[3:4], found[4:]):
        update(store, some, extractor="rules")
    assert reprints(read_graph(store)) == REPRINTS
    assert list(differences(store)) == []
    assert sorted(line for line in text(read_graph(store), "ntriples").splitlines() if "reprintOf" in line) == sorted(
        line for line in text(whole, "ntriples").splitlines() if "reprintOf" in line
    )
    remove(store, ["z-first"])
    assert reprints(read_graph(store)) == {"a-titled": "b-cut"}
    assert list(differences(store)) == []


def test_explained(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(corpus), "-o", str(tmp_path / "out"), "-q", "--extractor", "rules", "--no-sparql"]) == 0
    facts = json.loads((tmp_path / "out/graph.json").read_text("utf-8"))["facts"]
    fact = next(one for one in facts if len({proof["document"] for proof in one["evidence"]}) == 3)
    capsys.readouterr()
    assert run(["explain", str(tmp_path / "out"), fact["id"]]) == 0
    assert "3 documents say it, with reprints; sources of their own: z-first" in capsys.readouterr().out
    assert run(["explain", str(tmp_path / "out"), fact["id"], "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["fact"]["sources"] == ["z-first"]
