"""What hangs or dies costs its item only, in any number of processes."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time

import pytest

from kg.processes.child import Died, LimitExceeded, TimedOut
from kg.processes.pool import Pool

_HANGS = re.compile("(?:a|aa)*b")  # told by nobody but a limit of time


def work(item: str) -> str:
    if item == "abort":
        os.abort()
    if item == "exit":
        os._exit(7)
    if item == "hang":
        _HANGS.match("a" * 200)
    if item == "wrong":
        raise ValueError(item)
    return item.upper()


@pytest.mark.parametrize("processes", [1, 2, 5])
def test_what_dies_costs_its_item_only(processes: int) -> None:
    items = ["a", "abort", "b", "exit", "hang", "c", "d", "abort"]
    with Pool(work, processes=processes, timeout=3) as pool:
        answers = list(pool.map(items))
    assert sorted(item for item, _ in answers) == sorted(items)
    assert {item: answer for item, answer in answers if isinstance(answer, str)} == {c: c.upper() for c in "abcd"}
    ended = {item: answer for item, answer in answers if isinstance(answer, LimitExceeded)}
    assert isinstance(ended["hang"], TimedOut)
    codes = {item: error.exitcode for item, error in ended.items() if isinstance(error, Died)}
    assert codes == {"abort": -signal.SIGABRT, "exit": 7}


def test_an_error_is_raised_and_nobody_is_left() -> None:
    pids: set[int] = set()
    with Pool(work, processes=2) as pool, pytest.raises(ValueError, match="wrong"):
        for _ in pool.map(["a", "wrong", *"bcd"]):
            pids |= {child.pid for child, _ in pool._busy.values()}
    for pid in pids:
        with pytest.raises(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)


def test_the_parent_may_work_meanwhile() -> None:
    calls: list[str] = []
    with Pool(work, meanwhile=lambda: calls.append("once")) as pool:
        for _ in range(2):
            assert [answer for _, answer in pool.map(["a", "b"])] == ["A", "B"]
    assert calls == ["once"]


def test_no_items() -> None:
    with Pool(work) as pool:
        assert list(pool.map([])) == []


def test_a_child_that_dies_between_two_items_costs_none() -> None:
    with Pool(work) as pool:
        for item, answer in pool.map(["a", "b", "c"]):
            assert answer == item.upper()
            for child, _ in pool._busy.values():
                child.connection.poll(5)  # it has answered: what it does next is wait


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
def test_children_end_when_their_parent_is_killed() -> None:
    script = (
        "import re, sys\nfrom kg.processes.pool import Pool\nfrom tests.processes.test_pool import work\n"
        "with Pool(work, processes=3) as pool:\n"
        "    for item, answer in pool.map(['a', 'hang', 'hang', 'hang']):\n"
        "        print(*[child.pid for child, _ in pool._busy.values()], flush=True)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    children = parent.stdout.readline().split()
    assert children
    parent.kill()
    parent.wait()
    end = time.monotonic() + 20
    while any(os.path.exists(f"/proc/{pid}") for pid in children) and time.monotonic() < end:  # noqa: PTH110
        time.sleep(0.05)
    assert not any(os.path.exists(f"/proc/{pid}") for pid in children)  # noqa: PTH110
