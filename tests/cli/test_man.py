"""The man pages: one for each command, with its options, examples and exit codes, and nothing that troff objects to."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli.codes import MEANINGS
from kg.cli.main import verbs
from kg.cli.man import pages
from kg.cli.verb import Verb, leaves, long_name

PAGES = pages(verbs)
VERBS = dict(leaves(verbs))


def test_a_page_for_every_verb_and_group() -> None:
    expected = {f"kg-{'-'.join(words)}.1" for words in VERBS} | {"kg.1", "kg-store.1", "kg-train.1"}
    assert PAGES.keys() == expected


@pytest.mark.parametrize("words", VERBS, ids=" ".join)
def test_it_has_all_that_the_help_has(words: tuple[str, ...]) -> None:
    verb, page = VERBS[words], PAGES[f"kg-{'-'.join(words)}.1"]
    assert isinstance(verb, Verb)
    shown = page.replace(r"\-", "-")
    for key, option in verb.settings().items():
        assert f"--{key}" in shown
        assert f"Environment: {option.envvar}." in shown
        assert long_name(option) == key
    for line, what in verb.examples:
        assert f"$ {line}" in shown and what.removeprefix(".") in shown
    for code in MEANINGS:
        assert rf"\fB{int(code)}\fR" in page
    assert rf"kg-{'-'.join(words)} \- ".replace("-", r"\-", len(words)) in page


def test_no_text_is_a_command_of_troff() -> None:
    requests = {"TH", "SH", "PP", "TP", "RS", "RE", "nf", "fi"}
    for page in PAGES.values():
        assert {line.split()[0][1:] for line in page.splitlines() if line.startswith((".", "'"))} <= requests
        assert not re.search(r"\\[^&e\-f]", page)


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
@pytest.mark.may_skip
def test_groff_has_no_objection(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kg.cli.man", str(tmp_path / "man")]
    subprocess.run(command, check=True, cwd=Path(__file__).parents[2])
    files = sorted((tmp_path / "man").iterdir())
    assert {file.name for file in files} == PAGES.keys()
    line = ["groff", "-man", "-Kutf8", "-Tutf8", "-ww", "-z", *map(str, files)]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    assert done.stderr == ""
