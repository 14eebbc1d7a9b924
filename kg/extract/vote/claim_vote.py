"""The vote on rules' claims: how sure each is by what the network says of the same two mentions.

A rule's confidence is its author's guess. Learned on annotated articles, it is how often such claims are right.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from kg.extract.neural.joint import JointReading
from kg.extract.vote.model_claims import RULE
from kg.extract.vote.offer_weights import OfferWeights, confidence
from kg.extract.vote.offers import OFFERED, Offer
from kg.types import Claim, Mention

Ends: TypeAlias = tuple[str, Mention | None, Mention | None]  # a property, its subject and its object


def weighed(
    ruled: Sequence[Claim],
    some: Iterable[Offer],
    reading: JointReading,
    table: OfferWeights,
    confirmed: Collection[Claim] = (),
) -> list[Claim]:
    """Claims of rules, as sure as `table` finds them by what the network offers; as before where that cannot judge.

    It has no word on properties that it never learned, as of an ontology of one's own. What is less likely than the bar
    is left out. What the network confirms is claimed once more in its name, and as sure: both were asked.
    """
    read = [claim for claim in ruled if claim.predicate in table.properties and can_judge(claim, reading)]
    chances = dict(zip(read, table.chances(ruled_offers(read, some)), strict=True))
    made = []
    for claim in ruled:
        chance = chances.get(claim)
        if chance is None:
            made.append(claim)
        elif chance >= table.bar(claim.predicate):
            names = (claim.evidence.rule, *((f"{RULE}.{claim.predicate}",) if claim in confirmed else ()))
            made += [_as(claim, name, confidence(chance)) for name in names]
    return made


def can_judge(claim: Claim, reading: JointReading) -> bool:
    """Whether the network has read what a claim joins, and that is no 该局, whose meaning is found later.

    It knows nothing of a figure by a property that it never learned (票房, 注册资本).
    """
    known = claim.predicate in reading.labels.pairs or all(one.form != "value" for _, one in claim.roles)
    return known and all(one.form in OFFERED and reading.reads(one.span) for _, one in claim.roles)


def ruled_offers(claims: Iterable[Claim], some: Iterable[Offer]) -> list[Offer]:
    """What the network offers (`some`) of what each claim says; what it does not offer is most unlikely."""
    known = {ends(one.claim): one for one in some if one.claim is not None}
    made = []
    for claim in claims:
        subject, object_ = claim.role("subject"), claim.role("object")
        assert subject is not None
        assert object_ is not None
        offered = known.get(ends(claim), Offer(claim.predicate, subject, object_, None, 0.0))
        made.append(replace(offered, claim=claim))
    return made


def ends(claim: Claim) -> Ends:
    """What a claim says of which two mentions."""
    return claim.predicate, claim.role("subject"), claim.role("object")


def _as(claim: Claim, rule: str, confidence: float) -> Claim:
    return replace(claim, evidence=replace(claim.evidence, rule=rule, confidence=confidence))
