"""`kg query`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from kg.cli.main import run

WHO = "SELECT ?who { ?who a kg:Person } ORDER BY ?who"


def test_table_csv_json_and_turtle(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", str(built), "-q", WHO]) == 0
    assert "id:何立群" in capsys.readouterr().out
    assert run(["query", str(built / "graph.json"), "-q", WHO, "--format", "csv"]) == 0
    assert next(csv.reader(io.StringIO(capsys.readouterr().out))) == ["who"]
    assert run(["query", str(built), "-q", WHO, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["head"]["vars"] == ["who"]
    assert (
        run(["query", str(built), "-q", "CONSTRUCT { ?s a kg:Person } { ?s a kg:Person }", "--format", "turtle"]) == 0
    )
    assert "kg:Person" in capsys.readouterr().out


def test_a_file_and_a_named_question(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "who.rq").write_text(WHO, "utf-8")
    assert run(["query", str(built), "-f", str(tmp_path / "who.rq")]) == 0
    assert "何立群" in capsys.readouterr().out
    assert run(["query", "--list"]) == 0
    assert "posts" in capsys.readouterr().out
    assert run(["query", str(built), "--name", "posts"]) == 0
    assert "馆长" in capsys.readouterr().out
    assert run(["query", str(built), "--name", "posts", "--set", "person=何立群"]) == 0
    assert "馆长" in capsys.readouterr().out


def test_a_syntax_error_shows_line_and_caret(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", str(built), "-q", "SELECT ?x {\n ?x a }"]) == 2
    assert "^" in capsys.readouterr().err


@pytest.mark.parametrize(
    "more",
    [
        [],
        ["-q", WHO, "--name", "posts"],
        ["-q", WHO, "--set", "a=b"],
        ["--name", "posts", "--set", "a"],
        ["--name", "fly"],
    ],
)
def test_wrong_usage(built: Path, more: list[str]) -> None:
    assert run(["query", str(built), *more]) == 2


def test_a_query_file_that_cannot_be_read(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.rq").write_bytes(b"\xff\xfe")
    for file in ("bad.rq", "missing.rq"):
        assert run(["query", str(built), "-f", str(tmp_path / file)]) == 2
        assert file in capsys.readouterr().err
