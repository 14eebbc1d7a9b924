"""An article becomes a graph; what it says of one award, as Turtle with the evidence.

python examples/01_turtle.py
"""

from __future__ import annotations

from pathlib import Path

from kg.export.formats import Settings, export
from kg.ontology.ontology import load
from kg.pipeline import build
from kg.read.sources import sources

TEXTS = Path(__file__).parent / "texts"


def main() -> None:
    graph = build(sources([str(TEXTS)])).graph
    award = max((fact for fact in graph.facts if fact.predicate == "received"), key=lambda fact: len(fact.qualifiers))
    turtle = export(graph, "turtle", Settings(load()))
    blocks = turtle.rstrip().split("\n\n")
    proofs = [f"<doc/{e.document}#char={e.span.start},{e.span.end}>" for e in award.evidence]
    print("\n\n".join(block for block in blocks if block.startswith((f"st:{award.id}", *proofs))))


if __name__ == "__main__":
    main()
