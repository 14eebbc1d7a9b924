"""Document -> Parsed."""

from __future__ import annotations

from kg.segment.sentences import sentences
from kg.segment.words import tokens
from kg.text.view import uniform
from kg.types import Document, Parsed, View


def segment(document: Document) -> Parsed:
    """Cut a document's body into sentences and words.

    >>> parsed = segment(Document("a", "宜宾市司法局获奖。"))
    >>> [document_words for document_words in (parsed.document.cut(t.span) for t in parsed.tokens)]
    ['宜宾市', '司法局', '获奖', '。']
    """
    view = uniform(document.text)
    spans = sentences(view, document.meta.frame)
    return Parsed(document, View(view, range(len(view)), range(1, len(view) + 1)), spans, tokens(view, spans))
