"""The vote on offers: how likely each is right, learned on annotated articles (kg/extract/vote/offer_weights.py).

An offer stands if its probability is at least the bar of its property, chosen on articles that were held out. What
rules claim is weighed by what the network says of the same two mentions (kg/extract/vote/claim_vote.py), and what the
network alone says must fit in with the rest (kg/extract/vote/fitting.py). How sure a claim is, is its probability.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from pathlib import Path

from kg.extract.neural.joint import JointReading
from kg.extract.neural.session import FOLDER
from kg.extract.vote.claim_vote import weighed
from kg.extract.vote.fitting import fitting
from kg.extract.vote.model_claims import around, model_claim
from kg.extract.vote.offer_weights import confidence, offer_weights
from kg.extract.vote.offers import Offer, offers
from kg.ontology.ontology import Ontology
from kg.ontology.tables.neural import Neural
from kg.types import Claim, Mention, Parsed, Span

_FAR = 120  # characters between two mentions from which on the evidence is the sentence of the object alone


def claims(
    parsed: Parsed,
    mentions: Sequence[Mention],
    reading: JointReading,
    ontology: Ontology,
    ruled: Sequence[Claim] | None = None,
    folder: Path = FOLDER,
) -> list[Claim]:
    """The claims of rules, if any, and those that the network finds likely enough beside them or (None) without any.

    What it finds likely of what a rule claims is claimed once more in its name, so that both are the fact's evidence.
    """
    some, least = offers(parsed, mentions, reading, ontology, ruled or ()), ontology.table(Neural).offers
    likely = 0.0 if ruled is None else least.likely
    fits = fitting(some, mentions, parsed.view.text, ontology)
    alone = [
        one for one, fit in zip(some, fits, strict=True) if fit and one.claim is None and one.probability >= likely
    ]
    table = offer_weights(folder, "alone" if ruled is None else "beside")
    found = [
        _claim(one, chance, parsed, mentions, ontology)
        for one, chance in zip(alone, table.chances(alone), strict=True)
        if chance >= table.bar(one.predicate)
    ]
    confirmed = {one.claim for one in some if one.claim is not None and one.probability >= least.confirmed}
    return [*weighed(ruled or (), some, reading, offer_weights(folder, "ruled"), confirmed), *found]


def _claim(one: Offer, probability: float, parsed: Parsed, mentions: Sequence[Mention], ontology: Ontology) -> Claim:
    """The claim; where the two mentions are far apart, the evidence is the sentence of the object."""
    roles = [("subject", one.subject), ("object", one.object)] + ([("role", one.role)] if one.role else [])
    span, last = around(roles), one.object.span
    if len(span) > _FAR + len(last):
        span = Span(max(_sentences(parsed, last).start, last.start - _FAR), last.end)
    return model_claim(
        parsed, one.predicate, roles, span, _sentences(parsed, span), mentions, confidence(probability), ontology
    )


def _sentences(parsed: Parsed, span: Span) -> Span:
    """A span grown to the sentences that it touches."""
    sentences = parsed.sentences
    first = bisect_right(sentences, span.start, key=lambda one: one.end)
    touched = sentences[first : bisect_left(sentences, span.end, first, key=lambda one: one.start)]
    return Span(min(span.start, touched[0].start), max(span.end, touched[-1].end)) if touched else span
