"""Exit codes, warnings and hints: what a shell and a reader of stderr are told, over the verbs."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import report
from kg.cli.codes import MEANINGS, Exit
from kg.cli.main import run, verbs
from kg.cli.verb import leaves

ROOT = Path(__file__).parents[2]
VERBS = sorted(leaves(verbs))
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


def test_the_page_has_the_table_and_the_help_has_it_too(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "command-line.md").read_text("utf-8")
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", page, re.MULTILINE)
    assert {int(code): meaning.replace("\\|", "|") for code, meaning in rows} == MEANINGS
    assert set(MEANINGS) == set(Exit)
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out.partition("Exit codes:")[2]
    assert [int(code) for code in re.findall(r"^  (\d+) ", shown, re.MULTILINE)] == sorted(Exit)


def test_commands_that_the_page_names_are_there() -> None:
    page = (ROOT / "docs" / "command-line.md").read_text("utf-8")
    named = set(re.findall(r"`kg ([a-z]+)\b", page)) | set(re.findall(r"^kg ([a-z]+)\b", page, re.MULTILINE))
    assert named
    assert named <= set(verbs.commands)


@pytest.mark.parametrize("words", [words for words, _ in VERBS], ids=" ".join)
def test_0_for_help_and_2_for_an_unknown_option_with_the_nearest(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    for option in ("-h", "--help"):
        assert run([*words, option]) == Exit.DONE
    assert run([*words, "--verbos"]) == Exit.WRONG
    shown = capsys.readouterr().err
    assert "No such option '--verbos'" in shown
    assert "--verbose" in shown


@pytest.mark.parametrize(
    ("arguments", "nearest"), [(["biuld"], "build"), (["train", "jiont"], "joint"), (["exprot", "x"], "export")]
)
def test_2_for_an_unknown_command_with_the_nearest(
    arguments: list[str], nearest: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == Exit.WRONG
    shown = capsys.readouterr().err
    assert "No such command" in shown
    assert f"{nearest}" in shown.partition("No such command")[2]


def test_the_codes_of_verbs(built: Path, tmp_path: Path) -> None:
    good, empty, out = str(tmp_path / "a.txt"), str(tmp_path / "empty.txt"), str(tmp_path / "out")
    Path(good).write_text("罗书华毕业于清华大学。\n", "utf-8")
    Path(empty).write_bytes(b"")
    rules = ["--extractor", "rules", "-q"]
    expected = [
        (Exit.DONE, ["build", good, "-o", out, *rules]),
        (Exit.FOUND, ["build", good, empty, "-o", out, *rules]),
        (Exit.WRONG, ["build", good, "-o", good, *rules]),
        (Exit.STOPPED, ["build", empty, "-o", out, *rules]),
        (Exit.DONE, ["check", out]),
        (Exit.WRONG, ["check", str(tmp_path / "none")]),
        (Exit.WRONG, ["export", str(tmp_path / "none"), "--to", "csv"]),
        (Exit.WRONG, ["query", str(tmp_path / "none"), "-q", "ASK {}"]),
        (Exit.STOPPED, ["query", str(built), "-q", SLOW, "--timeout", "0.3"]),
        (Exit.WRONG, ["score", str(tmp_path / "none")]),
        (Exit.WRONG, ["list", "colours"]),
    ]
    assert [(code, line[0]) for code, line in expected] == [(run(line), line[0]) for _, line in expected]
    (Path(out) / "graph.ttl").write_text("# changed\n")
    assert run(["check", out]) == Exit.FOUND


def test_a_warning_of_a_package_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    root, before = logging.getLogger(), logging.getLogger().handlers[:]
    try:
        report.listen()
        logging.getLogger("other.package").warning("two\nlines")
        logging.getLogger("other.package").info("nothing")
    finally:
        logging.captureWarnings(False)
        root.handlers[:] = before
    assert capsys.readouterr().err == "kg: warning: other.package: two\\u000alines\n"


@pytest.mark.parametrize("width", [50, 80])  # click writes no line for less than 50 columns
def test_help_fits_the_terminal(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for words, verb in (((), verbs), *VERBS):
        assert run([*words, "--help"]) == 0
        for line in capsys.readouterr().out.splitlines():
            kept = re.match(r"  (-|\$ )", line) or line in str(verb.help)  # names of options, examples, what stands so
            assert len(line) <= width or (width < 80 and (kept or len(line.split()) == 1)), line


def test_lang_c() -> None:
    environment = {"PATH": os.environ["PATH"], "LANG": "C", "LC_ALL": "C", "PYTHONPATH": str(ROOT)}
    for more in ({}, {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}):
        for words in (["--help"], ["build", "--help"], ["list", "questions"], ["query", "--list"]):
            done = subprocess.run(
                [sys.executable, "-m", "kg", *words], env={**environment, **more}, capture_output=True
            )
            assert (done.returncode, done.stderr) == (0, b"")
            assert done.stdout.decode("utf-8")
