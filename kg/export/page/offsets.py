"""Offsets of Python, which counts code points, into those of a browser, which counts UTF-16 units."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable


def utf16(text: str) -> Callable[[int], int]:
    """A function from an offset in code points to the same place in UTF-16 units.

    >>> at = utf16("甲😀乙")
    >>> [at(n) for n in range(4)]
    [0, 1, 3, 4]
    """
    wide = [] if not text or max(text) <= "\uffff" else [n for n, char in enumerate(text) if char > "\uffff"]
    return (lambda offset: offset + bisect_left(wide, offset)) if wide else (lambda offset: offset)
