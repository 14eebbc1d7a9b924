"""The map of a graph: communities, clusters and entities with their places, as plain JSON values.

    communities  [[x, y, radius, [N of an entity: the three that lead it], N of its most typical document or -1]]
    clusters     [[x, y, radius, N of a community]]
    spots        [N of an entity, x, y, N of a cluster, …]
    links        [[N of a community, N of another, facts]]: the strongest of each
    alone        how many entities stand nowhere, since nothing is tied to them

Coordinates are whole pixels at scale 1, about the middle of the map.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from kg.export.page.map.groups import Community, communities
from kg.export.page.map.places import Place, packed, reach, seeds
from kg.export.page.map.ties import Ties, ties
from kg.ontology.ontology import Ontology
from kg.types import Graph

MANY = 150  # tied entities; fewer need no map
_LEADING = 3
_LINKS = 3  # of a community


def map_of(graph: Graph, ontology: Ontology) -> dict[str, Any] | None:
    """The map of a graph whose entities are in the order of importance; None where they are few."""
    found = ties(graph, ontology)
    groups = communities(found)
    members = [community.members for community in groups]
    if sum(map(len, members)) <= MANY:
        return None
    of = {at: n for n, some in enumerate(members) for at in some}
    inner = [_inside(*one) for one in zip(groups, _own(found, of, len(groups)), strict=True)]
    radii = [radius for _, radius in inner]
    stand = packed(radii, _between(found, of))
    clusters, spots = _spots(groups, inner, stand)
    typical = _typical(graph, of, len(groups))
    return {
        "communities": [[*stand[n], radii[n], sorted(some)[:_LEADING], typical[n]] for n, some in enumerate(members)],
        "clusters": clusters,
        "spots": spots,
        "links": _links(graph, of),
        "alone": len(graph.entities) - len(of),
    }


def _inside(community: Community, own: Ties) -> tuple[list[Place], int]:
    """The middles of a community's clusters about its own, and its radius."""
    radii = [reach(cluster.size) for cluster in community.clusters]
    of = {at: n for n, cluster in enumerate(community.clusters) for at in cluster.members}
    places = packed(radii, _between(own, of))
    far = max(round((x * x + y * y) ** 0.5) + radius for (x, y), radius in zip(places, radii, strict=True))
    return places, far


def _own(found: Ties, of: Mapping[int, int], count: int) -> list[Ties]:
    """The ties inside of each community."""
    own: list[Ties] = [Counter() for _ in range(count)]
    for (a, b), weight in found.items():
        if of[a] == of[b]:
            own[of[a]][a, b] = weight
    return own


def _between(found: Ties, of: Mapping[int, int]) -> Ties:
    """Ties of entities as ties of the groups that they are in."""
    made: Ties = Counter()
    for (a, b), weight in found.items():
        if of[a] != of[b]:
            made[min(of[a], of[b]), max(of[a], of[b])] += weight
    return made


def _spots(
    groups: Sequence[Community], inner: Sequence[tuple[list[Place], int]], stand: Sequence[Place]
) -> tuple[list[list[int]], list[int]]:
    """The clusters, and the flat list of entities, with their places on the map."""
    clusters: list[list[int]] = []
    spots: list[int] = []
    for n, (community, (places, _), (left, top)) in enumerate(zip(groups, inner, stand, strict=True)):
        for cluster, (x, y) in zip(community.clusters, places, strict=True):
            for at, (dx, dy) in zip(cluster.members, seeds(cluster.size, len(clusters)), strict=True):
                spots += [at, left + x + dx, top + y + dy, len(clusters)]
            clusters.append([left + x, top + y, reach(cluster.size), n])
    return clusters, spots


def _typical(graph: Graph, of: Mapping[int, int], count: int) -> list[int]:
    """For each community the document that mentions most of its members, or -1."""
    number = {document.id: n for n, document in enumerate(graph.documents)}
    mentioned: list[Counter[int]] = [Counter() for _ in range(count)]
    for at, entity in enumerate(graph.entities):
        if at in of:
            mentioned[of[at]].update({number[document] for document, _ in entity.mentions if document in number})
    return [min(one, key=lambda n: (-one[n], n), default=-1) for one in mentioned]


def _links(graph: Graph, of: Mapping[int, int]) -> list[list[int]]:
    group = {entity.id: of[at] for at, entity in enumerate(graph.entities) if at in of}
    facts: Counter[tuple[int, int]] = Counter()
    for fact in graph.facts:
        if isinstance(fact.object, str) and fact.subject in group and fact.object in group:
            ends = sorted((group[fact.subject], group[fact.object]))
            facts[ends[0], ends[1]] += ends[0] != ends[1]
    drawn: Counter[int] = Counter()
    kept = []
    for (a, b), count in sorted(facts.items(), key=lambda link: (-link[1], link[0])):
        if count and min(drawn[a], drawn[b]) < _LINKS:
            drawn.update((a, b))
            kept.append([a, b, count])
    return sorted(kept)
