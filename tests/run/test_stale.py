"""Ids of sources beside those that a store knows, and which documents are left out."""

from __future__ import annotations

from pathlib import Path

from kg.errors import SourceError
from kg.pipeline import Same
from kg.read.sources import Source, sources
from kg.run.stale import Held, left_out, own_ids, source_of
from kg.types import DocumentId


def held(**paths: Path | str) -> dict[DocumentId, Held]:
    return {DocumentId(name): Held(name.partition("#")[0], str(path), "digest", "mark") for name, path in paths.items()}


def written(folder: Path, *names: str) -> list[Path]:
    files = [folder / name for name in names]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("文", "utf-8")
    return files


def ids(folder: Path, known: dict[DocumentId, Held]) -> dict[str, str]:
    return {str(one.path and one.path.relative_to(folder)): one.id for one in own_ids(sources([folder]), known)}


def test_a_source_keeps_its_id_when_another_of_its_name_comes(tmp_path: Path) -> None:
    old, _ = written(tmp_path, "x/a.txt", "y/a.txt")
    assert ids(tmp_path, {}) == {"x/a.txt": "x/a", "y/a.txt": "y/a"}
    assert ids(tmp_path, held(a=old)) == {"x/a.txt": "a", "y/a.txt": "y/a"}


def test_a_file_of_another_folder_is_another_document(tmp_path: Path) -> None:
    (old,) = written(tmp_path / "x", "a.txt")
    written(tmp_path / "y", "a.txt", "b.txt")
    assert ids(tmp_path / "y", held(a=old)) == {"a.txt": "a.txt", "b.txt": "b"}
    taken = held(a=old) | {DocumentId("n"): Held("a.txt", str(old), "", "")}
    assert ids(tmp_path / "y", taken) == {"a.txt": "y/a", "b.txt": "b"}


def test_a_file_that_has_moved_is_the_same_document(tmp_path: Path) -> None:
    written(tmp_path / "y", "a.txt")
    assert ids(tmp_path / "y", held(a=tmp_path / "x" / "a.txt")) == {"a.txt": "a"}


def test_standard_input_is_one_document() -> None:
    (found,) = own_ids([Source("stdin", None)], held(stdin=""))
    assert found.id == "stdin"


def test_the_source_of_a_record(tmp_path: Path) -> None:
    source = Source("news", tmp_path / "news.jsonl")
    assert source_of(DocumentId("news#3"), {"news": source}, {}) == ("news", str(source.path))
    assert source_of(DocumentId("old"), {}, held(old="/x")) == ("old", "/x")


def test_what_is_left_out(tmp_path: Path) -> None:
    known = held(a=tmp_path / "a.txt", b=tmp_path / "b.txt") | held(**{"c#2": tmp_path / "c.jsonl"})
    assert left_out(known, [Same(DocumentId("a"))], []) == ["b", "c#2"]


def test_what_cannot_be_read_is_not_left_out(tmp_path: Path) -> None:
    known = held(a=tmp_path / "in" / "a.txt", b=tmp_path / "b.txt") | held(**{"c#2": tmp_path / "c.jsonl"})
    for where in (tmp_path / "in" / "a.txt", tmp_path / "in", tmp_path / "in" / ""):
        assert left_out(known, [], [SourceError("closed", where=str(where))]) == ["b", "c#2"]
    assert left_out(known, [], [SourceError("bad", where=f"{tmp_path / 'c.jsonl'}#2")]) == ["a", "b"]
    assert left_out(known, [], [SourceError("closed", where=str(tmp_path))]) == []
