"""The nodes of a document: its mentions that are one thing without a look at other documents.

cut(part, …)             a document -> its nodes, and which of them its claims are about
cluster_of(members)      nodes of several documents that are one -> the cluster that they are
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import msgspec

from kg.merge.clusters import Cluster, Clusters
from kg.ontology.ontology import Ontology
from kg.run.stages.parts import Part
from kg.types import Claim, DocumentId, Link, Mention, Occurrence, Span

NodeKey: TypeAlias = tuple[DocumentId, int]
NOTHING = -1  # the number of no node


@dataclass
class Node:
    """What is one thing in a document: its mentions with their text, the keys of names, and what an area lies in.

    Mentions that only a link has come after those of all Layers (`late`).
    """

    forms: list[tuple[Mention, str]]
    late: list[tuple[Mention, str]]
    keys: list[tuple[str, str]]
    holders: list[str]


class Cut(msgspec.Struct, array_like=True):
    """A document's nodes by number: where they stand, those that were asked for, those of the roles of its claims."""

    spans: list[list[Span]]
    asked: list[int]
    roles: list[list[int]]

    def ends(self, claims: Iterable[Claim]) -> dict[Mention, int]:
        """The node of each mention that a claim of the document is about."""
        return {
            mention: number
            for claim, numbers in zip(claims, self.roles, strict=True)
            for (_, mention), number in zip(claim.roles, numbers, strict=True)
            if number != NOTHING
        }


def cut(of: Part, asked: Iterable[Mention], own: Iterable[Link], ontology: Ontology) -> tuple[list[Node], Cut]:
    """Part -> its nodes; `own` are links between documents that tell two things of this one apart."""
    local = Clusters([of.layer], (*of.links, *own), ontology)
    numbers = {root: number for number, root in enumerate(local.all)}
    here = {mention for mention in of.mentions if mention.form != "value"}

    def number(mention: Mention) -> int:
        return numbers.get(local.find(Occurrence(of.id, mention)), NOTHING)

    made = Cut(
        [[span for _, span in cluster.spans()] for cluster in local.all.values()],
        list(map(number, asked)),
        [[NOTHING if m.form == "value" else number(m) for _, m in claim.roles] for claim in of.claims],
    )
    return [node(cluster, here) for cluster in local.all.values()], made


def node(cluster: Cluster, here: set[Mention]) -> Node:
    """The node that a cluster of one document is; `here` are the mentions of the document's Layer."""
    forms = [form for form in cluster.forms if form[0] in here]
    late = [form for form in cluster.forms if form[0] not in here]
    keys = sorted((kind, name) for _, kind, name in cluster.keys)
    return Node(forms, late, keys, sorted(holder for _, holder in cluster.holders))


def cluster_of(members: Mapping[NodeKey, Node]) -> Cluster:
    """The cluster of some nodes, as `kg.merge.clusters` makes it of a batch: its mentions in the same order."""
    found = Cluster()
    ordered = sorted(members.items())
    for late in (False, True):
        for (document, _), one in ordered:
            for mention, text in one.late if late else one.forms:
                found.occurrences.append(Occurrence(document, mention))
                found.forms.append((mention, text))
    found.keys = {(document, kind, name) for (document, _), one in ordered for kind, name in one.keys}
    found.holders = {(document, holder) for (document, _), one in ordered for holder in one.holders}
    return found
