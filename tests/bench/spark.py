"""Spark with two cores against one process: python -m tests.bench.spark CORPUS [EXTRACTOR].

Both build the same corpus in turn, one process first. Wall time counts from where the engine is ready: the start of
Java is left out, what the Python workers of Spark load is in it. The quads must be the same.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ENGINES = {"local": [], "spark": ["--engine", "spark", "--master", "local[2]"]}
BAR = 1.3


def ran(corpus: Path, out: Path, extractor: str, how: list[str]) -> dict[str, Any]:
    """The summary of a run, and its seconds from start to end."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "kg", "run", str(corpus), str(out), "--extractor", extractor, "--json", *how]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    found: dict[str, Any] = json.loads(done.stdout)
    return found | {"all": time.perf_counter() - begun}


def quads(folder: Path) -> list[bytes]:
    """All quads, sorted."""
    return sorted(line for file in folder.glob("nquads/*.nq") for line in file.read_bytes().splitlines())


def main(corpus: Path, extractor: str = "rules") -> None:
    """Print a row for each engine."""
    with TemporaryDirectory() as place:
        found = {name: ran(corpus, Path(place, name), extractor, how) for name, how in ENGINES.items()}
        same = quads(Path(place, "local")) == quads(Path(place, "spark"))
    for name, one in found.items():
        rate = one["documents"] / one["seconds"]
        print(f"| {name} | {one['documents']} | {one['seconds']:.1f} s | {rate:.1f} | {one['all']:.1f} s |", flush=True)
    ratio = found["local"]["seconds"] / found["spark"]["seconds"]
    print(f"{ratio:.2f} times one process (bar {BAR}); the quads are {'the same' if same else 'NOT THE SAME'}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
