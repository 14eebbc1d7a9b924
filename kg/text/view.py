"""Views: a normal form of a text with a map of offsets, built step by step.

A step is a pure function of a text. It gives the text with other characters in the same places (`str`), or the
stretches to replace by something of another length (`list[Edit]`):

    >>> narrow = lambda text: text.replace("３", "3")
    >>> tight = lambda text: [(n, n + 1, "") for n, char in enumerate(text) if char == " "]
    >>> seen = through(plain("共 ３ 人"), [narrow, tight])
    >>> seen.text, list(seen.starts), list(seen.ends)
    ('共3人', [0, 2, 4], [1, 3, 5])
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from kg.types import View

Edit: TypeAlias = tuple[int, int, str]  # start and end of what is replaced (at least one character), and what by
Step: TypeAlias = Callable[[str], str | Sequence[Edit]]


def plain(text: str) -> View:
    """The text itself as a view; no map is stored."""
    return View(text, range(len(text)), range(1, len(text) + 1))


def through(seen: View, steps: Iterable[Step]) -> View:
    """The view after all steps, each applied to what the one before made. See `edited` for errors."""
    for step in steps:
        made = step(seen.text)
        seen = recoded(seen, made) if isinstance(made, str) else edited(seen, made)
    return seen


def recoded(seen: View, text: str) -> View:
    """The view with other characters in the same places; ValueError where the length differs."""
    if len(text) != len(seen.text):
        raise ValueError(f"{len(text)} characters cannot take the places of {len(seen.text)}")
    return View(text, seen.starts, seen.ends)


def edited(seen: View, edits: Sequence[Edit]) -> View:
    """The view with stretches replaced. `edits` are sorted and do not overlap (else ValueError).

    A replacement of the same length goes character by character. In any other, each new character stands for the whole
    stretch, so that a span that begins or ends within it covers the stretch in the document.

    >>> made = edited(plain("李  红，３千米"), [(1, 3, ""), (6, 8, "km")])
    >>> made.text, list(made.starts)
    ('李红，３km', [0, 3, 4, 5, 6, 7])
    """
    if not edits:
        return seen
    parts: list[str] = []
    starts, ends = array("q"), array("q")
    at = 0
    for start, end, new in edits:
        if not at <= start < end <= len(seen.text):
            raise ValueError(f"the edit of {start} to {end} is empty, out of order or outside of the text")
        parts += seen.text[at:start], new
        kept = end if len(new) == end - start else start
        starts.extend(seen.starts[at:kept])
        ends.extend(seen.ends[at:kept])
        if kept == start:
            starts.extend([seen.starts[start]] * len(new))
            ends.extend([seen.ends[end - 1]] * len(new))
        at = end
    parts.append(seen.text[at:])
    starts.extend(seen.starts[at:])
    ends.extend(seen.ends[at:])
    return View("".join(parts), starts, ends)


def outside(edits: Iterable[Edit], spans: Iterable[tuple[int, int]]) -> list[Edit]:
    """The edits that neither lie in one of some spans nor touch it; both are sorted by start.

    >>> outside([(2, 3, ""), (7, 8, "")], [(3, 5)])
    [(7, 8, '')]
    """
    kept, ordered = [], list(spans)
    n = 0
    for edit in edits:
        while n < len(ordered) and ordered[n][1] < edit[0]:
            n += 1
        if n == len(ordered) or edit[1] < ordered[n][0]:
            kept.append(edit)
    return kept
