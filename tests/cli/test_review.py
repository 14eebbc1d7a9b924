"""`kg explain` and `kg diff`, as a user calls them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kg.cli.main import run

TEXT = "临江县档案馆获评先进\n2021年6月9日，临江县档案馆荣获“全省档案工作先进集体”称号。馆长何立群出席会议。\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two builds of one article, the second with a correction."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "news.txt").write_text(TEXT, "utf-8")
    build = ["build", str(folder / "news.txt"), "-q", "--extractor", "rules", "-o"]
    assert run([*build, str(folder / "old")]) == 0
    file = ["--corrections", str(folder / "corrections.toml")]
    award = ["全省档案工作先进集体", "红旗奖", "--who", "周敏", "--why", "名册"]
    assert run(["correct", str(folder / "old"), "rename", *award, *file, "-q"]) == 0
    assert run([*build, str(folder / "new"), *file]) == 0
    return folder


def test_explain_a_thing_then_a_fact(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", str(made / "new"), "红旗奖"]) == 0
    told = capsys.readouterr().out
    assert "also called: " in told and "“2021年6月9日，临江县档案馆荣获" in told
    assert "correction " in told and "rename 全省档案工作先进集体 红旗奖, by 周敏" in told
    graph = json.loads((made / "new" / "graph.json").read_text("utf-8"))
    (fact,) = (one["id"] for one in graph["facts"] if one["predicate"] == "received")
    assert fact in told
    assert run(["explain", str(made / "new"), fact]) == 0
    told = capsys.readouterr().out
    assert "rule award.received (" in told and "ontology/patterns/awards.toml:4)" in told
    assert run(["explain", str(made / "new"), fact, "--json"]) == 0
    (proof,) = json.loads(capsys.readouterr().out)["fact"]["evidence"]
    assert proof["rule"] == "award.received" and proof["place"].endswith("awards.toml:4")


def test_explain_what_is_not_there(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", str(made / "new"), "临江县档案"]) == 2
    assert "nothing in the graph is called '临江县档案'; near to it are: 临江县档案馆" in capsys.readouterr().err


def test_diff_says_what_changed_and_why(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folders = [str(made / "old"), str(made / "new")]
    assert run(["diff", *folders]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[1] == "~ entity renamed: 全省档案工作先进集体 is called 红旗奖"
    assert told[2].startswith("    correction: rename 全省档案工作先进集体 红旗奖 (周敏, ") and len(told) == 3
    assert run(["diff", *folders, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [one["what"] for one in found["entities"]] == ["renamed"] and found["facts"] == []
    assert run(["diff", *folders, "--turtle"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [f"--- {folders[0]}", f"+++ {folders[1]}"]
    assert '+    skos:prefLabel "红旗奖"@zh-Hans ;' in lines


def test_diff_of_the_same(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(made / "old", copy)
    for more in ([], ["--turtle"]):
        assert run(["diff", str(made / "old"), str(copy), *more]) == 0
        assert capsys.readouterr().out == ""
    assert run(["diff", str(made / "old" / "graph.ttl"), str(made / "old" / "graph.json")]) == 0
    assert run(["diff", str(made / "old"), str(tmp_path / "nothing")]) == 2
