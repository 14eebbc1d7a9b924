"""Where everything stands: groups by ties, circles that do not overlap, the same at every call."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.export.page.map.groups import communities
from kg.export.page.map.map import map_of
from kg.export.page.map.places import packed, seeds
from kg.export.page.map.ties import ties
from kg.ontology.ontology import load
from kg.types import ClassName, Document, DocumentId, Entity, EntityId, Fact, Graph, Meta, Span


def named(number: int, name: str = "") -> Entity:
    return Entity(EntityId(f"n{number:03}"), ClassName("Person"), name or f"人{number}")


def rings(count: int, size: int) -> Graph:
    """So many rings of persons who met, each ring joined to the next by one fact; and one person who met nobody."""
    entities = tuple(named(n) for n in range(count * size + 1))
    inner = [(r * size + n, r * size + (n + 1) % size) for r in range(count) for n in range(size)]
    inner += [(r * size + n, r * size + (n + 2) % size) for r in range(count) for n in range(size)]
    outer = [(r * size, (r + 1) * size) for r in range(count - 1)]
    facts = (Fact(f"f{n:04}", "met", entities[a].id, entities[b].id) for n, (a, b) in enumerate([*inner, *outer]))
    return Graph((), entities, tuple(facts))


def test_a_sentence_ties_weakly_a_fact_strongly_and_a_list_not_at_all() -> None:
    text = "何立群与高原谈话。丁一来了。"
    crowd = "".join(f"客{n:02}" for n in range(20))
    names = ("何立群", "高原", "丁一", *(f"客{n:02}" for n in range(20)))
    document = Document(DocumentId("d"), text + crowd, Meta())
    entities = tuple(
        Entity(EntityId(name), ClassName("Person"), name, mentions=((document.id, Span(at, at + len(name))),))
        for name in names
        for at in [document.text.index(name)]
    )
    fact = Fact("f", "met", EntityId("高原"), EntityId("丁一"))
    area = Fact("g", "locatedIn", EntityId("何立群"), EntityId("丁一"))
    assert ties(Graph((document,), entities, (fact, area)), load()) == {(0, 1): 12, (0, 2): 12, (1, 2): 36}


def test_rings_are_communities() -> None:
    found = communities(ties(rings(6, 9), load()))
    assert sorted(sorted(one.members) for one in found) == [list(range(9 * n, 9 * n + 9)) for n in range(6)]


def test_a_small_graph_needs_no_map() -> None:
    assert map_of(rings(6, 9), load()) is None
    assert map_of(Graph((), (), ()), load()) is None


def test_everything_tied_stands_once_inside_of_its_community() -> None:
    graph = rings(20, 10)
    made = map_of(graph, load())
    assert made is not None
    assert made == map_of(graph, load())
    assert made["alone"] == 1
    spots = [made["spots"][n : n + 4] for n in range(0, len(made["spots"]), 4)]
    assert sorted(at for at, *_ in spots) == list(range(200))
    for _, x, y, cluster in spots:
        left, top, radius, community = made["clusters"][cluster]
        assert math.hypot(x - left, y - top) <= radius
        left, top, radius, leading, document = made["communities"][community]
        assert math.hypot(x - left, y - top) <= radius
        assert len(leading) == 3
        assert document == -1
    assert all(a < b and facts == 1 for a, b, facts in made["links"])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(5, 300), min_size=1, max_size=40), st.data())
def test_circles_do_not_overlap(radii: list[int], data: st.DataObject) -> None:
    pairs = st.tuples(st.integers(0, max(len(radii) - 1, 0)), st.integers(0, max(len(radii) - 1, 0)))
    tied = (
        data.draw(st.dictionaries(pairs.filter(lambda pair: pair[0] < pair[1]), st.integers(1, 90), max_size=60))
        if len(radii) > 1
        else {}
    )
    stand = packed(radii, tied)
    assert len(stand) == len(radii)
    for a in range(len(radii)):
        for b in range(a):
            assert math.dist(stand[a], stand[b]) >= radii[a] + radii[b]


def test_seeds_are_apart() -> None:
    places = seeds(200)
    assert min(math.dist(a, b) for n, a in enumerate(places) for b in places[:n]) > 14
