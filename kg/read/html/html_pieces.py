"""Lines that trafilatura cut at words in bold and at links, put together again.

<p>馆长<b>周立群</b>出席。</p>     馆长 / 周立群 / 出席。     of a page with little text: each piece has a line
                                  馆长周立群出席。           as a browser shows it
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

_PIECES = 200  # of a line


def rejoined(text: str, shown: Iterable[str]) -> str:
    r"""A text in which lines that are the pieces of a line that a browser shows are that line.

    >>> rejoined("新馆\n馆长\n周立群\n出席。", ["新馆", "馆长周立群出席。"])
    '新馆\n馆长周立群出席。'
    """
    whole = {_tight(line): line for line in shown}
    keys, lines = sorted(whole), text.split("\n")
    out, at = list[str](), 0
    while at < len(lines):
        end, line = _longest(lines, at, keys, whole)
        out.append(line)
        at = end
    return "\n".join(out)


def _longest(lines: Sequence[str], at: int, keys: Sequence[str], whole: Mapping[str, str]) -> tuple[int, str]:
    """The end of the lines from one on that are one line together, as many as may be, and that line."""
    found, begun = (at + 1, lines[at]), ""
    for end in range(at, min(at + _PIECES, len(lines))):
        begun += _tight(lines[end])
        place = bisect_left(keys, begun)
        if place == len(keys) or not keys[place].startswith(begun):
            break
        if end > at and keys[place] == begun:
            found = end + 1, whole[begun]
    return found


def _tight(line: str) -> str:
    return "".join(line.split())
