"""What a Layer depends on besides its document, as one hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kg.extract.extractor import Extractor, Settings
from kg.types import Origin
from kg.version import VERSION

_PACKAGE = Path(__file__).parents[1]
# What makes a Parsed of a Document is part of every extractor, as are the types of what it gives.
_SHARED = tuple(_PACKAGE / name for name in ("types.py", "text", "segment", "ontology"))
_DISTRIBUTIONS = ("opencc", "rjieba")


def fingerprint(extractor: Extractor, settings: Settings) -> str:
    """SHA-256, in hexadecimal, of all that a Layer depends on besides its document.

    It changes with the extractor's name, its code (and the code before it, from types to segmentation), its weights,
    the versions of this package and of those that it rests on, the files of the ontology, and the options. It is the
    same in every process and on every machine.
    """
    facts = {
        "extractor": extractor.name,
        "version": VERSION,
        "code": [list(digests(root)) for root in (*_SHARED, *extractor.code)],
        "weights": [(file.name, _digest(file)) for file in extractor.weights],
        "distributions": {name: version_of(name) for name in {*_DISTRIBUTIONS, *extractor.distributions}},
        "ontology": settings.ontology.fingerprint,
        "options": sorted(settings.options),
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def origin(extractor: Extractor, settings: Settings) -> Origin:
    """What a graph says of the program that read it."""
    weights = tuple(sorted((file.name, _digest(file)) for file in extractor.weights))
    return Origin(VERSION, extractor.name, settings.ontology.fingerprint, weights)


def digests(root: Path) -> Iterator[tuple[str, str]]:
    """The name and the digest of a file, or of each .py file in a folder."""
    files = sorted(root.rglob("*.py")) if root.is_dir() else [root]
    for file in files:
        yield file.relative_to(root.parent).as_posix(), _digest(file)


def _digest(file: Path) -> str:
    """SHA-256 of a file; one that has not changed is read once."""
    found = file.stat()
    return _digest_of(file, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=1024)
def _digest_of(file: Path, _changed: int, _size: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def version_of(distribution: str) -> str | None:
    """The version of an installed package; None where it is not there."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None
