"""`kg check`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.cli.main import run


def test_a_good_graph_has_no_errors(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(built)]) == 0
    assert "0 errors" in capsys.readouterr().out


def test_a_changed_text_is_an_error(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = built / "graph.json"
    file.write_text(file.read_text("utf-8").replace("本报讯", "本报电讯"), "utf-8")
    assert run(["check", str(built)]) == 1
    assert capsys.readouterr().out.startswith("error E")
    assert run(["check", str(built), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert {"code", "severity", "subject", "message"} == set(found[0])


def test_a_folder_without_a_graph(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(tmp_path)]) == 2
    assert "neither graph.json nor graph.ttl" in capsys.readouterr().err
