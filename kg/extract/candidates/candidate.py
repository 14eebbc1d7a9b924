"""What finders give: a mention that may be there, and how sure they are."""

from __future__ import annotations

from dataclasses import dataclass

from kg.types import Mention


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention proposed by `rule`; `score` in 0..1 decides between candidates that overlap."""

    mention: Mention
    score: float
    rule: str
