"""Folders of files are written whole or not at all, and never over what something else wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli.main import run
from kg.cli.target_folder import write_folder
from kg.errors import TargetError
from kg.store import manifest


def data(*pieces: bytes) -> Iterator[bytes]:
    return iter(pieces)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_with_its_manifest(tmp_path: Path) -> None:
    write_folder(tmp_path / "out", [("a", data(b"1", b"2")), ("b", data())])
    assert names(tmp_path / "out") == ["a", "b", "manifest.json"] and names(tmp_path) == ["out"]
    known = manifest.loads((tmp_path / "out" / "manifest.json").read_bytes())
    assert (known["a"].size, known["b"].size) == (2, 0)


def test_what_an_export_wrote_is_replaced(tmp_path: Path) -> None:
    write_folder(tmp_path / "out", [("a", data(b"1")), ("b", data(b"2"))])
    write_folder(tmp_path / "out", [("b", data(b"3"))])
    assert names(tmp_path / "out") == ["b", "manifest.json"] and names(tmp_path) == ["out"]
    assert (tmp_path / "out" / "b").read_bytes() == b"3"
    (tmp_path / "empty").mkdir()
    write_folder(tmp_path / "empty", [("b", data(b"3"))])
    assert names(tmp_path / "empty") == ["b", "manifest.json"]


def test_what_something_else_wrote_stays(tmp_path: Path) -> None:
    write_folder(tmp_path / "out", [("a", data(b"1"))])
    (tmp_path / "out" / "mine").write_text("mine")
    with pytest.raises(TargetError, match=r"holds mine, which was written by something else; name a new folder"):
        write_folder(tmp_path / "out", [("a", data(b"2"))])
    assert (tmp_path / "out" / "a").read_bytes() == b"1"
    (tmp_path / "file").write_text("mine")
    with pytest.raises(TargetError, match="it is a file"):
        write_folder(tmp_path / "file", [("a", data(b"2"))])


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"2"
        raise KeyboardInterrupt

    write_folder(tmp_path / "out", [("a", data(b"1"))])
    with pytest.raises(KeyboardInterrupt):
        write_folder(tmp_path / "out", [("a", broken())])
    assert (tmp_path / "out" / "a").read_bytes() == b"1" and names(tmp_path) == ["out"]
    with pytest.raises(TargetError, match="cannot be written"):
        write_folder(tmp_path / "no" / "out", [("a", data(b"1"))])


def test_a_built_graph_is_never_written_over(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pyarrow", reason="pip install '.[parquet]'")
    before = names(built)
    assert run(["export", str(built), "--to", "parquet", "-o", str(built)]) == 2
    assert "written by something else" in capsys.readouterr().err and names(built) == before
    assert run(["export", str(built), "--to", "parquet"]) == 2
    assert "name a folder for them by --out" in capsys.readouterr().err
    assert run(["export", str(built), "--to", "parquet", "-o", str(tmp_path / "tables")]) == 0
    assert "facts.parquet" in names(tmp_path / "tables")


def test_files_for_neo4j(built: Path, tmp_path: Path) -> None:
    out = tmp_path / "neo4j"
    assert run(["export", str(built), "--to", "neo4j", "-o", str(out)]) == 0
    assert "何立群" in (out / "nodes-Entity-Person.csv").read_text("utf-8")
    assert run(["export", str(built), "--to", "cypher", "-o", str(tmp_path / "x.cypher")]) == 0
    assert (tmp_path / "x.cypher").read_text("utf-8").startswith("CREATE CONSTRAINT kg_document_id IF NOT EXISTS")
