"""Fields, bodies and noise of the made pages, printed and kept in READING.md: python -m tests.bench.reading [-v]."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from kg.ontology.ontology import load
from tests.bench.reading.measure import Reading, measure
from tests.bench.reading.pages import pages

TABLE = Path(__file__).parents[1] / "READING.md"
FIELDS = ("title", "source", "date", "author")


def shares(readings: Sequence[Reading]) -> dict[str, float]:
    """What share of pages has each field right, the body whole and in order, its ends; and noise lines a page."""
    count = len(readings)
    right = {name: sum(name not in dict(one.wrong) for one in readings) / count for name in FIELDS}
    return {
        **right,
        "body": sum(one.whole for one in readings) / count,
        "ends": sum(one.ends for one in readings) / count,
        "noise": sum(len(one.noise) for one in readings) / count,
    }


def _row(name: str, readings: Sequence[Reading]) -> str:
    found = shares(readings)
    return f"| {name} | {len(readings)} | " + " | ".join(f"{value:.2f}" for value in found.values()) + " |"


def _table(readings: Sequence[Reading]) -> list[str]:
    head = "| Pages | number | title | source | date | author | body whole | its ends | noise lines a page |"
    groups = {name: [one for one in readings if one.page.group == name] for name in ("first", "second")}
    return [
        head,
        "|---|---|---|---|---|---|---|---|---|",
        *(_row(name, group) for name, group in groups.items() if group),
        _row("all", readings),
    ]


def _told(one: Reading) -> list[str]:
    """What is wrong with a page, a line each."""
    return [
        *([f"{one.page.name}: {one.failure}"] if one.failure else []),
        *(f"{one.page.name}: {name} is {one.page.fields[name]}, read {value}" for name, value in one.wrong),
        *([] if one.whole else [f"{one.page.name}: the body is not whole"]),
        *(f"{one.page.name}: noise: {line[:60]}" for line in one.noise),
    ]


def main(arguments: Sequence[str]) -> None:
    """Read all pages, print the table, and with -v what is wrong; keep the table."""
    ontology = load()
    readings = [measure(page, ontology) for page in pages()]
    table = "\n".join(_table(readings))
    print(table)
    if "-v" in arguments:
        print(*(line for one in readings for line in _told(one)), sep="\n")
    TABLE.write_text(
        "# Reading of pages\n\n"
        f"{len(readings)} made pages, two of each template in tests/bench/reading, of invented articles after the\n"
        "structure of real sites. `python -m tests.bench.reading -v` makes this table and tells what is wrong. The\n"
        "templates of the first group were written before the reader was looked at, those of the second after.\n\n"
        f"{table}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main(sys.argv[1:])
