"""Graph -> GraphML, for Gephi, yEd, Cytoscape."""

from __future__ import annotations

import json
import re

from kg.export.network import to_networkx
from kg.types import Graph

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_REFERENCE = re.compile("&#([0-9]+);")


def _readable(match: re.Match[str]) -> str:
    return chr(int(match[1])) if int(match[1]) > 0x9F else match[0]


def _clean(text: str) -> str:
    """Text without the characters that XML 1.0 cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def graphml(graph: Graph) -> str:
    """The whole graph as GraphML: numbered nodes with `id`, `label`, `type`; edges with what a fact has.

    `qualifiers` and `evidence` are JSON. Characters that XML cannot hold become U+FFFD.
    """
    import networkx as nx

    whole, plain = to_networkx(graph, whole=True), nx.MultiDiGraph()
    number = {node: f"n{at}" for at, node in enumerate(whole)}
    for node, about in whole.nodes(data=True):
        aliases = json.dumps(about["aliases"], ensure_ascii=False)
        names = {"name": node, "label": about["name"], "type": about["type"], "aliases": aliases}
        plain.add_node(number[node], **{key: _clean(text) for key, text in names.items()})
    for source, target, key, edge in whole.edges(keys=True, data=True):
        texts = {"label": edge["predicate"], "modality": edge["modality"]}
        texts |= {k: json.dumps(edge[k], ensure_ascii=False) for k in ("qualifiers", "evidence")}
        attributes = {k: _clean(text) for k, text in texts.items()}
        plain.add_edge(number[source], number[target], key=_clean(key), confidence=edge["confidence"], **attributes)
    lines = "\n".join(nx.generate_graphml(plain))  # type: ignore[no-untyped-call]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_REFERENCE.sub(_readable, lines)}\n'
