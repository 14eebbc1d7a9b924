"""Graph -> networkx, for algorithms, and pyvis, for pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.export.looks import looks
from kg.ontology.ontology import Ontology
from kg.types import DocumentId, Evidence, Fact, Graph, Value

if TYPE_CHECKING:
    import networkx as nx
    from pyvis.network import Network

_VALUE_LOOK = ("#8c959f", "box")


def with_unit(value: Value) -> str:
    """A value and its unit.

    >>> with_unit(Value("136", "quantity", "个"))
    '136个'
    """
    return f"{value.text}{value.unit or ''}"


def _evidence(evidence: Evidence, texts: dict[DocumentId, str]) -> dict[str, Any]:
    start, end = evidence.span.start, evidence.span.end
    quote = texts.get(evidence.document, "")[start:end]
    return {"document": evidence.document, "start": start, "end": end, "quote": quote, "rule": evidence.rule}


def _edge(fact: Fact, texts: dict[DocumentId, str]) -> dict[str, Any]:
    return {
        "predicate": fact.predicate,
        "modality": fact.modality,
        "confidence": fact.confidence,
        "qualifiers": {name: v if isinstance(v, str) else with_unit(v) for name, v in fact.qualifiers},
        "evidence": [_evidence(evidence, texts) for evidence in fact.evidence],
    }


def to_networkx(graph: Graph, whole: bool = False) -> nx.MultiDiGraph:
    """Entities as nodes (their ids; `type`, `name`, `aliases`), the asserted facts between them as edges.

    An edge's key is the fact's id; it has `predicate`, `modality`, `confidence` (0..1), `qualifiers` (name to entity
    id or words) and `evidence` (document, start, end, quote, rule). With `whole`, facts that are not asserted come
    too, and each fact about a value gets a node for it: `value:` and the fact's id, with `type` date, quantity or
    text and `name` the value and its unit.

    >>> from kg.types import Entity
    >>> to_networkx(Graph((), (Entity("宜宾市", "AdministrativeArea", "宜宾市"),), ())).nodes["宜宾市"]["type"]
    'AdministrativeArea'
    """
    import networkx as nx

    network = nx.MultiDiGraph()
    texts = {document.id: document.text for document in graph.documents}
    for entity in sorted(graph.entities, key=lambda e: e.id):
        network.add_node(entity.id, type=entity.type, name=entity.name, aliases=list(entity.aliases))
    for fact in sorted(graph.facts, key=lambda f: f.id):
        if not whole and (fact.modality != "asserted" or isinstance(fact.object, Value)):
            continue
        target = fact.object if isinstance(fact.object, str) else f"value:{fact.id}"
        if isinstance(fact.object, Value):
            network.add_node(target, type=fact.object.datatype, name=with_unit(fact.object), aliases=[])
        for end in (fact.subject, target):
            if end not in network:  # named by a fact, described nowhere: kg check says so
                network.add_node(end, type="", name=end, aliases=[])
        network.add_edge(fact.subject, target, key=fact.id, **_edge(fact, texts))
    return network


def to_pyvis(graph: Graph, ontology: Ontology) -> Network:
    """The whole graph as a directed pyvis network; parallel edges stay apart, nodes and edges are numbered.

    Nodes have `label`, `color` and `shape` by type; edges have the property's Chinese name, dashed where the fact is
    not asserted. Names go into labels only, which pyvis and vis-network take as plain text; titles, options, heading
    and ids, which can be made to execute, hold none of the graph's text.
    """
    return drawn(to_networkx(graph, whole=True), ontology)


def drawn(whole: nx.MultiDiGraph, ontology: Ontology) -> Network:
    """The same from what `to_networkx` made; edges are in its order."""
    from pyvis.network import Network

    styles = looks(ontology)
    network = Network(height="800px", width="100%", directed=True, cdn_resources="in_line")  # type: ignore[no-untyped-call]
    number = {node: at for at, node in enumerate(whole)}
    for node, about in whole.nodes(data=True):
        color, shape = styles.get(about["type"], _VALUE_LOOK)
        # Filled directly: add_node and add_edge look through all that is there already.
        network.nodes.append({"id": number[node], "label": about["name"] or " ", "color": color, "shape": shape})
        network.node_ids.append(number[node])
        network.node_map[number[node]] = network.nodes[-1]
    for at, (source, target, edge) in enumerate(whole.edges(data=True)):
        known = ontology.properties.get(edge["predicate"])
        label = known.zh if known else edge["predicate"]
        ends = {"id": at, "from": number[source], "to": number[target], "arrows": "to"}
        network.edges.append({**ends, "label": label, "dashes": edge["modality"] != "asserted"})
    return network
