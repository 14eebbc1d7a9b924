"""What it costs to add one document to a store, beside a clean build of the store: CPU seconds, and their ratio.

    python -m tests.bench.store --documents 10000            made-up Layers: the fold, SQLite and Oxigraph
    python -m tests.bench.store --articles FOLDER            real texts, extracted by rules

A clean build puts all documents into an empty store. Then single documents are added, each a build of its own, until
their triples are on disk. Made-up documents share names as articles do: a few are in very many, most are in a few.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from kg.ontology.ontology import load
from kg.pipeline import extracted
from kg.rdf.prefixes import BASE
from kg.read.sources import sources
from kg.run.fold import Context, Read, bring
from kg.store.database.connection import writing
from kg.store.database.triples import follow
from kg.store.database.upkeep import stats
from kg.types import Layer, Origin
from tests.run.made import made

BAR = 0.02  # of a clean build, for one document
ONTOLOGY = load()
CONTEXT = Context(ONTOLOGY, Origin("1", "rules", ONTOLOGY.fingerprint), BASE)
_LETTERS = "海临江宜宾绵阳青云龙泉石门东西南北安平长乐永新丰和"
_KINDS = {
    "Person": "",
    "Organization": "公司",
    "Place": "镇",
    "Award": "奖",
    "Initiative": "行动",
    "CreativeWork": "报告",
}


def cpu() -> float:
    """CPU seconds of this process and its children."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def timed(action: Callable[[], object]) -> tuple[float, float]:
    """CPU and wall seconds of an action."""
    begun = cpu(), time.perf_counter()
    action()
    return cpu() - begun[0], time.perf_counter() - begun[1]


def layers(count: int) -> list[Layer]:
    """Made-up Layers; the number of different names grows with that of the documents."""
    chance = random.Random(count)
    pool = {kind: [_name(chance, ending) for _ in range(max(count, 10))] for kind, ending in _KINDS.items()}
    return [made(chance, f"{n:06}", claims=12, pool=pool) for n in range(count)]


def _name(chance: random.Random, ending: str) -> str:
    return "".join(chance.choices(_LETTERS, k=4 if ending else 3)) + ending


def put(folder: Path, some: Sequence[Layer]) -> None:
    """Bring a store and its triples up to date."""
    with writing(folder) as store:
        with store.transaction():
            bring(store, {one.document.id: Read(one, one.document.id, "", "bench") for one in some}, (), CONTEXT)
        assert follow(store) == ()


def main() -> None:
    """Measure, and print a table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--documents", type=int, default=300)
    options.add_argument("--articles", type=Path)
    options.add_argument("--adds", type=int, default=11)
    given = options.parse_args()
    spent = 0.0
    if given.articles is None:
        every = layers(given.documents + given.adds)
    else:
        every = []
        spent, _ = timed(lambda: every.extend(_read(given.articles)))
    random.Random(1).shuffle(every)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "news.kg"
        clean, wall = timed(lambda: put(folder, every[given.adds :]))
        adds = [timed(lambda one=one: put(folder, [one])) for one in every[: given.adds]]  # type: ignore[misc]
        found = stats(folder)
    clean += spent
    middle, most = statistics.median(a for a, _ in adds), max(a for a, _ in adds)
    print(f"{found['documents']} documents, {found['entities']} entities, {found['facts']} facts, {found['bytes']}")
    print(f"clean build: {clean:.1f} s CPU ({spent:.1f} s of it extraction), {wall:.1f} s wall without extraction")
    waited = statistics.median(wall for _, wall in adds)
    print(f"one more: {middle:.3f} s CPU in the middle, {most:.3f} s at most; {waited:.3f} s wall in the middle")
    print(f"ratio: {middle / clean:.2%} in the middle, {most / clean:.2%} at most; the bar is {BAR:.0%}")


def _read(folder: Path) -> list[Layer]:
    return [one for one in extracted(sources([folder]), extractor="rules") if isinstance(one, Layer)]


if __name__ == "__main__":
    main()
