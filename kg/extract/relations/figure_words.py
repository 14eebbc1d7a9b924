"""The words around a figure, as signs of what it is about.

王秀英开展普法讲座300多场。      verb 开展, head 讲座, before it 讲座, behind it 。
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from kg.extract.relations.typed_sentence import TypedSentence
from kg.types import Mention, Parsed, Span, Token

_TELLING = ("v", "n", "a", "d", "p")  # beginnings of the tags of words that tell what a clause is about
_MANY = 10  # such words of a clause that are looked at, the nearest
_NAME, _NONE = "name", "none"


class FigureWords(NamedTuple):
    """The words around one figure."""

    verb: str  # the last of its clause before it
    head: str  # the last word of what it counts
    prior: str  # right before it, `name` where a name stands there
    next: str  # right behind it
    others: tuple[str, ...]  # what else tells of its clause, before it

    def nothing(self) -> Iterator[str]:
        """The signs that the figure is about nothing."""
        yield from self.signs(_NONE)
        yield f"{_NONE} next={self.next}"

    def placed(self, where: str) -> Iterator[str]:
        """The signs of an owner by where it stands."""
        yield from (f"{where} prior={self.prior}", f"{where} next={self.next}")
        yield from (f"{where} has={word}" for word in self.others)

    def signs(self, kind: str) -> Iterator[str]:
        """The signs of an owner by its kind."""
        yield from (f"{kind} verb={self.verb}", f"{kind} head={self.head}", f"{kind} tail={self.head[-1:]}")
        yield f"{kind} prior={self.prior}"
        yield from (f"{kind} has={word}" for word in self.others)


_Counted = Callable[[Mention], Span | None]


def figure_words(parsed: Parsed, typed: TypedSentence, left: int, at: int, counted: _Counted) -> FigureWords:
    """The words around the figure at a position of a sentence, in its clause from `left` on."""
    view, starts, tokens = parsed.view.text, parsed.starts, parsed.tokens
    names = {n for m in typed.mentions.values() for n in range(m.span.start, m.span.end)}
    first, here = bisect_left(starts, typed.starts[left]), bisect_left(starts, typed.starts[at])
    verb, others = _clause(view, [token for token in tokens[first:here] if token.span.start not in names])
    of = counted(typed.mentions[at])
    prior, behind = _beside(parsed, typed.starts[at], typed.ends[at], here)
    return FigureWords(
        verb=verb,
        head=view[tokens[bisect_left(starts, of.end) - 1].span.start : of.end] if of else "",
        prior=_NAME if prior and typed.starts[at] - len(prior) in names else prior,
        next=behind,
        others=others,
    )


def _clause(view: str, tokens: Sequence[Token]) -> tuple[str, tuple[str, ...]]:
    """The last verb of some words, and those that tell what they are about."""
    verb, others = "", dict[str, None]()
    for token in tokens:
        word = view[token.span.start : token.span.end]
        verb = word if token.pos.startswith("v") else verb
        if token.pos.startswith(_TELLING):
            others[word] = None
    return verb, tuple(others)[-_MANY:]


def _beside(parsed: Parsed, start: int, end: int, here: int) -> tuple[str, str]:
    """The words that touch a stretch on its left and its right; `here` is the first word that begins in it or later."""
    view, tokens, behind = parsed.view.text, parsed.tokens, bisect_left(parsed.starts, end)
    last = [token.span.start for token in tokens[max(0, here - 1) : here] if token.span.end == start]
    following = [token.span.end for token in tokens[behind : behind + 1] if token.span.start == end]
    return view[last[0] : start] if last else "", view[end : following[0]] if following else ""
