"""What one speaker says in one speech is one fact: 甲宣布，今晚停课，并呼吁市民留在家里."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.types import Claim, Mention

_SAID = "said"


def whole_speeches(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims but for words that stand within longer ones of the same speaker."""
    said: dict[Mention, list[Mention]] = {}
    for claim in claims:
        if claim.predicate == _SAID:
            roles = dict(claim.roles)
            said.setdefault(roles["subject"], []).append(roles["object"])
    for claim in claims:
        roles = dict(claim.roles)
        if claim.predicate != _SAID or not _within(roles["object"], said[roles["subject"]]):
            yield claim


def _within(words: Mention, others: Sequence[Mention]) -> bool:
    """Whether some words stand within longer ones."""
    return any(len(other.span) > len(words.span) and other.span.contains(words.span) for other in others)
