"""The vote on offers: how likely each is right, learned on annotated articles.

A logistic regression over the network's chances of a pair and of what stands against it, how far apart both mentions
are, the products of these two by two, the property and the class of the subject. An offer stands if its probability is
at least the bar of its property, chosen on articles that were held out. What rules claim stands, but for some
properties only where the network does not find it unlikely (neural.toml, `doubted`), and what the network alone says
must fit in with the rest (kg/extract/vote/fitting.py). There are other weights beside rules than without.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.extract.neural.joint import JointReading
from kg.extract.neural.logits import log_odds
from kg.extract.neural.session import FOLDER, MAX_FOLDERS, weights
from kg.extract.vote.fitting import fitting
from kg.extract.vote.model_claims import RULE, around, model_claim
from kg.extract.vote.offers import Offer, offers
from kg.extract.vote.products import columns, with_products
from kg.ontology.ontology import Ontology
from kg.ontology.table import SchemaClass, SchemaProperty
from kg.ontology.tables.neural import Neural
from kg.types import Claim, Mention, Parsed, Span

WEIGHTS = "offers.json"
_EDGE = 5  # log odds go no further
_LARGE, _SMALL = 3, 2  # by which numbers are divided, so that their products are about as large
_FAR = 120  # characters between two mentions from which on the evidence is the sentence of the object alone
_MAX_MARKS = 3  # commas, and stops, between two mentions that are told apart
_DIGITS = 4  # of a confidence
NUMBERS = 10  # that an offer has beside its property and classes
SHARED = columns(NUMBERS)  # beside the columns of properties and classes


@dataclass(frozen=True)
class OfferWeights:
    """What training gives: the weights of the columns, and the bars by property (under "": of the rest)."""

    properties: tuple[str, ...]
    classes: tuple[str, ...]  # of subjects
    columns: NDArray[np.float64]
    bars: Mapping[str, float]


@lru_cache(maxsize=2 * MAX_FOLDERS)
def offer_weights(folder: Path = FOLDER, *, alone: bool = False) -> OfferWeights:
    """The shipped weights, beside rules or for the network alone; ModelError where they are missing or damaged."""
    table = json.loads(weights(WEIGHTS, folder))["alone" if alone else "beside"]
    return OfferWeights(
        tuple(table["properties"]), tuple(table["classes"]), np.array(table["columns"], np.float64), table["bars"]
    )


def features(some: Sequence[Offer], properties: Sequence[str], classes: Sequence[str]) -> NDArray[np.float64]:
    """The columns of each offer, of shape (offers, SHARED + properties + classes)."""
    names = [("property", one) for one in properties] + [("class", one) for one in classes]
    place = {name: n for n, name in enumerate(names)}
    numbers = np.array([_numbers(one) for one in some]).reshape(len(some), NUMBERS)
    known = np.zeros((len(some), len(names)))
    for row, one in zip(known, some, strict=True):
        row[[place[key] for key in (("property", one.predicate), ("class", one.subject.type)) if key in place]] = 1.0
    return np.hstack([with_products(numbers), known])


def _numbers(one: Offer) -> list[float]:
    """What tells whether an offer is right, each of about the same size."""
    a, b = one.subject.span, one.object.span
    return [
        log_odds(one.probability, _EDGE) / _LARGE,
        log_odds(one.rival, _EDGE) / _LARGE,
        float(one.probability > one.rival),
        log_odds(one.other, _EDGE) / _LARGE,
        log_odds(one.again, _EDGE) / _LARGE,
        min(max(one.sure, -_EDGE), _EDGE) / _LARGE,
        math.log1p(max(a.start - b.end, b.start - a.end, 0)) / _LARGE,
        min(one.commas, _MAX_MARKS) / _SMALL,
        min(one.stops, _MAX_MARKS) / _SMALL,
        float(one.ruled_rival),
    ]


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
    table, least = offer_weights(folder, alone=ruled is None), ontology.table(Neural)
    some = offers(parsed, mentions, reading, ontology, ruled or ())
    odds = features(some, table.properties, table.classes) @ table.columns
    found, gone = list[Claim](), set[object]()
    chances = np.round(1 / (1 + np.exp(-odds)), _DIGITS).tolist()
    for one, probability, fits in zip(some, chances, fitting(some, mentions, parsed.view.text, ontology), strict=True):
        if one.claim is None:
            likely = fits and (ruled is None or one.probability >= least.offers.likely)
            if likely and probability >= table.bars.get(one.predicate, table.bars[""]):
                found.append(_claim(one, probability, parsed, mentions, ontology))
        elif one.probability < _least(one, least):
            gone.add(_ends(one.claim))
        elif one.probability >= least.offers.confirmed:
            found.append(_confirmed(one.claim, one.probability))
    return [*(claim for claim in ruled or () if _ends(claim) not in gone), *found]


def _least(one: Offer, table: Neural) -> float:
    """How likely the network must find what a rule claims, so that it is said."""
    known = SchemaProperty(one.predicate)
    sure = SchemaClass(one.subject.type) in table.undoubted.get(known, ())
    return 0.0 if sure else table.doubted.get(known, 0.0)


def _ends(claim: Claim) -> object:
    """What a claim says of which two mentions."""
    return claim.predicate, claim.role("subject"), claim.role("object")


def _confirmed(claim: Claim, probability: float) -> Claim:
    """A rule's claim as the network's."""
    rule, confidence = f"{RULE}.{claim.predicate}", round(probability, _DIGITS)
    return replace(claim, evidence=replace(claim.evidence, rule=rule, confidence=confidence))


def _claim(one: Offer, probability: float, parsed: Parsed, mentions: Sequence[Mention], ontology: Ontology) -> Claim:
    """The claim; where the two mentions are far apart, the evidence is the sentence of the object."""
    roles = [("subject", one.subject), ("object", one.object)] + ([("role", one.role)] if one.role else [])
    span, last = around(roles), one.object.span
    if len(span) > _FAR + len(last):
        span = Span(max(_sentences(parsed, last).start, last.start - _FAR), last.end)
    return model_claim(parsed, one.predicate, roles, span, _sentences(parsed, span), mentions, probability, ontology)


def _sentences(parsed: Parsed, span: Span) -> Span:
    """A span grown to the sentences that it touches."""
    sentences = parsed.sentences
    first = bisect_right(sentences, span.start, key=lambda one: one.end)
    touched = sentences[first : bisect_left(sentences, span.end, first, key=lambda one: one.start)]
    return Span(min(span.start, touched[0].start), max(span.end, touched[-1].end)) if touched else span
