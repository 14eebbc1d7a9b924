"""WARC, the archives of crawlers: each page or text that a server gave is a document. Read by warcio.

response, 200, text/html                a document, whose id is the address
the same address once more              a document, whose id has the time of the crawl too
request, metadata, warcinfo             nothing
image/png, 404, revisit                 counted, and told once
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.errors import SourceError, SourceWarning
from kg.ontology.ontology import Ontology
from kg.read.article.titles import titled
from kg.read.encoding.decode import decode
from kg.read.html.html_reader import READER as HTML
from kg.read.html.html_reader import is_html, page
from kg.read.page import Page, Stated
from kg.read.plain_text import READER as PLAIN_TEXT
from kg.read.reader import Content, Reader, too_long
from kg.read.records.rows import Seen, documents, record_key
from kg.types import Document

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_BYTES = 4  # of a character, at most
_BESIDE = 1_000_000  # bytes of a page beside its text
_KINDS = ("response", "resource", "conversion")
_SILENT = ("warcinfo", "request", "metadata")
_CRAWLER = "metadata://"  # where wget says that its log and its arguments stand
_PACKED = ("gzip", "x-gzip", "deflate", "identity", "")
_WHOLE = "see whether the file is whole, and get it anew"
_HEADERS = 4_000_000  # characters of a record's headers
_CHARSET = re.compile(r"""(?i)charset\s{0,9}=\s{0,9}["']?([\w.:-]{2,40})""")
_SHOWN = 8  # reasons that are told


class _Pages:
    """Makes documents of records; `skipped` counts the others by reason, `is_cut` says that one ended too early."""

    def __init__(self, content: Content, ontology: Ontology) -> None:
        self._content, self._ontology = content, ontology
        self._seen = Seen()
        self.skipped: Counter[str] = Counter()
        self.is_cut = False

    def document(self, record: ArcWarcRecord) -> Document | None:
        """The document of a record; None where it has none. SourceError where it cannot be read."""
        headers = record.rec_headers
        media = (record.http_headers or headers).get_header("Content-Type") or ""
        essence = media.partition(";")[0].strip().lower()
        url = (headers.get_header("WARC-Target-URI") or "").strip("<>")
        if (record.rec_type or "unknown") in _SILENT or url.startswith(_CRAWLER):
            return None
        if reason := _no_text(record, essence):
            self.skipped[reason] += 1
            return None
        key = self._key(url, headers)
        where = f"{self._content.where}#{key}"
        data = self._data(record, where)
        said = _CHARSET.search(media)
        told = self._warning(where)
        text, encoding = decode(data, self._ontology, where=where, warn=told, charset=said[1] if said else "")
        if len(text) > self._content.limit:
            raise too_long(where, self._content.limit)
        is_page = essence in HTML.media_types or (not essence and is_html(text))
        found = page(text, self._ontology, where=where) if is_page else Page(text)
        stated = (Stated("field", "WARC-Target-URI", url, thing="url"), *found.stated)
        whole = replace(found, stated=stated)
        whole = titled(whole, self._ontology) if is_page else whole
        return self._content.document(whole.text, self._ontology, encoding=encoding, page=whole, record=key)

    def _key(self, url: str, headers: Any) -> str:
        """The address; with the time of the crawl, or the record's own id, where it came before."""
        named = url or headers.get_header("WARC-Record-ID") or "record"
        tried = (named, f"{named}@{headers.get_header('WARC-Date')}", headers.get_header("WARC-Record-ID") or "")
        for one in map(record_key, tried):
            if one and self._seen.add(one):
                return one
        where = f"{self._content.where}#{record_key(named)}"
        raise SourceError("a record has the id of an earlier one", where=where, hint="write the file without doubles")

    def _data(self, record: ArcWarcRecord, where: str) -> bytes:
        """The content of a record, unpacked."""
        most = _BYTES * self._content.limit + _BESIDE
        packed = (record.http_headers.get_header("Content-Encoding") or "") if record.http_headers else ""
        if packed.strip().lower() not in _PACKED:
            what = f"its content is packed as {packed[:20]}, which is not read"
            raise SourceError(what, where=where, hint="let the crawler store pages unpacked")
        if (record.length or 0) > most:  # a chunk of it would be held whole
            raise too_long(where, self._content.limit)
        with redirect_stderr(StringIO()):
            data = record.content_stream().read(most + 1)
        if len(data) > most:
            raise too_long(where, self._content.limit)
        if getattr(record.raw_stream, "limit", 0) > 0 and not record.raw_stream.read(1):
            self.is_cut = True
            raise SourceError("its record is cut off", where=where, hint=_WHOLE)
        return bytes(data)

    def _warning(self, where: str) -> Any:
        def warn(what: str, hint: str) -> None:
            self._content.warnings.append(SourceWarning(what, where=where, hint=hint))

        return warn

    def told(self) -> str:
        """What was skipped, most first; empty where nothing was."""
        shown = [f"{reason} {count}" for reason, count in self.skipped.most_common(_SHOWN)]
        return f"{self.skipped.total()} records are skipped ({', '.join(shown)})" if shown else ""


