"""Which entities matter most, and where those of the first view stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kg.ontology.ontology import Ontology
from kg.types import EntityId, Graph

if TYPE_CHECKING:
    import rustworkx as rx

Pairs = Counter[tuple[int, int]]

_SEED = 7
_STEPS = 300
_APART = 160  # pixels between entities that are set in a row
_FEW = 2  # entities of a part that needs no physics


def importance(graph: Graph) -> list[float]:
    """The PageRank of each entity, by its place in the graph, over the facts that join entities, read both ways.

    Both ways, for a fact makes its subject as worth knowing as its object. The sum is 1.
    """
    import rustworkx as rx

    if not graph.entities:
        return []
    place = {entity.id: at for at, entity in enumerate(graph.entities)}
    network = rx.PyDiGraph()
    network.add_nodes_from(range(len(graph.entities)))
    pairs = joined(graph, place)
    network.add_edges_from([edge for (a, b), n in pairs.items() for edge in ((a, b, float(n)), (b, a, float(n)))])
    ranks = rx.pagerank(network, weight_fn=float)
    return [ranks[at] for at in range(len(graph.entities))]


def joined(graph: Graph, place: dict[EntityId, int]) -> Pairs:
    """How many facts join two entities, by their places; facts about values and about oneself join nothing."""
    return Counter(
        (place[fact.subject], place[fact.object])
        for fact in graph.facts
        if isinstance(fact.object, str)
        and fact.subject != fact.object
        and fact.subject in place
        and fact.object in place
    )


def leading(graph: Graph, ranks: Sequence[float], ontology: Ontology, most: int) -> list[int]:
    """The entities to be drawn first, by their places: those that the strongest pairs join, until there are `most`.

    So each that is drawn has an edge; where nothing is joined, the most important are drawn.
    """
    strength = _strengths(graph, ranks, ontology)
    found: set[int] = set()
    for pair in sorted(strength, key=lambda pair: (-strength[pair], pair)):
        if len(found | set(pair)) <= most:
            found |= set(pair)
    return sorted(found) or list(range(min(most, len(ranks))))


def _strengths(graph: Graph, ranks: Sequence[float], ontology: Ontology) -> dict[tuple[int, int], float]:
    """How strongly facts join two entities: the geometric mean of their PageRanks.

    Half of it where facts say only where something lies, twice where both names stand in the title of a document.
    """
    place = {entity.id: at for at, entity in enumerate(graph.entities)}
    titles = [document.meta.title for document in graph.documents if document.meta.title]
    told = {at for at, entity in enumerate(graph.entities) if any(entity.name in title for title in titles)}
    found: dict[tuple[int, int], float] = {}
    for fact in graph.facts:
        for a, b in joined(Graph((), (), (fact,)), place):
            known = ontology.properties.get(fact.predicate)
            weight = (ranks[a] * ranks[b]) ** 0.5 * (0.5 if known and known.container else 1.0)
            pair = min(a, b), max(a, b)
            found[pair] = max(found.get(pair, 0.0), weight * (2.0 if told.issuperset(pair) else 1.0))
    return found


def positions(count: int, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places (x, y) for `count` nodes, in pixels about the middle of their part of the graph; parts lie on each other.

    A part is a set of nodes that edges join (Fruchterman and Reingold's springs place them); the page, which
    knows how wide its window and its labels are, puts the parts side by side.
    """
    import rustworkx as rx

    network = rx.PyGraph(multigraph=False)
    network.add_nodes_from(range(count))
    network.add_edges_from_no_data(sorted({(min(pair), max(pair)) for pair in pairs}))
    found = [(0, 0)] * count
    for part in sorted(map(sorted, rx.connected_components(network))):
        for node, (x, y) in zip(part, _placed(network, part), strict=True):
            found[node] = (round(x), round(y))
    return found


def _placed(network: rx.PyGraph[int, None], part: Sequence[int]) -> list[tuple[float, float]]:
    import rustworkx as rx

    if len(part) <= _FEW:
        return [(float(_APART * at), 0.0) for at in range(len(part))]
    inner = network.subgraph(list(part))
    reach = 110 * len(part) ** 0.5
    placed = rx.spring_layout(inner, num_iter=_STEPS, scale=reach, seed=_SEED)
    return [(placed[at][0], placed[at][1]) for at in range(len(part))]
