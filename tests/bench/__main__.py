"""Speed and memory, as a table in Markdown: python -m tests.bench [FOLDER].

The pipeline, from bytes to the three files of `kg build`, is held against `jieba.posseg.cut` over the same texts in the
same run, both warm, both on one process, each article alone; the best of three rounds counts.
"""

from __future__ import annotations

import platform
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from kg.export.formats import Settings, export
from kg.ontology import load
from kg.pipeline import build
from kg.read.sources import sources
from kg.segment.words import reference

ROOT = Path(__file__).parents[2]
ROUNDS = 3
START = "from kg.pipeline import build; from kg.read.sources import sources; build(sources(['{}']))"
# Not getrusage: what it gives for a new process is at least what its parent had.
PEAK = "; print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')))"


def best(work: Callable[[], object]) -> float:
    """The shortest of three runs, in seconds, after one that counts for nothing."""
    work()
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def graphs(files: list[Path]) -> list[object]:
    return [build(sources([str(file)])).graph for file in files]


def files_too(files: list[Path]) -> None:
    for graph in graphs(files):
        for form in ("turtle", "json", "html"):
            export(graph, form, Settings(load()))  # type: ignore[arg-type]


def process(*arguments: str) -> tuple[float, str]:
    """The seconds that a fresh Python takes, the best of three, and what it prints."""
    printed = ""

    def work() -> None:
        nonlocal printed
        done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True, cwd=ROOT)
        printed = done.stdout

    return best(work), printed


def main() -> None:
    folders = [Path(name) for name in sys.argv[1:]] or [ROOT / "tests" / "gold", ROOT / "examples" / "texts"]
    files = sorted(file for folder in folders for file in folder.glob("*.txt"))
    texts = [file.read_text("utf-8") for file in files]
    size = sum(map(len, texts))
    tagging = best(lambda: [reference(text) for text in texts])
    rows = [("jieba.posseg.cut", tagging), ("kg: text to graph", best(lambda: graphs(files)))]
    rows.append(("kg: text to graph.ttl, graph.json, graph.html", best(lambda: files_too(files))))
    print(f"{len(files)} articles, {size:,} characters; Python {platform.python_version()}, {platform.machine()}\n")
    print("| what | characters/s | against jieba.posseg |\n| --- | ---: | ---: |")
    for name, seconds in rows:
        print(f"| {name} | {size / seconds:,.0f} | {tagging / seconds:.2f} |")
    start, peak = process("-c", START.format(files[0]) + PEAK)
    print("\n| what | measured | bar |\n| --- | ---: | ---: |")
    print(f"| `kg --help` | {process('-m', 'kg', '--help')[0]:.2f} s | 0.3 s |")
    print(f"| start-up to the first document's graph | {start:.2f} s | 1.5 s |")
    print(f"| peak memory after it | {int(re.findall('[0-9]+', peak)[-1]) / 1024:.0f} MB | 300 MB |")


if __name__ == "__main__":
    main()
