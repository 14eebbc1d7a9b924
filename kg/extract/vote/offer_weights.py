"""What is known of an offer as numbers, and what weighs them: one regression beside rules, one without, one for rules.

The network's chances of a pair and of what stands against it, how far apart both mentions are, the products of these
two by two, the property and the class of the subject. What a rule's author thought of it adds nothing to these.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kg.extract.neural.logits import log_odds
from kg.extract.neural.session import FOLDER, MAX_FOLDERS, weights
from kg.extract.vote.offers import Offer
from kg.extract.vote.products import columns, with_products

WEIGHTS = "offers.json"
Voters: TypeAlias = Literal["beside", "alone", "ruled"]  # the network beside rules or alone; both on what rules claim
_EDGE = 5  # log odds go no further
_LARGE, _SMALL = 3, 2  # by which numbers are divided, so that their products are about as large
_MAX_MARKS = 3  # commas, and stops, between two mentions that are told apart
_DIGITS = 2  # of a confidence: more would tell one processor's sums from another's
NUMBERS = 10  # that an offer has beside its property and classes
SHARED = columns(NUMBERS)  # beside the columns of properties and classes


@dataclass(frozen=True)
class OfferWeights:
    """What training gives: the weights of the columns, and the bars by property (under "": of the rest)."""

    properties: tuple[str, ...]
    classes: tuple[str, ...]  # of subjects
    columns: NDArray[np.float64]
    bars: Mapping[str, float]

    def bar(self, predicate: str) -> float:
        """How likely a claim by a property must be."""
        return self.bars.get(predicate, self.bars[""])

    def chances(self, some: Sequence[Offer]) -> list[float]:
        """How likely each offer is right."""
        odds = features(some, self.properties, self.classes) @ self.columns
        return [float(one) for one in 1 / (1 + np.exp(-odds))]


@lru_cache(maxsize=3 * MAX_FOLDERS)
def offer_weights(folder: Path = FOLDER, voters: Voters = "beside") -> OfferWeights:
    """The shipped weights; ModelError where they are missing or damaged."""
    table = json.loads(weights(WEIGHTS, folder))[voters]
    return OfferWeights(
        tuple(table["properties"]), tuple(table["classes"]), np.array(table["columns"], np.float64), table["bars"]
    )


def confidence(chance: float) -> float:
    """A likelihood as a claim's confidence: nothing is certain or impossible.

    >>> confidence(0.8765), confidence(0.999), confidence(0.001)
    (0.88, 0.99, 0.01)
    """
    least: float = 10**-_DIGITS
    return min(max(round(chance, _DIGITS), least), 1.0 - least)


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
