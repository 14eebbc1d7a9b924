"""A corpus from its sources to its files: see `kg.run.corpus.build` for the way between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from kg.errors import KgError, SourceWarning, TargetError
from kg.export.formats import FORMATS, Settings, pieces
from kg.extract.extractors import extractor as named
from kg.extract.fingerprint import origin
from kg.ontology.ontology import Ontology
from kg.ontology.tables.resolve import Resolve
from kg.pipeline import graph
from kg.read.sources import Source
from kg.run.corpus.build import Merging
from kg.run.corpus.files import Files
from kg.run.corpus.reading import How, Reading
from kg.run.corpus.work import Work
from kg.run.corpus.workplace import clear, workplace
from kg.run.failures import FILE, failures_jsonl
from kg.types import Corrected, Correction, Decisions, Graph

Written = Iterator[tuple[str, Iterable[str | bytes]]]


@dataclass
class Built:
    """What became of a corpus: documents, entities by coarse class, facts by predicate, and what is wrong."""

    extractor: str
    failures: Sequence[KgError] = ()
    warnings: Sequence[SourceWarning] = ()
    corrections: Sequence[Corrected] = ()
    documents: int = 0
    resumed: int = 0  # of the documents, those that a killed build had read
    entities: Counter[str] = field(default_factory=Counter)
    facts: Counter[str] = field(default_factory=Counter)
    encodings: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


@contextmanager
def built(
    out: Path,
    sources: Sequence[Source],
    how: How,
    write: Settings,
    corrections: Sequence[Correction] = (),
    *,
    resume: bool = False,
) -> Iterator[tuple[Built, Written]]:
    """Build a corpus, and give the names and contents of its files, which are to be written within the block.

    Without documents there are no files. With corrections, whose meaning may depend on every document, the graph is
    made in memory. `resume` goes on from what a build into the same folder had read when it was killed.
    """
    try:
        with workplace(out, resume=resume) as folder, Work(folder, how) as work:
            reading = Reading(folder, how, partial(_load, how.ontology))
            reading.read(sources)
            made = Built(how.extractor, reading.failures, reading.warnings, (), len(reading.found), reading.resumed)
            made.encodings.update(entry.encoding for entry in reading.entries)
            files: Written = iter(())
            if reading.found and corrections:
                files = _corrected(reading, how, write, made, corrections)
            elif reading.found:
                files = _merged(reading, how, write, made, work)
            made.seconds = reading.seconds
            yield made, _all(files, reading, work, folder)
    except OSError as error:
        what = f"it cannot be written: {error.strerror}"
        hint = "nothing was changed; make room, and go on with --resume"
        raise TargetError(what, where=str(out), hint=hint) from None


def _load(ontology: Ontology) -> None:
    """Load what joins and draws documents: this process has time for it, and those that it forks then need it."""
    from kg.export.page.data import spelt

    spelt(ontology.table(Resolve).names.home)
    for _ in pieces(graph((), ontology), "html", Settings(ontology)):
        pass


def _merged(reading: Reading, how: How, write: Settings, made: Built, work: Work) -> Written:
    merging = Merging(reading, how, write, work)
    ready = merging.run()
    made.entities, made.facts = merging.counts.entities, merging.counts.facts
    return Files(ready, write, work).all()


def _corrected(reading: Reading, how: How, write: Settings, made: Built, corrections: Sequence[Correction]) -> Written:
    """The files of a graph with corrections, which is made in memory."""
    whole = graph(reading.layers(), how.ontology, Decisions(corrections=tuple(corrections)))
    whole = replace(whole, origin=origin(named(how.extractor), how.settings))
    made.corrections = whole.corrections
    made.entities.update(how.ontology.coarse.get(entity.type, entity.type) for entity in whole.entities)
    made.facts.update(fact.predicate for fact in whole.facts)
    return _of(whole, write)


def _of(whole: Graph, write: Settings) -> Written:
    for form in ("json", "turtle", "html"):
        found = FORMATS[form]
        yield f"graph{found.suffix}", pieces(whole, form, replace(write, schema=write.schema and found.is_rdf))


def _all(files: Written, reading: Reading, work: Work, folder: Path) -> Written:
    """The files, and what failed where something is built; then all is gone that a later build has no use for."""
    yield from files
    if reading.found and reading.failures:
        yield FILE, failures_jsonl(reading.failures)
    work.close()
    clear(folder)
