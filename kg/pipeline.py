"""build(): the five arrows on one page."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from pathlib import Path

from kg.errors import ExtractionError, KgError, SourceError
from kg.extract.extractors import DEFAULT
from kg.extract.extractors import extractor as named
from kg.extract.neural.session import verify
from kg.merge.merge import merge
from kg.ontology.ontology import Ontology, load
from kg.processes.child import LimitExceeded, TimedOut
from kg.processes.pool import Pool
from kg.read.sources import Source, read
from kg.resolve.resolve import resolve
from kg.segment.parse import segment
from kg.types import NO_DECISIONS, Decisions, Document, Graph, Layer

TIMEOUT = 20.0  # seconds a source
_EXAMPLES = 8  # sentences that touch most of what a source needs
_SAID = 200  # characters of what is told of an error of the program


@dataclass(frozen=True)
class Build:
    """A graph, what is wrong with each source that is not in it, the seconds that it took, and the extractor."""

    graph: Graph
    failures: tuple[KgError, ...]
    seconds: float
    extractor: str


def layer(document: Document, ontology: Ontology, name: str = DEFAULT) -> Layer:
    """Document -> Layer: segment, and extract by the extractor of that name (`rules`, `model` or `all`)."""
    return named(name).extract(segment(document), ontology)


def graph(layers: Iterable[Layer], ontology: Ontology, decisions: Decisions = NO_DECISIONS) -> Graph:
    """Layers -> Graph: resolve and merge. Things that have an id in `decisions` keep it."""
    ordered = sorted(layers, key=lambda one: one.document.id)
    return merge(ordered, resolve(ordered, ontology), ontology, decisions).graph


def _attempt(path: Path | None, name: str, source: Source) -> Layer | KgError:
    """One source's layer, or what is wrong with it; `path` is the ontology's folder (values cross processes)."""
    ontology = load(path)
    try:
        return layer(read(source, ontology), ontology, name)
    except SourceError as error:
        return error
    except KgError:
        raise  # it is not the source's
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        what = f"an error of the program in {Path(frame.filename).name}:{frame.lineno}: {error!r}"[:_SAID]
        return ExtractionError(what, where=source.where, hint="report it; without this source the others are built")


def _ended(source: Source, error: LimitExceeded) -> ExtractionError:
    """What to say of a source whose process was ended."""
    if isinstance(error, TimedOut):
        what = f"it was not read within {error.seconds:g} seconds"
        return ExtractionError(what, where=source.where, hint="split it, or give it more time (--timeout)")
    hint = "leave it out, and report it"
    return ExtractionError(f"the process that read it ended ({error})", where=source.where, hint=hint)


@cache
def _warm(path: Path | None, name: str) -> None:
    """Load and compile what every source needs: the processes that are forked afterwards begin with it."""
    ontology = load(path)
    text = "\n".join(islice(ontology.sentences(), _EXAMPLES))
    _attempt(path, name, Source("", None, data=text.encode()))


def _attempts(
    items: list[Source], path: Path | None, name: str, processes: int, timeout: float | None
) -> Iterator[Layer | KgError]:
    """The layer of each source, or what is wrong with it, in the order in which they are done."""
    _warm(path, name)
    with Pool(partial(_attempt, path, name), processes=processes, timeout=timeout) as pool:
        for source, result in pool.map(items):
            yield _ended(source, result) if isinstance(result, LimitExceeded) else result


def build(
    items: Iterable[Source],
    ontology_path: Path | None = None,
    *,
    processes: int = 1,
    timeout: float | None = TIMEOUT,
    extractor: str = DEFAULT,
    on_progress: Callable[[int], None] | None = None,
) -> Build:
    """Sources -> Graph.

    A source that cannot be read, or not within `timeout` seconds (None: no limit), or whose process dies, is reported
    in `failures` and the others are built. The graph does not depend on the order of the sources or on `processes`.
    `extractor` is `rules`, `model` or `all`. `on_progress` is called with the number of sources done. Raises
    ModelError before any source is read where the weights are not whole. Where processes are not forked (macOS,
    Windows), a script calls it below `if __name__ == "__main__":`, as with all of multiprocessing.
    """
    begun = time.perf_counter()
    for file in named(extractor).weights:
        verify(file)
    layers: list[Layer] = []
    failures: list[KgError] = []
    held = [source.held() for source in items]
    for done, result in enumerate(_attempts(held, ontology_path, extractor, processes, timeout), 1):
        if isinstance(result, Layer):
            layers.append(result)
        else:
            failures.append(result)
        if on_progress:
            on_progress(done)
    built = graph(layers, load(ontology_path))
    return Build(built, tuple(sorted(failures, key=str)), time.perf_counter() - begun, extractor)
