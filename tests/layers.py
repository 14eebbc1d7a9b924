"""Layers made from marked text: `[name|Type]`, `[该局|Type|nominal]`, `[他|Person|pronoun]`, `[局长|Role]`."""

from __future__ import annotations

import re

from kg.merge.merge import merge
from kg.ontology.ontology import load
from kg.resolve.resolve import resolve
from kg.types import Claim, Document, DocumentId, Evidence, Form, Graph, Layer, Mention, Meta, Modality, Span, Value

ONTOLOGY = load()
_MARK = re.compile(r"\[([^|\]]+)\|(\w+)(?:\|(\w+))?\]")
_FORMS: dict[str | None, Form] = {None: "name", "nominal": "nominal", "pronoun": "pronoun"}


def layer(marked: str, *claims: str, id_: str = "a", meta: Meta | None = None) -> Layer:
    """A layer; a claim is `predicate(subject, object, role=局长)`, each part the first mention of those characters."""
    text, mentions, at = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        span = Span(len(text), len(text) + len(mark[1]))
        mentions.append(Mention(span, mark[2], _FORMS[mark[3]]) if mark[2] != "Role" else role(span, mark[1]))
        text, at = text + mark[1], mark.end()
    text += marked[at:]
    document = Document(DocumentId(id_), text, meta or Meta())
    made = tuple(claim(written, document, mentions) for written in claims)
    return Layer(document, "rules", tuple(m for m in mentions if m.form != "value"), made)


def role(span: Span, words: str) -> Mention:
    return Mention(span, "Role", "value", Value(words, "text"))


def claim(written: str, document: Document, mentions: list[Mention], modality: Modality = "asserted") -> Claim:
    predicate, inside = written.removesuffix(")").split("(")
    roles = []
    for n, part in enumerate(inside.split(", ")):
        name, _, words = part.rpartition("=")
        name = name or ("subject", "object")[n]
        if re.fullmatch(r"[\d-]+", words):
            roles.append((name, Mention(Span(0, 1), "Date", "value", Value(words, "date"))))
        else:
            roles.append((name, next(m for m in mentions if document.cut(m.span) == words)))
    return Claim(predicate, tuple(roles), Evidence(document.id, Span(0, len(document.text)), "test"), modality)


def graph(*layers: Layer) -> Graph:
    """The graph of some layers."""
    return merge(layers, resolve(layers, ONTOLOGY), ONTOLOGY).graph


def nodes(*layers: Layer) -> dict[str, set[str]]:
    """Entity ids, and all that means each: names and the words of its mentions."""
    found = graph(*layers)
    documents = {document.id: document for document in found.documents}
    said = {e.id: {documents[d].cut(span) for d, span in e.mentions} for e in found.entities}
    return {e.id: {e.name, *e.aliases, *said[e.id]} for e in found.entities}
