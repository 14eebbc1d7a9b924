"""Files that end the engine which parses them cost a sentence, whatever the verb."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

DEEP = 20_000
FILES = {
    "terms.ttl": "<a:s> <a:p> " + "<<( <a:s> <a:p> " * DEEP + "<a:o>" + " )>>" * DEEP + " .",
    "terms.nt": "<a:s> <a:p> " + "<<( <a:s> <a:p> " * DEEP + "<a:o>" + " )>> " * DEEP + " .",
    "lists.ttl": "<a:s> <a:p> " + "(" * DEEP + ")" * DEEP + " .",
    "nodes.trig": "<a:g> { <a:s> <a:p> " + "[ <a:p> " * DEEP + "<a:o>" + "]" * DEEP + " . }",
    "lists.json": "[" * DEEP + "]" * DEEP,
}
VERBS = {"check": [], "query": ["-q", "ASK { ?s ?p ?o }"], "export": ["--to", "turtle"]}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("name", FILES)
def test_nested_deeply(name: str, verb: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(FILES[name], "utf-8")
    command = [sys.executable, "-m", "kg", verb, str(file), *VERBS[verb]]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode in (0, 1, 2, 3)
    assert "Traceback" not in done.stderr
    if done.returncode > 1:
        assert done.stderr.startswith(f"kg: {file}")
        assert len(done.stderr.splitlines()) == 1
