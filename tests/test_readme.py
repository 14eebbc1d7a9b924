"""The READMEs say what is so: verbs, formats, commands that parse, Python that runs, links that lead somewhere."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from kg.cli.main import verbs
from kg.export.formats import FOLDERS, FORMATS
from kg.ontology.ontology import load
from kg.rdf.questions import questions

ROOT = Path(__file__).parents[1]
PAGES = ["README.md", "README.zh-CN.md"]
GUIDES = [*PAGES, "ontology/README.md"]
PAGE = pytest.mark.parametrize("name", PAGES)
GUIDE = pytest.mark.parametrize("name", GUIDES)
_CONFIDENCE = re.compile(r"(?<=kg:confidence )[0-9.]+")


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def blocks(name: str, language: str) -> list[str]:
    """The fenced blocks of a page in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text(name), re.DOTALL | re.MULTILINE)


def commands(name: str) -> list[list[str]]:
    """The `kg` commands of a page, as words."""
    lines = [line for block in blocks(name, "sh") for line in block.splitlines()]
    split = [shlex.split(line, comments=True) for line in lines]
    return [words[1:] for words in split if words and words[0] == "kg"]


def parsed(words: list[str]) -> click.Context:
    """The options of a command."""
    root = click.Context(verbs, info_name="kg")
    return verbs.commands[words[0]].make_context(words[0], words[1:], parent=root)


def example() -> str:
    """What the first example prints."""
    command = [sys.executable, "-X", "utf8", str(ROOT / "examples" / "01_turtle.py")]
    return subprocess.run(command, cwd=ROOT, env=_plain(), check=True, capture_output=True, encoding="utf-8").stdout


def _plain() -> dict[str, str]:
    return {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "HOME": str(ROOT)}


@PAGE
def test_every_verb_and_format(name: str) -> None:
    told = {words[0] for words in commands(name)}
    assert told == set(verbs.commands)
    for form in (*FORMATS, *FOLDERS):
        assert f"`{form}`" in text(name), form


@GUIDE
def test_commands_parse(name: str) -> None:
    assert commands(name)
    for words in commands(name):
        with parsed(words) as context:
            assert isinstance(context, click.Context), words


@GUIDE
def test_named_questions_are_there_and_take_what_is_set(name: str) -> None:
    known = {asked.name: asked.parameters for asked in questions(load())} | {"sponsors": ()}
    for words in commands(name):
        given = parsed(words).params
        if given.get("name"):
            assert given["name"] in known
            assert {pair.partition("=")[0] for pair in given["values"]} <= set(known[given["name"]])


@PAGE
def test_the_turtle_is_that_of_the_example(name: str) -> None:
    """But for confidence, whose last digit may differ from processor to processor."""
    pasted, printed = "".join(blocks(name, "turtle")), example().rstrip() + "\n"
    assert _CONFIDENCE.sub("", pasted) == _CONFIDENCE.sub("", printed), "paste what examples/01_turtle.py prints"
    said, made = ([float(one) for one in _CONFIDENCE.findall(words)] for words in (pasted, printed))
    assert said == pytest.approx(made, abs=0.03), "paste what examples/01_turtle.py prints"


@PAGE
def test_python_runs(name: str) -> None:
    (code,) = blocks(name, "python")
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=_plain(), capture_output=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    assert "宜宾市司法局 received 全国司法行政系统先进集体" in run.stdout


@GUIDE
def test_links_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", text(name))
    assert links
    for link in links:
        path, _, anchor = link.partition("#")
        assert not path.startswith("http"), "a link that no test can follow"
        target = (ROOT / name).parent / path if path else ROOT / name
        assert target.exists(), link
        if anchor:
            heads = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE)
            assert anchor in {head.lower().replace(" ", "-") for head in heads}, link


def test_both_languages_say_the_same() -> None:
    for language in ("sh", "python", "turtle"):
        bare = [[re.sub(r"\s*#.*", "", block) for block in blocks(name, language)] for name in PAGES]
        assert bare[0] == bare[1], language
    heads = [re.findall(r"^(#+) ", text(name), re.MULTILINE) for name in PAGES]
    assert heads[0] == heads[1]


def test_targets_of_make() -> None:
    named = set(re.findall(r"^make (\w+)", "".join(blocks("README.md", "sh")), re.MULTILINE))
    assert {"demo", "test", "sparql"} == named
    assert all(re.search(rf"^{target}:", text("Makefile"), re.MULTILINE) for target in named)
