"""Rules and network vote on claims: how likely each offer is right, learned on annotated articles.

One logistic regression over what the network says of a pair of mentions and of other subjects for the same object,
what a rule says, how far apart both are, and the property. An offer stands if its probability is at least the bar of
its property, which is chosen so that what passes is right often enough on articles that were held out.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.extract.neural.joint import JointReading
from kg.extract.neural.session import FOLDER, MAX_FOLDERS, weights
from kg.extract.relations.clauses import modality
from kg.extract.relations.shared_grammar import grammar
from kg.extract.vote.offers import Offer, log_odds, offers
from kg.ontology.ontology import Ontology
from kg.ontology.tables.neural import Neural
from kg.types import Claim, Evidence, Mention, Parsed, Span

WEIGHTS = "claims.json"
RULE = "model"
_EDGE = 5  # log odds go no further
_FAR = 120  # characters between two mentions from which on the evidence is the object's clause alone
_TAIL = 12  # characters behind a pair, up to the end of its clause, that may tell the relation
_BLANK = "□"  # for a mention where the modality of a sentence is read
_DIGITS = 4  # of a confidence
_SHARED = 12  # columns beside those of the properties


@dataclass(frozen=True)
class ClaimWeights:
    """What training gives: the weights of the columns, and the bars of offers with and without a rule, by property."""

    properties: tuple[str, ...]
    weights: NDArray[np.float64]
    ruled: Mapping[str, float]
    alone: Mapping[str, float]


@lru_cache(maxsize=2 * MAX_FOLDERS)
def claim_weights(folder: Path = FOLDER, *, alone: bool = False) -> ClaimWeights:
    """The shipped weights, beside rules or for the network alone; ModelError where they are missing or damaged."""
    table = json.loads(weights(WEIGHTS, folder))["alone" if alone else "beside"]
    numbers = np.array(table["weights"], np.float64)
    return ClaimWeights(tuple(table["properties"]), numbers, table["ruled"], table["network"])


def features(some: Sequence[Offer], properties: Sequence[str]) -> NDArray[np.float64]:
    """The columns of each offer, of shape (offers, 12 + 2 * properties)."""
    place = {name: n for n, name in enumerate(properties)}
    rows = np.zeros((len(some), _SHARED + 2 * len(properties)))
    for row, one in zip(rows, some, strict=True):
        ruled = one.claim is not None
        said = log_odds(one.probability or 0.0, _EDGE)
        a, b = one.subject.span, one.object.span
        gap = max(a.start - b.end, b.start - a.end, 0)
        row[:_SHARED] = [
            1.0,
            0.0 if one.probability is None else said,
            float(one.probability is None),
            float(ruled),
            said if ruled and one.probability is not None else 0.0,
            log_odds(one.claim.evidence.confidence, _EDGE) if one.claim else 0.0,
            log_odds(one.rival, _EDGE),
            float(one.ruled_rival),
            float(one.ruled_rival and ruled),
            math.log1p(gap),
            min(max(one.known, -_EDGE), _EDGE),
            float(one.subject.form in ("nominal", "pronoun", "zero")),
        ]
        if one.predicate in place:
            row[_SHARED + place[one.predicate] + len(properties) * ruled] = 1.0
    return rows


def claims(
    parsed: Parsed,
    mentions: Sequence[Mention],
    ruled: Collection[Claim],
    reading: JointReading,
    ontology: Ontology,
    folder: Path = FOLDER,
    *,
    alone: bool = False,
) -> list[Claim]:
    """The claims that rules and network find likely together.

    What both say is claimed in the rule's words and once more in the network's, so that both are among the fact's
    evidence. What rules say of a property that nothing was learned of stands. `alone`: no rules, and other weights.
    """
    table = claim_weights(folder, alone=alone)
    some = offers(parsed, mentions, ruled, reading, ontology)
    odds = features(some, table.properties) @ table.weights
    found: list[Claim] = []
    for one, probability in zip(some, np.round(1 / (1 + np.exp(-odds)), _DIGITS).tolist(), strict=True):
        bars = table.alone if one.claim is None else table.ruled
        untold = one.claim is not None and one.predicate not in table.properties
        if untold or probability >= bars.get(one.predicate, bars[""]):
            found += _claimed(one, probability, parsed, mentions, ontology)
    return found


def _claimed(
    one: Offer, probability: float, parsed: Parsed, mentions: Sequence[Mention], ontology: Ontology
) -> list[Claim]:
    if one.claim is None:
        return [_claim(one, probability, parsed, mentions, ontology)]
    if (one.probability or 0.0) < ontology.table(Neural).offers.confirmed:
        return [one.claim]
    seen = round(float(one.probability or 0.0), _DIGITS)
    evidence = replace(one.claim.evidence, rule=f"{RULE}.{one.predicate}", confidence=seen)
    return [one.claim, replace(one.claim, evidence=evidence)]


def _claim(one: Offer, probability: float, parsed: Parsed, mentions: Sequence[Mention], ontology: Ontology) -> Claim:
    """The network's claim with its modality and its evidence up to the end of the clause."""
    roles = [("subject", one.subject), ("object", one.object)] + ([("role", one.role)] if one.role else [])
    start, end = min(m.span.start for _, m in roles), max(m.span.end for _, m in roles)
    if end - start > _FAR + len(one.object.span):
        start, end = one.object.span.start, one.object.span.end
    piece = _around(parsed, Span(start, end))
    mood = modality(_blanked(parsed, piece, mentions), start - piece.start, end - piece.start, grammar(ontology))
    tail = re.match(r"[^，。！？；：\n]*", parsed.view.text[end : min(end + _TAIL, piece.end)])
    span = Span(start, end + (len(tail.group()) if tail else 0))
    evidence = Evidence(parsed.document.id, span, f"{RULE}.{one.predicate}", max(probability, 10**-_DIGITS))
    return Claim(one.predicate, tuple(roles), evidence, mood)


def _around(parsed: Parsed, span: Span) -> Span:
    """A span grown to the sentences that it touches."""
    touched = [one for one in parsed.sentences if one.overlaps(span)]
    return Span(min([span.start, *(s.start for s in touched)]), max([span.end, *(s.end for s in touched)]))


def _blanked(parsed: Parsed, piece: Span, mentions: Sequence[Mention]) -> str:
    """A piece of text without the words of names, which have no modality."""
    text = list(parsed.view.text[piece.start : piece.end])
    for mention in mentions:
        if piece.contains(mention.span):
            start, end = mention.span.start - piece.start, mention.span.end - piece.start
            text[start:end] = _BLANK * (end - start)
    return "".join(text)
