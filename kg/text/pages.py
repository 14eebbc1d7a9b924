"""The pages of a document that has some, such as a PDF."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.types import Document, Span


class Quote(NamedTuple):
    """The characters of a place in a document, and the page on which they begin, of a document that has pages."""

    words: str
    page: int | None = None


def quoted(document: Document, span: Span) -> Quote:
    """What stands at a place, and on which page."""
    return Quote(document.cut(span), page_of(document, span.start))


def page_of(document: Document, at: int) -> int | None:
    """The page, from 1, that a character of a document's text stands on; None where it has no pages.

    >>> from kg.types import Meta
    >>> page_of(Document("a", "局长杨国庆说", Meta(pages=(0, 3, 3))), 4)
    3
    """
    return bisect_right(document.meta.pages, at) or None


def are_starts(pages: Sequence[int], length: int) -> bool:
    """Whether pages of a text of that length may begin at these places.

    >>> are_starts((0, 3, 3, 6), 6), are_starts((0, 7), 6), are_starts((1,), 6), are_starts((), 6)
    (True, False, False, True)
    """
    return not pages or (pages[0] == 0 and pages[-1] <= length and all(a <= b for a, b in pairwise(pages)))
