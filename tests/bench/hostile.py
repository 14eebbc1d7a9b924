"""CPU seconds for each kind of hostile page, of up to 4 million characters: python -m tests.bench.hostile."""

from __future__ import annotations

import sys
import time

from kg.errors import SourceError
from kg.ontology.ontology import load
from kg.read.article.article_metadata import article_metadata
from kg.read.html.html_reader import page
from tests.read.hostile import PAGES

MOST = 5.0  # seconds


def seconds(text: str) -> tuple[float, str]:
    """The time that a page takes, and what became of it."""
    begun = time.process_time()
    try:
        found = page(text)
        article_metadata(found.text, load(), page=found)
        what = "read"
    except SourceError as error:
        what = error.what
    return time.process_time() - begun, what


def main() -> None:
    """Print a line a page; exit with 1 where one takes too long."""
    article_metadata(page("<html><body><p>馆长陈立出席了昨天的开馆仪式。</p></body></html>").text, load())
    worst = 0.0
    for name, made in PAGES.items():
        for size in (100_000, 300_000, 1_000_000, 3_900_000):
            took, what = seconds(made(size))
            worst = max(worst, took)
            print(f"{took:6.2f} s  {size:9,}  {name}: {what}", flush=True)
    print(f"{worst:6.2f} s at most")
    sys.exit(worst > MOST)


if __name__ == "__main__":
    main()
