"""What `kg build` costs over corpora of several sizes, by one process and by two, as a table in Markdown.

    python -m tests.bench.corpus --documents 1000 5000 --processes 1 2

The articles are made up (`tests.bench.made_articles`). CPU seconds are of all processes and count what other programs
take less; wall seconds are what a user waits, and mean something on a machine that does nothing else. The driver is the
process that gives out the tasks: its memory is its own peak, its CPU seconds are all that does not run beside others.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.bench.made_articles import write

_SCRIPT = """
import json, resource, sys
from kg.cli.main import run
code = run(["build", *sys.argv[1:]])
own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
costs = [one.ru_utime + one.ru_stime for one in (own, children)] + [one.ru_maxrss / 1024 for one in (own, children)]
print(json.dumps([code, *costs]))
"""


class Cost(NamedTuple):
    """CPU seconds of the driver and its children, peak memory of it and of the largest of them in MB, wall seconds."""

    driver: float
    children: float
    driver_memory: float
    child_memory: float
    wall: float


def cost(corpus: Path, processes: int, extractor: str) -> Cost:
    """The cost of a build of a corpus by the command."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-c", _SCRIPT, str(corpus), "-o", out, "-q", "-j", str(processes)]
        begun = time.perf_counter()
        done = subprocess.run([*command, "--extractor", extractor], capture_output=True, encoding="utf-8", check=True)
        wall = time.perf_counter() - begun
    code, driver, children, own, other = json.loads(done.stdout.splitlines()[-1])
    assert code == 0, done.stderr
    return Cost(driver, children, own, other, wall)


def main() -> None:
    """Measure, and print a table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--documents", type=int, nargs="+", default=[1000, 5000])
    options.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    options.add_argument("--extractor", default="rules")
    given = options.parse_args()
    print("| documents | processes | wall s | documents/s | characters/s | CPU ms a document | of these in the driver "
          "| driver MB | largest child MB |")  # fmt: skip
    print("| ---: " * 9 + "|")
    with tempfile.TemporaryDirectory() as place:
        for count in given.documents:
            corpus = Path(place) / str(count)
            characters = write(corpus, count)
            for processes in given.processes:
                found = cost(corpus, processes, given.extractor)
                cpu, own = (1000 * one / count for one in (found.driver + found.children, found.driver))
                speed = f"{found.wall:.1f} | {count / found.wall:.1f} | {characters / found.wall:,.0f}"
                memory = f"{found.driver_memory:.0f} | {found.child_memory:.0f}"
                print(f"| {count:,} | {processes} | {speed} | {cpu:.1f} | {own:.2f} | {memory} |", flush=True)


if __name__ == "__main__":
    main()
