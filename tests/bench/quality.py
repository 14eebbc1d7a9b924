"""F1 and speed of every extractor on every data set at hand, kept in QUALITY.md: python -m tests.bench.quality FOLDER.

FOLDER has label_map.json and the folders ner and relations, with files called SET.SPLIT.jsonl or .jsonl.gz. Of each set
the split that nothing is trained on is scored: test, where there is one, else dev, else valid.
"""

from __future__ import annotations

import platform
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg.errors import ExtractionError
from kg.extract.extractor import Extractor, Settings
from kg.extract.extractors import OWN, extractor
from kg.ontology.ontology import load
from kg.score.article import Tally
from kg.score.mentions import label_map, score_mentions
from kg.score.relations import score_relations
from kg.score.sets import convention, named_texts, related_texts
from kg.score.tallied import SetScore
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Layer, Parsed

TABLE = Path(__file__).parent / "QUALITY.md"
SPLITS = ("test", "dev", "valid")
COMMON = ("PER", "LOC", "ORG")
WARM = "2021年5月，海州市水利局局长王建国到访临江县。"


def held_out(folder: Path) -> list[Path]:
    """For each set in a folder the file of its first split of SPLITS; sets that have none are left out."""
    splits: dict[str, dict[str, Path]] = defaultdict(dict)
    for path in sorted(folder.glob("*.jsonl*")):
        splits[convention(path)][path.name.split(".")[1]] = path
    return [found[split] for found in splits.values() if (split := next((s for s in SPLITS if s in found), ""))]


def common(score: SetScore) -> Tally:
    """Persons, places and organisations together."""
    tally = Tally()
    for label in COMMON:
        if one := score.by_type.get(label):
            tally.add(one.right, one.found, one.hit, one.wanted)
    return tally


@dataclass
class Clock:
    """The seconds that an extractor has taken."""

    seconds: float = 0.0

    def timed(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any) -> Any:
            begun = time.perf_counter()
            done = work(*given)
            self.seconds += time.perf_counter() - begun
            return done

        return run


def watched(one: Extractor) -> tuple[Extractor, Clock]:
    """The extractor, warm, and a clock that runs while it works."""
    parsed, answers, clock = segment(Document(DocumentId("warm"), WARM), load()), one.conventions(), Clock()
    list(one.extract_batch([parsed], Settings(load())))
    mentions = clock.timed(answers.mentions) if answers.mentions else None
    if answers.mentions:
        answers.mentions([parsed], load(), None)
    relations = clock.timed(answers.relations) if answers.relations else None
    timed = replace(answers, mentions=mentions, relations=relations)

    def extract_batch(texts: Iterable[Parsed], settings: Settings) -> Iterator[Layer | ExtractionError]:
        yield from clock.timed(lambda: list(one.extract_batch(texts, settings)))()

    return replace(one, extract_batch=extract_batch, conventions=lambda: timed), clock


def speed(characters: int, seconds: float) -> str:
    return f"{characters / seconds:,.0f}"


def names(folder: Path, extractors: list[Extractor]) -> Iterator[str]:
    maps = label_map(folder / "label_map.json")
    yield "| set | split | extractor | F1 | of PER, LOC, ORG | of the set's own labels | characters a second |"
    yield "| --- | --- | --- | ---: | ---: | ---: | ---: |"
    for path in held_out(folder / "ner"):
        size = sum(len(row.text) for row in named_texts(path))
        for one in extractors:
            asked, clock = watched(one)
            score = score_mentions(path, asked, load(), maps)
            seconds = clock.seconds
            plo = f"{common(score).f1:.3f}" if any(label in score.by_type for label in COMMON) else "–"
            learned = convention(path) in one.conventions().mention_labels
            own = f"{score_mentions(path, asked, load()).micro.f1:.3f}" if learned else "–"
            cells = (convention(path), path.name.split(".")[1], one.name, f"{score.micro.f1:.3f}", plo, own)
            yield f"| {' | '.join(cells)} | {speed(size, seconds)} |"


def relations(folder: Path, extractors: list[Extractor]) -> Iterator[str]:
    yield "| set | split | extractor | F1 | precision | recall | labels | characters a second |"
    yield "| --- | --- | --- | ---: | ---: | ---: | --- | ---: |"
    for path in held_out(folder / "relations"):
        size = sum(len(row.text) for row in related_texts(path))
        for one in extractors:
            asked, clock = watched(one)
            tally = score_relations(path, asked, load()).micro
            rates = (f"{rate:.3f}" for rate in (tally.f1, tally.precision, tally.recall))
            labels = "the set's" if convention(path) in one.conventions().relation_labels else "the ontology's"
            cells = (convention(path), path.name.split(".")[1], one.name, *rates, labels)
            yield f"| {' | '.join(cells)} | {speed(size, clock.seconds)} |"


def sizes(extractors: list[Extractor]) -> Iterator[str]:
    lists = sum(file.stat().st_size for file in load().path.rglob("*") if file.is_file())
    yield "| extractor | weights | MB |\n| --- | --- | ---: |"
    yield f"| every one | the ontology's patterns and word lists | {lists / 1e6:.1f} |"
    for one in extractors:
        size = sum(file.stat().st_size for file in one.weights)
        yield f"| {one.name} | {', '.join(file.name for file in one.weights) or 'none'} | {size / 1e6:.1f} |"


def main() -> None:
    folder = Path(sys.argv[1])
    extractors = [extractor(row.name) for row in OWN]
    system = f"Python {platform.python_version()}, {platform.system()} on {platform.machine()}"
    lines = [
        f"Written by `python -m tests.bench.quality FOLDER`, with {system}, on two shared cores of a virtual machine.",
        "Speed is that of the extractor alone, on one process, warm, without the cutting into words.",
    ]
    parts = {
        "Names (span F1, exact; unified labels)": names(folder, extractors),
        "Relations (micro-F1 of triples)": relations(folder, extractors),
        "Size": sizes(extractors),
    }
    for title, part in parts.items():
        lines.append(f"\n## {title}\n")
        print(lines[-1], flush=True)
        for line in part:
            print(line, flush=True)
            lines.append(line)
    TABLE.write_text("# Quality on public data sets\n\n" + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
