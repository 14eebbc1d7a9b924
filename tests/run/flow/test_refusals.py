"""What cannot run is told in a sentence, within seconds, and nothing is written."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.cli.main import run
from kg.run.flow.session import told

ROOT = Path(__file__).parents[3]
TEXT = "临江县档案馆馆长张伟出席会议。"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, "utf-8")
    return folder


def refused(capsys: pytest.CaptureFixture[str], corpus: Path, *more: str) -> str:
    """What a run that is refused says; it leaves nothing."""
    before = sorted(corpus.parent.rglob("*"))
    assert run(["run", str(corpus), str(corpus.parent / "out"), "--extractor", "rules", *more]) == 2
    assert sorted(corpus.parent.rglob("*")) == before
    return capsys.readouterr().err


def test_a_folder_that_is_there_is_not_written_over(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (corpus.parent / "out").mkdir()
    assert run(["run", str(corpus), str(corpus.parent / "out"), "--extractor", "rules", "-q"]) == 0
    assert "out: it is there already; name a new folder, or remove it" in refused(capsys, corpus)


@pytest.mark.parametrize("engine", ["local", "spark"])
def test_an_empty_corpus_has_no_documents(engine: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "corpus").mkdir()
    command = ["run", str(tmp_path / "corpus"), str(tmp_path / "out"), "--extractor", "rules", "--engine", engine]
    assert run(command) == 3
    assert "corpus: the folder holds no documents" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["corpus"]


def test_without_java(corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark", reason="PySpark is not installed: pip install 'zhkg[spark]'")
    monkeypatch.setenv("JAVA_HOME", str(corpus))
    said = refused(capsys, corpus, "--engine", "spark")
    assert "--engine spark needs Java 17 or newer, and there is none in JAVA_HOME" in said


def test_without_pyspark(corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pandas", "pyspark"):
        monkeypatch.setitem(sys.modules, name, None)
    assert "run: pip install 'zhkg[spark]'" in refused(capsys, corpus, "--engine", "spark")


def test_a_dead_master(corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark", reason="PySpark is not installed: pip install 'zhkg[spark]'")
    monkeypatch.setattr("kg.run.flow.session.shutil.which", lambda *_, **__: "java")
    begun = time.monotonic()
    said = refused(capsys, corpus, "--engine", "spark", "--master", "spark://127.0.0.1:1,127.0.0.1:2")
    assert "spark://127.0.0.1:1,127.0.0.1:2: no Spark master answers within 5 seconds" in said
    assert time.monotonic() - begun < 30


def test_a_name_that_spark_takes_for_a_pattern(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["run", str(corpus), str(corpus.parent / "out[1]"), "--extractor", "rules", "--engine", "spark"]
    assert run(command) == 2
    assert "out[1]: Spark takes [ in a name for a pattern; name another folder" in capsys.readouterr().err


def test_a_disk_that_takes_no_more(corpus: Path) -> None:
    line = f"ulimit -f 8; exec {shlex.quote(sys.executable)} -m kg run corpus out --extractor rules"  # KiB a file
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["bash", "-c", line], cwd=corpus.parent, env=environment, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.endswith("out: it cannot be written: File too large; nothing was written; name another folder\n")
    assert [path.name for path in corpus.parent.iterdir()] == ["corpus"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Job aborted.\njava.io.IOException: No space left on device", "a disk is full, the target's or Spark's own"),
        ("An exception:\nTraceback\nModuleNotFoundError: No module named 'kg'\n", "No module named 'kg'"),
        ("Traceback\nkg.errors.KgError: a machine has another version; install it\n", "a machine has another version;"),
        ("[JAVA_GATEWAY_EXITED] Java ended.", "spark://a:1: Spark stopped: [JAVA_GATEWAY_EXITED] Java ended."),
    ],
)
def test_why_spark_stopped(said: str, expected: str) -> None:
    assert expected in str(told(RuntimeError(said), "spark://a:1", Path("out.spark.log")))


def test_what_is_no_setting_of_spark(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "'executor.memory=4g' is no setting of Spark" in refused(capsys, corpus, "--conf", "executor.memory=4g")


def test_a_java_that_has_ended_is_told(tmp_path: Path) -> None:
    """An error of Java asks for its words there, and nobody answers."""

    class Ended(Exception):
        def __str__(self) -> str:
            raise ConnectionRefusedError(111, "Connection refused")

    said = str(told(Ended(), "local[2]", tmp_path / "a.spark.log"))
    assert said.startswith("local[2]: Java, in which Spark runs, has ended; was there memory left (--conf")
