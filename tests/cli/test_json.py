"""--json: one document on stdout, nothing else there, with the keys that docs/command-line.md names."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kg.cli.main import run

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "command-line.md").read_text("utf-8")
TEXT = "2021年6月9日，临江县档案馆被国家档案局授予“全国档案工作先进集体”称号。\n"


def documented(command: str) -> set[str]:
    """The keys that the page names for a command."""
    row = next(line for line in PAGE.splitlines() if line.startswith("| ") and f"`{command}`" in line)
    return set(re.findall(r"`(\w+)`", row.split("|")[3]))


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run(list(arguments)) == 0
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    return json.loads(out)


def test_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    given = ("build", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out"), "--extractor", "rules", "--json")
    assert documented("kg build --json") <= printed(capsys, *given).keys()


@pytest.mark.parametrize("what", ["extractors", "readers", "formats", "questions", "classes", "properties"])
def test_lists(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = printed(capsys, "list", what, "--json")
    assert rows
    assert all(documented(f"kg list {what} --json") <= row.keys() for row in rows)
    assert run(["list", what]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [row["name"].split()[0] for row in rows]


def test_query(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "query", "--list", "--json") == printed(capsys, "list", "questions", "--json")
    assert run(["query", str(built), "-q", "SELECT ?who { ?who a kg:Person }", "--json"]) == 0
    assert {"head", "results"} == json.loads(capsys.readouterr().out).keys() <= documented("kg query --json")


def test_check(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = built / "graph.json"
    file.write_text(file.read_text("utf-8").replace("本报讯", "本报电讯"), "utf-8")
    assert run(["check", str(built), "--json"]) == 1
    assert all(finding.keys() == documented("kg check --json") for finding in json.loads(capsys.readouterr().out))


def test_it_is_json_where_the_terminal_has_no_unicode(tmp_path: Path) -> None:
    import os
    import subprocess
    import sys

    environment = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "kg", "list", "questions", "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert done.stdout.isascii()
    assert any("谁" in row["zh"] for row in json.loads(done.stdout))
