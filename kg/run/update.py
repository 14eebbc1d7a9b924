"""Sources -> a store: what is stale is extracted, and the graph is that of a clean build.

The invariant: after each update the graph of a store is `merge(layers, resolve(layers), ontology, decisions)` over the
Layers and decisions that it holds, byte for byte, and merging gives the same decisions again. `decisions` are the ids
that were given so far, in the order in which they were given: they are an input, not a result, so that a thing keeps
its id whatever comes later and whatever goes. A store that got its documents in another order may have given other ids
to homonyms; a clean build over the same documents and these decisions gives the same graph.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TypedDict, Unpack

from kg.errors import KgError, SourceWarning, StoreError
from kg.extract.extractor import Settings
from kg.extract.extractors import DEFAULT
from kg.extract.extractors import extractor as named
from kg.extract.fingerprint import fingerprint, origin
from kg.ontology.ontology import Ontology, load
from kg.pipeline import Record, Same, extracted, unique, warnings_of
from kg.rdf.prefixes import BASE
from kg.read.sources import Source
from kg.run.fold import Context, Read, bring
from kg.run.stale import held_of, left_out, own_ids, path_of, source_of, unnamed
from kg.run.unread import Unread
from kg.run.waiting import Waiting
from kg.store.correction_json import id_of
from kg.store.database.connection import Database, writing
from kg.store.database.corrections import corrected, corrections
from kg.store.database.graph import base as base_of
from kg.store.database.graph import origin as origin_of
from kg.store.database.triples import follow
from kg.types import Corrected, Correction, DocumentId, Layer


@dataclass(frozen=True)
class Update:
    """What an update did: documents by id, what is wrong with the others, the seconds it took, the extractor."""

    added: tuple[DocumentId, ...]
    changed: tuple[DocumentId, ...]
    removed: tuple[DocumentId, ...]
    unchanged: int
    failures: tuple[KgError, ...]
    seconds: float
    extractor: str
    warnings: tuple[SourceWarning, ...] = ()
    corrections: tuple[Corrected, ...] = ()
    behind: tuple[StoreError, ...] = ()  # why the triples in graph/ are not up to date, if they are not


class How(TypedDict, total=False):
    """How documents are extracted: see `kg.pipeline.build`."""

    processes: int
    timeout: float | None
    on_progress: Callable[[int, int], None] | None


def update(
    folder: Path,
    items: Iterable[Source],
    ontology_path: Path | None = None,
    *,
    sync: bool = False,
    base: str | None = None,
    extractor: str = DEFAULT,
    options: Mapping[str, str] | None = None,
    corrections: Iterable[Correction] = (),
    **how: Unpack[How],
) -> Update:
    """Add the documents of sources to a store, which is made where it is missing, or put them in place of the old.

    Only documents that are new or have changed are extracted; where the extractor, the ontology or the weights have
    changed, all are, those that are not among the sources from the text that the store holds. With `sync`, documents
    whose sources are no longer given are taken out; else they stay. One that cannot be read or extracted any more stays
    as it was. `base` is that of the IRIs, for good from the first update on. Corrections are kept beside those that it
    has. StoreError where the store cannot be written.
    """
    settings = Settings(load(ontology_path), tuple(sorted((options or {}).items())))
    plan = _Plan(ontology_path, extractor, settings, sync, base, tuple(corrections))
    with writing(folder) as store:
        return plan.run(store, items, how)


@dataclass(frozen=True)
class _Plan:
    """What is asked of an update."""

    path: Path | None
    extractor: str
    settings: Settings
    sync: bool
    base: str | None
    corrections: tuple[Correction, ...]

    def run(self, store: Database, items: Iterable[Source], how: How) -> Update:
        begun = time.perf_counter()
        held, mark = held_of(store), fingerprint(named(self.extractor), self.settings)
        sources = own_ids(items, held)
        fresh = {id_: one for id_, one in held.items() if one.fingerprint == mark}
        unread, waiting = Unread(store, self.settings.ontology), Waiting(store, mark)
        to_read, same = unread.split(sources, fresh)
        stale = unnamed(store, held, {path_of(source) for source in sources}, mark)
        known = {id_: one.digest for id_, one in fresh.items()} | waiting.known
        found, failures = unique([*same, *waiting.kept(self._extracted([*to_read, *stale], known, how))])
        gone = left_out(held, found, failures) if self.sync else []
        layers = [one for one in found if not isinstance(one, Same)]
        by_id = {source.id: source for source in sources}
        put = {one.document.id: Read(one, *source_of(one.document.id, by_id, held), mark) for one in layers}
        with store.transaction():
            bring(store, put, gone, self._context(store), self.corrections)
            unread.record(to_read, failures)
            waiting.clear()
        return Update(
            added=tuple(id_ for id_ in put if id_ not in held),
            changed=tuple(id_ for id_ in put if id_ in held),
            removed=tuple(gone),
            unchanged=len(found) - len(layers),
            failures=tuple(failures),
            corrections=corrected(store),
            behind=follow(store),
            seconds=time.perf_counter() - begun,
            extractor=self.extractor,
            warnings=warnings_of(layer.document for layer in layers),
        )

    def _extracted(
        self, items: list[Source | Record], known: Mapping[DocumentId, str], how: How
    ) -> Iterator[Layer | Same | KgError]:
        """What is extracted, and what is wrong; nothing is loaded for nothing."""
        if not items:
            return iter(())
        options = dict(self.settings.options)
        return extracted(items, self.path, extractor=self.extractor, options=options, known=known, **how)

    def _context(self, store: Database) -> Context:
        read_by = origin(named(self.extractor), self.settings)
        return Context(self.settings.ontology, read_by, self.base or base_of(store) or BASE)


def remove(folder: Path, documents: Iterable[str], ontology_path: Path | None = None) -> Update:
    """Take documents, by their ids, out of a store.

    StoreError where it does not hold one of them (then none goes), and where it was built with another ontology.
    """
    begun = time.perf_counter()
    with writing(folder, make=False) as store:
        held, gone = held_of(store), list(dict.fromkeys(map(DocumentId, documents)))
        if unknown := [id_ for id_ in gone if id_ not in held]:
            near = get_close_matches(unknown[0], held, 1)
            hint = f"did you mean {near[0]!r}?" if near else "kg store stats --documents lists them"
            raise StoreError(f"it holds no document {unknown[0]!r}", where=str(folder), hint=hint)
        context = context_of(store, load(ontology_path))
        with store.transaction():
            store.run("remove_source", [(held[id_].path,) for id_ in gone])  # a later build of it adds it again
            bring(store, {}, gone, context)
        behind = follow(store)
    seconds = time.perf_counter() - begun
    return Update((), (), tuple(gone), len(held) - len(gone), (), seconds, context.origin.extractor, behind=behind)


def correct(
    folder: Path, corrections: Iterable[Correction], ontology_path: Path | None = None
) -> tuple[Corrected, ...]:
    """Add corrections to a store, and bring its graph up to date: what became of all of them.

    StoreError where there is no such store, where it was built with another ontology, and where it cannot be written.
    """
    with writing(folder, make=False) as store:
        return _corrected_anew(store, ontology_path, more=tuple(corrections))


def withdraw(folder: Path, ids: Iterable[str], ontology_path: Path | None = None) -> tuple[Corrected, ...]:
    """Take corrections, by their ids, out of a store, and bring its graph up to date: what became of those that stay.

    StoreError where it does not have one of them (then none goes), and as `correct`.
    """
    with writing(folder, make=False) as store:
        known, gone = [id_of(one) for one in corrections(store)], list(dict.fromkeys(ids))
        if unknown := [id_ for id_ in gone if id_ not in known]:
            hint = "kg store corrections lists them"
            raise StoreError(f"it has no correction {unknown[0]!r}", where=str(folder), hint=hint)
        return _corrected_anew(store, ontology_path, withdrawn=gone)


def _corrected_anew(
    store: Database, ontology_path: Path | None, more: Sequence[Correction] = (), withdrawn: Sequence[str] = ()
) -> tuple[Corrected, ...]:
    """Add corrections to an open store and take others out, bring its graph up to date: what became of all of them."""
    context = context_of(store, load(ontology_path))
    with store.transaction():
        bring(store, {}, (), context, more, withdrawn)
    for error in follow(store):
        warnings.warn(str(error), stacklevel=3)
    return corrected(store)


def context_of(store: Database, ontology: Ontology) -> Context:
    """What a store that holds something was folded with. StoreError where that was another ontology."""
    known = origin_of(store)
    if known is None:
        raise StoreError("nothing is in it yet", where=str(store.folder), hint="kg build --store puts something in")
    if known.ontology != ontology.fingerprint:
        hint = "name that one by --ontology, or build with this one: kg build --store reads all documents again"
        raise StoreError("it was built with another ontology", where=str(store.folder), hint=hint)
    return Context(ontology, known, base_of(store) or BASE)
