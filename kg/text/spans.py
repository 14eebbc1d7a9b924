"""Spans that lie in others."""

from __future__ import annotations

from collections.abc import Iterable

from kg.types import Span


def inside(spans: Iterable[Span]) -> set[Span]:
    """The spans that a longer one holds.

    >>> inside([Span(0, 4), Span(0, 2), Span(6, 8)])
    {Span(start=0, end=2)}
    """
    found, end = set[Span](), 0
    for span in sorted(set(spans), key=lambda one: (one.start, -one.end)):
        if span.end <= end:
            found.add(span)
        end = max(end, span.end)
    return found
