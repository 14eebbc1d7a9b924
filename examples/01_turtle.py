"""An article becomes a graph; what it says of one award, as Turtle with the evidence.

python examples/01_turtle.py
"""

from __future__ import annotations

from pathlib import Path

from kg.export.formats import Settings, export
from kg.ontology import load
from kg.pipeline import build
from kg.read.sources import sources
from kg.types import Graph

TEXTS = Path(__file__).parent / "texts"


def main() -> None:
    graph = build(sources([str(TEXTS)])).graph
    award = next(fact for fact in graph.facts if fact.predicate == "received")
    ends = {award.subject, award.object} | {value for _, value in award.qualifiers}
    entities = tuple(entity for entity in graph.entities if entity.id in ends)
    print(export(Graph((), entities, (award,)), "turtle", Settings(load())))


if __name__ == "__main__":
    main()
