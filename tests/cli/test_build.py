"""`kg build`: three files and their manifest, or none, and what its exit code says."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import kg.cli.build
from kg.cli.main import run
from kg.cli.progress import progress
from kg.extract.extractors import OWN

ROOT = Path(__file__).parents[2]
NAMES = ["graph.html", "graph.json", "graph.ttl", "manifest.json"]
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


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_after_the_files_are_there_is_too_late(
    number: signal.Signals, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(*arguments: Any) -> None:
        os.kill(os.getpid(), number)
        told_then(*arguments)

    told_then = kg.cli.build._report
    before = [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)]
    monkeypatch.setattr("kg.cli.build._report", told)
    assert run(["build", str(article), "-o", str(tmp_path / "out"), "-q"]) == 0
    assert names(tmp_path / "out") == NAMES
    assert [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)] == before


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
    assert names(out) == ["failures.jsonl", *NAMES]


def test_nothing_built_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    for source in ("empty.txt", "folder", "missing.txt"):
        assert run(["build", str(tmp_path / source), "-o", str(tmp_path / "out")]) == 3
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


@pytest.mark.parametrize("chosen", [row.name for row in OWN])
def test_each_extractor(chosen: str, article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert run(["build", str(article), "-o", str(out), "--extractor", chosen, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["extractor"] == chosen
    graph = json.loads((out / "graph.json").read_text("utf-8"))
    assert "何立群" in {entity["name"] for entity in graph["entities"]} or chosen == "model"  # it stands in the frame
    assert {fact["extractor"] for fact in graph["facts"]} <= {chosen}
    assert run(["check", str(out)]) == 0


def test_the_default_is_all_and_the_summary_says_so(
    article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", str(article), "-o", str(tmp_path / "out")]) == 0
    assert "extractor all," in capsys.readouterr().out
    assert run(["build", str(article), "-o", str(tmp_path / "all"), "-q", "--extractor", "all"]) == 0
    for name in NAMES:
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "all" / name).read_bytes()


def test_an_unknown_extractor(article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(article), "-o", str(tmp_path / "out"), "--extractor", "oracle"]) == 2
    assert "'oracle' is not one of" in capsys.readouterr().err


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A folder with the package and the ontology, of which files may be spoilt."""
    folder = tmp_path / "copy"
    shutil.copytree(ROOT / "kg", folder / "kg", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "ontology").symlink_to(ROOT / "ontology")
    return folder


def _spoil(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(bytes(data))


@pytest.mark.parametrize("processes", ["1", "2"])
@pytest.mark.parametrize(
    ("spoil", "name", "message"),
    [
        (Path.unlink, "joint_pairs.onnx", "the weights are missing"),
        (_spoil, "joint_pairs.onnx", "the weights are damaged: their checksum is not the card's"),
        (_spoil, "vote.json", "the weights are damaged: their checksum is not the card's"),
        (Path.unlink, "card.json", "the weights' card is missing"),
    ],
)
def test_a_model_that_is_not_whole_ends_it_before_any_work(
    spoil: Callable[[Path], None], name: str, message: str, processes: str, article: Path, copied: Path
) -> None:
    file = copied / "kg" / "extract" / "neural" / "weights" / name
    spoil(file)
    sources = [str(article), str(article.parent / "missing.txt")]

    def build(*more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "kg", "build", *sources, "-o", "out", "--processes", processes, *more]
        return subprocess.run(command, cwd=copied, capture_output=True, encoding="utf-8")

    done = build()
    assert done.returncode == 2
    assert done.stderr.startswith(f"kg: {file}: {message}")
    assert done.stderr.count("\n") == 1
    assert "missing.txt" not in done.stderr
    assert not (copied / "out").exists()
    if name == "card.json":  # the rules need no weights, whatever is wrong with them
        assert build("--extractor", "rules").returncode == 1
        assert names(copied / "out") == ["failures.jsonl", *NAMES]


def test_stdin(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kg", "build", "-", "-o", str(tmp_path / "out"), "--json"]
    done = subprocess.run(command, input=TEXT.encode("gb18030"), capture_output=True, check=True)
    assert json.loads(done.stdout)["encodings"] == {"gb18030": 1}


def test_a_bar_where_the_work_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with progress(100, shown=True) as on_progress:
        on_progress("reading", 50, 100)
        on_progress("joining", 1, 3)
    with progress(100, shown=False) as on_progress:
        on_progress("reading", 50, 100)
