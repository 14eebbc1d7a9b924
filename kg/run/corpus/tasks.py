"""The tasks of a build: each reads a range of documents or a partition of records, and gives records and a value.

A task is a function of this module and values, so that any process may run it: what it needs of the others is on disk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec

from kg.merge.signs import Sign
from kg.ontology.ontology import Ontology, load
from kg.rdf.credits import credited
from kg.rdf.parts import Parts
from kg.rdf.terms import Triple
from kg.resolve.reprints import Reprints
from kg.run.corpus import joining, naming, stating
from kg.run.corpus.joining import Across, Compared, Cuts
from kg.run.corpus.journal import At, parts
from kg.run.corpus.naming import Known, Member, Named
from kg.run.corpus.pages import Pages, graph, render_page
from kg.run.corpus.spill import Place, records
from kg.run.corpus.stating import Stated
from kg.run.corpus.writing import TRIPLES, Line, Out, Places, documents, lines, links, turtle
from kg.run.stages.stating import Meant, told
from kg.types import ClassName, Document, DocumentId, Entity, EntityId, Origin

CREDITED = "credited"  # the file of all names of those who write and publish


@dataclass(frozen=True)
class Job:
    """What every task needs: where the ontology and the records are, how many partitions there are, what is written."""

    path: Path | None
    folder: Path
    journal: Path
    size: int  # documents of a range
    count: int  # partitions by key
    base: str
    origin: Origin

    @property
    def ontology(self) -> Ontology:
        """The ontology."""
        return load(self.path)

    @property
    def parts(self) -> Parts:
        """What describes things as triples."""
        return Parts(self.ontology, self.base, self.origin)

    def read(self, kind: str, partition: int, of: type[Any]) -> Iterator[Any]:
        """The records of a partition."""
        return records(self.folder, kind, partition, of)


@dataclass(frozen=True)
class Range:
    """Documents that follow each other by id: the place of the range, their numbers, ids, and what some repeat."""

    place: int
    at: Sequence[tuple[int, At]]
    ids: Sequence[DocumentId]
    reprints: Reprints


@dataclass(frozen=True)
class Answer:
    """What a task made: records for the partitions of others, and a value."""

    value: Any = None
    packed: Mapping[Place, bytes] = field(default_factory=dict)


def scatter(job: Job, some: Range) -> Answer:
    """The things of documents, to their buckets."""
    return Answer(packed=joining.scatter(parts(job.journal, some.at), job.count).packed())


def compare(job: Job, partition: int) -> Answer:
    """The links between documents of some buckets."""
    things = job.read(joining.BUCKETS, partition, Compared)
    return Answer(packed=joining.compare(things, job.ontology, job.size).packed())


def nodes(job: Job, some: Range) -> Answer:
    """The nodes of documents, and what joins them: `Joined`."""
    across = job.read(joining.ACROSS, some.place, Across)
    out, joined = joining.nodes(some.place, parts(job.journal, some.at), across, job.ontology)
    return Answer(joined, out.packed())


def route(job: Job, some: Range, clusters: Mapping[int, Sequence[int]]) -> Answer:
    """The nodes of documents, to their clusters."""
    return Answer(packed=naming.route(_cuts(job, some), some.ids, clusters, job.count).packed())


def name(job: Job, partition: int) -> Answer:
    """The things of some clusters: a list of `Name`."""
    members = job.read(naming.NODES, partition, Member)
    out, names = naming.name(members, job.ontology, partition)
    return Answer(names, out.packed())


def tell(job: Job, some: Range, clusters: Mapping[int, Sequence[int]], names: Mapping[int, str]) -> Answer:
    """What tells apart the things of documents whose names others have too: a sign by cluster."""
    found: dict[int, Sign] = {}
    for (number, part), cuts in zip(parts(job.journal, some.at), _cuts(job, some), strict=True):
        ends = {mention: clusters[number][node] for mention, node in cuts.cut.ends(part.claims).items()}
        for cluster, sign in told(part, ends, names, job.ontology).items():
            found[cluster] = min(sign, found.get(cluster, sign))
    return Answer(found)


@dataclass(frozen=True)
class Counted:
    """How many entities of each coarse class there are, and those that are called as somebody who is credited."""

    types: Counter[str]
    called: list[Entity]  # without their mentions


def entities(job: Job, partition: int, known: Known, places: Places, pages: Pages) -> Answer:
    """The entities of a partition: their lines and triples; `Counted`."""
    out, ontology, describe = Out(places), job.ontology, job.parts
    wanted = msgspec.msgpack.decode((job.folder / CREDITED).read_bytes(), type=frozenset[str])
    counted = Counted(Counter(), [])
    for entity in naming.entities(job.read(naming.THINGS, partition, Named), known):
        out.entity(entity)
        out.triples(describe.entity_triples(entity))
        pages.put_entity(entity, out.spills)
        counted.types[ontology.coarse.get(entity.type, entity.type)] += 1
        if not wanted.isdisjoint((entity.name, *entity.aliases)):
            counted.called.append(replace(entity, mentions=()))
    return Answer(counted, out.spills.packed())


@dataclass(frozen=True)
class Clusters:
    """What is known of the clusters of some documents: their entities' ids and classes, and who may be credited."""

    clusters: Mapping[int, Sequence[int]]  # those of the nodes of each document
    ids: Mapping[int, tuple[EntityId, str]]
    called: Mapping[str, Sequence[Entity]]

    def of(self, document: int) -> dict[int, Entity]:
        """The entities of a document's nodes, without their names."""
        known = ((node, self.ids.get(cluster)) for node, cluster in enumerate(self.clusters[document]))
        return {node: Entity(one[0], ClassName(one[1]), "") for node, one in known if one}

    def credited(self, document: Document) -> list[Entity]:
        """Those whom a document's credits may mean."""
        return [entity for _, name in credited(document) for entity in self.called.get(name, ())]


