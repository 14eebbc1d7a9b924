"""A graph in networkx, for algorithms: what stands in the middle, and how two things are joined."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

import kg
from kg.export.network import to_networkx

TEXTS = Path(__file__).parent / "texts"


def main() -> None:
    network = to_networkx(kg.build([TEXTS]).graph)
    central = nx.betweenness_centrality(nx.Graph(network))
    for entity in sorted(central, key=lambda name: (-central[name], name))[:5]:
        print(f"{central[entity]:.3f} {entity}")
    first, last = (sorted(n for n, kind in network.nodes(data="type") if kind == "Person") * 2)[:2]
    if nx.has_path(network.to_undirected(), first, last):
        print(" - ".join(nx.shortest_path(network.to_undirected(), first, last)))


if __name__ == "__main__":
    main()
