"""`kg completion`: the protocol of each shell, answered by the command itself; bash, zsh and fish, where they are."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli.main import run

ROOT = Path(__file__).parents[2]
KG = [sys.executable, "-m", "kg"]
SHELLS = ("bash", "zsh", "fish")


def completed(shell: str, line: str) -> list[str]:
    """What the command offers a shell for a line whose last word is being typed."""
    words = line.split(" ")
    at = words[-1] if shell == "fish" else str(len(words) - 1)
    given = " ".join(words[:-1]) if shell == "fish" else line
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "_KG_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": given,
        "COMP_CWORD": at,
    }
    done = subprocess.run(KG, env=environment, capture_output=True, encoding="utf-8", check=True)
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    if shell == "zsh":
        return lines[1::3]
    return [one.partition(",")[2].split("\t")[0] for one in lines]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("kg bu", ["build"]),
        ("kg build --extractor r", ["rules"]),
        ("kg export out --to n", ["ntriples"]),
        ("kg query out --name award", ["awards"]),
        ("kg query out --format t", ["table", "tsv", "turtle"]),
        ("kg train s", ["schemes"]),
    ],
)
def test_commands_and_values(shell: str, line: str, offered: list[str]) -> None:
    found = completed(shell, line)
    assert set(offered) <= set(found)
    assert all(one.startswith(line.split(" ")[-1]) for one in found)


@pytest.mark.parametrize("shell", SHELLS)
def test_it_goes_on_with_a_broken_project_file(shell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kg.toml").write_text("[biuld]\n")
    monkeypatch.chdir(tmp_path)
    assert completed(shell, "kg build --proc") == ["--processes"]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_one_that_the_shell_reads(shell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert "_KG_COMPLETE" in script
    assert "kg" in script
    if shutil.which(shell):
        (tmp_path / "script").write_text(script)
        subprocess.run([shell, "-n", str(tmp_path / "script")], check=True)


def test_bash_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", "bash"]) == 0
    (tmp_path / "kg.bash").write_text(capsys.readouterr().out)
    kg = tmp_path / "kg"
    kg.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m kg "$@"\n')
    kg.chmod(0o755)
    asked = (
        f"source kg.bash; COMP_WORDS=(kg export out --to gr); COMP_CWORD=4; _kg_completion {kg}; echo ${{COMPREPLY[@]}}"
    )
    done = subprocess.run(["bash", "-c", asked], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "graphml\n"


def test_an_unknown_shell(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", "csh"]) == 2
    assert "'csh' is not one of 'bash', 'zsh', 'fish'" in capsys.readouterr().err
