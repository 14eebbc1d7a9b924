"""Extractors of other distributions, found by their entry points; a faulty one breaks no other."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.contracts.distributions import HEAD, TOY, install, kg, python

ARTICLE = "海州市司法局召开会议。宜宾市司法局局长杨国庆参加。"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in {"a": ARTICLE, "b": f"发生故障。{ARTICLE}", "c": ARTICLE}.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("processes", ["1", "2"])
def test_a_build_by_another_distributions_extractor(articles: Path, tmp_path: Path, processes: str) -> None:
    install(tmp_path, "zhkg-toy", "1.0", "toy = zhkg_toy:EXTRACTOR", {"zhkg_toy": TOY})
    out = tmp_path / "out"
    more = ["--extractor", "toy", "--json", "--processes", processes]
    done = kg(tmp_path, "build", str(articles), "-o", str(out), *more)
    assert done.returncode == 1, done.stderr  # one document failed
    assert done.stderr.startswith(f"kg: {articles / 'b.txt'}: an error of the program in zhkg_toy.py:")
    assert "ValueError('a fault of the toy')" in done.stderr
    assert done.stderr.count("\n") == 1
    summary = json.loads(done.stdout)
    assert (summary["documents"], summary["extractor"], len(summary["failed"])) == (2, "toy", 1)
    graph = json.loads((out / "graph.json").read_text("utf-8"))
    assert {entity["name"] for entity in graph["entities"]} == {"海州市司法局", "宜宾市司法局"}
    assert {document["id"] for document in graph["documents"]} == {"a", "c"}
    assert kg(tmp_path, "check", str(out)).returncode == 0


@pytest.mark.slow
def test_a_data_set_scored_by_an_extractor_without_conventions(tmp_path: Path) -> None:
    install(tmp_path, "zhkg-toy", "1.0", "toy = zhkg_toy:EXTRACTOR", {"zhkg_toy": TOY})
    entity = {"start": 0, "end": 6, "type": "ORG", "text": "海州市司法局"}
    names = tmp_path / "names.jsonl"
    names.write_text(json.dumps({"text": "海州市司法局召开会议。", "entities": [entity]}), "utf-8")
    done = kg(tmp_path, "score", "--mentions", str(names), "--extractor", "toy", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["names"]["micro"] == {"p": 1.0, "r": 1.0, "f1": 1.0}


@pytest.mark.slow
def test_faulty_distributions_are_named_and_break_no_other(articles: Path, tmp_path: Path) -> None:
    install(tmp_path, "zhkg-toy", "1.0", "toy = zhkg_toy:EXTRACTOR", {"zhkg_toy": TOY})
    install(tmp_path, "faulty", "0.3", "faulty = faulty:EXTRACTOR", {"faulty": "1 / 0"})
    install(tmp_path, "absent", "1", "absent = nowhere:EXTRACTOR", {})
    install(tmp_path, "typed", "1", "typed = typed:EXTRACTOR", {"typed": "EXTRACTOR = 'typed'"})
    install(tmp_path, "nameless", "1", "nameless = zhkg_toy:EXTRACTOR", {})
    install(tmp_path, "evil", "6.6", "rules = zhkg_toy:EXTRACTOR", {})
    install(tmp_path, "twin-a", "1", "twin = zhkg_toy:EXTRACTOR", {})
    install(tmp_path, "twin-b", "1", "twin = zhkg_toy:EXTRACTOR", {})
    shown = " ".join(kg(tmp_path, "build", "--help").stdout.split())
    assert "[all|fast|rules|model|absent|faulty|nameless|toy|twin|typed]" in shown.replace(" ", "")
    assert "toy: from zhkg-toy 1.0." in shown
    assert "Not available: rules of evil 6.6 has the name of a built-in extractor." in shown

    def build(name: str) -> subprocess.CompletedProcess[str]:
        return kg(tmp_path, "build", str(articles), "-o", str(tmp_path / name), "-q", "--extractor", name)

    for name, message in {
        "faulty": "the extractor faulty of faulty 0.3 cannot be loaded: ZeroDivisionError('division by zero')",
        "absent": "the extractor absent of absent 1 cannot be loaded: ModuleNotFoundError(",
        "typed": "typed:EXTRACTOR of typed 1 is no Extractor with the name typed: 'typed'",
        "nameless": "zhkg_toy:EXTRACTOR of nameless 1 is no Extractor with the name nameless: Extractor(",
        "twin": "there are several extractors twin: from twin-a 1 and twin-b 1; uninstall all but one",
    }.items():
        done = build(name)
        assert done.returncode == 2
        assert done.stderr.startswith(f"kg: {message}"), done.stderr
        assert done.stderr.count("\n") == 1
    assert build("toy").returncode == 1
    assert build("rules").returncode == 0


@pytest.mark.slow
def test_entry_points_that_cannot_be_read_are_named(articles: Path, tmp_path: Path) -> None:
    """Not built here: rdflib reads the entry points of all distributions at once, and fails on these."""
    install(tmp_path, "garbled", "2", "this is no entry point", {})
    install(tmp_path, "zhkg-toy", "1.0", "toy = zhkg_toy:EXTRACTOR", {"zhkg_toy": TOY})
    shown = " ".join(kg(tmp_path, "build", "--help").stdout.split())
    assert "[all|fast|rules|model|toy]" in shown
    assert "Not available: the entry points of garbled 2 cannot be read:" in shown
    done = kg(tmp_path, "build", str(articles), "-o", "out", "--extractor", "garbled")
    assert done.returncode == 2
    assert "'garbled' is not one of 'all', 'fast', 'rules', 'model', 'toy'" in done.stderr
    assert "the entry points of garbled 2 cannot be read" in done.stderr


@pytest.mark.slow
def test_listing_imports_neither_onnxruntime_nor_other_peoples_modules(tmp_path: Path) -> None:
    code = "import sys; print('loaded', file=sys.stderr)\n"
    install(tmp_path, "loud", "1", "loud = loud:EXTRACTOR", {"loud": code + TOY})
    listed = "import sys; from kg.extract.extractors import rows; print([row.name for row in rows()]);"
    listed += "print({'onnxruntime', 'numpy', 'loud', 'rjieba', 'pyoxigraph'} & set(sys.modules))"
    done = python(tmp_path, "-c", listed)
    assert done.stdout.splitlines() == ["['all', 'fast', 'rules', 'model', 'loud']", "set()"]
    assert done.stderr == ""
    assert kg(tmp_path, "build", "--help").stderr == ""


@pytest.mark.slow
def test_weights_that_are_not_whole_end_the_run_before_anything_is_read(articles: Path, tmp_path: Path) -> None:
    code = HEAD + (
        "def verify():\n    raise ModelError('the weights of the toy are missing', hint='fetch them')\n"
        "EXTRACTOR = Extractor('toy', lambda texts, settings: iter(()), verify=verify)\n"
    )
    install(tmp_path, "zhkg-toy", "1.0", "toy = zhkg_toy:EXTRACTOR", {"zhkg_toy": code})
    done = kg(tmp_path, "build", str(articles), str(tmp_path / "missing.txt"), "-o", "out", "--extractor", "toy")
    assert (done.returncode, done.stderr) == (2, "kg: the weights of the toy are missing; fetch them\n")
