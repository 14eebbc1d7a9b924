"""What tests ask of the reader of PDFs."""

from __future__ import annotations

import pytest

from kg.errors import SourceError
from kg.ontology.ontology import load
from kg.read.pdf.pdf_reader import READER
from kg.read.reader import Content, Explanation
from kg.types import Document

pytest.importorskip("pypdfium2", reason="no pypdfium2: pip install 'zhkg[pdf]'")


def document(data: bytes) -> Document:
    """The document of a PDF."""
    (found,) = READER.read(Content("news", data, "news.pdf"), load())
    assert isinstance(found, Document), found
    return found


def lines(data: bytes) -> list[str]:
    """The paragraphs of a PDF."""
    return document(data).text.split("\n")


def refused(data: bytes) -> SourceError:
    """Why a PDF is not read."""
    (found,) = READER.read(Content("news", data, "news.pdf"), load())
    assert isinstance(found, SourceError), found
    return found


def told(data: bytes) -> Explanation:
    """How a PDF was read."""
    kept: list[Explanation] = []
    list(READER.read(Content("news", data, "news.pdf", on_reading=kept.append), load()))
    return kept[0]


def tight(text: str) -> str:
    """A text without blanks: some programs set figures apart from characters."""
    return "".join(text.split())
