"""Source -> Documents."""

from __future__ import annotations

from collections.abc import Iterator

from kg.errors import SourceError
from kg.ontology.ontology import Ontology
from kg.read.reader import LONGEST, Content
from kg.read.readers import choose
from kg.read.sources import Source, contents
from kg.types import Document


def read(source: Source, ontology: Ontology, *, limit: int = LONGEST) -> Iterator[Document | SourceError]:
    """The documents of a source: the decoded text unchanged, or a page's article, with its metadata.

    A source gives one document or more, or a SourceError, which names the source and what to do, where it is missing,
    empty, binary, not Chinese, in no known encoding, broken at too many bytes, longer than `limit` characters, or a
    page without text. The error of a single record stands in the record's place, and the others are read. A document
    that is not read as it should be has `warnings`.
    """
    try:
        data = contents(source, limit)
    except SourceError as error:
        yield error
        return
    suffix = source.path.suffix if source.path else ""
    yield from choose(data, suffix=suffix).read(Content(source.id, data, source.where, limit), ontology)


def read_one(source: Source, ontology: Ontology, *, limit: int = LONGEST) -> Document:
    """The document of a source that holds exactly one; SourceError where it cannot be read or holds more."""
    first, *more = read(source, ontology, limit=limit)
    if isinstance(first, SourceError):
        raise first
    if more:
        raise SourceError("it holds more than one document", where=source.where, hint="give one document a file")
    return first
