"""`kg ask`, and the hints of `kg query`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.cli.main import run


def test_an_answer_with_its_sentence(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "谁是临江县档案馆的馆长？", str(built), "--show-sparql"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[0].startswith("何立群")
    assert "临江县档案馆馆长何立群" in out
    assert "SELECT" in err and "kg:positionAt" in err


def test_no_answer(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "临江县档案馆的副馆长是谁？", str(built)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(
        "kg: the graph does not say: holders with organization=临江县档案馆, post=副馆长; it answers:\n"
    )
    assert err.count("\n") > 1


def test_an_unknown_name(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "谁发明了电灯？", str(built)]) == 1
    assert capsys.readouterr().err.startswith("kg: nothing in the graph is called '电灯'")


def test_not_understood(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "何立群为什么高兴？", str(built)]) == 2
    assert capsys.readouterr().err.startswith("kg: the question was not understood, so it is not answered; it answers:")
    assert run(["ask", "？", str(built)]) == 2


def test_json(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "Who heads 临江县档案馆?", str(built), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["status"] == "answered" and found["answers"][0]["value"] == "何立群"
    assert found["answers"][0]["evidence"][0]["quote"]
    assert run(["ask", "今天天气怎么样？", str(built), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["status"] == "not understood"


def test_a_query_that_finds_nothing_gets_a_hint(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", str(built), "-q", "SELECT ?x { ?x kg:recieved ?a }"]) == 0
    out, err = capsys.readouterr()
    assert out == "no answer\n"
    assert err.startswith("kg: hint: neither the ontology nor the graph has kg:recieved; did you mean kg:received")
    assert err.count("\n") == 1
    assert run(["query", str(built), "--name", "month", "--set", "month=2021年6月"]) == 0
    assert 'the graph writes "2021年6月" as "2021-06"' in capsys.readouterr().err
    assert run(["query", str(built), "-q", "SELECT ?x { ?x kg:spouse ?a }"]) == 0
    assert capsys.readouterr().err == ""
