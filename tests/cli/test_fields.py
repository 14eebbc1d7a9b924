"""The options that name columns: on the command line, in kg.toml, and in what the command says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.cli.main import run

BODY = "2021年6月9日，临江县档案馆被国家档案局授予“全国档案工作先进集体”称号。"


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    rows = [
        {
            "nr": n,
            "zw": BODY,
            "bt": f"获奖{n}",
            "rq": "2021-06-10",
            "ly": "临江日报",
            "zz": "王小明",
            "dz": "http://a.example/b",
        }
        for n in (7, 8)
    ]
    path = tmp_path / "news.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def documents() -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(Path("out", "graph.json").read_text("utf-8"))["documents"]
    return found


def test_columns_are_named_on_the_command_line(table: Path) -> None:
    named = {"text": "zw", "id": "nr", "title": "bt", "date": "rq", "source": "ly", "author": "zz", "url": "dz"}
    given = [word for field, column in named.items() for word in (f"--{field}-field", column)]
    assert run(["build", str(table), "-o", "out", "-q", "--extractor", "rules", *given]) == 0
    first, second = documents()
    assert (first["id"], second["id"]) == ("news#7", "news#8")
    assert (first["title"], first["datePublished"], first["source"]) == ("获奖7", "2021-06-10", "临江日报")
    assert (first["authors"], first["url"]) == (["王小明"], "http://a.example/b")


def test_columns_are_named_in_the_project_file(table: Path) -> None:
    Path("kg.toml").write_text('[build]\ntext-field = "zw"\nid-field = ""\n', "utf-8")
    assert run(["build", str(table), "-o", "out", "-q", "--extractor", "rules"]) == 0
    assert [one["id"] for one in documents()] == ["news#1", "news#2"]


def test_without_them_the_file_says_which_columns_there_are(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(table), "-o", "out", "--extractor", "rules"]) == 3
    assert capsys.readouterr().err == (
        f"kg: {table}: none of its columns is known to hold the text: they are nr, zw, bt, rq, ly, zz, dz; "
        "name the one that does: --text-field NAME\n"
    )


def test_how_each_row_is_read_is_explained(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(table), "--explain-reading", "--text-field", "zw", "--title-field", "bt"]) == 0
    said = capsys.readouterr().out
    assert said.count("column bt") == 2 and "news#1" in said and "news#2" in said
