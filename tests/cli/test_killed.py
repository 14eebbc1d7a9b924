"""Builds that are killed or that meet: a reader sees all of one build or all of another, and the next one tidies."""

from __future__ import annotations

import builtins
import io
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from kg.check.file import check_file
from kg.cli.main import run
from kg.ontology.ontology import load
from kg.store.folder import FILES, is_there, read, snapshot

if not hasattr(os, "fork"):
    pytest.skip("only a forked process can be killed at once", allow_module_level=True)

KILLS = int(os.environ.get("KG_KILLS", "80"))  # at random moments
ROUNDS = int(os.environ.get("KG_ROUNDS", "12"))  # of two builds at once
ALL = (*FILES, "manifest.json")
TEXTS = {
    "old": "2021年6月9日，临江县档案馆被国家档案局授予“全国档案工作先进集体”称号。\n",
    "new": "罗书华毕业于清华大学。\n",
}
Folder = dict[str, bytes]


class World:
    """Two articles, what is built of each, and a folder into which either is built."""

    def __init__(self, path: Path) -> None:
        self.path, self.out = path, path / "out"
        self.built: dict[str, Folder] = {}
        for name, text in TEXTS.items():
            (path / f"{name}.txt").write_text(text, "utf-8")
            assert self.build(name, path / name) == 0
            self.built[name] = {file: (path / name / file).read_bytes() for file in ALL}

    def build(self, name: str, out: Path | None = None) -> int:
        article = str(self.path / f"{name}.txt")
        return run(["build", article, "-o", str(out or self.out), "-q", "--extractor", "rules", "--no-sparql"])

    def seen(self) -> Folder:
        return {name: read(self.out / name) for name in ALL if is_there(self.out / name)}

    def names(self) -> list[str]:
        return sorted(path.name for path in self.out.iterdir())

    def errors(self) -> list[str]:
        return [f.code for f in check_file(self.out, load()) if f.severity == "error" or f.code == "W401"]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("killed"))


def forked(action: Callable[[], int]) -> int:
    """The id of a process that does something and ends with the exit code which that gives."""
    process = os.fork()
    if process == 0:
        code = 99
        try:
            code = action()
        finally:
            os._exit(code)
    return process


def ended(process: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def killed_at(step: int, out: str) -> None:
    """Have this process kill itself before its nth call that may change the folder `out`."""
    left = step

    def watch(module: Any, name: str) -> None:
        whole = getattr(module, name)

        def watched(*arguments: Any, **named: Any) -> Any:
            nonlocal left
            if name in ("fsync", "rmdir", "unlink") or str(arguments[0]).startswith(out):
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return whole(*arguments, **named)

        setattr(module, name, watched)

    for name in ("rename", "replace", "fsync", "open", "mkdir", "rmdir", "unlink", "lstat"):
        watch(os, name)
    watch(io, "open")
    watch(builtins, "open")


def killed_build(world: World, step: int) -> int:
    def action() -> int:
        killed_at(step, str(world.out))
        return world.build("new")

    return ended(forked(action))


def test_killed_at_every_step_in_a_used_folder(world: World) -> None:
    states = []
    assert world.build("old") == 0
    (world.out / "mine").write_text("mine")
    for step in count(1):
        code = killed_build(world, step)
        seen = world.seen()
        assert seen in (world.built["old"], world.built["new"]), f"mixed at step {step}: {world.names()}"
        assert world.errors() == []
        states.append(seen == world.built["new"])
        if code == 0:
            break
        assert code == -signal.SIGKILL
        assert world.build("old") == 0
        assert world.seen() == world.built["old"]
        assert world.names() == sorted([*ALL, "mine"])
    (world.out / "mine").unlink()
    assert states == sorted(states)  # there is one moment, before which all is old and after which all is new
    assert len(states) > 30
    assert False in states and sum(states) > 8


def test_killed_at_every_step_in_a_new_folder(world: World) -> None:
    for step in count(1, 2):
        for path in sorted(world.out.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        if world.out.exists():
            world.out.rmdir()
        code = killed_build(world, step)
        seen = world.seen()
        assert seen in ({}, world.built["new"]), f"in part at step {step}: {world.names()}"
        if code == 0:
            break
        assert world.build("old") == 0
        assert world.seen() == world.built["old"]
        assert world.names() == sorted(ALL)


def test_killed_at_random_moments(world: World) -> None:
    chance, took = random.Random(5), time.monotonic()
    assert world.build("old") == 0
    took = time.monotonic() - took
    ends = set()
    for nth in range(KILLS):
        name = chance.choice(["old", "new"])
        process = forked(lambda name=name: world.build(name))  # type: ignore[misc]
        if nth % 2:  # while it writes
            last = time.monotonic() + 5
            while not list(world.out.glob(".kg-stage-*/graph.json")) and time.monotonic() < last:
                time.sleep(0.001)
            time.sleep(chance.uniform(0, took / 2))
        else:
            time.sleep(chance.uniform(0, took * 1.2))
        os.kill(process, signal.SIGKILL)
        ends.add(ended(process))
        assert world.seen() in world.built.values(), f"mixed after kill {nth}: {world.names()}"
        assert nth % 20 or world.errors() == []
    assert -signal.SIGKILL in ends and ends <= {-signal.SIGKILL, 0}  # some may be done before
    assert world.build("new") == 0
    assert (world.seen(), world.names()) == (world.built["new"], sorted(ALL))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ended_at_random_moments(world: World, number: signal.Signals) -> None:
    """As by Ctrl-C or by a service manager: nothing is left that has to be tidied."""
    chance, took = random.Random(7), time.monotonic()
    assert world.build("old") == 0
    took = time.monotonic() - took

    def action(name: str) -> int:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # it says that nothing was written
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            return world.build(name)
        except SystemExit as ended:
            return int(ended.code or 0)

    ends: dict[int, int] = {}
    for _ in range(KILLS // 4):
        before, name = world.seen(), chance.choice(["old", "new"])
        process = forked(lambda name=name: action(name))  # type: ignore[misc]
        last = time.monotonic() + 5
        while not list(world.out.glob(".kg-stage-*")) and time.monotonic() < last:
            time.sleep(0.0005)
        time.sleep(chance.choice([0.02, took * 2]) * chance.random())
        os.kill(process, number)
        code = ended(process)
        ends[code] = ends.get(code, 0) + 1
        assert world.seen() == (world.built[name] if code == 0 else before)
        assert world.names() == sorted(ALL)
    assert 128 + number in ends and set(ends) <= {0, 128 + number}


def test_two_builds_at_once(world: World) -> None:
    """The last one wins whole; who reads meanwhile sees one build, not parts of both."""
    looks = 0
    for _ in range(ROUNDS):
        both = [forked(lambda name=name: world.build(name)) for name in TEXTS]  # type: ignore[misc]
        left = set(both)
        while left:
            for process in list(left):
                ended_now, status = os.waitpid(process, os.WNOHANG)
                if ended_now:
                    assert os.waitstatus_to_exitcode(status) == 0
                    left.remove(process)
            if world.out.is_dir():
                with snapshot(world.out) as files:
                    found = {name: stream.read() for name, stream in files.items()}
                assert found in ({}, *world.built.values())
                looks += 1
        assert world.seen() in world.built.values()
        assert world.names() == sorted(ALL)
    assert looks > ROUNDS
