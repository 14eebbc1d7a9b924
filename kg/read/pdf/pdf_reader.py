"""PDF: the text of its pages in the order of reading, a paragraph a line; one document a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from kg.errors import SourceError
from kg.ontology.ontology import Ontology
from kg.ontology.tables.pdf import Pdf
from kg.ontology.tables.text import TextTable
from kg.read.article.page_parts import plain
from kg.read.encoding.plausibility import plausibility
from kg.read.page import LeftOut, Page, Stated
from kg.read.pdf.pdf_characters import LOST
from kg.read.pdf.pdf_columns import columns
from kg.read.pdf.pdf_file import REPAIR, PdfFile, PdfPage, pdf_file
from kg.read.pdf.pdf_paragraphs import paragraphs
from kg.read.pdf.pdf_running import RunningRows
from kg.read.reader import Content, Reader
from kg.text.radicals import ideographs
from kg.types import Document

_MOST = 200_000_000  # bytes of a file
_HEAD = 1024  # bytes that may stand before the mark of a PDF
_MARK = b"%PDF-"
_END = b"%%EOF"
_TAIL = 65536  # bytes at the end of a file that hold its mark
_SHOWN = 8  # numbers of pages, or stretches of them, that are named
_TOLD = 100  # texts of running heads
_DAY = re.compile(r"D:(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?(?:([+-])(\d\d)'?(\d\d)|Z)?")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_OCR = "recognise its text, and give what that makes: ocrmypdf -l chi_sim{also} in.pdf out.pdf"


def _recognizes(data: bytes) -> bool:
    """Whether bytes begin as a PDF does."""
    before, mark, _ = data[:_HEAD].partition(_MARK)
    return bool(mark) and b"\0" not in before  # as in a tar that begins with a PDF


def _documents(content: Content, ontology: Ontology) -> Iterator[Document | SourceError]:
    table = ontology.table(Pdf)
    data = content.data
    if _MARK not in data[:_HEAD]:
        raise SourceError("it is damaged, or no PDF", where=content.where, hint=REPAIR)
    found = pdf_file(data, table, content.limit, content.where)
    _warn(content, found.pages, cut=_END not in data[-_TAIL:])
    running = RunningRows(ontology).find([page.lines for page in found.pages])
    kept = [[line for line in page.lines if line not in gone] for page, gone in zip(found.pages, running, strict=True)]
    text, starts = paragraphs([columns(lines, table) for lines in kept], ontology)
    text = ontology.once(_ideographs)(text)
    _check(text, found.pages, content, ontology)
    gone = (line.text for page in running for line in sorted(page, key=lambda line: line.middle))
    page = _page(text, found, gone, ontology)
    yield content.document(text, ontology, page=page, pages=starts)


def _ideographs(ontology: Ontology) -> Callable[[str], str]:
    """What writes the radicals that fonts give for ideographs as these."""
    pairs = ontology.table(TextTable).radicals
    return ideographs(dict(zip(pairs.radicals, pairs.ideographs, strict=False)))


def _warn(content: Content, pages: Sequence[PdfPage], *, cut: bool) -> None:
    """Say what of the pages is not read; SourceError where that is all of them."""
    failed = [n for n, page in enumerate(pages, 1) if page.failed]
    pictures = [n for n, page in enumerate(pages, 1) if page.picture]
    if len(failed) == len(pages):
        raise SourceError("it is damaged: none of its pages can be read", where=content.where, hint=REPAIR)
    if not any(page.lines for page in pages) or len(pictures) + len(failed) == len(pages):
        what = "it is scanned: its pages are pictures without text" if pictures else "its pages have no text"
        raise SourceError(what, where=content.where, hint=_OCR.format(also=""))
    if cut:
        content.warn("it is cut off: its end is missing, and pages may be", REPAIR)
    if failed:
        content.warn(f"{_numbered(failed)} cannot be read", REPAIR)
    if pictures:
        content.warn(f"{_numbered(pictures)} without text: a picture", _OCR.format(also=" --skip-text"))


def _numbered(pages: Sequence[int]) -> str:
    """Numbers of pages in words.

    >>> _numbered([3]), _numbered([3, 7, 8, 9])
    ('page 3', 'pages 3, 7–9')
    """
    runs = [[n for _, n in run] for _, run in groupby(enumerate(pages), key=lambda pair: pair[1] - pair[0])]
    shown = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs[:_SHOWN]]
    more = " and more" if len(runs) > _SHOWN else ""
    return f"page{'s' if len(pages) > 1 else ''} {', '.join(shown)}{more}"


def _check(text: str, pages: Sequence[PdfPage], content: Content, ontology: Ontology) -> None:
    """SourceError where the characters of a text are not those that its pages show; a warning where few are not."""
    table = ontology.table(Pdf).broken
    lost, total = text.count(LOST), sum(page.characters for page in pages)
    if lost > table.most * total:
        what = f"{100 * lost // max(total, 1)} in 100 of its characters have no meaning outside of its fonts"
        raise SourceError(what, where=content.where, hint=_OCR.format(also=" --force-ocr"))
    normal = unicodedata.normalize("NFKC", text)
    if len(_HAN.findall(normal)) >= table.enough and plausibility(normal, ontology) < table.least:
        what = "its text makes no sense: its fonts say other characters than they show"
        raise SourceError(what, where=content.where, hint=_OCR.format(also=" --force-ocr"))
    if lost > table.some * total:
        what = f"{lost:,} of its characters have no meaning outside of its fonts, and are U+FFFD"
        content.warn(what, _OCR.format(also=" --force-ocr"))


def _page(text: str, found: PdfFile, running: Iterable[str], ontology: Ontology) -> Page:
    """What the metadata are read from: the text, and what the file says of itself as far as the text bears it out."""
    stated = []
    title = found.information.get("Title", "")
    if _is_title(title, text, ontology):
        stated.append(Stated("meta", "pdf:Title", title))
    else:
        title = ""
    if (made := day(found.information.get("CreationDate", ""), text, ontology)) is not None:
        stated.append(Stated("meta", "pdf:CreationDate", made))
    left = [LeftOut(words, "a running head, or the page's number") for words in dict.fromkeys(running)]
    left += [
        LeftOut(words, "aslant: a watermark") for words in dict.fromkeys(page.slanted for page in found.pages) if words
    ]
    return Page(text, tuple(stated), left_out=tuple(left[:_TOLD]), title=title or None)


def _is_title(title: str, text: str, ontology: Ontology) -> bool:
    """Whether a title is no name of a file or a program, and the text has enough of its pairs of characters."""
    table = ontology.table(Pdf).document
    words, whole = plain(title), plain(text)
    pairs = {a + b for a, b in pairwise(words)}
    known = sum(pair in whole for pair in pairs)
    return bool(pairs) and not table.untitled.fullmatch(words) and known >= table.known * len(pairs)


def day(raw: str, text: str, ontology: Ontology) -> str | None:
    """The time at which a file was made, in ISO 8601, where the last year that its text names is that year."""
    found = _DAY.match(raw)
    year = ontology.expression(Pdf, ("document", "year"), ontology.table(Pdf).document.year, groups=("year",))
    years = {m["year"] for m in year.finditer(text)}
    if found is None or not years or max(years) != found[1]:
        return None
    date = f"{found[1]}-{found[2]}-{found[3]}"
    if found[4] is None:
        return date
    zone = f"{found[7]}{found[8]}:{found[9]}" if found[7] else "Z"
    return f"{date}T{found[4]}:{found[5]}:{found[6]}{zone}"


READER = Reader("PDF", (".pdf",), ("application/pdf",), _documents, _recognizes, most=_MOST)
