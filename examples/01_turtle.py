"""An article becomes a graph; what it says of one award, as Turtle with the evidence.

python examples/01_turtle.py
"""

from __future__ import annotations

from pathlib import Path

import kg

TEXTS = Path(__file__).parent / "texts"


def main() -> None:
    graph = kg.build([TEXTS]).graph
    award = max((fact for fact in graph.facts if fact.predicate == "received"), key=lambda fact: len(fact.qualifiers))
    turtle = kg.export_graph(graph, "turtle")
    blocks = turtle.rstrip().split("\n\n")
    proofs = [
        f"<doc/{e.document}#{kind}={e.span.start},{e.span.end}>"
        for e in award.evidence
        for kind in ("position", "quote")
    ]
    print("\n\n".join(block for block in blocks if block.startswith((f"st:{award.id}", *proofs))))


if __name__ == "__main__":
    main()
