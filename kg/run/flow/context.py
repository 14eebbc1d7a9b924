"""What all steps of a run need to know. It is sent to where they run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.extract.extractor import Settings
from kg.extract.extractors import extractor as named
from kg.extract.fingerprint import fingerprint, origin
from kg.ontology.ontology import Ontology, load
from kg.rdf.parts import Parts
from kg.types import Origin


@dataclass(frozen=True)
class Context:
    """The folder of the ontology (None: the shipped one), the extractor, and what the graph is to be like.

    `timeout` is in seconds for each document. `fingerprint` is that of the extractor where the run began: elsewhere it
    must be the same.
    """

    path: Path | None
    extractor: str
    timeout: float | None
    base: str
    origin: Origin
    fingerprint: str

    @property
    def ontology(self) -> Ontology:
        """The ontology."""
        return load(self.path)

    @property
    def parts(self) -> Parts:
        """What describes parts of the graph as lines of N-Quads."""
        return _parts(self)


@lru_cache(maxsize=2)
def _parts(context: Context) -> Parts:
    return Parts(context.ontology, context.base, context.origin, quads=True)


def context(path: Path | None, extractor: str, timeout: float | None, base: str) -> Context:
    """The context of a run that begins here."""
    settings, how = Settings(load(path)), named(extractor)
    return Context(path, extractor, timeout, base, origin(how, settings), fingerprint(how, settings))
