"""The table of readers: a new format is one module and one row here."""

from __future__ import annotations

from kg.read import markdown, mhtml, plain_text
from kg.read.html import html_reader
from kg.read.office import docx, epub, odt
from kg.read.pdf import pdf_reader
from kg.read.reader import Reader
from kg.read.records import csv_table, json_lines, parquet, warc

# Where neither suffix nor media type is known, the first reader that recognizes the bytes is taken; plain text is last.
READERS: tuple[Reader, ...] = (
    docx.READER,
    odt.READER,
    epub.READER,
    mhtml.READER,
    html_reader.READER,
    pdf_reader.READER,
    markdown.READER,
    json_lines.READER,
    csv_table.READER,
    parquet.READER,
    warc.READER,
    plain_text.READER,
)


def suffixes() -> tuple[str, ...]:
    """The suffixes of the files that a folder is searched for.

    >>> suffixes()[-1]
    '.txt'
    """
    return tuple(suffix for reader in READERS for suffix in reader.suffixes)


def of_suffix(suffix: str) -> Reader | None:
    """The reader of files with a suffix (upper or lower case), or None."""
    return next((reader for reader in READERS if suffix.lower() in reader.suffixes), None)


def of_media_type(media_type: str) -> Reader | None:
    """The reader of a media type, or None; its parameters are ignored, since the encoding is detected from the bytes.

    >>> of_media_type("Text/HTML; charset=gbk").name
    'HTML'
    """
    essence = media_type.partition(";")[0].strip().lower()
    return next((reader for reader in READERS if essence in reader.media_types), None)


def largest(suffix: str, limit: int) -> int:
    """How many bytes of a file with a suffix, or without a known one, are read to see what it is."""
    named = of_suffix(suffix)
    return max(reader.largest(limit) for reader in ([named] if named else READERS))


def choose(data: bytes, *, suffix: str = "", media_type: str = "") -> Reader:
    """The reader for bytes: the suffix decides, then the media type, then the bytes themselves.

    >>> choose("<html><body>".encode("utf-16"), suffix=".txt").name, choose("<html><body>".encode("utf-16")).name
    ('plain text', 'HTML')
    """
    named = of_suffix(suffix) or of_media_type(media_type)
    return named or next(reader for reader in READERS if reader.recognizes(data))
