"""No regular expression of the package or of its ontology takes more than linear time on what it may choke on."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache

import pytest

from kg.processes.pool import Pool
from tests.cost import TooSlow, within
from tests.laws.pumps import pumps
from tests.laws.recorded import ROOT, places

TIMES = (20, 200, 2000)  # how often a pump is repeated
PUMPS = 40  # of an expression
LONGEST = 2_500  # characters that are tried
BOUND = 2.5  # CPU seconds that a string of so many may take
GROWTH = 3.0  # times as long that twice the string may take: 2 is linear, 4 the square
NOISE = 0.5  # CPU seconds below which growth is not looked at
QUICK = NOISE / 4**3  # CPU seconds: in less for a quarter of the string, even the cube stays below the noise
ENDS = ("☃", "\n。")
# Expressions of escaped words, or of none but one class: there is nothing to choke on. Those of render.py are compiled
# only where the page's engine was fetched.
PLAIN = {
    "open_events.py",
    "relation_rows.py",
    "relation_labels.py",
    "defined_names.py",
    "article_metadata.py",
    "render.py",
}

Row = tuple[str, int, str]


@cache
def recorded() -> tuple[list[Row], set[str]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.laws.recorded"], cwd=ROOT, capture_output=True, check=True, timeout=300
    )
    found = json.loads(done.stdout)
    return [(text, flags, place) for text, flags, place in found["patterns"]], set(found["places"])


def seconds(work: Callable[[str], object], text: str, limit: float = 2 * BOUND) -> float:
    begun = time.process_time()
    try:
        with within(limit):
            work(text)
    except TooSlow:
        return float("inf")
    return time.process_time() - begun


def slow(row: Row) -> str | None:
    """What makes an expression slow, or None."""
    text, flags, place = row
    pattern = re.compile(text, flags)

    def scan(given: str) -> None:
        """From every start, the first too: no less than a match there."""
        for _ in pattern.finditer(given):
            pass

    quick: set[str] = set()  # long pumps give the same string however often they are repeated
    for first, again in pumps(text, flags, PUMPS):
        for end in ENDS:
            for times in TIMES:
                given = (first + again * times)[:LONGEST]
                quarter = given[: LONGEST // 4] + end
                if quarter in quick:
                    continue
                if seconds(scan, quarter) < QUICK:
                    quick.add(quarter)
                    continue
                taken = seconds(scan, given + end)
                if taken >= BOUND:  # other work makes a processor slower
                    taken = min(taken, *(seconds(scan, given + end) for _ in range(2)))
                if taken >= BOUND or (taken > NOISE and grows(scan, first + again * (2 * times), len(given), end)):
                    told = f"{first[-20:]!r} + {again[:40]!r} × {times}: {taken:.2f} s for {len(given)} characters"
                    return f"{place}: {text[:80]}\n    {told}"
    return None


def grows(work: Callable[[str], object], pumped: str, length: int, end: str) -> bool:
    """Whether twice the string takes more than `GROWTH` times as long, three times out of three."""
    once, twice = pumped[:length] + end, pumped[: 2 * length] + end
    limit = 2 * GROWTH * BOUND  # so that what is slow and linear is not taken for what has no end
    return all(seconds(work, twice, limit) > GROWTH * max(seconds(work, once), 0.01) for _ in range(3))


@pytest.mark.skipif(not hasattr(signal, "SIGVTALRM"), reason="CPU time cannot be limited here")
def test_no_expression_is_more_than_linear() -> None:
    rows = recorded()[0]
    assert len(rows) > 500
    with Pool(slow, processes=2, timeout=300) as pool:
        told = [answer if answer is None or isinstance(answer, str) else repr(answer) for _, answer in pool.map(rows)]
    assert not list(filter(None, told)), "\n".join(filter(None, told))


def test_every_place_that_compiles_is_seen() -> None:
    missing = {place for place in places() - recorded()[1] if place.split("/")[-1].split(":")[0] not in PLAIN}
    assert not missing


@pytest.mark.skipif(not hasattr(signal, "SIGVTALRM"), reason="CPU time cannot be limited here")
@pytest.mark.parametrize("bad", ["(?:a|aa)*b", "(?:、?a?)+,", "[^b]*[^c]*d", "(a+)+$", "的*的*的*x"])
def test_bad_expressions_are_seen(bad: str) -> None:
    assert slow((bad, 0, "here")) is not None
