"""Relations that only the model sees: how likely each is right, learned on annotated articles, and as claims.

One logistic regression over what the model says in the manner of each data set, how far apart the two mentions are, and
whether a rule joins them in another way.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.extract.neural.relation_candidates import Offer, offers
from kg.extract.neural.session import FOLDER, weights
from kg.extract.relations.clauses import modality
from kg.extract.relations.shared_grammar import grammar
from kg.ontology.ontology import Ontology
from kg.types import Claim, Evidence, Mention, Parsed, Span, Value

WEIGHTS = "claims.json"
RULE = "model"
_POST = "positionAt"
_EDGE = 5.0  # log odds beyond which a set says no more
_TAIL = 12  # characters behind a pair, up to the end of its clause, that may tell the relation
_EVEN = 0.5
_BLANK = "□"  # for a mention where the mood of a sentence is read


@dataclass(frozen=True)
class Learned:
    """What training gives: weights of six signs, of sets, of properties; and from where on an offer counts."""

    sets: tuple[str, ...]
    properties: tuple[str, ...]
    weights: NDArray[np.float64]
    cut: float


@cache
def learned(folder: Path = FOLDER, *, alone: bool = False) -> Learned:
    """The shipped weights, beside rules or for the model alone; ModelError where they are missing or damaged."""
    table = json.loads(weights(WEIGHTS, folder))["alone" if alone else "beside"]
    return Learned(
        tuple(table["sets"]), tuple(table["properties"]), np.array(table["weights"], np.float64), float(table["cut"])
    )


def _logit(value: float) -> float:
    value = min(max(value, 1e-6), 1 - 1e-6)
    return min(max(math.log(value / (1 - value)), -_EDGE), _EDGE)


def features(
    some: Sequence[Offer], ruled: Collection[Claim], view: str, sets: Sequence[str], properties: Sequence[str]
) -> NDArray[np.float64]:
    """What is known of each offer, of shape (offers, 6 + sets + properties); `ruled` are the rules' claims."""
    joined = {frozenset((a.span, b.span)) for a, b in _ends(ruled)}
    rows = []
    for one in some:
        between = view[
            min(one.subject.span.end, one.object.span.end) : max(one.subject.span.start, one.object.span.start)
        ]
        odds = [_logit(one.likely[name]) if name in one.likely else 0.0 for name in sets]
        unheard = float(sum(name in one.likely for name in sets) == 1)
        near = frozenset((one.subject.span, one.object.span)) in joined
        commas = sum(character in "，；：" for character in between)
        rows.append(
            [
                1.0,
                max(odds, key=abs, default=0.0),
                unheard,
                float(near),
                math.log1p(len(between)),
                min(commas, 3),
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


def _key(one: Offer, *, back: bool = False) -> Key:
    ends = one.subject.span, one.object.span
    return (one.property, *ends[::-1]) if back else (one.property, *ends)


def offered(some: Iterable[Offer], ruled: Collection[Claim], ontology: Ontology) -> list[Offer]:
    """The model's relations that no rule claims of the same two mentions; a symmetric one in one direction only."""
    known, found = set(_keyed(ruled, ontology)), []
    for one in some:
        if _key(one) not in known:
            known |= {_key(one)} | ({_key(one, back=True)} if ontology.properties[one.property].symmetric else set())
            found.append(one)
    return found


def _seconded(every: Iterable[Offer], ruled: Iterable[Claim], ontology: Ontology) -> Iterator[Claim]:
    """The rules' claims that the model makes too, with its own evidence."""
    known, chances = _keyed(ruled, ontology), dict[Claim, float]()
    for one in every:
        if claim := known.get(_key(one)):
            chances[claim] = max(chances.get(claim, _EVEN), *one.likely.values())
    for claim, chance in chances.items():
        if chance > _EVEN:
            said = replace(claim.evidence, rule=f"{RULE}.{claim.predicate}", confidence=round(chance, 4))
            yield replace(claim, evidence=said)


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
    every, table = offers(parsed, mentions, ontology, folder), learned(folder, alone=ruled is None)
    ruled = ruled or ()
    found = list(_seconded(every, ruled, ontology))
    some = offered(every, ruled, ontology)
    odds = features(some, ruled, parsed.view.text, table.sets, table.properties) @ table.weights
    ordered = sorted(mentions, key=lambda m: (m.span, m.type))
    starts = [mention.span.start for mention in ordered]
    for one, chance in zip(some, np.round(1 / (1 + np.exp(-odds)), 4).tolist(), strict=True):
        within = ordered[bisect_left(starts, one.piece.start) : bisect_left(starts, one.piece.end)]
        claim = _claim(one, chance, parsed, within, ontology) if chance >= table.cut else None
        if claim is not None:
            found.append(claim)
    return found


def _claim(one: Offer, chance: float, parsed: Parsed, within: Sequence[Mention], ontology: Ontology) -> Claim | None:
    roles: list[tuple[str, Mention]] = [("subject", one.subject), ("object", one.object)]
    if one.property == _POST:
        post = _post(one, parsed, within)
        if post is None:
            return None
        roles.append(("role", post))
    start = min(mention.span.start for _, mention in roles)
    end = max(mention.span.end for _, mention in roles)
    shared = grammar(ontology)
    mood = modality(_blanked(parsed, one.piece, within), start - one.piece.start, end - one.piece.start, shared)
    tail = re.match(r"[^，。！？；：\n]*", parsed.view.text[end : min(end + _TAIL, one.piece.end)])
    span = Span(start, end + (len(tail.group()) if tail else 0))
    return Claim(one.property, tuple(roles), Evidence(parsed.document.id, span, f"{RULE}.{one.property}", chance), mood)


def _blanked(parsed: Parsed, piece: Span, mentions: Sequence[Mention]) -> str:
    """A piece of text without the words of names, which have no mood."""
    text = list(parsed.view.text[piece.start : piece.end])
    for mention in mentions:
        if piece.contains(mention.span):
            start, end = mention.span.start - piece.start, mention.span.end - piece.start
            text[start:end] = _BLANK * (end - start)
    return "".join(text)


def _post(one: Offer, parsed: Parsed, mentions: Sequence[Mention]) -> Mention | None:
    """The post that somebody holds: the title nearest to the person, or the one that the label names."""
    person = one.subject.span
    titles = [m for m in mentions if m.type == "Role" and one.piece.contains(m.span)]
    if one.role and (at := parsed.view.text.find(one.role, one.piece.start, one.piece.end)) >= 0:
        span = Span(at, at + len(one.role))
        return next((m for m in titles if m.span.contains(span)), None) or Mention(
            span, "Role", "value", Value(one.role, "text")
        )
    return min(titles, key=lambda m: (max(m.span.start - person.end, person.start - m.span.end), m.span), default=None)
