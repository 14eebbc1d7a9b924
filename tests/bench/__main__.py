"""Speed and memory, as tables in Markdown, printed and kept in RESULTS.md: python -m tests.bench [FOLDER…].

The way from files to graph.ttl, graph.html and graph.json is held against plain `jieba.posseg.cut` over the same texts
in the same run, both warm, both on one process. The best of seven rounds counts, and the contestants take turns within
each, so that a busy machine slows all of them. The texts are those of examples/texts and tests/gold, which are short
and dense, and after them the .txt files of each FOLDER.
"""

from __future__ import annotations

import platform
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.export.formats import Settings, export
from kg.extract.batch import layers
from kg.extract.extractor import Settings as Asked
from kg.extract.extractors import OWN, extractor
from kg.merge.merge import merge
from kg.ontology.ontology import load
from kg.pipeline import build
from kg.read.read import read_one
from kg.read.sources import sources
from kg.resolve.resolve import resolve
from kg.segment.parse import segment
from kg.segment.words import reference
from kg.types import Graph

ROOT = Path(__file__).parents[2]
RESULTS = Path(__file__).parent / "RESULTS.md"
ROUNDS = 7
FORMS = ("turtle", "html", "json")
COPIES = 200  # of the example texts: what one process and two are given
# A process that runs another and says what that, or a child of it, took: bytes of ru_maxrss are kilobytes on Linux.
MEASURED = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)
BARS = {"rules": ("1.5 s", "300 MB"), "all": ("2 s", "500 MB")}

Seconds = dict[str, float]


@contextmanager
def timed(into: Seconds, name: str) -> Iterator[None]:
    """Add the time that the block takes to what `into` has for a name."""
    begun = time.perf_counter()
    yield
    into[name] = into.get(name, 0.0) + time.perf_counter() - begun


def write(graph: Graph, into: Seconds) -> list[bytes]:
    """The three files of a graph; `into` gets the time of each."""
    files = []
    for form in FORMS:
        with timed(into, f"write {form}"):
            files.append(export(graph, form, Settings(load())).encode("utf-8"))
    return files


def staged(files: list[Path]) -> Seconds:
    """The time of each stage over all articles, each made a graph of its own."""
    into: Seconds = {}
    ontology = load()
    for file in files:
        with timed(into, "read"):
            document = read_one(next(iter(sources([str(file)]))), ontology)
        with timed(into, "segment"):
            parsed = segment(document, load())
        for row in OWN:
            with timed(into, f"extract by {row.name}"):
                found = list(layers(extractor(row.name), [parsed], Asked(ontology)))
        with timed(into, "resolve"):
            links = resolve(found, ontology)
        with timed(into, "merge"):
            graph = merge(found, links, ontology).graph
        write(graph, into)
    return into


def contest(files: list[Path]) -> tuple[Seconds, Seconds]:
    """The best time of each contestant and of each stage, after one round that counts for nothing."""
    texts = [file.read_text("utf-8") for file in files]
    ways: dict[str, Callable[[], object]] = {
        "jieba.posseg.cut": lambda: [reference(text) for text in texts],
        "files to graphs, one an article, by rules": lambda: [
            build(sources([str(file)]), extractor="rules") for file in files
        ],
        "files to graphs, one an article, fast": lambda: [
            build(sources([str(file)]), extractor="fast") for file in files
        ],
        "files to graphs, one an article": lambda: [build(sources([str(file)])) for file in files],
        "the same, and Turtle, page and JSON of each": lambda: [
            write(build(sources([str(file)])).graph, {}) for file in files
        ],
        "files to one graph, and its Turtle, page and JSON": lambda: write(build(sources(map(str, files))).graph, {}),
    }
    rounds: dict[str, list[float]] = defaultdict(list)
    stages: dict[str, list[float]] = defaultdict(list)
    for _ in range(ROUNDS + 1):
        taken: Seconds = {}
        for name, way in ways.items():
            with timed(taken, name):
                way()
        for name, seconds in taken.items():
            rounds[name].append(seconds)
        for name, seconds in staged(files).items():
            stages[name].append(seconds)
    return {n: min(s[1:]) for n, s in rounds.items()}, {n: min(s[1:]) for n, s in stages.items()}


