"""Graph -> GEXF 1.3 with time, for Gephi: a fact is there from the first to the last of its days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from kg.export.drawing import Drawing, Edge, Node
from kg.text.markup import xml

_NODE = ("type", "name", "aliases", "code")
_EDGE = ("predicate", "modality", "confidence", "qualifiers", "evidence")
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
    " <meta><creator>zhkg</creator></meta>\n"
    ' <graph mode="dynamic" defaultedgetype="directed" timerepresentation="interval" timeformat="date">\n'
)


def gexf(drawing: Drawing, looks: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    """The whole graph as GEXF, piece by piece: ids are IRIs, labels Chinese, colours those of `looks` by type.

    A fact that says when it holds has a spell, open where only one end is known; others are always there. Its `kind`
    is its property, so that facts between the same two things stay apart.
    """
    yield _HEAD + _attributes("node", _NODE) + _attributes("edge", _EDGE)
    yield "  <nodes>\n"
    for node in drawing.nodes():
        yield _node(node, looks.get(node.type))
    yield "  </nodes>\n  <edges>\n"
    yield from map(_edge, drawing.edges())
    yield "  </edges>\n </graph>\n</gexf>\n"


def _attributes(kind: str, names: tuple[str, ...]) -> str:
    def row(name: str) -> str:
        datatype = "double" if name == "confidence" else "string"
        return f'   <attribute id="{name}" title="{name}" type="{datatype}"/>\n'

    return f'  <attributes class="{kind}" mode="static">\n{"".join(map(row, names))}  </attributes>\n'


def _values(names: tuple[str, ...], values: tuple[str, ...]) -> str:
    pairs = zip(names, values, strict=True)
    cells = [f'<attvalue for="{name}" value="{xml(value)}"/>' for name, value in pairs if value or name != "code"]
    return f"<attvalues>{''.join(cells)}</attvalues>"


def _node(node: Node, look: tuple[str, str] | None) -> str:
    values = _values(_NODE, (node.type, node.id, node.aliases_json(), node.code))
    color = ""
    if look is not None:
        red, green, blue = (int(look[0][at : at + 2], 16) for at in (1, 3, 5))
        color = f'<viz:color r="{red}" g="{green}" b="{blue}"/>'
    return f'   <node id="{xml(node.iri)}" label="{xml(node.label)}">{values}{color}</node>\n'


def _edge(edge: Edge) -> str:
    fact = edge.fact
    cells = fact.predicate, fact.modality, repr(float(fact.confidence)), edge.qualifiers, edge.evidence
    ends = f'id="{xml(edge.iri)}" source="{xml(edge.source)}" target="{xml(edge.target)}"'
    named = f'kind="{xml(fact.predicate)}" label="{xml(edge.label)}"'
    return f"   <edge {ends} {named}>{_values(_EDGE, cells)}{_spell(*edge.period)}</edge>\n"


def _spell(first: date | None, last: date | None) -> str:
    ends = [f'{name}="{day}"' for name, day in (("start", first), ("end", last)) if day is not None]
    return f"<spells><spell {' '.join(ends)}/></spells>" if ends else ""
