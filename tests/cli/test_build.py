"""`kg build`: three files or none, and what its exit code says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli.build import _progress
from kg.cli.main import run

NAMES = ["graph.html", "graph.json", "graph.ttl"]
TEXT = """临江县档案馆馆长何立群说：“今年共接待读者三万人次。”
2021年6月9日，临江县档案馆被国家档案局授予“全国档案工作先进集体”称号。
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_text(TEXT, "utf-8")
    return file


def test_it_writes_three_files_and_a_summary(article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert run(["build", str(article), "-o", str(out)]) == 0
    assert names(out) == NAMES
    shown = capsys.readouterr()
    assert "1 documents (utf-8 1)" in shown.out
    assert shown.err == ""
    graph = json.loads((out / "graph.json").read_text("utf-8"))
    assert "何立群" in {entity["name"] for entity in graph["entities"]}
    assert run(["check", str(out)]) == 0


def test_quiet_and_json(article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(article), "-o", str(tmp_path / "a"), "-q"]) == 0
    assert capsys.readouterr().out == ""
    assert run(["build", str(article), "-o", str(tmp_path / "b"), "--json"]) == 0
    numbers = json.loads(capsys.readouterr().out)
    assert numbers["documents"] == 1
    assert numbers["encodings"] == {"utf-8": 1}
    assert numbers["failed"] == []
    assert numbers["entities"]["Person"] == 1


def test_some_fail_and_the_others_are_built(article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    missing = str(tmp_path / "missing.txt")
    out = tmp_path / "out"
    assert run(["build", str(article), str(tmp_path / "empty.txt"), missing, "-o", str(out)]) == 1
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 2
    assert any("empty.txt" in line for line in errors)
    assert any("missing.txt" in line for line in errors)
    assert names(out) == NAMES


def test_nothing_built_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    for source in ("empty.txt", "folder", "missing.txt"):
        assert run(["build", str(tmp_path / source), "-o", str(tmp_path / "out")]) == 1
        assert source in capsys.readouterr().err
    assert names(tmp_path) == ["empty.txt", "folder"]


def test_a_target_that_is_a_file(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(article), "-o", str(article)]) == 2
    assert "it is a file" in capsys.readouterr().err
    assert article.read_text("utf-8") == TEXT


def test_the_same_bytes_whatever_the_order_the_processes_and_the_hash_seed(tmp_path: Path) -> None:
    texts = {
        "b.txt": TEXT,
        "a.txt": "青湖区法院院长沈立平表示，青湖区法院将公开审理此案。\n",
        "c.txt": "罗书华毕业于清华大学。\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    built = []
    for seed, order, processes in (("1", "abc", "1"), ("2", "cab", "2")):
        out = tmp_path / f"out{seed}"
        files = [str(tmp_path / f"{name}.txt") for name in order]
        command = [sys.executable, "-m", "kg", "build", *files, "-o", str(out), "-q", "--processes", processes]
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, check=True)
        built.append({name: (out / name).read_bytes() for name in names(out)})
    assert built[0] == built[1]


def test_stdin(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kg", "build", "-", "-o", str(tmp_path / "out"), "--json"]
    done = subprocess.run(command, input=TEXT.encode("gb18030"), capture_output=True, check=True)
    assert json.loads(done.stdout)["encodings"] == {"gb18030": 1}


def test_a_bar_where_the_work_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with _progress(100, shown=True) as on_progress:
        assert on_progress is not None
        on_progress(50)
    with _progress(100, shown=False) as on_progress:
        assert on_progress is None
