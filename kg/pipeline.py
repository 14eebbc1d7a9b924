"""build(): the five arrows on one page."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from kg.errors import ExtractionError, KgError, SourceError, SourceWarning
from kg.extract.batch import attempt, extract_batch, failure
from kg.extract.extractor import Settings
from kg.extract.extractors import DEFAULT
from kg.extract.extractors import extractor as named
from kg.extract.fingerprint import origin
from kg.extract.relations.patterns import patterns
from kg.merge.merge import merge
from kg.ontology.ontology import Ontology, load
from kg.processes.child import Child, LimitExceeded, TimedOut
from kg.processes.defaults import SOURCE_SECONDS
from kg.processes.pool import Pool
from kg.processes.start import emit
from kg.read.read import read
from kg.read.sources import Source
from kg.resolve.reprints import reprints
from kg.resolve.resolve import resolve
from kg.segment.parse import segment
from kg.store.document_json import digest
from kg.types import NO_DECISIONS, Corrected, Correction, Decisions, Document, DocumentId, Graph, Layer

_EXAMPLES = 8  # sentences that use most of what a source needs
_Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Build:
    """A graph, what is wrong with each document or source that is not in it, the seconds it took, the extractor.

    `warnings` say what of the documents that are in it was not read as it should be.
    """

    graph: Graph
    failures: tuple[KgError, ...]
    seconds: float
    extractor: str
    warnings: tuple[SourceWarning, ...] = ()

    @property
    def corrections(self) -> tuple[Corrected, ...]:
        """What became of the corrections."""
        return self.graph.corrections


@dataclass(frozen=True, slots=True)
class Record:
    """A document, and how messages name it: by its source, and by its record where the source holds several."""

    document: Document
    where: str


@dataclass(frozen=True, slots=True)
class Same:
    """A document whose Layer is known from before: what was read is what it was extracted from."""

    id: DocumentId


Known = Mapping[DocumentId, str]
T = TypeVar("T")
Finish = Callable[[Layer, Ontology], T]  # what a worker makes of a Layer


def layers(documents: Iterable[Document], settings: Settings, name: str = DEFAULT) -> Iterator[Layer | ExtractionError]:
    """Documents -> Layers, in their order and lazily: segment, and extract by the extractor of that name.

    A document on which a step fails gives an ExtractionError that names it. KgErrors of other kinds are raised.
    """
    parsed = (attempt(partial(segment, document, settings.ontology), document.id) for document in documents)
    return extract_batch(named(name), parsed, settings)


def layer(document: Document, ontology: Ontology, name: str = DEFAULT) -> Layer:
    """Document -> Layer; raises ExtractionError where a step fails on it."""
    (found,) = layers([document], Settings(ontology), name)
    if isinstance(found, ExtractionError):
        raise found
    return found


def graph(layers: Iterable[Layer], ontology: Ontology, decisions: Decisions = NO_DECISIONS) -> Graph:
    """Layers -> Graph: resolve and merge. Things that have an id in `decisions` keep it."""
    ordered = sorted(layers, key=lambda layer: layer.document.id)
    links, repeated = resolve(ordered, ontology), reprints(ordered, ontology)
    return merge(ordered, links, ontology, decisions, repeated).graph


def _records(source: Source, ontology: Ontology) -> Iterator[Record | KgError]:
    """The documents of a source, and what is wrong with it or with some of them."""
    try:
        for one in read(source, ontology):
            if isinstance(one, SourceError):
                yield one
            else:
                yield Record(one, source.where + one.id.removeprefix(source.id))
    except KgError:
        raise  # it is not the source's
    except Exception as error:
        yield failure(error, source.where)


def _result(
    path: Path | None, name: str, options: _Options, known: Known, finish: Finish[T], item: Source | Record
) -> T | Same | KgError | None:
    """What becomes of the layer of a source's document, or what is wrong with it; None where it holds more than one.

    `path` is the ontology's folder (values cross processes). Of a document with a digest in `known` nothing is
    extracted.
    """
    settings = Settings(load(path), options)
    found: list[Record | KgError] = (
        [item] if isinstance(item, Record) else [*islice(_records(item, settings.ontology), 2)]
    )
    if len(found) > 1:
        return None
    (one,) = found
    return _layer(one, settings, name, known, finish) if isinstance(one, Record) else one


def _send_records(path: Path | None, source: Source) -> None:
    """Send what a source holds to the parent of this process, one by one."""
    for one in _records(source, load(path)):
        emit(one)


def _streamed(path: Path | None, timeout: float | None, source: Source) -> Iterator[Record | KgError]:
    """What a source with several documents holds, as it is read by a process of its own, which waits to be asked."""
    with Child(partial(_send_records, path)) as child:
        try:
            yield from child.parts(source, timeout)
        except LimitExceeded as error:
            yield _ended(source.where, error)


def _layer(
    record: Record, settings: Settings, name: str, known: Known, finish: Finish[T]
) -> T | Same | ExtractionError:
    id_ = record.document.id
    if id_ in known and known[id_] == digest(record.document):
        return Same(id_)
    (found,) = layers([record.document], settings, name)
    made = found if isinstance(found, ExtractionError) else attempt(lambda: finish(found, settings.ontology), id_)
    if isinstance(made, ExtractionError):
        return ExtractionError(made.what, where=record.where, hint=made.hint)
    return made


def _as_it_is(layer: Layer, _ontology: Ontology) -> Layer:
    return layer


def _ended(where: str, error: LimitExceeded) -> ExtractionError:
    """What to report of a source or document whose process was ended."""
    if isinstance(error, TimedOut):
        what = f"it was not read within {error.seconds:g} seconds"
        return ExtractionError(what, where=where, hint="split it, or give it more time (--timeout)")
    hint = "leave it out, and report it"
    return ExtractionError(f"the process that read it ended ({error})", where=where, hint=hint)


def _held(item: Source | Record) -> Source | Record:
    """An item whose turn has come: a child can read neither what is piped into this process nor the web."""
    return item if isinstance(item, Record) else item.held()


def _worked(
    pool: Pool[Source | Record, T | Same | KgError | None],
    waiting: Sequence[Source | Record],
    stream: Callable[[Source], Iterator[Record | KgError]],
    on_progress: Callable[[int, int], None],
) -> Iterator[T | Same | KgError]:
    """What becomes of layers of sources, and what is wrong with sources or documents, in the order of their ends.

    Sources that hold several documents come last, each as a stream of which a few documents are in memory.
    """
    done, total = 0, len(waiting)
    several: list[Source] = []
    errors: list[KgError] = []

    def records() -> Iterator[Record]:
        nonlocal total
        for one in chain.from_iterable(map(stream, several)):
            if isinstance(one, Record):
                total += 1
                yield one
            else:
                errors.append(one)

    for items in (map(_held, waiting), records()):
        for item, result in pool.map(items):
            if isinstance(result, LimitExceeded):
                yield _ended(item.where, result)
            elif result is not None:
                yield result
            elif isinstance(item, Source):
                several.append(item)
            done += 1
            on_progress(done, total)
            yield from errors
            errors.clear()
    yield from errors


@dataclass(frozen=True, slots=True)
class _Warm:
    """Load and compile what every source needs: the processes that are forked afterwards begin with it.

    Asked for by `Ontology.once`, so that it is done again where the ontology was let go and loaded anew.
    """

    path: Path | None
    name: str
    options: _Options

    def __call__(self, ontology: Ontology) -> bool:
        patterns(ontology).compile()
        text = "\n".join(islice(patterns(ontology).sentences(), _EXAMPLES))
        return bool(_result(self.path, self.name, self.options, {}, _as_it_is, Source("", None, data=text.encode())))


_asked: set[_Warm] = set()  # a single source does without; of a program that reads one after another, the first


def unique(found: Iterable[Layer | Same | KgError]) -> tuple[list[Layer | Same], list[KgError]]:
    """Layers by id, and errors. A further document of an id is an error; which one does not depend on their order."""
    kept: list[Layer | Same] = []
    errors: list[KgError] = []
    every = list(found)
    for one in sorted((one for one in every if not isinstance(one, KgError)), key=_place):
        if kept and _place(kept[-1])[0] == _place(one)[0]:
            errors.append(SourceError("another document has its id", where=_place(one)[0], hint="rename one of them"))
        else:
            kept.append(one)
    return kept, sorted([*errors, *(one for one in every if isinstance(one, KgError))], key=str)


def _place(one: Layer | Same) -> tuple[str, str]:
    return (one.id, "") if isinstance(one, Same) else (one.document.id, one.document.digest)


def extracted(
    items: Iterable[Source | Record],
    ontology_path: Path | None = None,
    *,
    processes: int = 1,
    timeout: float | None = SOURCE_SECONDS,
    extractor: str = DEFAULT,
    options: Mapping[str, str] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
    known: Known = MappingProxyType({}),
) -> Iterator[Layer | Same | KgError]:
    """Sources, or documents that were read -> Layers, as they are done, and what is wrong with the others: see `build`.

    A document whose `kg.store.document_json.digest` is the one in `known` is not extracted: it is `Same`.
    """
    how: dict[str, Any] = {"processes": processes, "timeout": timeout, "on_progress": on_progress, "known": known}
    return finished(items, _as_it_is, ontology_path, extractor=extractor, options=options, **how)


def finished(
    items: Iterable[Source | Record],
    finish: Finish[T],
    ontology_path: Path | None = None,
    *,
    processes: int = 1,
    timeout: float | None = SOURCE_SECONDS,
    extractor: str = DEFAULT,
    options: Mapping[str, str] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
    known: Known = MappingProxyType({}),
    meanwhile: Callable[[], object] = lambda: None,
) -> Iterator[T | Same | KgError]:
    """As `extracted`, with what `finish`, a function of a module, makes of each Layer in the process that made it.

    `meanwhile` is called while the first ones are read.
    """
    named(extractor).verify()
    given = tuple(sorted((options or {}).items()))
    waiting = list(items)
    warm = _Warm(ontology_path, extractor, given)
    if len(waiting) > 1 or warm in _asked:
        load(ontology_path).once(warm)
    _asked.add(warm)
    work: Callable[[Source | Record], T | Same | KgError | None]
    work = partial(_result, ontology_path, extractor, given, dict(known), finish)
    with Pool(work, processes=processes, timeout=timeout, meanwhile=meanwhile) as pool:
        stream = partial(_streamed, ontology_path, timeout)
        yield from _worked(pool, waiting, stream, on_progress or (lambda _done, _total: None))


def warnings_of(documents: Iterable[Document]) -> tuple[SourceWarning, ...]:
    """What of documents was not read as it should be, by source."""
    return tuple(sorted((one for d in documents for one in d.warnings), key=lambda one: one.where or ""))


def build(
    items: Iterable[Source],
    ontology_path: Path | None = None,
    *,
    processes: int = 1,
    timeout: float | None = SOURCE_SECONDS,
    extractor: str = DEFAULT,
    options: Mapping[str, str] | None = None,
    corrections: Iterable[Correction] = (),
    on_progress: Callable[[int, int], None] | None = None,
) -> Build:
    """Sources -> Graph.

    A source that cannot be read, a document on which the extractor fails, and one that is not done within `timeout`
    seconds (None: no limit) or whose process dies, is reported in `failures`, and the others are built. The graph does
    not depend on the order of the sources or on `processes`. `extractor` is a name from `kg.extract.extractors.rows`,
    `options` are its options. `corrections` are what people say of the graph (`kg.merge.corrections`). `on_progress` is
    called with the number of sources and documents that are done, and of all. Raises ModelError before any source is
    read where weights are missing or damaged. Where processes are not forked (macOS, Windows), a script calls it below
    `if __name__ == "__main__":`, as with all of multiprocessing.
    """
    begun = time.perf_counter()
    how: dict[str, Any] = {"processes": processes, "timeout": timeout, "on_progress": on_progress}
    results = list(extracted(items, ontology_path, extractor=extractor, options=options, **how))
    layers, failures = unique(results)
    ontology = load(ontology_path)
    decisions = Decisions(corrections=tuple(corrections))
    built = graph((one for one in layers if isinstance(one, Layer)), ontology, decisions)
    settings = Settings(ontology, tuple(sorted((options or {}).items())))
    made = replace(built, origin=origin(named(extractor), settings))
    seconds = time.perf_counter() - begun
    return Build(made, tuple(failures), seconds, extractor, warnings_of(built.documents))
