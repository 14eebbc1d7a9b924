"""Layer <-> bytes: equal Layers have equal bytes, wherever and whenever they are written.

After the header (see `envelope`) come a line with the document, the mentions, and the claims, which name their mentions
by number, so that each is written once:

    {"id":"a","title":null, … "text":"…"}
    ["rules",2,1,1]                                            extractor; how many lines of each kind follow
    [0,5,"GovernmentBody"]                                     mention 0
    [7,12,"Award"]                                             mention 1
    [13,18,"Date","value",["2020","date"]]                     mention 2, which claims alone have
    ["received","asserted",0,19,"award.conferred",0.93,["subject",0],["object",1],["time",2]]

The document is in it, text and all: a Layer is cached, sent between machines and merged without its source, which may
have moved or changed by then, and its spans mean nothing without the text that they were counted in.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, get_args

from kg.store import document_json, mention_rows
from kg.store.canonical import HALF, digests_differ, refuse
from kg.store.envelope import Format
from kg.store.json_record import Record
from kg.store.mention_rows import from_row, offset, span, text, to_row
from kg.types import Claim, Document, DocumentId, Evidence, Layer, Mention, Modality

FORMAT = Format("layer", 1, "remove it, and extract the document again")
_CLAIM = "a claim, [predicate, modality, start, end, rule, confidence, [role, number of a mention], …]"
_COUNTS = "[extractor, number of mentions, of mentions that only claims have, of claims]"
_MODALITIES = frozenset(get_args(Modality))


def encode(layer: Layer) -> bytes:
    """A Layer as the content of a file. Half a character (a lone surrogate) becomes U+FFFD, as in a graph's files.

    Raises ValueError where a claim's evidence is in another document, or its confidence is not finite.
    """
    numbers: dict[Mention, int] = {}
    for number, mention in enumerate(layer.mentions):
        numbers.setdefault(mention, number)
    claimed = {m: None for claim in layer.claims for _, m in claim.roles if m not in numbers}
    numbers.update((mention, number) for number, mention in enumerate(claimed, len(layer.mentions)))
    head = [layer.extractor, len(layer.mentions), len(claimed), len(layer.claims)]
    claims = (_claim_row(claim, layer.document, numbers) for claim in layer.claims)
    document = Document(layer.document.id, HALF.sub("\ufffd", layer.document.text), layer.document.meta)
    mentions = map(to_row, (*layer.mentions, *claimed))
    return FORMAT.seal([document_json.to_json(document), head, *mentions, *claims])


def _claim_row(claim: Claim, document: Document, numbers: dict[Mention, int]) -> list[object]:
    evidence = claim.evidence
    if evidence.document != document.id:
        raise ValueError(f"a claim of the layer of {document.id} has its evidence in {evidence.document}")
    place = (evidence.span.start, evidence.span.end, evidence.rule, float(evidence.confidence) + 0.0)  # no -0.0
    return [claim.predicate, claim.modality, *place, *([role, numbers[mention]] for role, mention in claim.roles)]


def decode(data: bytes, where: str | None = None) -> Layer:
    """The Layer that `encode` wrote; `where` names the file in errors.

    Raises GraphError where it is no layer of this version of the format, or not whole.

    >>> decode(b"no layer", "a.layer")
    Traceback (most recent call last):
    kg.errors.GraphError: a.layer: it is no zhkg layer file; remove it, and extract the document again
    """
    lines = FORMAT.unseal(data, where)
    (document,) = lines.take(1, lambda record: _document(record, where), "a document")
    ((extractor, mentions, claimed, claims),) = lines.take(1, _counts, _COUNTS)
    table = lines.take(mentions + claimed, from_row, mention_rows.SHAPE)
    found = lines.take(claims, lambda row: _claim(row, document.id, table), _CLAIM)
    lines.end()
    return Layer(document, extractor, tuple(table[:mentions]), tuple(found))


def decode_document(data: bytes, where: str | None = None) -> Document:
    """The document of the Layer that `encode` wrote; the rest is not looked at. GraphError as `decode`."""
    (document,) = FORMAT.unseal(data, where).take(1, lambda record: _document(record, where), "a document")
    return document


def _document(record: Any, where: str | None) -> Document:
    read = Record(record, "document", where, FORMAT.hint)
    document = document_json.from_json(read)
    refuse(digests_differ([document], {document.id: read.get("sha256", str)}), where)
    return document


def _counts(row: Any) -> tuple[str, int, int, int]:
    extractor, mentions, claimed, claims = row
    return text(extractor), offset(mentions), offset(claimed), offset(claims)


def _claim(row: Any, document: DocumentId, mentions: list[Mention]) -> Claim:
    predicate, modality, start, end, rule, confidence, *roles = row
    if modality not in _MODALITIES or type(confidence) is not Decimal:
        raise ValueError(row)
    evidence = Evidence(document, span(start, end), text(rule), float(confidence))
    joined = tuple((text(role), mentions[offset(number)]) for role, number in roles)
    return Claim(text(predicate), joined, evidence, modality)
