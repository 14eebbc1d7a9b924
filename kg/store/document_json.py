"""Document <-> JSON object: one form for all files in which a document stands."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from kg.store.json_record import Record
from kg.text.pages import are_starts
from kg.types import Document, DocumentId, Meta, Span


def to_json(document: Document) -> dict[str, Any]:
    """A document with its text, and the SHA-256 of that. Spans are lists of two offsets, `pages` where each begins.

    `reprintOf`, in a graph, is the document that it repeats.
    """
    meta = document.meta
    return {
        "id": document.id,
        "title": meta.title,
        "publisher": meta.publisher,
        "source": meta.source,
        "datePublished": meta.datePublished,
        "authors": meta.authors,
        "editors": meta.editors,
        "sha256": document.digest,
        "encoding": meta.encoding,
        **({} if meta.url is None else {"url": meta.url}),
        **({"pages": meta.pages} if meta.pages else {}),
        **({} if document.reprint_of is None else {"reprintOf": document.reprint_of}),
        "frame": [[s.start, s.end] for s in meta.frame],
        "fields": [[name, s.start, s.end] for name, s in meta.fields],
        "text": document.text,
    }


def digest(document: Document) -> str:
    """SHA-256, in hexadecimal, of all that a Layer of a document depends on: its id, its text and its meta."""
    return hashlib.sha256(json.dumps(to_json(document)).encode()).hexdigest()


def from_json(record: Record) -> Document:
    """The document that `to_json` wrote; GraphError where it is not of that form. The SHA-256 is not compared."""
    meta = Meta(
        title=record.text("title"),
        publisher=record.text("publisher"),
        source=record.text("source"),
        datePublished=record.text("datePublished"),
        authors=record.words("authors"),
        editors=record.words("editors"),
        frame=tuple(Span(*pair) for pair in _read_spans(record, "frame", (int, int))),
        fields=tuple((name, Span(*pair)) for name, *pair in _read_spans(record, "fields", (str, int, int))),
        encoding=record.get("encoding", str, default="utf-8"),
        url=record.text("url"),
        pages=_read_pages(record),
    )
    reprinted = record.text("reprintOf")
    of = None if reprinted is None else DocumentId(reprinted)
    return Document(DocumentId(record.get("id", str)), record.get("text", str), meta, reprint_of=of)


def _read_pages(record: Record) -> tuple[int, ...]:
    found = record.get("pages", list, default=[])
    if any(type(at) is not int for at in found) or not are_starts(found, len(record.get("text", str))):
        raise record.wrong("pages", "holds something that is not where a page begins, in order")
    return tuple(found)


def _read_spans(record: Record, key: str, kinds: tuple[type, ...]) -> list[Any]:
    """A list of lists whose items are of some kinds, the last two of them offsets."""
    found = record.get(key, list, default=[])
    for item in found:
        if not isinstance(item, list) or tuple(map(type, item)) != kinds:
            raise record.wrong(key, f"holds something that is not [{', '.join(kind.__name__ for kind in kinds)}]")
    return found
