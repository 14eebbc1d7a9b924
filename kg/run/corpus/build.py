"""Sources -> the files of a graph, whatever their number: the bytes of `kg.pipeline.build`, through records on disk.

    reading     sources -> the journal: Layers, and what follows from each alone (`kg.run.corpus.reading`)
    scatter     things -> buckets        compare     buckets -> links between documents
    nodes       links -> clusters        route, name clusters -> things and their ids
    entities    things -> lines, triples state       claims -> statements, lines, triples
    facts       statements -> lines, triples
    files       lines and triples -> graph.json and graph.ttl, in segments; and pages (`kg.run.corpus.files`)

All tasks go to a pool of processes. This process holds of each document its id and where it stands, of each thing its
name and id, and of each node a number; all else is on disk.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias

import msgspec

from kg.export.formats import Settings
from kg.export.page.data import DOCUMENTS
from kg.extract.extractors import extractor as named
from kg.extract.fingerprint import origin
from kg.merge.signs import Sign
from kg.resolve.reprints import ReprintFinder
from kg.run.corpus import tasks
from kg.run.corpus.files import Made
from kg.run.corpus.joining import BUCKETS, CUTS, Components
from kg.run.corpus.naming import NODES, THINGS, Ids, Known
from kg.run.corpus.pages import Pages
from kg.run.corpus.reading import How, Reading
from kg.run.corpus.stating import STATEMENTS
from kg.run.corpus.tasks import Clusters, Job, Range
from kg.run.corpus.work import Task, Work
from kg.run.corpus.writing import Places, places
from kg.types import Entity

Called: TypeAlias = dict[str, list[Entity]]  # by name; without their mentions
_RANGE = 200  # documents of a task
_MOST = 256  # partitions of a kind


@dataclass
class Counts:
    """The graph in numbers: entities by coarse class, facts by predicate."""

    entities: Counter[str] = field(default_factory=Counter)
    facts: Counter[str] = field(default_factory=Counter)


class Merging:
    """Makes the graph of documents that were read."""

    def __init__(self, reading: Reading, how: How, settings: Settings, work: Work) -> None:
        self._found, self._ids = reading.found, sorted(reading.found)
        self._ontology, self._settings, self._work = how.ontology, settings, work
        sketches = {id_: entry.sketch for id_, (entry, _) in self._found.items() if entry.sketch}
        self._reprints = self._ontology.once(ReprintFinder).find(sketches)
        self._ranges = list(self._cut())
        count = min(len(self._ranges), _MOST)
        made = origin(named(how.extractor), how.settings)
        self._job = Job(how.path, reading.journal.parent, reading.journal, _RANGE, count, settings.base, made)
        self.counts = Counts()

    def _cut(self) -> Iterator[Range]:
        for place, at in enumerate(range(0, len(self._ids), _RANGE)):
            ids = self._ids[at : at + _RANGE]
            reprints = {id_: self._reprints[id_] for id_ in ids if id_ in self._reprints}
            yield Range(place, [(number, self._found[id_][1]) for number, id_ in enumerate(ids, at)], ids, reprints)

    def run(self) -> Made:
        """The graph, ready to be written. OSError where the disk is full, KgError where a process is killed."""
        clusters = self._join()
        ids = self._name(clusters)
        where = places(self._job.base, self._ids, sorted(ids.of.values()), self._job.count)
        pages = Pages(self._ids[DOCUMENTS::DOCUMENTS])
        called = self._describe(ids, where, pages)
        self._state(clusters, ids, where, pages, called)
        documents = [at for one in self._ranges for at in one.at]
        return Made(self._job, where, pages, documents, self._ids, self._reprints)

    def _join(self) -> Components:
        job, run = self._job, self._work.run
        run("joining", [partial(tasks.scatter, job, one) for one in self._ranges])
        run("joining", [partial(tasks.compare, job, n) for n in range(job.count)])
        self._work.drop(BUCKETS)
        return Components(run("joining", [partial(tasks.nodes, job, one) for one in self._ranges]))

    def _name(self, clusters: Components) -> Ids:
        job, run = self._job, self._work.run
        run("naming", [partial(tasks.route, job, one, _clusters(one, clusters)) for one in self._ranges])
        found = run("naming", [partial(tasks.name, job, n) for n in range(job.count)])
        self._work.drop(NODES)
        ids = Ids(name for some in found for name in some)
        signs: dict[int, Sign] = {}
        for told in run("naming", list(self._telling(clusters, ids))):
            for cluster, sign in told.items():
                signs[cluster] = min(sign, signs.get(cluster, sign))
        ids.give(signs, self._ontology)
        return ids

    def _telling(self, clusters: Components, ids: Ids) -> Iterator[Task]:
        """Tasks for the documents that name something whose name others have too."""
        for one in self._ranges:
            here = _clusters(one, clusters)
            every = {cluster for some in here.values() for cluster in some}
            if not ids.several.isdisjoint(every):
                names = {cluster: ids.names[cluster] for cluster in every if cluster in ids.names}
                yield partial(tasks.tell, self._job, one, here, names)

    def _describe(self, ids: Ids, where: Places, pages: Pages) -> Called:
        """Write of the entities; those that are called as somebody who is credited, by name."""
        job = self._job
        wanted = frozenset(name for entry, _ in self._found.values() for name in entry.credited)
        (job.folder / tasks.CREDITED).write_bytes(msgspec.msgpack.encode(wanted))
        known = [Known({}, frozenset(ids.used)) for _ in range(job.count)]
        for cluster, id_ in ids.of.items():
            known[cluster % job.count].ids[cluster] = id_
        todo = [partial(tasks.entities, job, n, one, where, pages) for n, one in enumerate(known)]
        called: Called = defaultdict(list)
        for counted in self._work.run("describing", todo):
            self.counts.entities.update(counted.types)
            for entity in counted.called:
                for name in {entity.name, *entity.aliases} & wanted:
                    called[name].append(entity)
        self._work.drop(THINGS)
        return called

    def _state(self, clusters: Components, ids: Ids, where: Places, pages: Pages, called: Called) -> None:
        """Write of the documents, and of the facts."""
        job, run = self._job, self._work.run
        todo = (partial(tasks.state, job, one, self._meant(one, clusters, ids, called), where) for one in self._ranges)
        run("describing", todo)
        self._work.drop(CUTS)
        for counts in run("describing", [partial(tasks.facts, job, n, where, pages) for n in range(job.count)]):
            self.counts.facts.update(counts)
        self._work.drop(STATEMENTS)

    def _meant(self, some: Range, clusters: Components, ids: Ids, called: Called) -> Clusters:
        here = _clusters(some, clusters)
        every = {cluster for one in here.values() for cluster in one}
        names = {name for id_ in some.ids for name in self._found[id_][0].credited}
        return Clusters(
            here,
            {cluster: (ids.of[cluster], ids.types[cluster]) for cluster in every if cluster in ids.of},
            {name: called[name] for name in sorted(names) if name in called},
        )


def _clusters(some: Range, clusters: Components) -> dict[int, list[int]]:
    """The clusters of the nodes of each document of a range."""
    return {number: list(clusters.of(number)) for number, _ in some.at}
