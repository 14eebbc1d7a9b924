"""A PDF -> the lines of its pages, by pdfium: in a process of its own, which a damaged file may hang, fill or end.

pdfium is not thread safe, and what it cannot do within its limits is told in a sentence that says what to do.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any, NoReturn

from kg.errors import SourceError
from kg.ontology.tables.pdf import Pdf
from kg.processes.child import Child, LimitExceeded, OutOfMemory, TimedOut
from kg.read.pdf.pdf_characters import Characters, characters
from kg.read.pdf.pdf_lines import Line, lines
from kg.read.reader import too_long

SECONDS = 120  # for all pages of a file
MEMORY = 2 * 2**30  # bytes
REPAIR = "open it in another program and print it to a new PDF, or try: qpdf in.pdf out.pdf"
_SPLIT = "split it, and give the parts: qpdf --split-pages=50 in.pdf part.pdf"
_UNLOCK = "give it without its password: qpdf --password=PASSWORD --decrypt in.pdf out.pdf"
_INFORMATION = ("Title", "CreationDate")
_LONGEST = 500  # characters of an entry
_OBJECTS = 1000  # on a page, that are looked at for a picture
_NESTED = 3  # forms within forms


@dataclass(slots=True)
class PdfPage:
    """The lines of a page; how many characters it has, and how many of them mean nothing; what its watermarks say.

    With `picture` it has next to no text, and a picture; with `failed` it cannot be read.
    """

    lines: list[Line] = field(default_factory=list)
    characters: int = 0
    lost: int = 0
    slanted: str = ""
    picture: bool = False
    failed: bool = False


@dataclass(slots=True)
class PdfFile:
    """The pages of a file, and what it says of itself."""

    pages: list[PdfPage]
    information: dict[str, str]


def pdf_file(data: bytes, table: Pdf, limit: int, where: str) -> PdfFile:
    """The lines of the pages of a PDF of at most `limit` characters.

    SourceError where it is encrypted, damaged, too long, or not read within limits of time and memory, and where
    pypdfium2 is not installed.
    """
    try:
        import pypdfium2  # noqa: F401 - here, so that the process that is forked has nothing to import
    except ImportError:
        hint = "install it: pip install 'zhkg[pdf]'; or: pdftotext in.pdf out.txt"
        raise SourceError("it is a PDF, and what reads these is not installed", where=where, hint=hint) from None
    work = partial(_read, data, table, limit)
    if sys.platform != "linux" and multiprocessing.current_process().daemon:
        return work(where)  # a worker that was spawned may start no process: it is itself one that may end
    with Child(work, memory=MEMORY) as child:
        try:
            return child.call(where, timeout=SECONDS)
        except LimitExceeded as error:
            _ended(error, where)


def _ended(error: LimitExceeded, where: str) -> NoReturn:
    if isinstance(error, TimedOut):
        raise SourceError(f"its pages are not read within {error.seconds:g} seconds", where=where, hint=_SPLIT)
    if isinstance(error, OutOfMemory):
        raise SourceError(f"its pages take more than {MEMORY // 2**30} GB of memory", where=where, hint=_SPLIT)
    raise SourceError("it is damaged: the process that read it ended", where=where, hint=REPAIR)


def _read(data: bytes, table: Pdf, limit: int, where: str) -> PdfFile:
    """The work of the process."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _refused(getattr(error, "err_code", 0), where) from None
    count = len(document)
    if count > table.limits.pages:
        raise SourceError(f"it has {count:,} pages, more than {table.limits.pages:,}", where=where, hint=_SPLIT)
    pages: list[PdfPage] = []
    left = limit
    for number in range(count):
        page = _page(document, number, table, where)
        left -= page.characters
        if left < 0:
            raise too_long(where, limit)
        pages.append(page)
    return PdfFile(pages, dict(_information(document)))


def _refused(code: int, where: str) -> SourceError:
    import pypdfium2.raw as raw

    if code == raw.FPDF_ERR_PASSWORD:
        return SourceError("it is encrypted, and opens with a password only", where=where, hint=_UNLOCK)
    if code == raw.FPDF_ERR_SECURITY:
        return SourceError("it is encrypted in a way that is not known", where=where, hint=_UNLOCK)
    return SourceError("it is damaged, or no PDF", where=where, hint=REPAIR)


def _information(document: Any) -> Iterator[tuple[str, str]]:
    for key in _INFORMATION:
        words = document.get_metadata_value(key)
        if clean := " ".join("".join(c if c.isprintable() else " " for c in words[:_LONGEST]).split()):
            yield key, clean


def _page(document: Any, number: int, table: Pdf, where: str) -> PdfPage:
    import pypdfium2 as pdfium

    try:
        page = document[number]
        text = page.get_textpage()
    except pdfium.PdfiumError:
        return PdfPage(failed=True)
    try:
        count = text.count_chars()
        if count > table.limits.characters:
            what = f"its page {number + 1} has {count:,} characters, more than {table.limits.characters:,}"
            raise SourceError(
                what, where=where, hint="take that page out of it: qpdf in.pdf --pages . 1-2,4-z -- out.pdf"
            )
        found: Characters = characters(text, page.get_bbox(), table)
        few = len(found.glyphs) < table.limits.few
        picture = few and any(islice(_pictures(page), _OBJECTS))
        return PdfPage(lines(found.glyphs, table.lines), count, found.lost, found.slanted, picture)
    except pdfium.PdfiumError:
        return PdfPage(failed=True)
    finally:
        text.close()
        page.close()


def _pictures(page: Any) -> Iterator[bool]:
    """For each object on a page whether it is a picture."""
    import pypdfium2.raw as raw

    return (one.type == raw.FPDF_PAGEOBJ_IMAGE for one in page.get_objects(max_depth=_NESTED))
