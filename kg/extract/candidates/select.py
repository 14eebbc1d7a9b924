"""Which of the candidates stand: the best cover of the text, and the names that lie inside of others."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from kg.extract.candidates.candidate import Candidate, Source
from kg.types import Mention

_NESTING = frozenset({"Date", "Quantity", "Duration", "Role"})  # nothing is kept inside of these
_CLOSED = _NESTING | {"Person"}  # nor is a place inside of the name of a person


def _telling(candidate: Candidate) -> bool:
    """Whether a nested name says something by itself: 宜宾市 in 宜宾市司法局 does, 粤 in 粤港澳大湾区 does not."""
    mention = candidate.mention
    if mention.type in _NESTING or mention.form != "name":
        return False
    return len(mention.span) > 1 or candidate.source is Source.PLACE_MEMBER


def _weight(candidate: Candidate) -> float:
    return candidate.score * (len(candidate.mention.span) + 0.5)


def select(candidates: Iterable[Candidate]) -> tuple[list[Mention], list[Mention]]:
    """The outermost mentions, which do not overlap, and those nested in them; both sorted by start.

    Candidates are taken by score times length, the best first; one that crosses the border of a better one is dropped,
    one that lies within a better one is nested in it, and one that covers better ones takes their place only if its
    score is not far below theirs.

    >>> from kg.extract.candidates.candidate import Source
    >>> from kg.types import Span
    >>> outer, inner = select([Candidate(Mention(Span(0, 6), "Organization"), 0.9, "a", Source.NAME),
    ...                        Candidate(Mention(Span(0, 3), "AdministrativeArea"), 0.9, "b", Source.PLACE),
    ...                        Candidate(Mention(Span(4, 8), "Person"), 0.5, "c", Source.PERSON)])
    >>> [m.span.end for m in outer], [m.span.end for m in inner]
    ([6], [3])
    """
    ranked = sorted(
        candidates,
        key=lambda c: (-_weight(c), c.mention.span.start, -c.mention.span.end, c.mention.type, c.rule),
    )
    starts: list[int] = []
    outer: dict[int, Mention] = {}
    inner: dict[tuple[int, int, str], Mention] = {}
    for candidate in ranked:
        mention = candidate.mention
        span = mention.span
        at = bisect_left(starts, span.end)
        holder = outer.get(starts[at - 1]) if at else None
        if holder is None or holder.span.end <= span.start:
            insort(starts, span.start)
            outer[span.start] = mention
        elif holder.span != span and holder.span.contains(span) and _telling(candidate) and holder.type not in _CLOSED:
            inner.setdefault((span.start, span.end, ""), mention)
    nested = sorted(inner.values(), key=lambda m: (m.span.start, -m.span.end))
    return [outer[s] for s in starts], nested
