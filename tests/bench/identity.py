"""One person across articles: pairs of articles that people decided on against a graph.

    python -m tests.bench.identity ARTICLES DECIDED.jsonl… [--extractor rules]

ARTICLES is a folder of texts, built as one corpus. A line of DECIDED.jsonl is {"name", "clusters": [[article, …], …]},
and may say a `stratum`; `enriched` ones were chosen for their namesakes and are left out of the total. An article in
which nobody of the name is found is left out.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

from kg.pipeline import build
from kg.read.sources import sources
from kg.types import Graph

ENRICHED = "enriched"
Named = Mapping[str, Mapping[str, str]]  # name: article: the entity that most of its mentions there mean


def named(graph: Graph) -> Named:
    """Who is meant by each name in each article."""
    found: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for entity in graph.entities:
        for form in {entity.name, *entity.aliases}:
            for document, _ in entity.mentions:
                found[form][Path(document).stem][entity.id] += 1
    return {name: {at: ids.most_common(1)[0][0] for at, ids in there.items()} for name, there in found.items()}


def tallies(graph: Graph, decided: Iterable[Mapping[str, Any]]) -> dict[str, Counter[str]]:
    """Pairs that are right, that the graph joins (`said`) and that people join (`wanted`), by stratum."""
    meant, found = named(graph), defaultdict[str, Counter[str]](Counter)
    for row in decided:
        person = {article: n for n, articles in enumerate(row["clusters"]) for article in articles}
        there = {article: id_ for article, id_ in meant.get(row["name"], {}).items() if article in person}
        stratum = row.get("stratum", "")
        for a, b in combinations(sorted(there), 2):
            one, said = person[a] == person[b], there[a] == there[b]
            for key in {stratum, "all" if stratum != ENRICHED else ENRICHED}:
                found[key].update(right=one and said, said=said, wanted=one)
    return found


def rows(files: Iterable[Path]) -> list[dict[str, Any]]:
    """The decisions of files."""
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def main(articles: str, *files: str) -> None:
    """Print a row of the table for each stratum."""
    extractor = "rules" if "--extractor" in files else "all"
    decided = [Path(file) for file in files if file.endswith(".jsonl")]
    built = build(sources([articles]), extractor=extractor)
    print("| names | precision | recall | pairs of one person |\n| --- | ---: | ---: | ---: |")
    for name, tally in sorted(tallies(built.graph, rows(decided)).items()):
        precision, recall = (tally["right"] / max(1, tally[of]) for of in ("said", "wanted"))
        print(f"| {name} | {precision:.3f} | {recall:.3f} | {tally['wanted']} |")
    links = Counter(link.verdict for link in built.graph.links if link.left.document != link.right.document)
    print(f"\n{len(built.graph.documents)} articles, links between them: {dict(links)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
