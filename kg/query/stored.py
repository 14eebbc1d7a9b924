"""The engine of a store: its triples on disk where they are up to date, or else from store.sqlite into memory."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from kg.query.oxigraph import Oxigraph
from kg.store.database.connection import reading
from kg.store.database.triples import ntriples, read_only, transaction


class Stored(Oxigraph):
    """The triples of one transaction of a store, and the tree of classes that it was built with; not to be added to.

    Nobody writes to the triples on disk as long as this is there.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._open = ExitStack()
        with reading(folder) as store, store.moment():
            on_disk = self._open.enter_context(read_only(folder, transaction(store)))
            if on_disk is not None:
                self._store = on_disk
                return
            for data in ntriples(store):
                self.load(data, "ntriples")
