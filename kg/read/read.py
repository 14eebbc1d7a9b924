"""Source -> Documents."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from kg.errors import SourceError, SourceWarning
from kg.ontology.ontology import Ontology
from kg.read import formats
from kg.read.folders import Skipped, counted
from kg.read.inputs import Input, input_of
from kg.read.packed.file_names import ARCHIVES
from kg.read.reader import LONGEST, Content, Explanation, Reader
from kg.read.readers import READERS, choose, largest, of_suffix
from kg.read.sources import Source
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
        given = input_of(source)
        reader, data = _opened(given, limit)
    except SourceError as error:
        yield error
        return
    if isinstance(reader, str):
        yield from _archived(given, reader, partial(_read, ontology=ontology, limit=limit, on_reading=on_reading))
        return
    opens = given.open if reader.stream else None
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


def _archived(
    given: Input, kind: str, read_member: Callable[[Source], Iterator[Document | SourceError]]
) -> Iterator[Document | SourceError]:
    """The documents of an archive; the last one is warned of what is in it and not read."""
    left_out: list[Skipped] = []
    last: Document | None = None
    failed = False
    try:
        for name, member in given.members(kind):
            if member is None:
                left_out.append(Skipped(Path(name), ""))
                continue
            for one in read_member(member):
                if isinstance(one, Document):
                    if last is not None:
                        yield last
                    last = one
                else:
                    failed = True
                    yield one
    except SourceError as error:
        failed = True
        yield error
    what = f"{len(left_out)} files in it are not read ({counted(left_out)})"
    where, hint = given.source.where, "unpack it, and give the folder: -v says of each what to do"
    if last is not None:
        told = (SourceWarning(what, where=where, hint=hint),) if left_out else ()
        yield replace(last, warnings=(*last.warnings, *told))
    elif not failed:
        but = f", and {what}" if left_out else ""
        yield SourceError(f"the archive holds no documents{but}", where=where, hint=hint)


def _opened(given: Input, limit: int) -> tuple[Reader | str, bytes]:
    """The reader for a source, and its bytes, the first ones where it is read as a stream; of an archive its suffix.

    SourceError where it cannot be opened, where no reader knows its format, and where it is too long.
    """
    source, known = given.source, of_suffix(given.suffix)
    archive = given.suffix in ARCHIVES
    data = given.head(_HEAD if archive or (known and known.stream) else largest(given.suffix, limit) + 1)
    plain = choose(data) is READERS[-1] and not formats.of_bytes(data)
    if known is None and (archive or plain) and (kind := given.archive(data)):
        return kind, data
    reader = choose(data, suffix=given.suffix, media_type=source.fetched.media_type if source.fetched else "")
    if found := _unread(given.suffix, data, reader):
        raise _foreign(found, source)
    if reader.stream:
        if source.data is not None and len(data) > reader.largest(LONGEST):
            hint = "save it as a file, and name that"
            raise SourceError("it is too long to be read from a pipe", where=source.where, hint=hint)
    elif len(data) > reader.largest(limit):
        raise reader.too_large(source.where, limit)
    return reader, data


def _unread(suffix: str, data: bytes, reader: Reader) -> formats.Format | None:
    """The format of a source that is not read, by its suffix or by its bytes."""
    if of_suffix(suffix) is not None:
        return None
    named = formats.of_suffix(suffix)
    if named and not (named.pages and reader is not READERS[-1]):
        return named
    return formats.of_bytes(data) if reader is READERS[-1] else None


def _foreign(found: formats.Format, source: Source) -> SourceError:
    hint = found.advice(source.path)
    return SourceError(f"it is {found.name}, a format that is not read", where=source.where, hint=hint)


def explain(source: Source, ontology: Ontology, *, limit: int = LONGEST) -> Iterator[Explanation | SourceError]:
    """How the documents of a source are read: as `read`, with what each place of a field says, and what is left out."""
    told: deque[Explanation] = deque()
    for one in _read(source, ontology, limit, told.append):
        yield one if isinstance(one, SourceError) else replace(told.popleft(), document=one)


def read_one(source: Source, ontology: Ontology, *, limit: int = LONGEST) -> Document:
    """The document of a source that holds exactly one; SourceError where it cannot be read or holds more."""
    first, *more = islice(read(source, ontology, limit=limit), 2)
    if isinstance(first, SourceError):
        raise first
    if more:
        raise SourceError("it holds more than one document", where=source.where, hint="give one document a file")
    return first
