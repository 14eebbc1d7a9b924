"""The vote on offers: how likely each is right, learned on annotated articles (kg/extract/vote/offer_weights.py).

An offer stands if its probability is at least the bar of its property, chosen on articles that were held out. What
rules claim stands, but for some properties only where the network does not find it unlikely (neural.toml, `doubted`),
and what the network alone says must fit in with the rest (kg/extract/vote/fitting.py). How sure a claim is, is its
probability, of rules' claims as of the network's.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from pathlib import Path

from kg.extract.neural.joint import JointReading
from kg.extract.neural.session import FOLDER
from kg.extract.vote.claim_vote import Ends, ends, weighed
from kg.extract.vote.fitting import fitting
from kg.extract.vote.model_claims import around, model_claim
from kg.extract.vote.offer_weights import confidence, offer_weights
from kg.extract.vote.offers import Offer, offers
from kg.ontology.ontology import Ontology
from kg.ontology.table import SchemaClass, SchemaProperty
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

    What it finds likely of what a rule claims is claimed once more in its name, so that both are the fact's evidence;
    of what it finds unlikely, that is left out which needs its word.
    """
    some, least = offers(parsed, mentions, reading, ontology, ruled or ()), ontology.table(Neural)
    table = offer_weights(folder, "alone" if ruled is None else "beside")
    found, gone, confirmed = list[Claim](), set[Ends](), set[Claim]()
    fit = fitting(some, mentions, parsed.view.text, ontology)
    for one, probability, fits in zip(some, table.chances(some), fit, strict=True):
        if one.claim is None:
            likely = fits and (ruled is None or one.probability >= least.offers.likely)
            if likely and probability >= table.bars.get(one.predicate, table.bars[""]):
                found.append(_claim(one, probability, parsed, mentions, ontology))
        elif one.probability < _least(one, least):
            gone.add(ends(one.claim))
        elif one.probability >= least.offers.confirmed:
            confirmed.add(one.claim)
    kept = [claim for claim in ruled or () if ends(claim) not in gone]
    return [*weighed(kept, some, reading, offer_weights(folder, "ruled"), confirmed), *found]


def _least(one: Offer, table: Neural) -> float:
    """How likely the network must find what a rule claims, so that it is said."""
    known = SchemaProperty(one.predicate)
    sure = SchemaClass(one.subject.type) in table.undoubted.get(known, ())
    return 0.0 if sure else table.doubted.get(known, 0.0)


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
