"""Nothing grows for ever: 20,000 documents in one process leave its memory as it was after the first 2,000.

What grows is shown by `python -m tests.bench.memory --trace`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import islice
from pathlib import Path

from kg.ontology.ontology import load
from tests.bench.memory import texts

ROOT = Path(__file__).parents[2]
MORE = 1.10  # times the memory after the first documents


def test_memory_stays_flat_over_many_documents() -> None:
    command = [sys.executable, "-m", "tests.bench.memory"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # alone: other tests hold memory too
    told = json.loads(done.stdout)
    assert told["documents"] == 20_000
    assert told["ended"] <= MORE * told["begun"], told


def test_the_documents_are_all_different() -> None:
    some = list(islice(texts(load()), 500))
    assert len(set(some)) == len(some)
    assert list(islice(texts(load()), 500)) == some
