"""The examples in the help of each verb, as a user would copy them: each is run, on examples/texts."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from kg.cli.main import run, verbs
from kg.cli.verb import Verb, leaves

ROOT = Path(__file__).parents[2]
LONG = {("train", what) for what in ("joint", "schemes", "vote", "figures", "persons")}  # only parsed
SERVES = ("serve",)  # it ends when it is told to
SENDS = ("publish",)  # into a store that others run
VERBS = dict(leaves(verbs))
EXAMPLE = re.compile(r"^  \$ (.+)$", re.MULTILINE)


def examples(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The command lines that the help of a verb shows."""
    assert run([*words, "--help"]) == 0
    return EXAMPLE.findall(capsys.readouterr().out)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the examples assume it, with a built graph, and a `kg` on the path."""
    folder = tmp_path_factory.mktemp("place")
    shutil.copytree(ROOT / "examples" / "texts", folder / "articles")
    (folder / "gold").mkdir()
    for name in ("company.json", "company.txt"):
        shutil.copy(ROOT / "tests" / "gold" / name, folder / "gold")
    (folder / "story.toml").write_text('[[scene]]\ncaption = "全部事实"\nshow = "v=table"\n', "utf-8")
    (folder / "news.jsonl").write_text('{"text": "海州市水利局局长王建国到访临江县。"}\n', "utf-8")
    (folder / "bin").mkdir()
    script = folder / "bin" / "kg"
    script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m kg "$@"\n')
    script.chmod(0o755)
    assert in_shell("kg build articles -o out -q --extractor rules", folder).returncode == 0
    return folder


def in_shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}
    command = ["bash", "-o", "pipefail", "-c", line]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8")


@pytest.mark.parametrize("words", VERBS, ids=" ".join)
def test_every_verb_has_examples_that_fit(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    verb = VERBS[words]
    assert isinstance(verb, Verb)
    found = examples(words, capsys)
    assert found == [line for line, _ in verb.examples]
    assert found
    for line in found:
        assert len(line) <= 76, line
        assert re.search(rf"\bkg {' '.join(words)}\b", line), line


@pytest.mark.parametrize("words", [one for one in VERBS if one not in LONG | {SERVES, SENDS}], ids=" ".join)
def test_the_examples_run(words: tuple[str, ...], place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for line in examples(words, capsys):
        if "--engine spark" in line:
            continue  # tests/run/flow/test_spark.py runs it, where there is Java
        done = in_shell(line, place)
        allowed = (0, 141) if "head" in line else (0,)
        assert done.returncode in allowed, f"{line}\n{done.stderr}"


def test_those_that_serve_run_until_they_are_ended(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "token").write_text("correct-horse-battery-staple\n")
    for line in examples(SERVES, capsys):
        command = [sys.executable, "-m", *shlex.split(line), *(() if "--port" in line else ("--port", "0"))]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        running = subprocess.Popen(command, cwd=place, env=environment, stderr=subprocess.PIPE, encoding="utf-8")
        assert running.stderr is not None
        with running.stderr:
            said = running.stderr.readline()
            running.terminate()
            assert "serving out at http://127.0.0.1:" in said, said
            assert running.wait(30) == 0, line


@pytest.mark.parametrize("words", sorted(LONG), ids=" ".join)
def test_those_that_train_are_understood(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    for line in examples(words, capsys):
        given = shlex.split(line)[1 + len(words) :]
        with click.Context(verbs, info_name="kg") as root, VERBS[words].make_context(words[-1], given, root) as ctx:
            assert ctx.params["out"] == Path("my-ontology" if {"figures", "persons"} & set(words) else "weights")