def process(*arguments: str) -> tuple[float, str]:
    """The seconds that a fresh Python takes, the best of three after a first, and what it prints."""
    times, printed = [], ""
    for _ in range(4):
        begun = time.perf_counter()
        done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True, cwd=ROOT)
        times.append(time.perf_counter() - begun)
        printed = done.stdout
    return min(times[1:]), printed


def speeds(files: list[Path]) -> Iterator[str]:
    size = sum(len(file.read_text("utf-8")) for file in files)
    ways, stages = contest(files)
    yield f"{len(files)} articles, {size:,} characters, on one process:\n"
    yield "| what | characters a second | against jieba.posseg |\n| --- | ---: | ---: |"
    for name, seconds in ways.items():
        yield f"| {name} | {size / seconds:,.0f} | {ways['jieba.posseg.cut'] / seconds:.2f} |"
    yield "\n| stage | microseconds a character |\n| --- | ---: |"
    for name, seconds in stages.items():
        yield f"| {name} | {seconds / size * 1e6:.2f} |"


def starts(file: Path, folder: Path) -> Iterator[str]:
    helped, _ = process("-m", "kg", "--help")
    yield "| what | measured | bar |\n| --- | ---: | ---: |"
    yield f"| `kg --help` | {helped:.2f} s | 0.3 s |"
    for name, (time_bar, memory_bar) in BARS.items():
        build = [sys.executable, "-m", "kg", "build", str(file), "-q", "-o", str(folder / name), "--extractor", name]
        first, printed = process("-c", MEASURED, *build)
        yield f"| start-up to the first document's three files, {name} | {first:.2f} s | {time_bar} |"
        yield f"| peak memory of that | {int(printed) / 1024:.0f} MB | {memory_bar} |"


def processes(folder: Path) -> Iterator[str]:
    """`kg build` over many copies of the example texts, by one process and by two."""
    many = folder / "many"
    many.mkdir()
    for n in range(COPIES):
        for text in sorted((ROOT / "examples" / "texts").glob("*.txt")):
            (many / f"{text.stem}-{n:03}.txt").write_bytes(text.read_bytes())
    times, written = [], []
    for count in (1, 2):
        target = folder / f"by{count}"
        command = [sys.executable, "-m", "kg", "build", str(many), "-q", "-o", str(target), "--processes", str(count)]
        begun = time.perf_counter()
        subprocess.run(command, check=True, cwd=ROOT)
        times.append(time.perf_counter() - begun)
        written.append([file.read_bytes() for file in sorted(target.iterdir())])
    yield f"| `kg build` of {COPIES} copies of the example texts | seconds |\n| --- | ---: |"
    yield from (f"| `--processes {n}` | {seconds:.1f} |" for n, seconds in enumerate(times, 1))
    yield f"\nBoth wrote {'the same bytes' if written[0] == written[1] else 'OTHER bytes'}."


def main() -> None:
    own = [f for name in ("examples/texts", "tests/gold") for f in sorted((ROOT / name).glob("*.txt"))]
    others = [sorted(Path(name).glob("*.txt")) for name in sys.argv[1:]]
    system = f"Python {platform.python_version()}, {platform.system()} on {platform.machine()}"
    lines = [f"Written by `python -m tests.bench`, with {system}, on two shared cores of a virtual machine."]
    with TemporaryDirectory() as name:
        folder = Path(name)
        parts = [("The texts of this repository", speeds(own))]
        parts += [("Other articles", speeds(files)) for files in others]
        parts += [("Starting", starts(own[0], folder)), ("Two processes", processes(folder))]
        for title, part in parts:
            found = [f"\n## {title}\n", *part]
            print("\n".join(found), flush=True)
            lines += found
    RESULTS.write_text("# Speed and memory\n\n" + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
