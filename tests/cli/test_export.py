"""`kg export`."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.cli.export import FORMATS as CHOICES
from kg.cli.main import run
from kg.export.formats import FORMATS


def test_the_choices_are_the_formats() -> None:
    assert set(CHOICES) == set(FORMATS)


@pytest.mark.parametrize("form", CHOICES)
def test_every_format(built: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"x{FORMATS[form].suffix}"
    assert run(["export", str(built), "--to", form, "-o", str(out)]) == 0
    assert "何立群" in out.read_text("utf-8")


def test_json_and_turtle_come_back_the_same(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", str(built), "--to", "turtle"]) == 0
    assert capsys.readouterr().out.encode() == (built / "graph.ttl").read_bytes()
    assert run(["export", str(built / "graph.ttl"), "--to", "turtle"]) == 0
    assert capsys.readouterr().out.encode() == (built / "graph.ttl").read_bytes()


def test_rdf_1_2_where_the_format_has_it(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", str(built), "--to", "turtle", "--rdf", "1.2"]) == 0
    assert "reifies" in capsys.readouterr().out
    assert run(["export", str(built), "--to", "csv", "--rdf", "1.2"]) == 2


def test_a_missing_graph_and_an_impossible_file(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", str(tmp_path / "none"), "--to", "csv"]) == 2
    assert "none" in capsys.readouterr().err
    assert run(["export", str(built), "--to", "csv", "-o", str(tmp_path / "no" / "x.csv")]) == 2
    assert "cannot be written" in capsys.readouterr().err
