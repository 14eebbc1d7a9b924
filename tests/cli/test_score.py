"""`kg score`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli.main import run

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "gold"
SCORER = Path(os.environ.get("KG_SCORER", ROOT.parent / "shared" / "gold" / "score_gold.py"))


def test_articles_totals_and_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", str(GOLD), "--worst", "2", "--rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {"company", "court", "flood"} <= {line.split(" ")[0] for line in lines}
    assert any(line.startswith("facts ") for line in lines)
    assert any("right of" in line for line in lines)
    assert run(["score", str(GOLD), "--json", "--rules"]) == 0
    assert {"entities", "facts", "rules"} <= json.loads(capsys.readouterr().out).keys()


@pytest.mark.skipif(not SCORER.is_file(), reason="the annotation guide's scorer is not at hand; name it in KG_SCORER")
def test_it_agrees_with_the_guides_scorer_on_built_graphs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for text in GOLD.glob("*.txt"):
        assert run(["build", str(text), "-o", str(tmp_path / text.stem), "-q"]) == 0
        (tmp_path / text.stem / "graph.json").rename(tmp_path / f"{text.stem}.json")
    theirs = subprocess.run([sys.executable, str(SCORER), str(GOLD), str(tmp_path)], capture_output=True, check=True)
    capsys.readouterr()
    assert run(["score", str(GOLD)]) == 0
    assert capsys.readouterr().out == theirs.stdout.decode()


def test_a_folder_without_gold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", str(tmp_path)]) == 2
    assert "holds no annotation" in capsys.readouterr().err
