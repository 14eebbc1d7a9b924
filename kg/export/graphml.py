"""Graph -> GraphML, for Gephi, yEd, Cytoscape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.export.drawing import Drawing, Edge, Node
from kg.text.markup import xml

_NODE = ("name", "label", "type", "aliases", "code")
_EDGE = ("label", "predicate", "modality", "start", "end", "qualifiers", "evidence")
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'


def graphml(drawing: Drawing) -> Iterator[str]:
    """The whole graph as GraphML, piece by piece: ids are IRIs, `name` is the id of an entity.

    `start` and `end` are the first and the last day of a fact, where it says when it holds. `qualifiers`, `evidence`
    and `aliases` are JSON. Characters that XML cannot hold become U+FFFD.
    """
    keys = [_key(f"n-{name}", "node", name, "string") for name in _NODE]
    keys += [_key(f"e-{name}", "edge", name, "string") for name in _EDGE]
    keys.append(_key("e-confidence", "edge", "confidence", "double"))
    yield f'{_HEAD}{"".join(keys)} <graph edgedefault="directed">\n'
    yield from map(_node, drawing.nodes())
    yield from map(_edge, drawing.edges())
    yield " </graph>\n</graphml>\n"


def _key(key: str, kind: str, name: str, datatype: str) -> str:
    return f' <key id="{key}" for="{kind}" attr.name="{name}" attr.type="{datatype}"/>\n'


def _data(prefix: str, values: Iterable[tuple[str, str]]) -> str:
    return "".join(f'<data key="{prefix}-{name}">{xml(value)}</data>' for name, value in values)


def _node(node: Node) -> str:
    values = node.id, node.label, node.type, node.aliases_json(), node.code
    said = [(name, value) for name, value in zip(_NODE, values, strict=True) if value or name != "code"]
    return f'  <node id="{xml(node.iri)}">{_data("n", said)}</node>\n'


def _edge(edge: Edge) -> str:
    fact, (first, last) = edge.fact, edge.period
    days = (str(first or ""), str(last or ""))
    values = edge.label, fact.predicate, fact.modality, *days, edge.qualifiers, edge.evidence
    said = [(name, value) for name, value in zip(_EDGE, values, strict=True) if value or name == "label"]
    ends = f'id="{xml(edge.iri)}" source="{xml(edge.source)}" target="{xml(edge.target)}"'
    return f"  <edge {ends}>{_data('e', [*said, ('confidence', repr(float(fact.confidence)))])}</edge>\n"
