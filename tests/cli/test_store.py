"""kg build --store, the verbs that take a store, and kg store, as a user calls them."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from kg.cli.main import run
from kg.store.database.connection import FILE

PAGE = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text("utf-8")
TEXTS = {
    "a": "2021年6月9日，临江县档案馆被国家档案局授予“全国档案工作先进集体”称号。\n",
    "b": "临江县档案馆馆长李明到海州大学考察。\n",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two articles, and the folder of a build of both."""
    place = tmp_path_factory.mktemp("built")
    (place / "articles").mkdir()
    for name, text in TEXTS.items():
        (place / "articles" / f"{name}.txt").write_text(text, "utf-8")
    where = ("--store", str(place / "news.kg"), "-o", str(place / "out"))
    assert run(["build", str(place / "articles"), *where, "--extractor", "rules", "-q", "--no-sparql"]) == 0
    return place


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Path:
    """A store to change."""
    return Path(shutil.copytree(built / "news.kg", tmp_path / "news.kg"))


def printed(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    capsys.readouterr()
    assert run([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def documented(command: str) -> set[str]:
    row = next(line for line in PAGE.splitlines() if line.startswith("| ") and f"`{command} --json`" in line)
    return set(re.findall(r"`(\w+)`", row.split("|")[3]))


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert run(list(arguments)) == 2
    return capsys.readouterr().err


@pytest.mark.parametrize("form", ["json", "turtle", "csv", "trig"])
def test_export_is_that_of_the_files(built: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    found = []
    for source in ("news.kg", "out"):
        target = built / f"{source}.{form}"
        assert run(["export", str(built / source), "--to", form, "-o", str(target)]) == 0
        found.append(target.read_bytes())
    assert found[0] == found[1] != b""


def test_questions_are_answered(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = []
    for source in ("news.kg", "out"):
        assert run(["query", str(built / source), "--name", "awards", "--format", "csv"]) == 0
        answers.append(capsys.readouterr().out)
    assert answers[0] == answers[1] and "临江县档案馆" in answers[0]
    assert run(["ask", "临江县档案馆获得了什么荣誉？", str(built / "news.kg")]) == 0
    assert "全国档案工作先进集体" in capsys.readouterr().out


def test_the_triples_are_read_from_the_database_where_there_are_none_on_disk(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    count = ("query", str(store), "-q", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    on_disk = printed(capsys, *count)
    shutil.rmtree(store / "graph")
    assert printed(capsys, *count) == on_disk
    assert "kg store gc" in printed(capsys, "store", "check", str(store), code=1)[0]
    assert run(["store", "gc", str(store)]) == 0
    assert printed(capsys, "store", "check", str(store)) == []
    assert printed(capsys, *count) == on_disk


def test_check(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(built / "news.kg")]) == 0
    assert printed(capsys, "store", "check", str(built / "news.kg"), "--clean-build") == []


def test_check_finds_what_is_not_that_of_a_clean_build(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with sqlite3.connect(store / FILE) as connection:
        connection.execute("DELETE FROM fact")
    assert printed(capsys, "store", "check", str(store)) == []
    assert "facts" in printed(capsys, "store", "check", str(store), "--clean-build", code=1)[0]


def test_check_finds_a_layer_that_was_changed(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with sqlite3.connect(store / FILE) as connection:
        connection.execute("UPDATE document SET layer = x'00' WHERE id = 'a'")
    assert printed(capsys, "store", "check", str(store), code=1)[0].startswith("a: a value in it is damaged")
    assert "put back a backup" in refused(capsys, "export", str(store), "--to", "json")


def test_check_finds_triples_that_are_missing_or_too_many(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with sqlite3.connect(store / FILE) as connection:
        connection.execute("DELETE FROM part WHERE kind = 'entity'")
    (said,) = printed(capsys, "store", "check", str(store), code=1)
    assert "triples too many" in said


def test_stats(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys, "store", "stats", str(built / "news.kg"))
    assert documented("kg store stats") == found.keys()
    assert (found["documents"], found["transaction"], found["extractor"]) == (2, 1, "rules")
    listed = printed(capsys, "store", "stats", str(built / "news.kg"), "--documents")
    assert [row["id"] for row in listed] == ["a", "b"]
    assert documented("kg store stats --documents") == listed[0].keys()
    assert run(["store", "stats", str(built / "news.kg")]) == 0
    assert "documents: 2" in capsys.readouterr().out


def test_backup_is_a_store(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "monday.kg"
    assert printed(capsys, "store", "backup", str(store), str(copy)).keys() == documented("kg store backup")
    assert run(["store", "remove", str(store), "a", "-q"]) == 0
    assert printed(capsys, "store", "check", str(copy), "--clean-build") == []
    assert printed(capsys, "store", "stats", str(copy))["documents"] == 2
    assert "it is there already" in refused(capsys, "store", "backup", str(store), str(copy))
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []


def test_remove(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "it holds no document 'c'" in refused(capsys, "store", "remove", str(store), "a", "c")
    made = printed(capsys, "store", "remove", str(store), "a")
    assert made.keys() == documented("kg store remove")
    assert (made["removed"], made["unchanged"]) == (["a"], 1)
    assert run(["query", str(store), "--name", "awards", "--format", "csv"]) == 0
    assert "档案" not in capsys.readouterr().out
    assert printed(capsys, "store", "check", str(store), "--clean-build") == []


def test_gc(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys, "store", "gc", str(store))
    assert found.keys() == documented("kg store gc") and found["after"] > 0


def test_what_is_no_store(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for verb in ("stats", "check", "gc"):
        assert "there is no store" in refused(capsys, "store", verb, str(built / "out"))
    assert "--sync goes with --store" in refused(
        capsys, "build", str(built / "articles"), "-o", str(tmp_path), "--sync"
    )
