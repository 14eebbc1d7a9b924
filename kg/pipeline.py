"""build(): the five arrows on one page."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kg.errors import SourceError
from kg.extract.extractors import DEFAULT
from kg.extract.extractors import extractor as named
from kg.extract.model.session import verify
from kg.merge.merge import merge
from kg.ontology import Ontology, load
from kg.read.sources import Source, read
from kg.resolve.resolve import resolve
from kg.segment.parse import segment
from kg.types import Document, Graph, Layer


@dataclass(frozen=True)
class Build:
    """A graph, the sources that could not be read, the seconds that it took, and the extractor that read them."""

    graph: Graph
    failures: tuple[SourceError, ...]
    seconds: float
    extractor: str


def layer(document: Document, ontology: Ontology, name: str = DEFAULT) -> Layer:
    """Document -> Layer: segment, and extract by the extractor of that name (`rules`, `model` or `all`)."""
    return named(name).extract(segment(document), ontology)


def graph(layers: Iterable[Layer], ontology: Ontology) -> Graph:
    """Layers -> Graph: resolve and merge."""
    ordered = sorted(layers, key=lambda one: one.document.id)
    return merge(ordered, resolve(ordered, ontology), ontology)


def _attempt(path: Path | None, name: str, source: Source) -> Layer | SourceError:
    """One source's layer, or what is wrong with it; `path` is the ontology's folder (values cross processes)."""
    ontology = load(path)
    try:
        return layer(read(source, ontology), ontology, name)
    except SourceError as error:
        return error


def _attempts(items: list[Source], path: Path | None, name: str, processes: int) -> Iterator[Layer | SourceError]:
    work = partial(_attempt, path, name)
    if processes <= 1 or len(items) <= 1:
        yield from map(work, items)
        return
    yield work(items[0])  # forked processes then begin with all that it has loaded
    with ProcessPoolExecutor(min(processes, len(items))) as pool:
        yield from pool.map(work, items[1:], chunksize=max(1, len(items) // (processes * 16)))


def build(
    items: Iterable[Source],
    ontology_path: Path | None = None,
    *,
    processes: int = 1,
    extractor: str = DEFAULT,
    on_progress: Callable[[int], None] | None = None,
) -> Build:
    """Sources -> Graph.

    A source that cannot be read is reported in `failures` and the others are built. The graph does not depend on the
    order of the sources or on `processes`. `extractor` is `rules`, `model` or `all`. `on_progress` is called with the
    number of sources done. Raises ModelError before any source is read where the weights are not whole.
    """
    begun = time.perf_counter()
    for file in named(extractor).weights:
        verify(file)
    layers: list[Layer] = []
    failures: list[SourceError] = []
    for done, result in enumerate(_attempts(list(items), ontology_path, extractor, processes), 1):
        if isinstance(result, Layer):
            layers.append(result)
        else:
            failures.append(result)
        if on_progress:
            on_progress(done)
    built = graph(layers, load(ontology_path))
    return Build(built, tuple(sorted(failures, key=str)), time.perf_counter() - begun, extractor)
