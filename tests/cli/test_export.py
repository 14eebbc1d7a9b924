"""`kg export`."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.cli.main import run
from kg.export.formats import FORMATS
from kg.export.page.assets import assets
from kg.export.page.vendor import oxigraph


@pytest.mark.parametrize("form", FORMATS)
def test_every_format(built: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"x{FORMATS[form].suffix}"
    assert run(["export", str(built), "--to", form, "-o", str(out)]) == 0
    assert ("知识图谱" if form == "html" else "何立群") in out.read_text("utf-8")  # a page compresses its data


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


def test_a_page_with_or_without_sparql(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "page.html"
    assert run(["export", str(built), "--to", "html", "--no-sparql", "-o", str(out)]) == 0
    assert out.stat().st_size < 800_000
    there = oxigraph() is not None
    assert run(["export", str(built), "--to", "html", "--sparql", "-o", str(out)]) == (0 if there else 2)
    assert there == (out.stat().st_size > 2_000_000)
    assert there or "make sparql" in capsys.readouterr().err


def test_a_missing_engine_is_said_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("kg.export.page.assets.oxigraph", lambda: None)
    assets.cache_clear()
    assert run(["build", "no such file", "--sparql", "-o", str(tmp_path / "out")]) == 2
    assert "make sparql" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assets.cache_clear()


def test_a_base_of_ones_own_stays_and_can_be_changed(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for base in ("https://data.example.org/kg#", "urn:example:kg/"):
        for form in ("turtle", "ntriples", "trig", "jsonld"):
            file = tmp_path / f"x{FORMATS[form].suffix}"
            assert run(["export", str(built), "--to", form, "--base", base, "-o", str(file)]) == 0
            assert run(["check", str(file)]) == 0
            capsys.readouterr()
            assert run(["export", str(file), "--to", "ntriples"]) == 0
            assert f"<{base}id/何立群>" in capsys.readouterr().out
    assert run(["export", str(built), "--to", "turtle", "--base", "here"]) == 2
    assert "ends in / or #" in capsys.readouterr().err


def test_a_graph_with_its_schema(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("turtle", "jsonld", "ntriples"):
        file = tmp_path / f"x{FORMATS[form].suffix}"
        assert run(["export", str(built), "--to", form, "--with-schema", "-o", str(file)]) == 0
        assert "versionInfo" in file.read_text("utf-8")
        assert run(["check", str(file)]) == 0
        capsys.readouterr()
        assert run(["export", str(file), "--to", "turtle"]) == 0
        assert capsys.readouterr().out.encode() == (built / "graph.ttl").read_bytes()
    assert run(["export", str(built), "--to", "csv", "--with-schema"]) == 2
    assert "csv cannot carry the schema; use one of turtle" in capsys.readouterr().err


def test_a_story_is_for_a_page_and_is_checked(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, page = tmp_path / "story.toml", tmp_path / "graph.html"
    file.write_text('title = "一"\n[[scene]]\ncaption = "甲"\nshow = "v=table"\n', "utf-8")
    asked = ["export", str(built), "--no-sparql", "--story", str(file), "-o", str(page), "--to"]
    assert run([*asked, "html"]) == 0
    assert page.is_file()
    assert run([*asked, "csv"]) == 2
    assert "--story is for --to html, not for csv" in capsys.readouterr().err
    file.write_text('[[scene]]\ncaption = "甲"\nshow = "e=无此人"\n', "utf-8")
    assert run([*asked, "html"]) == 2
    assert "story.toml:3: the graph has no entity '无此人'; copy the address anew" in capsys.readouterr().err