def state(job: Job, some: Range, known: Clusters, places: Places) -> Answer:
    """The statements of documents, to their keys; their lines and triples."""
    out, describe = Out(places), job.parts
    found, linked = [], []
    for (number, part), cuts in zip(parts(job.journal, some.at, some.reprints), _cuts(job, some), strict=True):
        meant = Meant(part, cuts.cut, known.of(number), known.credited(part.document))
        statements = list(meant.statements(job.ontology))
        stating.scatter(statements, number, job.count, out.spills)
        proofs = dict.fromkeys(said.evidence for _, said in statements)
        out.triples(describe.document_triples(part.document, meant.entities(), proofs))
        found.append(part.document)
        linked += [*part.links, *cuts.across]
    out.spills.put("documents", some.place, Line("", documents(found)))
    out.spills.put("links", some.place, Line("", links(linked)))
    return Answer(packed=out.spills.packed())


def facts(job: Job, partition: int, places: Places, pages: Pages) -> Answer:
    """The facts of a partition: their lines and triples; how many there are of each predicate."""
    out, describe, counts = Out(places), job.parts, Counter[str]()
    found = list(stating.facts(job.read(stating.STATEMENTS, partition, Stated)))
    for fact, quotes in found:
        out.fact(fact, quotes)
        pages.put_fact(fact, out.spills)
        counts[fact.predicate] += 1
    out.triples(describe.facts_triples(fact for fact, _ in found))
    return Answer(counts, out.spills.packed())


def segment(job: Job, kind: str, partition: int, target: Path) -> Answer:
    """The lines of a partition, in a file."""
    target.write_text(lines(job.read(kind, partition, Line)), "utf-8", newline="")
    return Answer()


def blocks(job: Job, partition: int, target: Path) -> Answer:
    """The Turtle of a partition, in a file: the prefixes that it uses."""
    pieces, used = turtle(job.read(TRIPLES, partition, Triple), job.base)  # type: ignore[arg-type]
    with target.open("w", encoding="utf-8", newline="") as file:
        file.writelines(pieces)
    return Answer(used)


def _cuts(job: Job, some: Range) -> Iterator[Cuts]:
    """The nodes of documents, in their order."""
    return iter(sorted(job.read(joining.CUTS, some.place, Cuts), key=lambda one: one.document))


def page(job: Job, number: int, some: Range, sparql: bool | None, target: Path) -> Answer:
    """A page, in a file: how many entities and facts it shows."""
    documents = [part.document for _, part in parts(job.journal, some.at, some.reprints)]
    shown = graph(job.folder, number, documents, job.origin)
    target.write_text(render_page(shown, job.ontology, sparql, job.base), "utf-8", newline="")
    return Answer((len(shown.entities), len(shown.facts)))
