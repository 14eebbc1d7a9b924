"""Document -> Parsed."""

from __future__ import annotations

from kg.ontology.ontology import Ontology
from kg.segment.glued_words import parted
from kg.segment.normal_form import normal_form
from kg.segment.sentences import sentences
from kg.segment.words import tokens
from kg.types import Document, Parsed


def segment(document: Document, ontology: Ontology) -> Parsed:
    """Cut a document's body into sentences and words, which are read in a normal form of its text.

    >>> from kg.ontology.ontology import load
    >>> parsed = segment(Document("a", "宜宾市司法局 3 次获奖。"), load())
    >>> [parsed.view.cut(token.span) for token in parsed.tokens]
    ['宜宾市', '司法局', '3', '次', '获奖', '。']
    >>> parsed.document.cut(parsed.view.to_document(parsed.sentences[0]))
    '宜宾市司法局 3 次获奖。'
    """
    view, meta = normal_form(document, ontology), document.meta
    spans = sentences(view.text, filter(len, map(view.from_document, meta.frame)))
    fields = tuple((name, seen) for name, span in meta.fields if (seen := view.from_document(span)))
    words = parted(view.text, tokens(view.text, spans), ontology)
    return Parsed(document, view, spans, words, fields)
