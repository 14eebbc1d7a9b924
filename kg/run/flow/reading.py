"""Sources -> the parts of documents, each made without a look at the others.

read(…)     sources -> Layers, and what is wrong with the others
part(…)     the Layers of an id -> the first of them, its things by the buckets in which they are compared, its body by
            the bands in which reprints are found
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import msgspec
from msgspec.structs import replace

from kg.errors import KgError, SourceError
from kg.extract.extractor import Settings
from kg.extract.extractors import extractor as named
from kg.extract.fingerprint import fingerprint
from kg.ontology.ontology import Ontology
from kg.pipeline import Same, finished
from kg.rdf.credits import credited
from kg.read.sources import Source
from kg.resolve.document_things import DocumentThing
from kg.resolve.reprints import ReprintFinder
from kg.run.flow.context import Context
from kg.run.flow.rows import Row, encode, joined
from kg.run.stages import parts
from kg.run.stages.parts import Part
from kg.store import layer_codec
from kg.store.canonical import HALF
from kg.types import DocumentId, Layer

LAYER, FAILURE, WARNING = "layer", "failure", "warning"
PART, THING, CREDIT, BODY = "part", "thing", "credit", "body"
_BODIES = ("publisher", "source")  # whom a name alone may mean, wherever it stands


class Compared(msgspec.Struct, array_like=True):
    """A thing in a bucket."""

    document: DocumentId
    number: int
    thing: DocumentThing


def source_row(source: Source) -> Row:
    """A file to read."""
    assert source.path is not None
    return Row("source", source.id, "", os.fsencode(source.path))


def failure_row(error: KgError) -> Row:
    """What is wrong with a source or a document."""
    return Row(FAILURE, HALF.sub("\ufffd", str(error)), "", pickle.dumps(error))


def read(context: Context, rows: Iterable[Row]) -> Iterator[Row]:
    """Sources -> Layers, failures and warnings, as `kg.pipeline.extracted` has them.

    KgError where this machine's program, ontology or weights are others than where the run began.
    """
    settings, how = Settings(context.ontology), named(context.extractor)
    how.verify()
    if fingerprint(how, settings) != context.fingerprint:
        hint = "install the same version with the same ontology and weights on all machines"
        raise KgError("a machine of the cluster has another version of zhkg or its data", hint=hint)
    sources = [Source(row.key, Path(os.fsdecode(row.data))) for row in rows]
    if not sources:
        return
    yield from answers(sources, context)


def answers(sources: Iterable[Source], context: Context) -> Iterator[Row]:
    """Sources -> Layers, failures and warnings, by this process."""
    for one in finished(sources, _rows, context.path, extractor=context.extractor, timeout=context.timeout):
        if isinstance(one, KgError):
            yield failure_row(one)
        elif not isinstance(one, Same):
            yield from one


def _rows(layer: Layer, _: Ontology) -> list[Row]:
    """A Layer and the warnings of its document, in the process that made it: bytes are soon sent."""
    warnings = (Row(WARNING, layer.document.id, "", pickle.dumps(warning)) for warning in layer.document.warnings)
    return [layer_row(layer), *warnings]


def layer_row(layer: Layer) -> Row:
    """A Layer; half characters, which no file can hold, are gone."""
    data = layer_codec.encode(layer)
    document = layer_codec.decode(data).document
    return Row(LAYER, document.id, document.digest, data)


def part(context: Context, document: str, rows: Iterator[Row]) -> Iterator[Row]:
    """Of the Layers of one id the first, and its things; each further one is a failure."""
    for row in islice(rows, 1):
        layer = layer_codec.decode(row.data)
        yield from _parted(parts.part(layer, context.ontology))
        yield from _sketched(layer, context)
    for _ in rows:
        yield failure_row(SourceError("another document has its id", where=document, hint="rename one of them"))


def _sketched(layer: Layer, context: Context) -> Iterator[Row]:
    id_, sketch = layer.document.id, context.ontology.once(ReprintFinder).sketch(layer)
    if sketch is not None:
        data = encode(sketch)
        yield from (Row(BODY, band.hex(), id_, data) for band in sketch.bands())


def _parted(made: Part) -> Iterator[Row]:
    for number, one in enumerate(made.things):
        data = encode(Compared(made.id, number, one.thing))
        for bucket in one.buckets:
            yield Row(THING, joined(*bucket), joined(made.id, number), data)
    yield Row(PART, made.id, "", encode(replace(made, things=[])))
    for name in {name for role, name in credited(made.document) if role in _BODIES}:
        yield Row(CREDIT, name, made.id)
