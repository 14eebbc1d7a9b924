"""`kg query`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from kg.cli.main import run
from kg.cli.options import SIZE

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
    listed = capsys.readouterr().out
    assert "posts" in listed
    assert "attendance (event, who, part)" in listed
    assert "--set organization=宜宾市司法局 --set post=局长" in listed
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


CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
SORTED = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?l"


@pytest.mark.parametrize(
    ("sparql", "limit", "says"),
    [
        (CROSS, ("--timeout", "0.5"), "the query took longer than 0.5 s and was stopped; ask"),
        (
            SORTED,
            ("--memory", "200M"),
            "the query needs more memory than 200 MB and was stopped; ask for less, or raise",
        ),
        ("ASK { " + "{" * 20_000 + "}" * 20_000 + " }", (), "the query ended in a fault of the engine (SIG"),
    ],
)
def test_a_query_is_stopped_at_a_limit(
    built: Path, sparql: str, limit: tuple[str, ...], says: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["query", str(built), "-q", sparql, *limit]) == 3
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith(f"kg: {says}")
    assert err.count("\n") == 1


def test_the_file_of_a_query_is_named(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "all.rq").write_text(CROSS, "utf-8")
    assert run(["query", str(built), "-f", str(tmp_path / "all.rq"), "--timeout", "2"]) == 3
    assert f"{tmp_path / 'all.rq'}: the query took longer" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "size"),
    [
        ("500M", 500 * 2**20),
        ("4G", 2**32),
        ("1.5gb", 3 * 2**29),
        ("2 GiB", 2**31),
        ("700", 700),
        ("64k", 2**16),
        ("0", None),
    ],
)
def test_forms_of_a_size(given: str, size: int | None) -> None:
    assert SIZE.convert(given, None, None) == size


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--memory", "much"),
        ("--memory", "-1"),
        ("--memory", "4X"),
        ("--timeout", "-1"),
        ("--timeout", "nan"),
        ("--timeout", "inf"),
        ("--timeout", "1m"),
    ],
)
def test_a_limit_that_is_none_is_wrong_usage(
    built: Path, option: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["query", str(built), "-q", WHO, f"{option}={value}"]) == 2
    assert "is no" in capsys.readouterr().err


def test_no_limits(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", str(built), "-q", WHO, "--timeout", "0", "--memory", "0"]) == 0
    assert "何立群" in capsys.readouterr().out


def test_what_the_named_question_lacks_is_told_from_the_child(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", str(built), "--name", "posts", "--set", "person=无名"]) == 2
    assert "nothing in the graph is called '无名'; give one of the names" in capsys.readouterr().err
