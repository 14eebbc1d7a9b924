"""Plain text: one document a source."""

from __future__ import annotations

from collections.abc import Iterator

from kg.errors import SourceError
from kg.ontology.ontology import Ontology
from kg.read.reader import Content, Reader
from kg.types import Document


def _documents(content: Content, ontology: Ontology) -> Iterator[Document | SourceError]:
    text, encoding = content.decode(ontology)
    yield content.document(text, ontology, encoding=encoding)


def _recognizes(_data: bytes) -> bool:
    """Anything may be text; what is none is refused with a sentence."""
    return True


READER = Reader("plain text", (".txt",), ("text/plain",), _documents, _recognizes)
