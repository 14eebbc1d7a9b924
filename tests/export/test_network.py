from __future__ import annotations

import json

import networkx as nx
import pytest

from kg.export.looks import looks
from kg.export.network import to_networkx, to_pyvis
from kg.ontology.ontology import load
from kg.types import Graph, Value
from tests.graphs import HOSTILE, example, hostile


def test_the_network_holds_entities_and_asserted_facts_between_them() -> None:
    network = to_networkx(example())
    assert set(network) == {entity.id for entity in example().entities}
    assert network.nodes["何立群"] == {"type": "Person", "name": "何立群", "aliases": []}
    wanted = {f.id for f in example().facts if f.modality == "asserted" and isinstance(f.object, str)}
    assert {key for _, _, key in network.edges(keys=True)} == wanted
    edge = next(iter(network.get_edge_data("何立群", "临江县档案馆").values()))
    assert edge["predicate"] == "positionAt"
    assert edge["qualifiers"] == {"role": "馆长"}
    assert edge["evidence"][0]["quote"] == "临江县档案馆馆长何立群"
    assert nx.shortest_path(network, "何立群", "国家档案局") == [
        "何立群",
        "临江县档案馆",
        "全国档案工作先进集体",
        "国家档案局",
    ]


def test_the_whole_network_has_values_and_what_is_not_asserted() -> None:
    network = to_networkx(example(), whole=True)
    assert network.number_of_edges() == len(example().facts)
    modalities = [edge["modality"] for edge in network["临江县档案馆"]["江城读书节"].values()]
    assert sorted(modalities) == ["asserted", "negated", "planned"]
    statistic = next(f for f in example().facts if f.predicate == "statistic")
    assert network.nodes[f"value:{statistic.id}"]["name"] == "125000人次"
    values = [f for f in example().facts if isinstance(f.object, Value)]
    assert len(network) == len(example().entities) + len(values)


def test_pyvis_is_directed_and_keeps_parallel_edges() -> None:
    network = to_pyvis(example(), load())
    assert network.directed
    assert len(network.edges) == len(example().facts)
    number = {node["label"]: node["id"] for node in network.nodes}
    parallel = [e for e in network.edges if (e["from"], e["to"]) == (number["临江县档案馆"], number["江城读书节"])]
    assert sorted(edge["dashes"] for edge in parallel) == [False, True, True]
    assert {edge["label"] for edge in parallel} == {"参加"}
    assert len({edge["id"] for edge in network.edges}) == len(network.edges)
    assert network.node_map[number["何立群"]]["color"] == looks(load())["Person"][0]
    assert sorted(network.node_ids) == list(range(len(network.nodes)))


@pytest.mark.parametrize("graph", [example(), hostile()], ids=["example", "hostile"])
def test_pyvis_has_the_graphs_text_in_labels_only(graph: Graph) -> None:
    network = to_pyvis(graph, load())
    for thing in [*network.nodes, *network.edges]:
        assert "title" not in thing
        assert isinstance(thing["id"], int)
        assert thing.get("shape", "").isascii()
    assert network.heading == ""
    assert HOSTILE not in json.loads(network.options.to_json())  # type: ignore[no-untyped-call]
    html = network.generate_html()  # type: ignore[no-untyped-call]
    assert "<script>alert(1)" not in html


def test_every_class_has_a_look_of_its_coarse_type() -> None:
    ontology = load()
    found = looks(ontology)
    assert set(found) == set(ontology.classes)
    assert found["Company"] == found["Organization"] != found["Person"]
    assert len({found[name] for name in set(ontology.coarse.values())}) == 8
