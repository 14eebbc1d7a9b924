"""Layers that are extracted before the end of an update: one that is killed goes on where it was."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from kg.errors import KgError
from kg.pipeline import Same
from kg.store.database.connection import Database
from kg.store.database.nouns import layer_bytes, layer_of
from kg.store.document_json import digest
from kg.types import DocumentId, Layer

_SECONDS = 5.0  # of work that is lost at most


class Waiting:
    """The Layers that wait in a store, made with a fingerprint; those of any other count for nothing."""

    def __init__(self, store: Database, fingerprint: str) -> None:
        self._store, self._fingerprint = store, fingerprint
        self.known = {DocumentId(id_): digest for id_, digest in store.rows("waiting", fingerprint)}

    def kept(self, found: Iterable[Layer | Same | KgError]) -> Iterator[Layer | Same | KgError]:
        """What is found, kept in the store from time to time; what was kept before takes the place of `Same`."""
        new: list[Layer] = []
        last = time.monotonic()
        for one in found:
            if isinstance(one, Layer):
                new.append(one)
                if time.monotonic() - last > _SECONDS:
                    self._keep(new)
                    new, last = [], time.monotonic()
            if isinstance(one, Same) and one.id in self.known:
                (data,) = self._store.one("waiting_layer", one.id)
                yield layer_of(data, self._store.folder)
            else:
                yield one

    def clear(self) -> None:
        """Let go of all Layers that wait, within a transaction that is open."""
        self._store.run("remove_waiting")

    def _keep(self, layers: Iterable[Layer]) -> None:
        with self._store.transaction():
            rows = ((one.document.id, digest(one.document), self._fingerprint, layer_bytes(one)) for one in layers)
            self._store.run("put_waiting", rows)
