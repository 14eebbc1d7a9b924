"""Source -> Documents."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

from kg.errors import SourceError
from kg.ontology.ontology import Ontology
from kg.read import formats
from kg.read.reader import LONGEST, Content, Explanation, Reader
from kg.read.readers import READERS, choose, largest, of_suffix
from kg.read.sources import Source, contents, opened
from kg.read.web.web import NOWHERE
from kg.types import Document

_HEAD = 1_000_000  # bytes of a stream that show what it is


def read(source: Source, ontology: Ontology, *, limit: int = LONGEST) -> Iterator[Document | SourceError]:
    """The documents of a source: the decoded text unchanged, or a page's article, with its metadata.

    A source gives one document or more, or a SourceError, which names the source and what to do, where it is missing,
    empty, binary, not Chinese, in no known encoding, broken at too many bytes, longer than `limit` characters, or a
    page without text. The error of a single record stands in the record's place, and the others are read. A document
    that is not read as it should be has `warnings`.
    """
    yield from _read(source, ontology, limit, None)


def _read(
    source: Source, ontology: Ontology, limit: int, on_reading: Callable[[Explanation], None] | None
) -> Iterator[Document | SourceError]:
    try:
        source = source.held()
        reader, data = _opened(source, limit)
    except SourceError as error:
        yield error
        return
    opens = partial(opened, source) if reader.stream else None
    found = source.fetched or NOWHERE
    content = Content(
        source.id,
        data,
        source.where,
        limit,
        on_reading,
        url=found.url,
        charset=found.charset,
        opens=opens,
        names=source.names,
    )
    yield from reader.read(content, ontology)


def _opened(source: Source, limit: int) -> tuple[Reader, bytes]:
    """The reader for a source, and its bytes, the first ones where it is read as a stream.

    SourceError where it cannot be opened, where no reader knows its format, and where it is too long.
    """
    suffix = source.suffix
    known = of_suffix(suffix)
    data = contents(source, _HEAD if known and known.stream else largest(suffix, limit) + 1)
    named = formats.of_suffix(suffix) if known is None else None
    reader = choose(data, suffix=suffix, media_type=source.fetched.media_type if source.fetched else "")
    if named and not (named.pages and reader is not READERS[-1]):
        raise _foreign(named, source)
    if reader is READERS[-1] and known is None and (found := formats.of_bytes(data)):
        raise _foreign(found, source)
    if reader.stream:
        if source.held().data is not None and len(data) > reader.largest(LONGEST):
            hint = "save it as a file, and name that"
            raise SourceError("it is too long to be read from a pipe", where=source.where, hint=hint)
    elif len(data) > reader.largest(limit):
        raise reader.too_large(source.where, limit)
    return reader, data


def _foreign(found: formats.Format, source: Source) -> SourceError:
    hint = found.advice(source.path)
    return SourceError(f"it is {found.name}, a format that is not read", where=source.where, hint=hint)


def explain(source: Source, ontology: Ontology, *, limit: int = LONGEST) -> Iterator[Explanation | SourceError]:
    """How the documents of a source are read: as `read`, with what each place of a field says, and what is left out."""
    told: deque[Explanation] = deque()
    for one in _read(source, ontology, limit, told.append):
        yield one if isinstance(one, SourceError) else told.popleft()


def read_one(source: Source, ontology: Ontology, *, limit: int = LONGEST) -> Document:
    """The document of a source that holds exactly one; SourceError where it cannot be read or holds more."""
    first, *more = islice(read(source, ontology, limit=limit), 2)
    if isinstance(first, SourceError):
        raise first
    if more:
        raise SourceError("it holds more than one document", where=source.where, hint="give one document a file")
    return first
