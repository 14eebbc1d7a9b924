"""Files that were changed by hand are found out."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.check.file import check_file
from kg.errors import GraphError
from kg.ontology.ontology import load
from kg.rdf.model import to_quads, to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.turtle import trig, turtle
from kg.store import graph_json
from kg.store.canonical import Disagreement
from kg.store.folder import FILES, staging
from kg.store.graph_json import pieces
from kg.types import Finding, Graph
from tests.check.test_check import good

BASE = "https://data.example.org/kg/"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    publish(tmp_path, turtle(to_rdf(good())))
    return tmp_path


def publish(folder: Path, triples: str) -> None:
    with staging(folder, 0) as stage:
        stage.write("graph.json", pieces(good()))
        stage.write("graph.ttl", [triples])
        stage.write("graph.html", ["<!doctype html>"])
        stage.publish()


def found(path: Path) -> list[Finding]:
    return check_file(path, load())


def codes(path: Path) -> list[str]:
    return [finding.code for finding in found(path)]


def tamper(file: Path, old: str, new: str, times: int = -1) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, times), "utf-8")


def test_what_was_built_is_right(folder: Path) -> None:
    assert found(folder) == []
    assert found(folder / "graph.json") == []
    assert found(folder / "graph.ttl") == []


@pytest.mark.parametrize("base", ["https://zhkg.example/", BASE])
def test_every_form_is_checked(tmp_path: Path, base: str) -> None:
    triples = to_rdf(good(), base)
    (tmp_path / "a.nt").write_text(ntriples(triples), "utf-8")
    (tmp_path / "a.ttl").write_text(turtle(triples, base), "utf-8")
    (tmp_path / "a.trig").write_text(trig(to_quads(good(), base), base), "utf-8")
    (tmp_path / "b.ttl").write_text(turtle(to_rdf(good(), base, "1.2"), base), "utf-8")
    for name in ("a.nt", "a.ttl", "a.trig", "b.ttl"):
        assert found(tmp_path / name) == [], name


def test_a_graph_under_another_base_is_the_same(folder: Path) -> None:
    publish(folder, turtle(to_rdf(good(), BASE), BASE))
    assert found(folder) == []


def test_a_changed_quote(folder: Path) -> None:
    tamper(folder / "graph.json", '"quote": "临江县档案馆馆长何立群"', '"quote": "临江县档案馆馆长何立国"')
    finding, _ = found(folder)
    assert (finding.code, finding.severity) == ("E101", "error")
    assert "quote" in finding.message
    assert codes(folder) == ["E101", "E404"]


def test_a_changed_text(folder: Path) -> None:
    tamper(folder / "graph.json", "本报讯（记者", "本报讯(记者")
    assert codes(folder / "graph.json") == ["E101"]
    assert codes(folder) == ["E101", "E401", "E402", "E404"]


def test_a_changed_hash(folder: Path) -> None:
    tamper(folder / "graph.ttl", good().documents[0].digest, "0" * 64)
    assert codes(folder / "graph.ttl") == ["E101", "E401", "E402"]
    assert codes(folder) == ["E401", "E402", "E404"]


def test_a_moved_span(folder: Path) -> None:
    evidence = next(f for f in good().facts if f.predicate == "positionAt").evidence[0]
    start = f'"start": {evidence.span.start}, "end": {evidence.span.end}, "quote"'
    tamper(folder / "graph.json", start, start.replace(str(evidence.span.start), str(evidence.span.start + 1)))
    assert codes(folder / "graph.json") == ["E101"]


def test_a_triple_that_nothing_proves(folder: Path) -> None:
    file = folder / "graph.ttl"
    file.write_text(file.read_text("utf-8") + "\nid:何立群 kg:received id:全国档案工作先进集体 .\n", "utf-8")
    for path in (folder, file):
        finding, *more = found(path)
        assert [one.code for one in more] == (["E404"] if path == folder else [])
        assert (finding.code, finding.subject) == ("E401", "graph.ttl")
        assert finding.message.startswith("it holds 1 triples that its graph does not account for, such as:")
        assert "何立群" in finding.message


def test_a_triple_that_is_gone(folder: Path) -> None:
    tamper(folder / "graph.ttl", "kg:said ", "kg:whispered ", 1)
    assert set(codes(folder / "graph.ttl")) >= {"E401", "E402"}
    assert codes(folder) == ["E401", "E402", "E404"]


def test_what_breaks_the_model_breaks_a_shape(folder: Path) -> None:
    tamper(folder / "graph.ttl", "kg:rule ", "kg:ruler ", 1)
    assert codes(folder / "graph.ttl") == ["E215", "E401", "E402"]
    tamper(folder / "graph.ttl", "oa:end ", "oa:ends ", 1)
    assert "E216" in codes(folder / "graph.ttl")


def test_what_makes_no_graph_is_told_with_its_shapes(folder: Path) -> None:
    tamper(folder / "graph.ttl", "rdf:subject ", "rdf:subjects ", 1)
    assert codes(folder / "graph.ttl") == ["E208", "E403"]
    tamper(folder / "graph.ttl", "oa:hasSelector ", "oa:selector ", 1)
    assert codes(folder / "graph.ttl") == ["E208", "E214", "E403"]


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_the_one_that_was_built(folder: Path, name: str) -> None:
    file = folder / name
    old = file.read_bytes()
    file.write_bytes(old + b"\n")  # which changes nothing that the file says
    (finding,) = found(folder)
    assert (finding.code, finding.severity, finding.subject) == ("E404", "error", name)
    assert f"it has {len(old) + 1} bytes" in finding.message
    file.unlink()
    (finding,) = found(folder)
    assert (finding.code, finding.severity, finding.subject) == ("E405", "error", name)
    file.write_bytes(old)
    assert found(folder) == []


def test_a_folder_without_a_manifest(folder: Path) -> None:
    """As older versions wrote it."""
    (folder / "manifest.json").unlink()
    (finding,) = found(folder)
    assert (finding.code, finding.severity) == ("W401", "warning")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "Expecting property name"),
        ("[]", "list indices"),
        ("{}", "there is no 'files'"),
        ('{"files": 3}', "not iterable"),
        ('{"files": [3]}', "not subscriptable"),
        ('{"files": [{"name": "graph.ttl", "size": "1", "sha256": ""}]}', "a file has a name, a size and a sha256"),
        ('{"files": [], "files": []}', "the key 'files' is there twice"),
        ('{"files": []}', "it names no file"),
        ('{"files": [{"name": "../../x", "size": 1, "sha256": "%s"}]}' % ("0" * 64), "it names ../../x, not"),
        ("\ud800", "it is no manifest"),
    ],
)
def test_a_manifest_that_says_something_else(folder: Path, text: str, reason: str) -> None:
    (folder / "manifest.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    (finding,) = found(folder)
    assert (finding.code, finding.severity, finding.subject) == ("E406", "error", "manifest.json")
    assert reason in finding.message


def test_each_file_is_parsed_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    inspected = graph_json.inspected

    def counted(text: str, where: str | None = None) -> tuple[Graph, list[Disagreement]]:
        parsed.append(str(where))
        return inspected(text, where)

    monkeypatch.setattr(graph_json, "inspected", counted)
    assert found(folder) == []
    assert parsed == [str(folder / "graph.json")]


def test_what_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"neither graph\.json nor graph\.ttl"):
        check_file(tmp_path, load())
    (tmp_path / "graph.ttl").write_text("<a:b> <a:c>\n", "utf-8")
    with pytest.raises(GraphError, match=r"graph\.ttl: it does not parse"):
        check_file(tmp_path, load())
    (tmp_path / "graph.csv").write_text("a,b", "utf-8")
    with pytest.raises(GraphError, match=r"graph\.csv"):
        check_file(tmp_path / "graph.csv", load())
