"""The order of corrections: the later of two that contradict each other holds."""

from __future__ import annotations

from collections.abc import Iterable

from kg.store.correction_json import instant
from kg.types import Corrected, Correction

Numbered = tuple[int, Correction]


def newest_first(corrections: Iterable[Correction]) -> list[Numbered]:
    """Corrections, each once, the latest first, numbered so that a later one has a larger number."""
    once = dict.fromkeys(corrections)
    ordered = sorted(enumerate(once), key=lambda one: (instant(one[1].when), one[0]))
    return [(number, correction) for number, (_, correction) in enumerate(ordered)][::-1]


def missing(correction: Correction, why: str) -> Corrected:
    """A correction that does not apply."""
    return Corrected(correction, "missing", reason=why)


def overruled(correction: Correction, by: Correction) -> Corrected:
    """A correction that a later one contradicts."""
    return Corrected(correction, "overruled", reason=f"{by.who} says otherwise ({by.kind}, {by.when}: {by.why})")
