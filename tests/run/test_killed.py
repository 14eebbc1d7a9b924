"""A process that writes to a store is killed: what it said was done is there, whole, and the next one goes on.

`KG_KILLS=200 pytest tests/run/test_killed.py` kills many.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.run.writer import look, write

if sys.platform == "win32":
    pytest.skip("processes are forked from a server", allow_module_level=True)

KILLS = int(os.environ.get("KG_KILLS", "10"))
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.run.writer"])


def killed(folder: Path, seed: int) -> int:
    """The last change that a process said was done before it was killed at a random moment; -1 for none."""
    here, there = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=write, args=(folder, seed, there))
    process.start()
    there.close()
    chance, last = random.Random(seed), -1
    if chance.random() < 0.8:
        last = here.recv()
    time.sleep(chance.uniform(0, 0.5))
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    try:
        while True:
            last = here.recv()
    except EOFError:
        return last


@pytest.mark.parametrize("seed", range(KILLS))
def test_killed_at_a_random_moment(seed: int, tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"
    last = killed(folder, seed)
    here, there = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=look, args=(folder, seed, last, there))
    process.start()
    there.close()
    assert here.recv() == ""
    process.join()
