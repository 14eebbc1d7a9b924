"""A unified diff of two texts that are mostly alike, block by block, so that large ones take no long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

_CONTEXT = 3  # lines before and behind


def lines_of(pieces: Iterator[str]) -> list[str]:
    """The lines of a text that comes in pieces, each with its end."""
    return "".join(pieces).splitlines(keepends=True)


def unified(old: Sequence[str], new: Sequence[str], names: tuple[str, str]) -> Iterator[str]:
    """The lines of a unified diff, as `diff -u` has it, which `patch` takes.

    >>> print("".join(unified(["a\\n", "b\\n"], ["a\\n", "c\\n"], ("x", "y"))), end="")
    --- x
    +++ y
    @@ -1,2 +1,2 @@
     a
    -b
    +c
    """
    blocks = [_blocks(old), _blocks(new)]
    matcher = SequenceMatcher(None, blocks[0], blocks[1], autojunk=False)
    first = True
    for group in _Lines(matcher, blocks).get_grouped_opcodes(_CONTEXT):
        if first:
            yield f"--- {names[0]}\n+++ {names[1]}\n"
            first = False
        yield f"@@ -{_range(group[0][1], group[-1][2])} +{_range(group[0][3], group[-1][4])} @@\n"
        for tag, i, j, k, m in group:
            if tag == "equal":
                yield from (f" {line}" for line in old[i:j])
            else:
                yield from (f"-{line}" for line in old[i:j])
                yield from (f"+{line}" for line in new[k:m])


class _Lines(SequenceMatcher[str]):
    """The opcodes of lines: those of equal blocks, and within blocks that differ those of their lines."""

    def __init__(self, blocks: SequenceMatcher[tuple[str, ...]], sides: list[list[tuple[str, ...]]]) -> None:
        super().__init__(None, "", "", autojunk=False)
        self._blocks, self._sides = blocks, sides

    def get_opcodes(self):  # type: ignore[no-untyped-def] # typeshed's type is of private names
        """As of SequenceMatcher."""
        made: list[tuple[str, int, int, int, int]] = []
        starts = [[0], [0]]
        for side, start in zip(self._sides, starts, strict=True):
            for block in side:
                start.append(start[-1] + len(block))
        for tag, i, j, k, m in self._blocks.get_opcodes():
            at, to = starts[0][i], starts[1][k]
            if tag == "equal":
                made.append((tag, at, starts[0][j], to, starts[1][m]))
                continue
            left, right = ([line for b in side for line in b] for side in (self._sides[0][i:j], self._sides[1][k:m]))
            inner = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
            made += [(t, at + a, at + b, to + c, to + d) for t, a, b, c, d in inner]
        return made


def _blocks(lines: Sequence[str]) -> list[tuple[str, ...]]:
    """Lines in blocks, as blank lines divide them; a blank line is a block too."""
    return [tuple(some) for _, some in groupby(lines, key=lambda line: line == "\n")]


def _range(start: int, end: int) -> str:
    length = end - start
    return f"{start + 1 if length else start}" + ("" if length == 1 else f",{length}")
