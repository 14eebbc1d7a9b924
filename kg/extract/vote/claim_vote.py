"""Which relations that only the model sees become claims.

One logistic regression, learned on annotated articles, over the model's probabilities by the labels of each data set,
how far apart the two mentions are, and whether a rule joins them in another way. In 海州大学校长李明月到会 the
candidate positionAt(李明月, 海州大学), which no rule claims, with 0.9 by one data set has the columns

    constant 1 | strongest log odds 2.2 | one set only 1 | joined by a rule 0 | log(1 + 2 characters) | commas 0 | 2.2 …

If their weighted sum gives at least the probability `cut`, it is claimed, with the title that stands nearest (校长).
"""

from __future__ import annotations

import json
import math
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.extract.neural.logits import log_odds
from kg.extract.neural.relation_candidates import RelationCandidate, relation_candidates
from kg.extract.neural.session import FOLDER, MAX_FOLDERS, weights
from kg.extract.vote.model_claims import RULE, around, model_claim
from kg.ontology.ontology import Ontology
from kg.types import Claim, Mention, Parsed, Span, Value

WEIGHTS = "claims.json"
STRONGEST = 1  # the column of the strongest log odds
_POST = "positionAt"
_MAX_LOG_ODDS = 5  # stronger ones are clipped
_MAX_COMMAS = 3
_EVEN = 0.5
_DIGITS = 4  # of a confidence


@dataclass(frozen=True)
class ClaimWeights:
    """What training gives: weights of six columns, of sets, of properties; and the least probability of a claim."""

    sets: tuple[str, ...]
    properties: tuple[str, ...]
    weights: NDArray[np.float64]
    cut: float


@lru_cache(maxsize=2 * MAX_FOLDERS)
def claim_weights(folder: Path = FOLDER, *, alone: bool = False) -> ClaimWeights:
    """The shipped weights, beside rules or for the model alone; ModelError where they are missing or damaged."""
    table = json.loads(weights(WEIGHTS, folder))["alone" if alone else "beside"]
    return ClaimWeights(
        tuple(table["sets"]), tuple(table["properties"]), np.array(table["weights"], np.float64), float(table["cut"])
    )


def features(
    some: Sequence[RelationCandidate],
    ruled: Collection[Claim],
    view: str,
    sets: Sequence[str],
    properties: Sequence[str],
) -> NDArray[np.float64]:
    """The columns of each candidate, of shape (candidates, 6 + sets + properties); `ruled` are the rules' claims."""
    joined = {frozenset((a.span, b.span)) for a, b in _ends(ruled)}
    rows = []
    for one in some:
        subject, object_ = one.subject.span, one.object.span
        between = view[min(subject.end, object_.end) : max(subject.start, object_.start)]
        odds = [log_odds(one.probabilities[name], _MAX_LOG_ODDS) if name in one.probabilities else 0.0 for name in sets]
        rows.append(
            [
                1.0,
                max(odds, key=abs, default=0.0),
                float(sum(name in one.probabilities for name in sets) == 1),
                float(frozenset((subject, object_)) in joined),
                math.log1p(len(between)),
                min(sum(character in "，；：" for character in between), _MAX_COMMAS),
                *odds,
                *(float(one.property == name) for name in properties),
            ]
        )
    return np.array(rows, np.float64).reshape(len(some), 6 + len(sets) + len(properties))


def _ends(claims: Iterable[Claim]) -> Iterator[tuple[Mention, Mention]]:
    for claim in claims:
        subject, object_ = claim.role("subject"), claim.role("object")
        if subject is not None and object_ is not None:
            yield subject, object_


Key = tuple[str, Span, Span]  # property, subject, object


def _keyed(ruled: Iterable[Claim], ontology: Ontology) -> dict[Key, Claim]:
    """The rules' claims by what they join; symmetric ones both ways."""
    known: dict[Key, Claim] = {}
    for claim in ruled:
        for subject, object_ in _ends([claim]):
            known.setdefault((claim.predicate, subject.span, object_.span), claim)
            if ontology.properties[claim.predicate].symmetric:
                known.setdefault((claim.predicate, object_.span, subject.span), claim)
    return known