def _no_text(record: ArcWarcRecord, essence: str) -> str | None:
    """Why a record has no text to be read, or None; `essence` is its media type."""
    kind, http = record.rec_type or "unknown", record.http_headers
    status = http.get_statuscode() if http else "200"
    if kind not in _KINDS:
        return kind
    if status != "200":
        return f"status {status}"
    return None if essence in (*HTML.media_types, *PLAIN_TEXT.media_types, "") else essence


def _documents(content: Content, ontology: Ontology) -> Iterator[Document | SourceError]:
    pages, held = _Pages(content, ontology), None
    with content.open() as file:
        records = _records(file, content, pages)

        def step() -> Document | SourceError | None:
            one = next(records)
            return one if isinstance(one, SourceError) else pages.document(one)

        for one in documents(content, step):
            if isinstance(one, SourceError):
                yield one
            else:  # the last one bears the warning
                if held:
                    yield held
                held = one
    told = pages.told()
    if held and told:
        warning = SourceWarning(told, where=content.where, hint="only pages and texts are read")
        held = replace(held, warnings=(*held.warnings, warning))
    if held:
        yield held
    elif told:
        yield SourceError(f"it gives no document: {told}", where=content.where, hint="only pages and texts are read")


def _records(file: BinaryIO, content: Content, pages: _Pages) -> Iterator[ArcWarcRecord | SourceError]:
    """The records of a file, one after the other; an error where it is damaged, or cut off."""
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError:
        hint = "run: pip install 'zhkg[warc]'"
        raise SourceError("it is WARC, which needs warcio", where=content.where, hint=hint) from None
    count, wrong, record = 0, 0, None
    try:
        archive = ArchiveIterator(file, verify_http=False)
        reader = archive.reader = _bounded(archive.fh)
        while True:
            with redirect_stderr(StringIO()):  # where warcio writes what it thinks of a record
                if record is not None:
                    _finish(archive, reader, record)
                record = None if reader.is_cut else next(archive, None)
            if archive.err_count > wrong:
                wrong = archive.err_count
                what = f"its record {count} is not as long as it says"
                yield SourceError(what, where=content.where, hint=_WHOLE)
            if record is None:
                break
            count += 1
            reader.begin()
            yield record
    except (SourceError, OSError, GeneratorExit):
        raise
    except Exception as error:  # of many kinds, when headers are not as they should be
        said = str(error).strip().split("\n", 1)[0][:100] or type(error).__name__
        what = f"what stands behind its record {count} is none: {said}"
        yield SourceError(what, where=content.where, hint=_WHOLE)
        return
    if reader.is_cut and not pages.is_cut:
        yield SourceError(f"it is cut off behind its record {count}", where=content.where, hint=_WHOLE)


def _finish(archive: Any, reader: Any, record: ArcWarcRecord) -> None:
    """Read a record to its end; `reader.is_cut` where that comes too early."""
    reader.begin()
    archive.read_to_end()
    sized = str(record.rec_headers.get_header("Content-Length")).strip().isdigit()
    if not sized or getattr(record.raw_stream, "limit", 0) > 0:
        reader.is_cut = True


def _bounded(file: Any) -> Any:
    """warcio's reader of lines and gzip, with headers of bounded length; it knows whether it came to a sound end."""
    from warcio.bufferedreaders import DecompressingBufferedReader

    class Bounded(DecompressingBufferedReader):  # type: ignore[misc]
        """Counts the lines that are read since `begin`, blank ones apart."""

        lines, is_cut = 0, False

        def begin(self) -> None:
            self.lines = 0

        def readline(self, length: int | None = None) -> bytes:
            line: bytes = super().readline(length or _HEADERS)
            self.lines += len(line.strip())
            if self.lines > _HEADERS:
                raise ValueError("its headers are too long")
            return line

        def close_decompressor(self) -> None:
            open_member = self.decompressor is not None and not self.decompressor.eof
            self.is_cut = self.is_cut or open_member or self.lines > 0
            super().close_decompressor()

    return Bounded(file)


def _recognizes(data: bytes) -> bool:
    return data.startswith(b"WARC/")


READER = Reader("WARC", (".warc",), ("application/warc",), _documents, _recognizes, stream=True)
