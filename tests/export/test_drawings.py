"""GraphML and GEXF as networkx reads them, and GEXF by the rules of its schema."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date

import networkx as nx
import pytest

from kg.export.formats import Settings, export
from kg.export.looks import looks
from kg.ontology.ontology import load
from kg.types import Division, Graph, Value
from tests.graphs import HOSTILE, example, fact, hostile

BASE = "https://zhkg.example/"
GEXF = "{http://gexf.net/1.3}"


def graphml(graph: Graph) -> nx.MultiDiGraph:
    return nx.parse_graphml(export(graph, "graphml", Settings(load())), force_multigraph=True)


def gexf(graph: Graph) -> nx.Graph:
    return nx.read_gexf(io.BytesIO(export(graph, "gexf", Settings(load())).encode()))


def spells(graph: Graph) -> dict[str, tuple[str | None, str | None]]:
    """The spell of each fact that has one, by property."""
    root = ET.fromstring(export(graph, "gexf", Settings(load())))
    found = {}
    for edge in root.iter(f"{GEXF}edge"):
        for spell in edge.iter(f"{GEXF}spell"):
            found[edge.attrib["kind"]] = spell.get("start"), spell.get("end")
    return found


@pytest.mark.parametrize("read", [graphml, gexf])
def test_ids_are_iris_and_labels_chinese(read: object) -> None:
    assert callable(read)
    network = read(example())
    values = [one for one in example().facts if isinstance(one.object, Value)]
    assert len(network) == len(example().entities) + len(values)
    assert network.number_of_edges() == len(example().facts)
    archive = network.nodes[f"{BASE}id/临江县档案馆"]
    assert archive["label"] == archive["name"] == "临江县档案馆" and archive["type"] == "GovernmentBody"
    assert json.loads(archive["aliases"]) == ["县档案馆", "该馆"]
    figure = next(one for one in example().facts if one.predicate == "statistic")
    assert network.nodes[f"{BASE}statement/{figure.id}-value"]["label"] == "125000人次"
    (edge,) = (e for _, _, e in network.edges(data=True) if e["predicate"] == "received")
    assert edge["label"] == "获得" and edge["confidence"] == 0.93 and edge["modality"] == "asserted"
    assert json.loads(edge["qualifiers"]) == {"conferredBy": "国家档案局", "time": "2021-06-09"}
    assert json.loads(edge["evidence"])[0]["quote"].startswith("6月9日")


@pytest.mark.parametrize("read", [graphml, gexf])
def test_a_place_has_the_code_of_the_gazetteer(read: object) -> None:
    assert callable(read)
    graph = example()
    first, *others = graph.entities
    placed = replace(first, divisions=(Division("511502", "翠屏区"), Division("511500", "宜宾市")))
    network = read(replace(graph, entities=(placed, *others)))
    assert network.nodes[f"{BASE}id/{first.id}"]["code"] == "511502"
    assert not any("code" in network.nodes[f"{BASE}id/{one.id}"] for one in others)


def test_time_is_an_attribute_in_graphml_and_a_spell_in_gexf() -> None:
    edges = {e["predicate"]: e for *_, e in graphml(example()).edges(data=True)}
    assert (edges["received"]["start"], edges["received"]["end"]) == ("2021-06-09", "2021-06-09")
    assert (edges["foundedOn"]["start"], edges["foundedOn"]["end"]) == ("2020-07-01", "2020-07-31")
    assert "start" not in edges["said"]
    found = spells(example())
    assert found["received"] == ("2021-06-09", "2021-06-09") and found["issued"] == ("2021-10-01", "2021-10-31")
    assert "said" not in found
    past = fact("positionAt", "甲", "乙局", (), (("end", Value("2020", "date")),))
    assert spells(Graph((), (), (past,))) == {"positionAt": (None, "2020-12-31")}


def test_hostile_names_are_text_and_no_markup() -> None:
    clean = HOSTILE.replace("\x01", "\ufffd")
    for read in (graphml, gexf):
        network = read(hostile())
        assert network.number_of_edges() == len(hostile().facts)
        assert clean in {about["label"] for _, about in network.nodes(data=True)}
    for form in ("graphml", "gexf"):
        tree = ET.fromstring(export(hostile(), form, Settings(load())))
        assert not [element.tag for element in tree.iter() if "script" in element.tag]


@pytest.mark.parametrize("graph", [example(), hostile(), Graph((), (), ())], ids=["example", "hostile", "empty"])
def test_gexf_keeps_the_rules_of_its_schema(graph: Graph) -> None:
    root = ET.fromstring(export(graph, "gexf", Settings(load())))
    assert root.tag == f"{GEXF}gexf" and root.get("version") == "1.3"
    (drawn,) = root.findall(f"{GEXF}graph")
    assert (drawn.get("mode"), drawn.get("timeformat"), drawn.get("defaultedgetype")) == ("dynamic", "date", "directed")
    assert [child.tag.removeprefix(GEXF) for child in drawn] == ["attributes", "attributes", "nodes", "edges"]
    declared = {
        group.attrib["class"]: {one.attrib["id"]: one.attrib["type"] for one in group}
        for group in drawn.findall(f"{GEXF}attributes")
    }
    nodes, edges = list(root.iter(f"{GEXF}node")), list(root.iter(f"{GEXF}edge"))
    ids = [one.attrib["id"] for one in nodes]
    assert len(set(ids)) == len(ids) and all("label" in one.attrib for one in nodes)
    assert len({one.attrib["id"] for one in edges}) == len(edges)
    for thing, kind in [*((one, "node") for one in nodes), *((one, "edge") for one in edges)]:
        for value in thing.iter(f"{GEXF}attvalue"):
            assert value.attrib["for"] in declared[kind] and "value" in value.attrib
    for one in edges:
        assert {one.attrib["source"], one.attrib["target"]} <= set(ids)
        for spell in one.iter(f"{GEXF}spell"):
            assert set(spell.attrib) <= {"start", "end"} and spell.attrib
            assert all(date.fromisoformat(day) for day in spell.attrib.values())
    for color in root.iter("{http://gexf.net/1.3/viz}color"):
        assert all(0 <= int(color.attrib[part]) <= 255 for part in "rgb")


def test_colours_are_those_of_the_page() -> None:
    red, green, blue = (int(part, 16) for part in re.findall("..", looks(load())["Person"][0][1:]))
    found = gexf(example()).nodes[f"{BASE}id/何立群"]["viz"]["color"]
    assert (found["r"], found["g"], found["b"]) == (red, green, blue)


def test_parallel_facts_stay_apart() -> None:
    edges = gexf(example()).get_edge_data(f"{BASE}id/临江县档案馆", f"{BASE}id/江城读书节")
    assert sorted(edge["modality"] for edge in edges.values()) == ["asserted", "negated", "planned"]