def _key(one: RelationCandidate, *, back: bool = False) -> Key:
    ends = one.subject.span, one.object.span
    return (one.property, *ends[::-1]) if back else (one.property, *ends)


def unclaimed(
    some: Iterable[RelationCandidate], ruled: Collection[Claim], ontology: Ontology
) -> list[RelationCandidate]:
    """The model's relations that no rule claims of the same two mentions; a symmetric one in one direction only."""
    known, found = set(_keyed(ruled, ontology)), []
    for one in some:
        if _key(one) not in known:
            known |= {_key(one)} | ({_key(one, back=True)} if ontology.properties[one.property].symmetric else set())
            found.append(one)
    return found


def _confirmed(every: Iterable[RelationCandidate], ruled: Iterable[Claim], ontology: Ontology) -> Iterator[Claim]:
    """The rules' claims that the model makes too, with its own evidence."""
    known, highest = _keyed(ruled, ontology), dict[Claim, float]()
    for one in every:
        if claim := known.get(_key(one)):
            highest[claim] = max(highest.get(claim, _EVEN), *one.probabilities.values())
    for claim, probability in highest.items():
        if probability > _EVEN:
            rule, confidence = f"{RULE}.{claim.predicate}", round(probability, _DIGITS)
            yield replace(claim, evidence=replace(claim.evidence, rule=rule, confidence=confidence))


def claims(
    parsed: Parsed,
    mentions: Sequence[Mention],
    ruled: Collection[Claim] | None,
    ontology: Ontology,
    folder: Path = FOLDER,
) -> list[Claim]:
    """The relations between mentions that the model finds likely, with how likely they are.

    What a rule claims too is claimed once more in the rule's words, so that both are among the fact's evidence. `ruled`
    is None where the model is alone; there are other weights for that, and each has a cut of its own.
    """
    every = relation_candidates(parsed, mentions, ontology, folder)
    table = claim_weights(folder, alone=ruled is None)
    ruled = ruled or ()
    found = list(_confirmed(every, ruled, ontology))
    some = unclaimed(every, ruled, ontology)
    odds = features(some, ruled, parsed.view.text, table.sets, table.properties) @ table.weights
    ordered = sorted(mentions, key=lambda m: (m.span, m.type))
    starts = [mention.span.start for mention in ordered]
    for one, probability in zip(some, np.round(1 / (1 + np.exp(-odds)), _DIGITS).tolist(), strict=True):
        within = ordered[bisect_left(starts, one.piece.start) : bisect_left(starts, one.piece.end)]
        claim = _claim(one, probability, parsed, within, ontology) if probability >= table.cut else None
        if claim is not None:
            found.append(claim)
    return found


def _claim(
    one: RelationCandidate, probability: float, parsed: Parsed, within: Sequence[Mention], ontology: Ontology
) -> Claim | None:
    """The claim with its modality and its evidence up to the end of the clause; None for a post without a title."""
    roles: list[tuple[str, Mention]] = [("subject", one.subject), ("object", one.object)]
    if one.property == _POST:
        post = _post(one, parsed, within)
        if post is None:
            return None
        roles.append(("role", post))
    return model_claim(parsed, one.property, roles, around(roles), one.piece, within, probability, ontology)


def _post(one: RelationCandidate, parsed: Parsed, mentions: Sequence[Mention]) -> Mention | None:
    """The post that somebody holds: the title nearest to the person, or the one that the label names."""
    person = one.subject.span
    titles = [m for m in mentions if m.type == "Role" and one.piece.contains(m.span)]
    if one.role and (at := parsed.view.text.find(one.role, one.piece.start, one.piece.end)) >= 0:
        span = Span(at, at + len(one.role))
        return next((m for m in titles if m.span.contains(span)), None) or Mention(
            span, "Role", "value", Value(one.role, "text")
        )
    return min(titles, key=lambda m: (max(m.span.start - person.end, person.start - m.span.end), m.span), default=None)
