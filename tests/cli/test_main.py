"""The command itself: help, versions, mistakes, closed pipes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from kg.cli.main import run, verbs

KG = [sys.executable, "-m", "kg"]


def test_help_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(verb in shown for verb in ("build", "query", "export", "check", "score"))


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, kg.cli.main as m; m.run(['--help']); print(sorted(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    for name in ("rdflib", "pyoxigraph", "networkx", "rich", "jinja2", "trafilatura", "rjieba", "pyvis"):
        assert f"'{name}'" not in shown


def test_every_verb_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    for name in verbs.commands:
        assert run([name, "--help"]) == 0
        assert f"kg {name}" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["fly"], ["build"], ["query"], ["export", "x"], ["build", "a.txt"]])
def test_wrong_usage_gives_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    assert "Usage: kg" in capsys.readouterr().err


def test_a_mistake_is_one_sentence_without_traceback(tmp_path: Path) -> None:
    done = subprocess.run([*KG, "query", str(tmp_path), "-q", "ASK {}"], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("kg: ")
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_an_interrupt_gives_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(click.Command, "invoke", interrupted)
    assert run(["query", "--list"]) == 130
    assert "interrupted" in capsys.readouterr().err


def test_a_closed_pipe_is_no_error(built: Path) -> None:
    command = f"{' '.join(KG)} export {built} --to json | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert done.stdout == '{"document'
    assert done.stderr == ""
