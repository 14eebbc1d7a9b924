"""What a network finds likely, as a claim: its mood, and its evidence up to the end of the clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.relations.clauses import modality
from kg.extract.relations.shared_grammar import grammar
from kg.ontology.ontology import Ontology
from kg.types import Claim, Evidence, Mention, Modality, Parsed, Span

RULE = "model"
_TAIL = 12  # characters behind a pair, up to the end of its clause, that may tell the relation
_BLANK = "□"  # for a mention where the modality of a sentence is read

Roles = Sequence[tuple[str, Mention]]


def around(roles: Roles) -> Span:
    """The stretch from the first to the last of some mentions."""
    return Span(min(m.span.start for _, m in roles), max(m.span.end for _, m in roles))


def model_claim(
    parsed: Parsed,
    predicate: str,
    roles: Roles,
    evidence: Span,
    piece: Span,
    mentions: Sequence[Mention],
    probability: float,
    ontology: Ontology,
) -> Claim:
    """The claim that stands at `evidence` in a piece of text; `mentions` are those of the piece at least."""
    start, end = evidence.start - piece.start, evidence.end - piece.start
    mood: Modality = "asserted"
    if not ontology.properties[predicate].verbatim:
        mood = modality(_blanked(parsed, piece, mentions), start, end, grammar(ontology))
    tail = re.match(r"[^，。！？；：\n]*", parsed.view.text[evidence.end : min(evidence.end + _TAIL, piece.end)])
    span = Span(evidence.start, evidence.end + (len(tail.group()) if tail else 0))
    return Claim(predicate, tuple(roles), Evidence(parsed.document.id, span, f"{RULE}.{predicate}", probability), mood)


def _blanked(parsed: Parsed, piece: Span, mentions: Sequence[Mention]) -> str:
    """A piece of text without the words of names, which have no modality."""
    text = list(parsed.view.text[piece.start : piece.end])
    for mention in mentions:
        if piece.contains(mention.span):
            start, end = mention.span.start - piece.start, mention.span.end - piece.start
            text[start:end] = _BLANK * (end - start)
    return "".join(text)
