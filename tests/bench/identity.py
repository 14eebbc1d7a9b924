"""One person across articles: pairs of articles that people decided on against a graph; what short forms mean.

    python -m tests.bench.identity ARTICLES DECIDED.jsonl… [--extractor rules] [--misses]

ARTICLES is a folder of texts, built as one corpus. A line of DECIDED.jsonl is {"name", "clusters": [[article, …], …]},
and may say a `stratum`; `enriched` ones were chosen for their namesakes and are left out of the total. An article in
which nobody of the name is found is left out. Lines with `means` are short forms (`tests.bench.short_forms`), of which
each article is looked at by itself; `--misses` lists those that are not right.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from kg.ontology.ontology import load
from kg.pipeline import extracted, graph
from kg.read.sources import sources
from kg.types import Graph, Layer
from tests.bench.short_forms import table, told

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


def persons(layers: Sequence[Layer], decided: Sequence[Mapping[str, Any]]) -> None:
    """Print a row of the table for each stratum."""
    built = graph(layers, load())
    print("| names | precision | recall | pairs of one person |\n| --- | ---: | ---: | ---: |")
    for name, tally in sorted(tallies(built, decided).items()):
        precision, recall = (tally["right"] / max(1, tally[of]) for of in ("said", "wanted"))
        print(f"| {name} | {precision:.3f} | {recall:.3f} | {tally['wanted']} |")
    links = Counter(link.verdict for link in built.links if link.left.document != link.right.document)
    print(f"\n{len(built.documents)} articles, links between them: {dict(links)}")


def main(articles: str, *options: str) -> None:
    """Print the tables of what the files decide on."""
    extractor = "rules" if "--extractor" in options else "all"
    decided = rows(Path(file) for file in options if file.endswith(".jsonl"))
    made = extracted(sources([articles]), extractor=extractor)
    layers = sorted((one for one in made if isinstance(one, Layer)), key=lambda one: one.document.id)
    if names := [row for row in decided if "clusters" in row]:
        persons(layers, names)
    if short := [row for row in decided if "means" in row]:
        found = list(told(layers, short, load()))
        print(table(found))
        if "--misses" in options:
            print(*("\t".join(one) for one in found if one[3] != "right"), sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
