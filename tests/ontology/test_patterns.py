"""Every pattern fires where its `yes` says and keeps silent, or does not assert, where its `no` says."""

import re

import pytest

from kg.extract.relations.patterns import Pattern, patterns
from kg.extract.rules import extract
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Layer, Mention, Meta

ONTOLOGY = load()
_YES = re.compile(r"(?P<text>.+) => (?P<predicate>\w+)\((?P<subject>.+?), (?P<object>.+)\)")


def layer_of(text: str) -> Layer:
    return extract(segment(Document(DocumentId("test"), text, Meta(datePublished="2021-06-01")), ONTOLOGY), ONTOLOGY)


def plain(layer: Layer, mention: Mention | None) -> str:
    assert mention is not None
    if mention.value is not None and mention.value.datatype != "text":
        return mention.value.text
    return (mention.name or layer.document.cut(mention.span)).strip("《》")


@pytest.mark.parametrize("pattern", patterns(ONTOLOGY).all, ids=lambda p: p.id)
def test_yes(pattern: Pattern) -> None:
    for example in pattern.yes:
        wanted = _YES.fullmatch(example)
        assert wanted, f"{pattern.id}: not of the form 'text => predicate(subject, object)': {example}"
        layer = layer_of(wanted["text"])
        found = {
            (c.predicate, plain(layer, c.role("subject")), plain(layer, c.role("object")))
            for c in layer.claims
            if c.evidence.rule == pattern.id and c.modality == "asserted"
        }
        assert (wanted["predicate"], wanted["subject"], wanted["object"]) in found, [
            layer.document.cut(m.span) + ":" + m.type for m in layer.mentions
        ]


@pytest.mark.parametrize("pattern", patterns(ONTOLOGY).all, ids=lambda p: p.id)
def test_no(pattern: Pattern) -> None:
    for example in pattern.no:
        layer = layer_of(example)
        asserted = [c for c in layer.claims if c.evidence.rule == pattern.id and c.modality == "asserted"]
        assert not asserted, example
