"""A graph as one HTML file that needs no network: python examples/02_page.py [FILE]."""

from __future__ import annotations

import sys
from pathlib import Path

import kg

TEXTS = Path(__file__).parent / "texts"


def main() -> None:
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "graph.html")
    graph = kg.build([TEXTS]).graph
    target.write_text(kg.export_graph(graph, "html"), encoding="utf-8")
    print(f"open {target} in a browser: {len(graph.entities)} entities, {len(graph.facts)} facts")


if __name__ == "__main__":
    main()
