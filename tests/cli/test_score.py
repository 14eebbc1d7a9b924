"""`kg score`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli.main import run
from kg.extract.extractors import OWN
from tests.score.rows import marked, stated, written

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "gold"
SCORER = Path(os.environ.get("KG_SCORER", ROOT.parent / "shared" / "gold" / "score_gold.py"))


def test_articles_totals_and_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", str(GOLD), "--worst", "2", "--rules", "--extractor", "rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {"company", "court", "flood"} <= {line.split(" ")[0] for line in lines}
    assert any(line.startswith("facts ") for line in lines)
    assert any("right of" in line for line in lines)
    assert run(["score", str(GOLD), "--json", "--rules", "--extractor", "rules"]) == 0
    assert {"entities", "facts", "rules"} <= json.loads(capsys.readouterr().out).keys()


def test_figures_of_each_property(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", str(GOLD), "--json", "--properties", "--extractor", "rules"]) == 0
    found = json.loads(capsys.readouterr().out)
    rows = found["properties"]
    for key in ("found", "wanted"):
        assert sum(row[key] for row in rows.values()) == found["facts"][key]
    assert list(rows) == sorted(rows, key=lambda name: (-rows[name]["wanted"], name))
    assert run(["score", str(GOLD), "--properties", "--extractor", "rules"]) == 0
    assert any(line.startswith("positionAt ") for line in capsys.readouterr().out.splitlines())


def test_articles_by_each_extractor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("court.json", "court.txt"):
        (tmp_path / name).write_bytes((GOLD / name).read_bytes())
    told = {}
    for chosen in (row.name for row in OWN):
        assert run(["score", str(tmp_path), "--extractor", chosen, "--json"]) == 0
        told[chosen] = capsys.readouterr().out
    assert run(["score", str(tmp_path), "--json"]) == 0
    assert capsys.readouterr().out == told["all"]
    assert len(set(told.values())) > 1


@pytest.mark.may_skip
@pytest.mark.skipif(not SCORER.is_file(), reason="the annotation guide's scorer is not at hand; name it in KG_SCORER")
def test_it_agrees_with_the_guides_scorer_on_built_graphs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for text in GOLD.glob("*.txt"):
        assert run(["build", str(text), "-o", str(tmp_path / text.stem), "-q"]) == 0
        (tmp_path / text.stem / "graph.json").rename(tmp_path / f"{text.stem}.json")
    theirs = subprocess.run([sys.executable, str(SCORER), str(GOLD), str(tmp_path)], capture_output=True, check=True)
    capsys.readouterr()
    assert run(["score", str(GOLD)]) == 0
    assert capsys.readouterr().out == theirs.stdout.decode()


def test_facts_with_properties_of_our_own_may_be_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "长风集团有限公司向宜宾学院捐赠500万元。"
    (tmp_path / "gift.txt").write_text(text, "utf-8")
    annotation: dict[str, object] = {"document": {}, "entities": [], "facts": []}
    (tmp_path / "gift.json").write_text(json.dumps(annotation), "utf-8")

    def found(*more: str) -> int:
        assert run(["score", str(tmp_path), "--extractor", "rules", "--json", *more]) == 0
        return int(json.loads(capsys.readouterr().out)["facts"]["found"])

    assert found() - found("--without-extensions") == 1


def test_a_folder_without_gold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", str(tmp_path)]) == 2
    assert "holds no annotation" in capsys.readouterr().err


def test_data_sets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = marked("海州市水利局局长王建国到访临江县。", ("王建国", "name"), ("临江县", "spot"))
    names = [str(written(tmp_path / f"harbour.{part}.jsonl", row)) for part in ("dev", "test")]
    facts = str(written(tmp_path / "own.jsonl", stated("王建国毕业于海州大学。", ("王建国", "studiedAt", "海州大学"))))
    unified = tmp_path / "map.json"
    unified.write_text('{"harbour": {"map": {"name": "PER", "spot": "LOC"}, "covers": ["PER", "LOC"]}}', "utf-8")
    assert run(["score", "--mentions", *names, "--map", str(unified), "--relations", facts, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["harbour.dev", "harbour.test", "own"]
    assert found["harbour.dev"]["PER"] == found["own"]["studiedAt"] == {"p": 1.0, "r": 1.0, "f1": 1.0}
    assert run(["score", f"--relations={facts}", "--extractor", "rules"]) == 0
    assert capsys.readouterr().out.startswith("own\n  micro ")


def test_wrong_usage_of_data_sets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(written(tmp_path / "x.jsonl", marked("王建国", ("王建国", "PER"))))
    for arguments, message in (
        ([], "name a gold folder, or data sets"),
        (["--mentions"], "requires an argument"),
        (["--mentions", "--json", path], "requires an argument"),
        ([str(GOLD), "--mentions", path], "gold folders and data sets are scored apart"),
        (
            ["--mentions", path, "--rules"],
            "--worst, --rules, --properties, --confidence and --without-extensions are for gold folders",
        ),
        ([str(GOLD), "--map", path], "--map is for data sets"),
        (["--mentions", path, "--relations", path], "two sets are called x"),
        (["--mentions", path, "--extractor", "oracle"], "'oracle' is not one of 'all', 'fast', 'rules', 'model'"),
        (["--mentions", path, "--map", path + "none"], "it cannot be read: No such file"),
    ):
        assert run(["score", *arguments]) == 2
        printed = capsys.readouterr()
        assert message in printed.err
        assert not printed.out
