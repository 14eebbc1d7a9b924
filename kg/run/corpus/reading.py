"""Sources -> a journal: what is read and extracted, and what a build that was killed had read."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import msgspec

from kg.errors import KgError, SourceError, SourceWarning
from kg.extract.extractor import Settings as ExtractorSettings
from kg.extract.extractors import extractor as named
from kg.extract.fingerprint import fingerprint
from kg.ontology.ontology import Ontology
from kg.pipeline import Same, finished
from kg.rdf.credits import credited
from kg.read.sources import Source
from kg.resolve.reprints import ReprintFinder
from kg.run.corpus.journal import At, Entry, Journal, Kept, parts
from kg.run.corpus.workplace import keep
from kg.run.fold import code
from kg.run.stages.parts import part
from kg.store import layer_codec
from kg.store.document_json import digest
from kg.types import DocumentId, Layer

Progress: TypeAlias = Callable[[str, int, int], None]  # what is done, how much of it, and of how much
_WORTH = 20  # documents; of a build that ended early, fewer are not kept


@dataclass(frozen=True)
class How:
    """How a corpus is built; see `kg.pipeline.build`."""

    path: Path | None
    ontology: Ontology
    extractor: str
    processes: int = 1
    timeout: float | None = None
    on_progress: Progress = lambda _what, _done, _all: None

    @property
    def settings(self) -> ExtractorSettings:
        """How documents are extracted."""
        return ExtractorSettings(self.ontology)


def kept(layer: Layer, ontology: Ontology) -> Kept:
    """What is kept of a Layer: the work of a process that extracts."""
    document, held = layer.document, layer_codec.decode(layer_codec.encode(layer))
    told = tuple((one.what, one.where, one.hint) for one in document.warnings)
    names = tuple(name for _, name in credited(document))
    entry = Entry(document.id, digest(document), document.digest, document.meta.encoding, names, told)
    entry.sketch = ontology.once(ReprintFinder).sketch(held)
    return Kept(entry, msgspec.msgpack.Encoder(order="deterministic").encode(part(held, ontology)))


def _made_by(how: How) -> str:
    """A hash of all that what is kept depends on, besides the documents."""
    facts = [fingerprint(named(how.extractor), how.settings), code()]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def mark_of(source: Source) -> str | None:
    """What tells a source from what it was before, or read otherwise; None where it is no file of a known place."""
    if source.path is None or source.fault or source.data is not None:
        return None
    try:
        found = source.path.stat()
    except OSError:
        return None
    return f"{source.path}\0{found.st_size}\0{found.st_mtime_ns}\0{source.names!r}"


class Reading:
    """What is read of a corpus, in a folder of its own. ModelError where weights are missing or damaged.

    `meanwhile` is called while other processes read the first documents.
    """

    def __init__(self, folder: Path, how: How, meanwhile: Callable[[], object] = lambda: None) -> None:
        named(how.extractor).verify()
        self._meanwhile = meanwhile
        self._folder, self._how = folder, how
        self._journal = Journal(folder, _made_by(how))
        self.found: dict[DocumentId, tuple[Entry, At]] = {}
        self.failures: list[KgError] = []
        self.resumed = 0
        self._begun = time.perf_counter()

    def read(self, sources: Sequence[Source]) -> None:
        """Extract from what the journal does not have yet. OSError where it cannot be written."""
        before = {entry.mark: (entry, at) for entry, at in self._journal.found if entry.mark}
        marks = {source.id: mark_of(source) for source in sources}
        waiting = []
        for source in sources:
            done = before.get(marks[source.id] or "")
            if done is None or done[0].id != source.id:
                waiting.append(source)
            else:
                self._put(*done)
        self.resumed = len(self.found)
        known = {entry.id: (entry, at) for entry, at in self._journal.found}
        for one in self._finished(waiting, {id_: entry.digest for id_, (entry, _) in known.items()}):
            if isinstance(one, Kept):
                one.entry.mark = marks.get(one.entry.id)
                self._put(one.entry, self._journal.keep(one))
                if len(self.found) == _WORTH:
                    keep(self._folder)
            elif isinstance(one, Same):
                self._put(*known[one.id])
                self.resumed += 1
            else:
                self.failures.append(one)
        self._journal.close()
        self.failures.sort(key=str)

    def _finished(self, waiting: Sequence[Source], known: Mapping[DocumentId, str]) -> Iterator[Kept | Same | KgError]:
        if not waiting:
            return iter(())
        done, how = self.resumed, self._how
        return finished(
            waiting,
            kept,
            how.path,
            processes=how.processes,
            timeout=how.timeout,
            extractor=how.extractor,
            known=known,
            on_progress=lambda n, total: how.on_progress("reading", done + n, done + total),
            meanwhile=self._meanwhile,
        )

    def _put(self, entry: Entry, at: At) -> None:
        """Take in a document; a further one of its id is an error: which one does not depend on their order."""
        other = self.found.get(entry.id)
        if other is not None:
            self.failures.append(SourceError("another document has its id", where=entry.id, hint="rename one of them"))
            entry, at = min((entry, at), other, key=lambda one: one[0].sha256)
        self.found[entry.id] = entry, at

    @property
    def entries(self) -> list[Entry]:
        """The documents, by id."""
        return [self.found[id_][0] for id_ in sorted(self.found)]

    @property
    def journal(self) -> Path:
        """The file of the journal."""
        return self._journal.path

    @property
    def warnings(self) -> tuple[SourceWarning, ...]:
        """What was not read as it should be, by source."""
        return tuple(sorted((one for e in self.entries for one in e.warned()), key=lambda one: one.where or ""))

    @property
    def seconds(self) -> float:
        """Since it was begun."""
        return time.perf_counter() - self._begun

    def layers(self) -> Iterator[Layer]:
        """The Layers, by id: for what needs all of them in memory."""
        at = [(n, self.found[id_][1]) for n, id_ in enumerate(sorted(self.found))]
        return (one.layer for _, one in parts(self._journal.path, at))
