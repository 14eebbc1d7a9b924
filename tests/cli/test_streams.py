"""Standard streams that the caller has closed: a sentence and an exit code, and no message in anyone's file."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

TEXT = "2021年6月9日，临江县档案馆被国家档案局授予“全国档案工作先进集体”称号。\n"
VERBS = [
    "build {text} -o {out}",
    "build {text} --extractor rules -o {out} --json",
    "query {built} -q 'ASK {{}}'",
    "query --list",
    "check {built}",
    "export {built} --to csv",
    "--help",
    "build --help",
    "--version",
]


@pytest.fixture
def names(tmp_path: Path, built: Path) -> dict[str, Path]:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    return {"text": tmp_path / "a.txt", "out": tmp_path / "out", "built": built}


def kg(verb: str, closed: str, names: dict[str, Path]) -> subprocess.CompletedProcess[str]:
    """Run a verb with its streams closed as a shell does it."""
    rest = verb.format(**{name: shlex.quote(str(path)) for name, path in names.items()})
    command = f"{shlex.quote(sys.executable)} -m kg {rest} {closed}"
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("verb", VERBS)
def test_closed_stdout_is_as_a_full_disk(verb: str, names: dict[str, Path]) -> None:
    done = kg(verb, ">&-", names)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "kg: the standard output is closed; send it to a file or a pipe\n"
    assert kg(verb, "<&- >&- 2>&-", names).returncode == 2


@pytest.mark.parametrize("verb", VERBS)
def test_closed_stdin_or_stderr_changes_nothing(verb: str, names: dict[str, Path]) -> None:
    for closed in ("<&-", "2>&-", "<&- 2>&-"):
        done = kg(verb, closed, names)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout


def test_a_closed_stdin_is_no_text(names: dict[str, Path]) -> None:
    done = kg("build - -o {out}", "<&-", names)
    assert done.returncode == 3
    assert done.stderr == "kg: standard input: it is closed; pipe a text into the command, or name a file\n"
    assert kg("build - -o {out}", "<&- >&- 2>&-", names).returncode == 3
    assert not names["out"].exists()


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_messages_go_into_no_file(closed: str, names: dict[str, Path], tmp_path: Path) -> None:
    """The next file that is opened would take the number of a closed stream."""
    kg("build {text} {out}/missing.txt --extractor rules -o {out}", closed, names)
    assert names["text"].read_text("utf-8") == TEXT
    assert [d["id"] for d in json.loads((names["out"] / "graph.json").read_text("utf-8"))["documents"]] == ["a"]
    assert "kg:" not in (names["out"] / "graph.json").read_text("utf-8").splitlines()[0]
    assert not list(tmp_path.glob("*.part"))
    done = kg("export {out} --to csv -o {out}/facts.csv", closed, names)
    assert done.returncode == 0
    assert (names["out"] / "facts.csv").read_text("utf-8-sig").startswith("fact,")


def test_quiet_needs_no_stdout(names: dict[str, Path]) -> None:
    assert kg("build {text} --extractor rules -o {out} -q", "<&- >&- 2>&-", names).returncode == 0
