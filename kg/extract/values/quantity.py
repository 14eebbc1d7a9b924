"""A quantity as a candidate, and the kinds of quantities."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.extract.candidates.candidate import Candidate


class QuantityKind(StrEnum):
    """What a number measures; all but `share` (percent, permille, fractions) come from its unit."""

    MEASURE = "measure"
    DURATION = "duration"
    PHYSICAL = "physical"
    MONEY = "money"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class QuantityCandidate(Candidate):
    """A quantity or duration that a text gives."""

    kind: QuantityKind
