"""Communities, and within them clusters: entities with more ties to each other than to the rest.

Louvain's method (Blondel et al. 2008, as networkx has it): its first level gives the clusters, its last one the
communities.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kg.export.page.map.ties import Ties

_SEED = 7


@dataclass(frozen=True, slots=True)
class Cluster:
    """Entities by their places, the most tied one first."""

    members: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many it has."""
        return len(self.members)


@dataclass(frozen=True, slots=True)
class Community:
    """Clusters, the largest first."""

    clusters: tuple[Cluster, ...]

    @property
    def members(self) -> list[int]:
        """The entities of all its clusters."""
        return [at for cluster in self.clusters for at in cluster.members]


def communities(ties: Ties) -> list[Community]:
    """The communities of all entities that are tied to something, the largest first."""
    import networkx as nx

    network = nx.Graph()
    network.add_weighted_edges_from((a, b, weight) for (a, b), weight in ties.items())
    if not network:
        return []
    levels = list(nx.community.louvain_partitions(network, seed=_SEED))
    strength = dict(network.degree(weight="weight"))
    of = {at: n for n, community in enumerate(levels[-1]) for at in community}
    within: dict[int, list[Cluster]] = defaultdict(list)
    for cluster in levels[0]:
        members = tuple(sorted(cluster, key=lambda at: (-strength[at], at)))
        within[of[members[0]]].append(Cluster(members))
    found = [Community(tuple(sorted(some, key=lambda one: (-one.size, one.members)))) for some in within.values()]
    return sorted(found, key=lambda one: (-len(one.members), one.members))
