"""kg.toml: what it may say, which value wins, and how a mistake in it is told."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from kg.cli.init import commented
from kg.cli.main import run, verbs
from kg.cli.project import load
from kg.cli.verb import Verb, leaves
from kg.errors import ProjectError

VERBS = dict(leaves(verbs))
TEXT = "2021年6月9日，临江县档案馆被国家档案局授予“全国档案工作先进集体”称号。\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def project(text: str, name: str = "kg.toml") -> None:
    Path(name).write_text(text, "utf-8")


def built(capsys: pytest.CaptureFixture[str], *more: str) -> str:
    """The extractor that a build says it used."""
    assert run(["build", "a.txt", "-o", "out", "--json", *more]) == 0
    return str(json.loads(capsys.readouterr().out)["extractor"])


def test_typed_then_environment_then_file_then_default(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project('[build]\nextractor = "rules"\n')
    assert built(capsys) == "rules"
    monkeypatch.setenv("KG_BUILD_EXTRACTOR", "model")
    assert built(capsys) == "model"
    assert built(capsys, "--extractor", "rules") == "rules"
    monkeypatch.delenv("KG_BUILD_EXTRACTOR")
    project('extractor = "model"\n[build]\nextractor = "rules"\n')
    assert built(capsys) == "rules"
    project('extractor = "model"\n')
    assert built(capsys) == "model"
    Path("kg.toml").unlink()
    assert built(capsys) == "all"


def test_verbose_says_what_was_read(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project('extractor = "rules"\n[build]\nout = "made"\n')
    monkeypatch.setenv("KG_BUILD_PROCESSES", "1")
    assert run(["build", "a.txt", "-v", "-q"]) == 0
    assert capsys.readouterr().err == "kg: from kg.toml: out, extractor\nkg: from the environment: processes\n"
    assert (place / "made" / "graph.json").is_file()
    Path("kg.toml").unlink()
    assert run(["build", "a.txt", "-v", "-q", "-o", "made", "--extractor", "rules"]) == 0
    assert "there is no kg.toml" in capsys.readouterr().err


def test_another_file_for_kg_and_for_the_verb(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "sub").mkdir()
    project("what = is no toml\n")
    project('[build]\nout = "../elsewhere"\nextractor = "rules"\n', "sub/my.toml")
    monkeypatch.setenv("KG_CONFIG", "sub/my.toml")
    for given in ([], ["--config", "sub/my.toml"]):
        assert run([*given, "build", "a.txt", "-q"]) == 0
        assert run(["build", *given, "a.txt", "-q"]) == 0
        assert (place / "elsewhere" / "graph.json").is_file()
        monkeypatch.delenv("KG_CONFIG", raising=False) if not given else None
        monkeypatch.setenv("KG_CONFIG", "sub/none.toml")
    assert run(["build", "a.txt", "-q"]) == 2
    assert "sub/none.toml: it cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('x = "\n', "kg.toml:1: not valid TOML"),
        ("\n[biuld]\n", "kg.toml:2: key 'biuld' is unknown; did you mean 'build'?"),
        ("[build]\n\nprocesess = 1\n", "kg.toml:3: key 'procesess' of [build] is unknown; did you mean 'processes'?"),
        ("[train.joint]\nhead_rate = 1\n", "key 'head_rate' of [train.joint] is unknown; did you mean 'head-rate'?"),
        ("processes = 4\n", "kg.toml:1: key 'processes' is unknown; it is a key of [build]"),
        ("[init]\nforce = true\n", "key 'init' is unknown"),
        ('[query]\nname = "posts"\n', "key 'name' of [query] is unknown"),
        ('[build]\nprocesses = "4"\n', "kg.toml:2: key 'processes': expected int, got str"),
        ("[build]\nprocesses = 0\n", "kg.toml:2: key 'processes': 0 is not in the range x>=1"),
        ('[build]\nextractor = "oracle"\n', "kg.toml:2: key 'extractor': 'oracle' is not one of"),
        ("build = 1\n", "kg.toml:1: 'build' is a command; write [build]"),
        ('[build]\ntimeout = "x"\n', "kg.toml:2: key 'timeout': expected float, got str"),
        ("[build]\nout = 7\n", "kg.toml:2: key 'out': expected str, got int"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, says: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project(text)
    assert run(["build", "a.txt", "-q", "-o", "out"]) == 2
    shown = capsys.readouterr().err
    assert says in shown
    assert shown.count("\n") == 1
    assert not Path("out").exists()


def test_a_broken_file_is_in_the_way_of_no_help(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project("[biuld]\n")
    for words in (["--help"], ["build", "--help"], ["init", "--force"]):
        assert run(words) == 0


def test_init_writes_once(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init"]) == 0
    assert capsys.readouterr().out == "kg.toml\n"
    written = Path("kg.toml").read_text("utf-8")
    project("# mine\n")
    assert run(["init"]) == 2
    assert "kg.toml: it is there already; " in capsys.readouterr().err
    assert Path("kg.toml").read_text("utf-8") == "# mine\n"
    assert run(["init", "--force"]) == 0
    assert Path("kg.toml").read_text("utf-8") == written


def test_what_init_writes_is_read_and_names_every_option(place: Path) -> None:
    text = commented(VERBS)
    project(text)
    assert not any(load(None, VERBS).tables.values())
    project("\n".join(line.removeprefix("#") if line[1:2] != " " else line for line in text.splitlines()))
    read = load(None, VERBS)
    for words, one in VERBS.items():
        if isinstance(one, Verb) and one.project:
            assert one.settings().keys() <= read.tables.get(words, {}).keys() | read.tables[()].keys(), words
            read.defaults(words)


def test_what_it_holds_cannot_be_changed(place: Path) -> None:
    project("[build]\nprocesses = 2\n")
    read = load(None, VERBS)
    with pytest.raises(AttributeError):
        read.file = None  # type: ignore[misc]
    with pytest.raises(TypeError):
        read.tables[("build",)]["processes"] = 3  # type: ignore[index]
    with pytest.raises(ProjectError):
        load(Path("none.toml"), VERBS)


def test_every_verb_reads_it() -> None:
    without = {words for words, one in VERBS.items() if not (isinstance(one, Verb) and one.project)}
    assert without == {("init",), ("completion",)}
    assert all(isinstance(option, click.Option) for one in VERBS.values() if isinstance(one, Verb)
               for option in one.settings().values())  # fmt: skip


def test_a_misspelt_variable_is_told(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_LIST_ONTOLGY", "none")
    monkeypatch.setenv("KG_LISTS_ARE_LONG", "1")
    assert run(["list", "formats"]) == 0
    says = "KG_LIST_ONTOLGY in the environment is no option of kg list; did you mean KG_LIST_ONTOLOGY?"
    assert capsys.readouterr().err == f"kg: warning: {says}\n"
