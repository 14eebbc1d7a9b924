"""The fuzzer itself: every kind runs, and a broken promise or a crash is told with its seeds."""

from __future__ import annotations

import os
import time

import pytest
from click.testing import CliRunner

from tests.fuzz import __main__ as fuzz
from tests.fuzz import made
from tests.fuzz.promises import BATCH, PROMISES


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(fuzz.main, list(arguments))
    return done.exit_code, done.output


@pytest.mark.parametrize("kind", PROMISES)
def test_a_batch_of_each_kind(kind: str) -> None:
    code, said = run("--only", kind, "--count", str(BATCH), "--seed", "1000")
    assert (code, said) == (0, f"{kind} {BATCH}: 0 broken\n")


def test_one_seed_makes_one_thing() -> None:
    for make in (made.text, made.page, made.json_graph, made.turtle, made.query, made.patterns):
        assert make(7) == make(7) != make(8)


def test_what_breaks_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(seed: int) -> None:
        if seed == 1 + BATCH:
            raise IndexError("out of range")
        if seed == 1 + 2 * BATCH:
            os.abort()
        if seed == 1 + 3 * BATCH:
            time.sleep(60)

    monkeypatch.setattr(fuzz, "PROMISES", {"texts": broken})
    monkeypatch.setattr(fuzz, "_HANGS", 1.0)
    code, said = run("--only", "texts", "--count", str(5 * BATCH))
    assert code == 1
    lines = sorted(said.splitlines())
    assert "texts, seeds 26 to 50: IndexError: out of range" in lines[1]
    assert "texts, seeds 51 to 75: it ended or hung: its process ended with code -6" in lines[2]
    assert "texts, seeds 76 to 100: it ended or hung: it took longer than 1 seconds" in lines[3]
    assert lines[0] == "texts 125: 3 broken"
