"""Rules and network vote on claims: how likely each offer is right, learned on annotated articles.

Two logistic regressions, one for what rules say and one for what only the network says, over the network's chances of
the pair and of what stands against it, how far apart both mentions are, and the property. An offer stands if its
probability is at least the bar of its property, chosen on articles that were held out.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.extract.neural.joint import JointReading
from kg.extract.neural.logits import log_odds
from kg.extract.neural.session import FOLDER, MAX_FOLDERS, weights
from kg.extract.vote.model_claims import RULE, around, model_claim
from kg.extract.vote.offers import Offer, offers
from kg.ontology.ontology import Ontology
from kg.ontology.tables.neural import Neural
from kg.types import Claim, Mention, Parsed, Span

WEIGHTS = "claims.json"
KINDS = ("ruled", "network")  # of offers: those that a rule makes, and those of the network alone
_EDGE = 5  # log odds go no further
_FAR = 120  # characters between two mentions from which on the evidence is the sentence of the object alone
_MAX_MARKS = 3  # commas, and stops, between two mentions that are told apart
_DIGITS = 4  # of a confidence
SHARED = 14  # columns beside those of the properties


@dataclass(frozen=True)
class Weights:
    """Of the offers with a rule, or of the network's own: the weights of the columns, and the bars by property."""

    columns: NDArray[np.float64]
    bars: Mapping[str, float]


@dataclass(frozen=True)
class ClaimWeights:
    """What training gives."""

    properties: tuple[str, ...]
    ruled: Weights
    network: Weights

    def judged(self, some: Sequence[Offer]) -> list[tuple[float, bool]]:
        """How likely each offer is right, and whether that is enough."""
        rows, found = features(some, self.properties), []
        for row, one in zip(rows, some, strict=True):
            mine = self.network if one.claim is None else self.ruled
            chance = round(float(1 / (1 + np.exp(-(row @ mine.columns)))), _DIGITS)
            untold = one.claim is not None and one.predicate not in self.properties
            found.append((chance, untold or chance >= mine.bars.get(one.predicate, mine.bars[""])))
        return found


@lru_cache(maxsize=2 * MAX_FOLDERS)
def claim_weights(folder: Path = FOLDER, *, alone: bool = False) -> ClaimWeights:
    """The shipped weights, beside rules or for the network alone; ModelError where they are missing or damaged."""
    table = json.loads(weights(WEIGHTS, folder))["alone" if alone else "beside"]
    both = (Weights(np.array(table[kind]["columns"], np.float64), table[kind]["bars"]) for kind in KINDS)
    return ClaimWeights(tuple(table["properties"]), *both)


def features(some: Sequence[Offer], properties: Sequence[str]) -> NDArray[np.float64]:
    """The columns of each offer, of shape (offers, 14 + properties)."""
    place = {name: n for n, name in enumerate(properties)}
    rows = np.zeros((len(some), SHARED + len(properties)))
    for row, one in zip(rows, some, strict=True):
        a, b = one.subject.span, one.object.span
        row[:SHARED] = [
            1.0,
            0.0 if one.probability is None else log_odds(one.probability, _EDGE),
            float(one.probability is None),
            log_odds(one.claim.evidence.confidence, _EDGE) if one.claim else 0.0,
            log_odds(one.rival, _EDGE),
            float(one.probability is not None and one.probability > one.rival),
            float(one.ruled_rival),
            log_odds(one.other, _EDGE),
            log_odds(one.again, _EDGE),
            min(max(one.sure, -_EDGE), _EDGE),
            math.log1p(max(a.start - b.end, b.start - a.end, 0)),
            min(one.commas, _MAX_MARKS),
            min(one.stops, _MAX_MARKS),
            float(one.subject.form in ("nominal", "pronoun", "zero")),
        ]
        if one.predicate in place:
            row[SHARED + place[one.predicate]] = 1.0
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
    found: list[Claim] = []
    for one, (probability, enough) in zip(some, table.judged(some), strict=True):
        if enough:
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
    """The network's claim; where the two mentions are far apart, the evidence is the sentence of the object."""
    roles = [("subject", one.subject), ("object", one.object)] + ([("role", one.role)] if one.role else [])
    span, last = around(roles), one.object.span
    if len(span) > _FAR + len(last):
        span = Span(max(_sentences(parsed, last).start, last.start - _FAR), last.end)
    likely = max(probability, 10**-_DIGITS)
    return model_claim(parsed, one.predicate, roles, span, _sentences(parsed, span), mentions, likely, ontology)


def _sentences(parsed: Parsed, span: Span) -> Span:
    """A span grown to the sentences that it touches."""
    sentences = parsed.sentences
    first = bisect_right(sentences, span.start, key=lambda one: one.end)
    touched = sentences[first : bisect_left(sentences, span.end, first, key=lambda one: one.start)]
    return Span(min(span.start, touched[0].start), max(span.end, touched[-1].end)) if touched else span
